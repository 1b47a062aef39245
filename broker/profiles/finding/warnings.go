package finding

// What a connection allows, but somebody should know.
const (
	SkipsVerification   Code = "skips verification"
	AllowsOutdated      Code = "allows outdated TLS"
	SentOpenly          Code = "sent openly" // Parts are what of the login
	ProxyLoginOpen      Code = "login of the proxy open"
	AllowsBroken        Code = "allows broken TLS"
	ResumesWithoutID    Code = "resumes without client id"
	WillUnset           Code = "will not set"
	CertificateNotYet   Code = "certificate not valid yet" // Value is the day
	CertificateExpired  Code = "certificate expired"       // Value is the day
	CertificateExpiring Code = "certificate expiring"      // Value is the day
)

// The parts of a login.
const (
	PartUsername       Code = "user name"
	PartPassword       Code = "password"
	PartAuthData       Code = "authentication data"
	PartUserProperties Code = "secret user properties"
	PartWillPayload    Code = "payload of the will"
	PartHeaders        Code = "headers"
	PartQuery          Code = "query"
)
