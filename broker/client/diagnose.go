package client

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"time"

	"mangrove/broker"
)

// probeTimeout bounds the look at what a port really speaks.
const probeTimeout = 3 * time.Second

// diagnose finds out more about a port that hung up on a plain connection
// without a word, or could not read a request in HTTP: many a TLS port does, and
// then the user should know.
func (s *Session) diagnose(ctx context.Context, err error) error {
	var web *broker.WebSocketRefusal
	unread := errors.As(err, &web) && web.Status == http.StatusBadRequest
	if s.profile.Address.Secure() || s.worked() || !unread && !errors.Is(err, broker.ErrHungUp) {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	if speaksTLS(ctx, s.profile) {
		return fmt.Errorf("%w: %w", broker.ErrSpeaksTLS, err)
	}
	return err
}

// speaksTLS reports whether a port answers a TLS hello in TLS. Nothing is
// trusted and nothing else is said: whom it belongs to does not matter.
func speaksTLS(ctx context.Context, profile broker.Profile) bool {
	tcp, err := dialTCP(ctx, profile)
	if err != nil {
		return false
	}
	defer tcp.Close()
	p := newPulse(tcp)
	config := &tls.Config{ServerName: profile.Address.CertificateName(), InsecureSkipVerify: true} //nolint:gosec // see above
	_ = tls.Client(p, config).HandshakeContext(ctx)
	return len(p.head) > 1 && (p.head[0] == 0x16 || p.head[0] == 0x15) && p.head[1] == 0x03 // a handshake or an alert
}
