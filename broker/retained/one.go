package retained

import (
	"context"
	"errors"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// FindOne finds what a broker keeps for one topic, with a connection of its own; nothing when
// that is nothing. It ends as soon as the message has come, so that a publish can wait for it.
// It fails as [Find] does.
func FindOne(ctx context.Context, p broker.Profile, in Search, topic string) (*Found, error) {
	if err := model.CheckFilter(topic); err != nil {
		return nil, err
	}
	if strings.HasPrefix(topic, "$share/") { // which would be subscribed to by a group
		return nil, broker.ErrUnsupported
	}
	c := newCollector([]string{topic})
	p = alone(p)
	p.Subscriptions = []broker.Subscription{{Filter: topic, QoS: 2, RetainAsPublished: true}} // one message is never too many at a time
	s := in.Open(p, c)
	defer s.Close() //nolint:errcheck // all that was wanted has come
	if err := answered(ctx, s); err != nil {
		return nil, err
	}
	if err := c.waitForOne(ctx, s, in.Quiet); err != nil {
		return nil, err
	}
	if s.Status().Version != broker.V5 {
		if err := c.askAgain(ctx, s, in.Quiet); err != nil {
			return nil, err
		}
	}
	return c.found(), nil
}

// waitForOne waits for a message, or until none has come for a while after the broker has
// answered all: some send what they keep a little later.
func (c *collector) waitForOne(ctx context.Context, s broker.Session, quiet time.Duration) error {
	select {
	case <-c.news:
		return nil
	default:
	}
	_ = s.Unsubscribe(ctx, noFilter) // a refusal is an answer, too
	over := time.NewTimer(quiet)
	defer over.Stop()
	select {
	case <-c.news:
		return nil
	case <-over.C:
	case <-ctx.Done():
		return ctx.Err()
	}
	if st := s.Status(); st.Phase != broker.Connected {
		return errors.Join(st.Problem, broker.ErrLost)
	}
	return nil
}
