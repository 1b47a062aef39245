package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mangrove/broker"
)

// disagreements are the words of package tls for a broker and a client that have
// no version or no cipher in common, from either side.
var disagreements = []string{
	"handshake failure", "protocol version not supported", "insufficient security level",
	"unsupported protocol version", "unconfigured cipher suite",
}

// lookForOutdated finds out whether a broker that a handshake failed with would
// have gone on with outdated TLS, and adds that to the error. Nothing is trusted
// and nothing else is said.
func lookForOutdated(ctx context.Context, p broker.Profile, err error) error {
	if !slices.ContainsFunc(disagreements, func(words string) bool { return strings.Contains(err.Error(), words) }) {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	tcp, failed := dialTCP(ctx, p)
	if failed != nil {
		return err
	}
	defer tcp.Close()
	var found []string
	config := &tls.Config{
		ServerName:         p.Address.CertificateName(),
		InsecureSkipVerify: true, //nolint:gosec // see above
		VerifyConnection: func(state tls.ConnectionState) error { // before a client certificate is asked for in earnest
			found = broker.Outdated(state)
			return errSeenEnough
		},
	}
	if p.TLS != nil {
		config.NextProtos = slices.Clone(p.TLS.NextProtos)
		if p.TLS.ServerName != "" {
			config.ServerName = p.TLS.ServerName
		}
	}
	broker.AllowOutdated(config)
	_ = tls.Client(tcp, config).HandshakeContext(ctx)
	if found == nil {
		return err
	}
	return fmt.Errorf("%w: %w", err, &broker.Found{Kind: broker.ErrOutdated, Code: broker.OldTLS, Names: found})
}

var errSeenEnough = errors.New("the version and the cipher are known")

// refuseNegativeSerial is for certificates that are to be trusted: package x509
// does not look, as the program has it read them (see go.mod).
func refuseNegativeSerial(state tls.ConnectionState) error {
	for _, chain := range append([][]*x509.Certificate{state.PeerCertificates}, state.VerifiedChains...) {
		if err := negativeSerial(chain); err != nil {
			return err
		}
	}
	return nil
}

// negativeSerial is the error for the first certificate with a negative serial
// number, nil when there is none.
func negativeSerial(chain []*x509.Certificate) error {
	for _, c := range chain {
		if c.SerialNumber != nil && c.SerialNumber.Sign() < 0 {
			return &broker.Found{Kind: broker.ErrSerial, Code: broker.NegativeSerial, Text: c.Subject.String(), Serial: c.SerialNumber.String()}
		}
	}
	return nil
}
