package client

import (
	"errors"
	"slices"

	"mangrove/broker"
)

// A broker's own topics are asked for besides, so that they can be shown. Some
// brokers in a cloud end the connection over that. So such filters go last, in a
// SUBSCRIBE of their own, and those that a connection ended over are not asked
// for again as long as the session has others.

// systemLast puts the filters for a broker's own topics behind the others.
func systemLast(subs []broker.Subscription) {
	slices.SortStableFunc(subs, func(a, b broker.Subscription) int {
		switch system := broker.IsSystem(a.Filter); {
		case system == broker.IsSystem(b.Filter):
			return 0
		case system:
			return 1
		}
		return -1
	})
}

// noteRejected remembers filters that the connection has just ended over, if they are
// for the broker's own topics alone and others have been answered.
func (s *Session) noteRejected(unserved *broker.SubscribeError) {
	if slices.ContainsFunc(unserved.Filters, func(f string) bool { return !broker.IsSystem(f) }) ||
		errors.Is(unserved.Err, broker.ErrMalformed) || errors.Is(unserved.Err, broker.ErrSilent) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.status.Subscriptions) == len(unserved.Filters) {
		return
	}
	for _, filter := range unserved.Filters {
		s.rejected[filter] = unserved
	}
}

// rejectionOf is why a filter is not asked for any more, nil when it is.
func (s *Session) rejectionOf(filter string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if why := s.rejected[filter]; why != nil {
		return why
	}
	return nil
}
