package transport

import (
	"context"
	"crypto/tls"
	"time"

	"mangrove/broker"
)

// probeTimeout bounds the look at what a port really speaks.
const probeTimeout = 3 * time.Second

// SpeaksTLS reports whether a port answers a TLS hello in TLS. Nothing is
// trusted and nothing else is said: whom it belongs to does not matter.
func SpeaksTLS(ctx context.Context, profile broker.Profile) bool {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	tcp, err := dialTCP(ctx, profile)
	if err != nil {
		return false
	}
	defer tcp.Close()
	p := newPulse(tcp)
	config := &tls.Config{ServerName: profile.Address.CertificateName(), InsecureSkipVerify: true} //nolint:gosec // see above
	_ = tls.Client(p, config).HandshakeContext(ctx)
	head := p.first()
	return len(head) > 1 && (head[0] == 0x16 || head[0] == 0x15) && head[1] == 0x03 // a handshake or an alert
}
