package broker

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"syscall"
	"time"
)

// explainNetwork is for a broker that was not reached.
func explainNetwork(err error, a Address) string {
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Sprintf("There is no host named %s. Check the spelling, and this computer's network.", a.Host)
	case errors.As(err, &dns):
		return fmt.Sprintf("The name %s could not be looked up. Check this computer's network and its name server.", a.Host)
	case isErrno(err, syscall.ECONNREFUSED, 10061):
		return fmt.Sprintf("Nothing listens on %s. Check the port, and that the broker is running.", a.HostPort())
	case isErrno(err, syscall.EHOSTUNREACH, 10065), isErrno(err, syscall.ENETUNREACH, 10051):
		return fmt.Sprintf("There is no way to %s from here. Check the address, the network and the VPN.", a.HostPort())
	case isErrno(err, syscall.ETIMEDOUT, 10060), dialTimeout(err):
		return fmt.Sprintf("%s did not answer. Check the address, and that no firewall stands between.", a.HostPort())
	}
	return ""
}

// explainProxy is for a broker that was not reached because of the proxy on
// the way.
func explainProxy(err error, a Address) string {
	if !errors.Is(err, ErrProxy) {
		return ""
	}
	return fmt.Sprintf("The proxy of this connection did not connect to %s%s. Check the proxy's address and login, and that it allows port %d.",
		a.HostPort(), inBrackets(detail(err, ErrProxy)), a.Port)
}

// isErrno looks for a system's error number, under its Windows value besides:
// package syscall invents its own there.
func isErrno(err error, number, windows syscall.Errno) bool {
	return errors.Is(err, number) || errors.Is(err, windows)
}

func dialTimeout(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial" && op.Timeout()
}

// IsCertificateProblem reports whether one side did not trust the other, so that
// other settings of TLS may do.
func IsCertificateProblem(err error) bool { return explainCertificate(err, Address{}) != "" }

// explainCertificate is for a TLS handshake in which one side did not trust the
// other.
func explainCertificate(err error, a Address) string {
	var (
		unknown x509.UnknownAuthorityError
		name    x509.HostnameError
		invalid x509.CertificateInvalidError
		verify  *tls.CertificateVerificationError
		op      *net.OpError
	)
	switch {
	case errors.Is(err, ErrOutdated):
		return fmt.Sprintf("%s takes outdated TLS only (%s), which can be broken. The broker should be renewed. To connect all the same, "+
			"choose Allow outdated servers under TLS.", a.HostPort(), detail(err, ErrOutdated))
	case errors.Is(err, ErrSerial):
		return fmt.Sprintf("The certificate of %s cannot be trusted: %s. Serial numbers must be positive (RFC 5280, 4.1.2.2), so it must be made anew.",
			a.HostPort(), serialIn(err))
	case errors.As(err, &unknown) && selfSigned(err):
		return fmt.Sprintf("The certificate of %s is signed by itself, so nobody vouches for it. If it is the broker's own, add it to the connection as an authority.", a.HostPort())
	case errors.As(err, &unknown):
		return fmt.Sprintf("The certificate of %s is signed by an authority unknown to this computer. Add that authority's certificate to the connection.", a.HostPort())
	case errors.As(err, &name) && nameless(name.Certificate):
		return fmt.Sprintf("The certificate of %s names no host as a subject alternative name; its common name does not count any more. It must be made anew with one.",
			a.HostPort())
	case errors.As(err, &name):
		return fmt.Sprintf("The certificate of %s is for another name%s. Use that name in the address, or set the server name of the connection.",
			a.HostPort(), names(name.Certificate))
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return expired(invalid.Cert, a)
	case errors.As(err, &verify), errors.As(err, &invalid):
		return fmt.Sprintf("The certificate of %s cannot be trusted: %s.", a.HostPort(), strings.TrimPrefix(err.Error(), "x509: "))
	case errors.As(err, &op) && op.Op == "remote error":
		return explainAlert(strings.TrimPrefix(op.Err.Error(), "tls: "), a)
	}
	return ""
}

// explainTLSClosed is for a port that closes without a word when TLS begins. That
// it speaks no TLS is one reason only, and to do without TLS is no advice.
func explainTLSClosed(a Address) string {
	s := fmt.Sprintf("%s closed the connection when TLS began. Either there is no TLS on this port; the usual one is %d. "+
		"Or it does not accept the name (SNI) or the protocols (ALPN) that it was asked for; check the host, and the server name and the ALPN of the connection.",
		a.HostPort(), UsualPort(a.Scheme))
	if _, err := netip.ParseAddr(a.Host); err == nil {
		s += " For an IP address no name is sent unless there is a server name."
	}
	return s
}

// serialIn is which certificate has which serial number.
func serialIn(err error) string {
	which, _, _ := strings.Cut(detail(err, ErrSerial), ";")
	return which
}

// selfSigned reports that the broker's certificate has no signer but itself.
func selfSigned(err error) bool {
	var verify *tls.CertificateVerificationError
	if !errors.As(err, &verify) || len(verify.UnverifiedCertificates) == 0 {
		return false
	}
	shown := verify.UnverifiedCertificates[0]
	return bytes.Equal(shown.RawIssuer, shown.RawSubject)
}

// explainAlert is for the TLS alert with which the broker ended the handshake.
func explainAlert(alert string, a Address) string {
	if strings.Contains(alert, "certificate") || strings.Contains(alert, "unknown authority") {
		return fmt.Sprintf("%s wants a client certificate it knows (%s). Set one that its authority has signed.", a.HostPort(), alert)
	}
	switch alert {
	case "unrecognized name":
		return fmt.Sprintf("%s does not know the name %s that it was asked for (SNI). Check the host, and the server name of the connection.", a.HostPort(), a.NetworkName())
	case "no application protocol":
		return fmt.Sprintf("%s accepts none of the protocols asked for (ALPN). Check the ALPN of the connection, often mqtt, or x-amzn-mqtt-ca at port 443.", a.HostPort())
	}
	return fmt.Sprintf("%s ended the TLS handshake: %s. Check the TLS version and the certificates of the connection.", a.HostPort(), alert)
}

// expired covers a clock that is wrong, too: a certificate of the future has
// the same reason code.
func expired(cert *x509.Certificate, a Address) string {
	if cert == nil {
		return fmt.Sprintf("The certificate of %s is not valid today. It must be renewed, or this computer's clock is wrong.", a.HostPort())
	}
	if time.Now().Before(cert.NotBefore) {
		const minutes = "2006-01-02 15:04 MST"
		return fmt.Sprintf("The certificate of %s is valid only from %s, and it is %s by this computer's clock. Check this computer's clock.",
			a.HostPort(), cert.NotBefore.Local().Format(minutes), time.Now().Format(minutes))
	}
	return fmt.Sprintf("The certificate of %s expired on %s. It must be renewed on the broker, or this computer's clock is wrong.",
		a.HostPort(), cert.NotAfter.Format(time.DateOnly))
}

// nameless reports that a certificate is for no host at all, as far as package
// x509 looks.
func nameless(cert *x509.Certificate) bool {
	return cert != nil && len(cert.DNSNames)+len(cert.IPAddresses) == 0
}

// names lists what a certificate is for, as far as it helps.
func names(cert *x509.Certificate) string {
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
	return inBrackets(strings.Join(all, ", "))
}
