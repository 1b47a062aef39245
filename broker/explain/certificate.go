package explain

import (
	"bytes"
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/model/wording"
)

// IsCertificateProblem reports whether one side did not trust the other, so that
// other settings of TLS may do.
func IsCertificateProblem(err error) bool {
	return err != nil && explainCertificate(err, broker.Address{}) != ""
}

// explainCertificate is for a TLS handshake in which one side did not trust the
// other.
func explainCertificate(err error, a broker.Address) string {
	var (
		unknown x509.UnknownAuthorityError
		name    x509.HostnameError
		invalid x509.CertificateInvalidError
		verify  *tls.CertificateVerificationError
		op      *net.OpError
	)
	switch {
	case errors.Is(err, broker.ErrOutdated):
		return wording.Fill("{address} supports only outdated TLS ({why}), which can be broken. The broker should be updated. To connect anyway, choose Allow "+
			"outdated servers under TLS.",
			"address", a.HostPort(), "why", detail(err, broker.ErrOutdated))
	case errors.Is(err, broker.ErrSerial):
		return wording.Fill("The certificate of {address} cannot be trusted: {why}. Serial numbers must be positive (RFC 5280, 4.1.2.2), so it must be reissued.",
			"address", a.HostPort(), "why", serialIn(err))
	case errors.As(err, &unknown):
		return explainAuthority(unknown, err, a)
	case errors.As(err, &name):
		return explainName(name, err, a)
	case errors.As(err, &invalid):
		return explainInvalid(invalid, err, a)
	case errors.As(err, &verify):
		return untrusted(err, a)
	case errors.As(err, &op) && op.Op == "remote error":
		return explainAlert(strings.TrimPrefix(op.Err.Error(), "tls: "), askedFor(err, a), a)
	}
	return explainKeySize(err.Error(), a)
}

// explainKeySize is for a certificate with a key that is not used for its size. What
// is wrong with it, packages tls and rsa say in words only.
func explainKeySize(words string, a broker.Address) string {
	switch {
	case strings.Contains(words, "certificate containing RSA key larger than"):
		return wording.Fill("The certificate of {address}, or one above it, has an RSA key of more than 8192 bits, which takes too long to check. It must be "+
			"reissued with a smaller key, for example of 4096 bits.",
			"address", a.HostPort())
	case strings.Contains(words, "crypto/rsa: ") && strings.Contains(words, "-bit keys are insecure"):
		return wording.Fill("The certificate of {address}, or one above it, has an RSA key of less than 1024 bits, so it can be forged. It must be reissued "+
			"with a larger key, of 2048 bits or more.",
			"address", a.HostPort())
	}
	return ""
}

// untrusted has the words of package x509 and none of those around them.
func untrusted(err error, a broker.Address) string {
	words := err.Error()
	if _, after, found := strings.Cut(words, "x509: "); found {
		words = after
	}
	return wording.Fill("The certificate of {address} cannot be trusted: {why}.", "address", a.HostPort(), "why", words)
}

// explainAuthority is for a certificate of which no trusted authority is found to
// have signed it. What there is against one of the right name, package x509 says in
// words only.
func explainAuthority(unknown x509.UnknownAuthorityError, err error, a broker.Address) string {
	against := unknown.Error()
	switch {
	case strings.Contains(against, "insecure algorithm"):
		return signedOutdated.say(unknown.Cert, failure{err, a}, "algorithm", unknown.Cert.SignatureAlgorithm)
	case strings.Contains(against, "cannot sign"):
		return signedByNone.say(unknown.Cert, failure{err, a}, "issuer", called(unknown.Cert.Issuer, err))
	case selfSigned(err):
		return wording.Fill("The certificate of {address} is self-signed, so nobody vouches for it. If it is the broker's own, add it to the connection as an authority.",
			"address", a.HostPort())
	case strings.Contains(against, "verification "):
		return wording.Fill("The certificate of {address} names {issuer} as its authority, but is not signed with the key of the trusted authority of that "+
			"name. If the authority was reissued, add its current certificate to the connection; if not, someone else may be answering.",
			"address", a.HostPort(), "issuer", called(unknown.Cert.Issuer, err))
	}
	return wording.Fill("The certificate of {address} is signed by an authority unknown to this computer. Add that authority's certificate to the connection.",
		"address", a.HostPort())
}

// explainName is for a certificate that is not for the name asked for: the host, or
// the server name of the connection.
func explainName(wrong x509.HostnameError, err error, a broker.Address) string {
	switch {
	case nameless(wrong.Certificate):
		return wording.Fill("The certificate of {address} has no subject alternative name; its common name is no longer used. It must be reissued with one.",
			"address", a.HostPort())
	case isIP(wrong.Host) && wrong.Certificate != nil && slices.Contains(wrong.Certificate.DNSNames, wrong.Host):
		return wording.Fill("The certificate of {address} lists {host} as a host name, but it is an IP address. It must be reissued with it as an IP address "+
			"among its subject alternative names.",
			"address", a.HostPort(), "host", wrong.Host)
	case wrong.Host != a.CertificateName() && a.Host != "":
		return otherServerName.say(names(wrong.Certificate, err), "address", a.HostPort(), "name", wrong.Host)
	}
	return otherName.say(names(wrong.Certificate, err), "address", a.HostPort())
}

// explainInvalid is for a certificate that is no good whoever has signed it.
func explainInvalid(invalid x509.CertificateInvalidError, err error, a broker.Address) string {
	switch invalid.Reason {
	case x509.Expired:
		return expired(invalid.Cert, err, a)
	case x509.IncompatibleUsage:
		return wording.Fill("The certificate of {address} cannot be trusted: it, or that of an authority above it, is not meant for servers (RFC 5280, "+
			"4.2.1.12). It must be reissued with the extended key usage serverAuth.",
			"address", a.HostPort())
	}
	return untrusted(err, a)
}

// held are the sentences about a certificate: about the broker's, and about that of an authority
// above it, {holder}.
type held struct{ own, above string }

var (
	signedOutdated = held{
		"The certificate of {address} is signed with an outdated algorithm ({algorithm}), so it can be forged. It must be reissued with SHA-256.",
		"The certificate of {holder}, an authority that vouches for {address}, is signed with an outdated algorithm ({algorithm}), so it can be forged. " +
			"It must be reissued with SHA-256.",
	}
	signedByNone = held{
		"The certificate of {address} is signed by {issuer}, whose certificate is not allowed to sign others: it is not an authority " +
			"(RFC 5280, 4.2.1.9). It must be reissued as one.",
		"The certificate of {holder}, an authority that vouches for {address}, is signed by {issuer}, whose certificate is not allowed to sign others: " +
			"it is not an authority (RFC 5280, 4.2.1.9). It must be reissued as one.",
	}
	validLater = held{
		"The certificate of {address} is valid only from {date}, and it is {now} by this computer's clock. Check this computer's clock.",
		"The certificate of {holder}, an authority that vouches for {address}, is valid only from {date}, and it is {now} by this computer's clock. " +
			"Check this computer's clock.",
	}
	expiredThere = held{
		"The certificate of {address} expired on {date}. It must be renewed on the broker, or this computer's clock is wrong.",
		"The certificate of {holder}, an authority that vouches for {address}, expired on {date}. It must be renewed on the broker, " +
			"or this computer's clock is wrong.",
	}
	expiredHere = held{
		"The certificate of {address} expired on {date}. Add its current one to the connection, or this computer's clock is wrong.",
		"The certificate of {holder}, an authority that vouches for {address}, expired on {date}. Add its current one to the connection, " +
			"or this computer's clock is wrong.",
	}
)

// say is the sentence about a certificate that a connection met.
func (h held) say(c *x509.Certificate, met failure, values ...any) string {
	values = append(values, "address", met.at.HostPort())
	if shown := shownIn(met.err); c == nil || len(shown) == 0 || c.Equal(shown[0]) {
		return wording.Fill(h.own, values...)
	}
	return wording.Fill(h.above, append(values, "holder", called(c.Subject, met.err))...)
}

// failure is an error, and the broker that it was met with.
type failure struct {
	err error
	at  broker.Address
}

// shownIn are the certificates that the broker showed, its own first.
func shownIn(err error) []*x509.Certificate {
	var verify *tls.CertificateVerificationError
	if !errors.As(err, &verify) {
		return nil
	}
	return verify.UnverifiedCertificates
}

// called is what somebody is called in a certificate.
func called(name pkix.Name, err error) string {
	return strconv.Quote(redactorIn(err).Words(cmp.Or(name.CommonName, name.String())))
}

func isIP(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// serialIn is which certificate has which serial number.
func serialIn(err error) string {
	return redactorIn(err).Words(detail(err, broker.ErrSerial))
}

// selfSigned reports that the broker's certificate has no signer but itself.
func selfSigned(err error) bool {
	shown := shownIn(err)
	return len(shown) > 0 && bytes.Equal(shown[0].RawIssuer, shown[0].RawSubject)
}

// expired covers a clock that is wrong, too: a certificate of the future has
// the same reason code.
func expired(cert *x509.Certificate, err error, a broker.Address) string {
	if cert == nil {
		return wording.Fill("The certificate of {address} is not valid today. It must be renewed, or this computer's clock is wrong.", "address", a.HostPort())
	}
	met, shown := failure{err, a}, shownIn(err)
	if time.Now().Before(cert.NotBefore) {
		const minutes = "2006-01-02 15:04 MST"
		return validLater.say(cert, met, "date", cert.NotBefore.Local().Format(minutes), "now", time.Now().Format(minutes))
	}
	words := expiredThere
	if len(shown) > 0 && !slices.ContainsFunc(shown, cert.Equal) {
		words = expiredHere
	}
	return words.say(cert, met, "date", cert.NotAfter.Format(time.DateOnly))
}

// nameless reports that a certificate is for no host at all, as far as package
// x509 looks.
func nameless(cert *x509.Certificate) bool {
	return cert != nil && len(cert.DNSNames)+len(cert.IPAddresses) == 0
}

// names lists what a certificate is for, as far as it helps.
func names(cert *x509.Certificate, err error) string {
	if cert == nil {
		return ""
	}
	all := append([]string(nil), cert.DNSNames...)
	for _, ip := range cert.IPAddresses {
		all = append(all, ip.String())
	}
	if len(all) > 3 {
		all = append(all[:3], "...")
	}
	return redactorIn(err).Words(strings.Join(all, ", "))
}
