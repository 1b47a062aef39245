package client

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"mangrove/broker"
	"mangrove/broker/packet"
)

// unsubscribeLater remembers filters to unsubscribe from with the next connection, if
// the broker keeps the session meanwhile.
func (s *Session) unsubscribeLater(filters []string) {
	if !s.profile.Resume && !s.keep {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, filter := range filters {
		s.unwanted[filter] = true
	}
}

// unsubscribeUnwanted tells a broker that has kept the session what was given
// up meanwhile: it would go on sending it.
func (s *Session) unsubscribeUnwanted(ctx context.Context, c *connection) error {
	s.mu.Lock()
	filters := slices.Sorted(maps.Keys(s.unwanted))
	s.mu.Unlock()
	if c.resumed {
		for some := range c.limits.chunks(c.version, filters) {
			if _, err := s.askUnsubscribe(ctx, c, some); errors.Is(err, broker.ErrUnanswered) {
				s.log.Warn("unsubscribing", "problem", err)
			} else if err != nil {
				return fmt.Errorf("unsubscribing from %q: %w", packet.Clip(some[0]), err)
			}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.unwanted)
	return nil
}
