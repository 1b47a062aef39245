package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"mangrove/broker"
	"mangrove/broker/client/internal/transport"
)

// diagnose finds out more about a port that hung up on a plain connection
// without a word, or could not read a request in HTTP: many a TLS port does, and
// then the user should know.
func (s *Session) diagnose(ctx context.Context, err error) error {
	var web *broker.WebSocketRefusal
	unread := errors.As(err, &web) && web.Status == http.StatusBadRequest
	if s.profile.Address.Secure() || s.hasConnected() || !unread && !errors.Is(err, broker.ErrHungUp) {
		return err
	}
	if transport.SpeaksTLS(ctx, s.profile) {
		return fmt.Errorf("%w: %w", broker.ErrSpeaksTLS, err)
	}
	return err
}
