package finding

// Where a certificate or a key stands.
const (
	TheFile    Code = "file" // Value is its path
	PastedText Code = "pasted text"
	TheArchive Code = "archive"
)

// What such a text is, or is expected to be.
const (
	Certificate          Code = "certificate"
	AuthorityCertificate Code = "certificate of an authority"
	ClientCertificate    Code = "client certificate"
	CertificateRequest   Code = "certificate request"
	PrivateKey           Code = "private key"
	PublicKey            Code = "public key"
	Collection           Code = "PKCS#7"
	KeyArchive           Code = "PKCS#12"
)

// Why certificates and keys cannot be used. The first of Parts is where they stand.
const (
	WrongPassPhrase    Code = "wrong pass phrase"
	Mismatch           Code = "key and certificate mismatch"
	NotExpected        Code = "not what is expected"   // then what is expected
	UnsupportedKind    Code = "kind not supported"     // then what it is
	ArchiveThere       Code = "archive in wrong place" // then what it is
	AnotherKind        Code = "another kind"           // then what it is, and what is expected
	CertificateDamaged Code = "certificate damaged"
	NegativeSerial     Code = "negative serial number" // Name is whose certificate, Value the number
	OtherCertificate   Code = "key of another certificate"
	CertificateMissing Code = "certificate missing"
	KeyMissing         Code = "key missing"
	KeyLocked          Code = "key locked"
	KeyNotOpened       Code = "key not opened"
	KeyDamaged         Code = "key damaged"
	KeyOutdated        Code = "key encryption outdated"
	KeyUnusual         Code = "key encryption unusual"
	KeyCannotSign      Code = "key cannot sign"
	SSHKey             Code = "key of SSH"
	ArchiveNotOpened   Code = "archive not opened"
	NotPKCS12          Code = "not PKCS#12"
	TooCostly          Code = "too costly"
	Costly             Code = "costly"
	NoTLSVersion       Code = "unknown TLS version" // Value is what stands there
	ServerNameUnusable Code = "server name unusable"
)
