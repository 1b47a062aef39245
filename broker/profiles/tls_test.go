package profiles

import (
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/youmark/pkcs8"
	"software.sslmate.com/src/go-pkcs12"

	"golang.org/x/text/encoding/unicode"

	"mangrove/broker"
	"mangrove/broker/profiles/finding"
)

const phrase = "open sesame"

// sha512Key is encrypted as openssl pkcs8 -topk8 -v2prf hmacWithSHA512 does.
const sha512Key = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjY92c0B3aJZwICCAAw
DAYIKoZIhvcNAgsFADAdBglghkgBZQMEASoEEMAvalP6vZqpGAISXJNUijgEgZBC
JDaUtasdMN+vqWtEi2tzSrKDo4CA7XoaA8JZPKuUk6NCYQ+hXQQiQ5o9wzB/8dS8
TAUvRl1J9103oJEHPDZpwcRJgEY0dVhC6kS0rec1ccQyFrttEsqg4/kuN5W5984q
KaKBUPdd2spjvdB3ZVdM+QEp/N0XoKiELSgYsgWN68zTFUqooER7ZkXGQG6KBe4=
-----END ENCRYPTED PRIVATE KEY-----
`

// encrypted are the key of the papers in PKCS#8's way, in that of older tools,
// and in a way that nothing should use.
func (p *papers) encrypted(t *testing.T) (modern, modernDER, legacy string) {
	t.Helper()
	key, err := parseKey([]byte(p.keyDER))
	must(t, err)
	sealed, err := pkcs8.MarshalPrivateKey(key, []byte(phrase), nil)
	must(t, err)
	//nolint:staticcheck // what older tools write is what is to be read
	old, err := x509.EncryptPEMBlock(rand.Reader, "PRIVATE KEY", []byte(p.keyDER), []byte(phrase), x509.PEMCipherAES256)
	must(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: sealed})), string(sealed), string(pem.EncodeToMemory(old))
}

func (p *papers) pkcs12(t *testing.T, phrase string) string {
	t.Helper()
	key, err := parseKey([]byte(p.keyDER))
	must(t, err)
	own, err := x509.ParseCertificate([]byte(der(t, p.certificate)))
	must(t, err)
	authority, err := x509.ParseCertificate([]byte(der(t, p.ca)))
	must(t, err)
	data, err := pkcs12.Modern.Encode(key, own, []*x509.Certificate{authority}, phrase)
	must(t, err)
	return string(data)
}

func TestCertificatesAreAccepted(t *testing.T) {
	p := newPapers(t)
	modern, modernDER, legacy := p.encrypted(t)
	certificate := p.file(t, "cert.pem", p.certificate)
	path := func(name, content string) string { return p.file(t, name, content) }
	windows := strings.NewReplacer("\n", "\r\n")
	indented := func(s string) string { return "  " + strings.ReplaceAll(s, "\n", "\n  ") } // as in YAML
	trusted := string(pem.EncodeToMemory(&pem.Block{                                        // as openssl x509 -trustout writes it
		Type: "TRUSTED CERTIFICATE", Bytes: append([]byte(der(t, p.ca)), "0\f0\n\x06\b+\x06\x01\x05\x05\x07\x03\x01"...),
	}))
	for name, c := range map[string]struct {
		tls     TLS
		secrets map[string]string
	}{
		"paths":              {TLS{Certificate: certificate, Key: path("key.pem", p.key)}, nil},
		"pasted":             {TLS{Certificate: p.certificate}, map[string]string{SecretKey: p.key}},
		"both in one file":   {TLS{Certificate: path("both.pem", p.key+p.certificate)}, nil},
		"DER":                {TLS{CA: path("ca.der", der(t, p.ca)), Certificate: path("c.der", der(t, p.certificate)), Key: path("k.der", p.keyDER)}, nil},
		"PKCS#8 encrypted":   {TLS{Certificate: certificate, Key: path("enc.pem", modern)}, map[string]string{SecretPassPhrase: phrase}},
		"the same in DER":    {TLS{Certificate: certificate, Key: path("enc.der", modernDER)}, map[string]string{SecretPassPhrase: phrase}},
		"old encryption":     {TLS{Certificate: certificate, Key: path("old.pem", legacy)}, map[string]string{SecretPassPhrase: phrase}},
		"PKCS#12":            {TLS{PKCS12: path("c.p12", p.pkcs12(t, phrase))}, map[string]string{SecretPassPhrase: phrase}},
		"PKCS#12, kept":      {TLS{}, map[string]string{SecretPKCS12: base64.StdEncoding.EncodeToString([]byte(p.pkcs12(t, "")))}},
		"authority first":    {TLS{Certificate: p.ca + p.certificate}, map[string]string{SecretKey: p.key}},
		"text before it":     {TLS{Certificate: "Bag Attributes\n" + p.certificate}, map[string]string{SecretKey: "Some words\r\n" + p.key}},
		"byte order mark":    {TLS{CA: path("bom.pem", "\ufeff"+p.ca), Certificate: path("bom2.pem", "\ufeff"+p.certificate)}, map[string]string{SecretKey: "\ufeff" + p.key}},
		"Windows' lines":     {TLS{CA: windows.Replace(p.ca), Certificate: path("crlf.pem", windows.Replace(p.certificate))}, map[string]string{SecretKey: windows.Replace(p.key)}},
		"indented":           {TLS{CA: indented(p.ca), Certificate: indented(p.certificate)}, map[string]string{SecretKey: indented(p.key)}},
		"OpenSSL's trust":    {TLS{CA: trusted, Certificate: p.certificate}, map[string]string{SecretKey: p.key}},
		"thousand of others": {TLS{CA: strings.Repeat(p.ca, 1000), Certificate: p.certificate}, map[string]string{SecretKey: p.key}},
	} {
		t.Run(name, func(t *testing.T) {
			profile := Profile{Address: broker.Address{Scheme: "mqtts", Host: "h", Port: 1}, TLS: c.tls}
			r, err := profile.Runtime(kept(t, &profile, c.secrets))
			if err != nil {
				t.Fatal(err)
			}
			if len(r.TLS.Certificates) != 1 || string(r.TLS.Certificates[0].Certificate[0]) != der(t, p.certificate) {
				t.Errorf("got %d certificates", len(r.TLS.Certificates))
			}
			if (c.tls.CA == "") != (r.TLS.RootCAs == nil) {
				t.Errorf("authorities %v", r.TLS.RootCAs)
			}
		})
	}
}

func TestCertificatesAreRefusedWithASentence(t *testing.T) {
	p, other := newPapers(t), newPapers(t)
	modern, _, legacy := p.encrypted(t)
	certificate, key := p.file(t, "cert.pem", p.certificate), p.file(t, "key.pem", p.key)
	path := func(name, content string) string { return p.file(t, name, content) }
	wrong := map[string]string{SecretPassPhrase: "open barley"}
	for name, c := range map[string]struct {
		tls     TLS
		secrets map[string]string
		says    string
		is      error
	}{
		"wrong pass phrase":           {TLS{Certificate: certificate, Key: path("e.pem", modern)}, wrong, "cannot be opened with this pass phrase; type it again", ErrPassPhrase},
		"wrong pass phrase, old":      {TLS{Certificate: certificate, Key: path("o.pem", legacy)}, wrong, "cannot be opened with this pass phrase", ErrPassPhrase},
		"wrong pass phrase, PKCS#12":  {TLS{PKCS12: path("c.p12", p.pkcs12(t, phrase))}, wrong, "cannot be opened with this pass phrase", ErrPassPhrase},
		"right pass phrase, unusual":  {TLS{Certificate: certificate, Key: path("s.pem", sha512Key)}, map[string]string{SecretPassPhrase: phrase}, "convert it with: openssl", nil},
		"pass phrase missing":         {TLS{Certificate: certificate, Key: path("e2.pem", modern)}, nil, "needs a pass phrase", ErrPassPhrase},
		"pass phrase missing, old":    {TLS{Certificate: certificate, Key: path("o2.pem", legacy)}, nil, "needs a pass phrase", ErrPassPhrase},
		"key of another":              {TLS{Certificate: certificate, Key: path("x.pem", other.key)}, nil, "belongs to another one", ErrMismatch},
		"key for a certificate":       {TLS{Certificate: key, Key: key}, nil, "holds a private key where a client certificate is expected", nil},
		"key for an authority":        {TLS{CA: key}, nil, "holds a private key where a certificate of an authority is expected", nil},
		"key for an authority, DER":   {TLS{CA: path("k.der", p.keyDER)}, nil, "holds a private key where", nil},
		"certificate for a key":       {TLS{Certificate: certificate, Key: certificate}, nil, "without its private key", nil},
		"other certificate for a key": {TLS{Certificate: certificate, Key: path("ca.pem", p.ca)}, nil, "holds a certificate where a private key", nil},
		"certificate without a key":   {TLS{Certificate: certificate}, nil, "without its private key; choose the key too", nil},
		"key without a certificate":   {TLS{Key: key}, nil, "without its certificate", nil},
		"no such file":                {TLS{CA: key + "x"}, nil, "There is no file", nil},
		"a folder":                    {TLS{CA: p.dir}, nil, "choose a file", nil},
		"empty file":                  {TLS{CA: path("empty", " \n")}, nil, "is empty", nil},
		"a picture":                   {TLS{CA: path("a.png", "\x89PNG\r\n")}, nil, "is not a certificate of an authority", nil},
		"a .p7b in DER":               {TLS{CA: path("a.p7b", "\x30\x0F\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02\xA0\x02\x30\x00")}, nil, "(PKCS#7), which is not supported", nil},
		"a .p7b in PEM":               {TLS{CA: "-----BEGIN PKCS7-----\nMAA=\n-----END PKCS7-----\n"}, nil, "(PKCS#7), which is not supported", nil},
		"a .p12 as a certificate":     {TLS{Certificate: path("d.p12", p.pkcs12(t, phrase)), Key: key}, nil, "choose it under PKCS#12", nil},
		"a picture as PKCS#12":        {TLS{PKCS12: path("b.png", "\x89PNG\r\n")}, nil, "not a PKCS#12 file", nil},
		"damaged":                     {TLS{CA: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"}, nil, "damaged", nil},
		"text that is none":           {TLS{CA: "certificate:\nplease"}, nil, "-----BEGIN", nil},
		"an SSH key":                  {TLS{Certificate: certificate, Key: path("id", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n")}, nil, "SSH", nil},
	} {
		t.Run(name, func(t *testing.T) {
			profile := Profile{Address: broker.Address{Scheme: "mqtts", Host: "h", Port: 1}, TLS: c.tls}
			_, err := profile.Runtime(kept(t, &profile, c.secrets))
			if err == nil || !strings.Contains(told(err), c.says) || (c.is != nil && !errors.Is(err, c.is)) {
				t.Errorf("got %v, want ... %s ...", err, c.says)
			}
			for _, secret := range c.secrets {
				if err != nil && strings.Contains(err.Error()+told(err), secret) {
					t.Errorf("%v shows the secret", err)
				}
			}
		})
	}
}

// TestPEMAsItIsMetWith: as PowerShell writes it, and where the line breaks are
// lost on the way through JSON, a variable or a field of one line.
func TestPEMAsItIsMetWith(t *testing.T) {
	p := newPapers(t)
	utf16 := func(order unicode.Endianness) func(string) string {
		return func(text string) string {
			text, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().String(text)
			if err != nil {
				t.Fatal(err)
			}
			return text
		}
	}
	modern, _, legacy := p.encrypted(t)
	for name, c := range map[string]struct {
		change func(string) string
		key    string
	}{
		"as it is":               {func(s string) string { return s }, legacy},
		"UTF-16, little endian":  {utf16(unicode.LittleEndian), legacy},
		"UTF-16, big endian":     {utf16(unicode.BigEndian), modern},
		"line breaks of JSON":    {func(s string) string { return strings.ReplaceAll(s, "\n", `\n`) }, legacy},
		"line breaks of Windows": {func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }, legacy},
		"blanks":                 {func(s string) string { return strings.ReplaceAll(s, "\n", " ") }, modern},
		"nothing":                {func(s string) string { return strings.ReplaceAll(s, "\n", "") }, modern},
		"text around":            {func(s string) string { return "Bag Attributes: x\n" + s + "and more\n" }, legacy},
	} {
		t.Run(name, func(t *testing.T) {
			certificates, err := material{finding.Part{Value: "it"}, []byte(c.change(p.ca + p.certificate))}.certificates(finding.Certificate)
			if err != nil || len(certificates) != 2 || string(certificates[1].Raw) != der(t, p.certificate) {
				t.Errorf("%d certificates, %v", len(certificates), err)
			}
			if _, err := (material{finding.Part{Value: "it"}, []byte(c.change(c.key))}).privateKey(phrase); err != nil {
				t.Errorf("key: %v", err)
			}
		})
	}
}

// TestPassPhrasesThatSeemToFit: the padding of older tools is in order with one
// wrong pass phrase in 256.
func TestPassPhrasesThatSeemToFit(t *testing.T) {
	_, _, legacy := newPapers(t).encrypted(t)
	m := material{finding.Part{Value: "the key"}, []byte(legacy)}
	for i := range 2000 {
		if _, err := m.privateKey(fmt.Sprint(i)); !errors.Is(err, ErrPassPhrase) {
			t.Fatalf("pass phrase %d: %v", i, err)
		}
	}
}
