package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"time"

	"mangrove/broker"
)

// soon is how long before its end a certificate is warned of.
const soon = 14 * 24 * time.Hour

// tls does the handshake and looks at what the broker showed.
func (e *examination) tls(ctx context.Context) Step {
	state, err := e.Network.Handshake(ctx, e.profile)
	if err != nil {
		step := failure(err)
		step.Details = append(step.Details, shown(err)...)
		return step
	}
	step := Step{
		Finding: Finding{Code: Trusted, TLS: tls.VersionName(state.Version)},
		Details: details(state),
	}
	leaf := state.PeerCertificates[0]
	switch left := leaf.NotAfter.Sub(e.Now); {
	case e.profile.TLS != nil && e.profile.TLS.InsecureSkipVerify:
		step.State, step.Finding = Warned, e.unverified(state)
	case broker.Outdated(state) != nil:
		step.State, step.Finding = Warned, Finding{Code: OutdatedTLS, Outdated: broker.Outdated(state)}
	case left < soon:
		step.State, step.Finding = Warned, Finding{Code: ExpiresSoon, Until: leaf.NotAfter}
	}
	return step
}

// unverified says what verifying would have found.
func (e *examination) unverified(state tls.ConnectionState) Finding {
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
		return Finding{Code: ValidUnverified}
	}
	err = &tls.CertificateVerificationError{UnverifiedCertificates: state.PeerCertificates, Err: err}
	return Finding{Code: NotVerified, Err: err}
}

// shown is the chain of certificates that was not trusted. The broker is not
// asked for it again: it would be shown the client certificate, which is nothing
// for one that has just been refused.
func shown(err error) []Detail {
	var refused *tls.CertificateVerificationError
	if !errors.As(err, &refused) {
		return nil
	}
	return chain(refused.UnverifiedCertificates)
}

// details are the connection and the chain of certificates.
func details(state tls.ConnectionState) []Detail {
	all := []Detail{{Code: TLSUsed, Text: tls.VersionName(state.Version) + ", " + tls.CipherSuiteName(state.CipherSuite)}}
	if state.NegotiatedProtocol != "" {
		all = append(all, Detail{Code: ALPN, Text: state.NegotiatedProtocol})
	}
	return append(all, chain(state.PeerCertificates)...)
}

// chain are certificates, the broker's own first.
func chain(certificates []*x509.Certificate) (all []Detail) {
	for i, c := range certificates {
		all = append(all, Detail{Code: CertificateSeen, Number: i + 1, Certificate: c})
	}
	return all
}
