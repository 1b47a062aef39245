package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
)

// soon is how long before its end a certificate is warned of.
const soon = 14 * 24 * time.Hour

// tls does the handshake and looks at what the broker showed.
func (e *examination) tls(ctx context.Context) Step {
	state, err := e.Network.Handshake(ctx, e.profile)
	if err != nil {
		step := e.explained(err)
		step.Details = append(step.Details, shown(err)...)
		return step
	}
	step := Step{
		Words:   fmt.Sprintf("%s with a trusted certificate.", tls.VersionName(state.Version)),
		Details: details(state),
	}
	leaf := state.PeerCertificates[0]
	switch left := leaf.NotAfter.Sub(e.Now); {
	case e.profile.TLS != nil && e.profile.TLS.InsecureSkipVerify:
		step.State, step.Words = Warned, e.unverified(state)
	case broker.Outdated(state) != "":
		step.State, step.Words = Warned, fmt.Sprintf("The broker uses outdated TLS (%s), which can be broken, and the connection allows it. The broker should be updated.", broker.Outdated(state))
	case left < soon:
		step.State, step.Words = Warned, fmt.Sprintf("The broker's certificate expires on %s. It must be renewed on the broker before then.", leaf.NotAfter.Format(time.DateOnly))
	}
	return step
}

// unverified says what verifying would have found.
func (e *examination) unverified(state tls.ConnectionState) string {
	c := e.profile.TLS
	o := x509.VerifyOptions{Roots: c.RootCAs, DNSName: c.ServerName, CurrentTime: e.Now, Intermediates: x509.NewCertPool()}
	if o.DNSName == "" {
		o.DNSName = e.profile.Address.CertificateName()
	}
	for _, more := range state.PeerCertificates[1:] {
		o.Intermediates.AddCert(more)
	}
	_, err := state.PeerCertificates[0].Verify(o)
	if err == nil {
		return "The broker's certificate is not verified, although it is valid. Turn verification on under TLS."
	}
	err = &tls.CertificateVerificationError{UnverifiedCertificates: state.PeerCertificates, Err: err}
	return "The broker's certificate is not verified, so anyone could pose as the broker. Verification would fail: " + explain.Error(err, e.profile.Address)
}

// shown is the chain of certificates that was not trusted. The broker is not
// asked for it again: it would be shown the client certificate, which is nothing
// for one that has just been refused.
func shown(err error) []string {
	var refused *tls.CertificateVerificationError
	if !errors.As(err, &refused) {
		return nil
	}
	return chain(refused.UnverifiedCertificates)
}

// details are the connection and the chain of certificates.
func details(state tls.ConnectionState) []string {
	all := []string{tls.VersionName(state.Version) + ", " + tls.CipherSuiteName(state.CipherSuite)}
	if state.NegotiatedProtocol != "" {
		all = append(all, "ALPN "+state.NegotiatedProtocol)
	}
	return append(all, chain(state.PeerCertificates)...)
}

// chain are certificates, the broker's own first.
func chain(certificates []*x509.Certificate) (all []string) {
	for i, c := range certificates {
		line := fmt.Sprintf("certificate %d: %s, signed by %s, valid from %s to %s", i+1, c.Subject, c.Issuer,
			c.NotBefore.Format(time.DateOnly), c.NotAfter.Format(time.DateOnly))
		if i == 0 {
			line += ", for " + namesOf(c)
		}
		all = append(all, line)
	}
	return all
}

// mostNames is how many names of a certificate are listed.
const mostNames = 20

// namesOf lists what a certificate is for, and says how much it leaves out.
func namesOf(c *x509.Certificate) string {
	all := append([]string(nil), c.DNSNames...)
	for _, ip := range c.IPAddresses {
		all = append(all, ip.String())
	}
	switch {
	case all == nil:
		return "no name"
	case len(all) > mostNames:
		return fmt.Sprintf("%s and %d more", strings.Join(all[:mostNames], ", "), len(all)-mostNames)
	}
	return strings.Join(all, ", ")
}
