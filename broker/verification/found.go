package verification

import (
	"context"
	"errors"
	"sync"

	"mangrove/broker"
	"mangrove/model"
)

// following subscribes to what only discovery messages have told of.
type following struct{ asking sync.WaitGroup }

// subscribe asks for the topics that have turned out to belong to devices of the checklist. How
// the broker answers is in the status of the session, which asks again after a reconnection.
func (f *following) subscribe(ctx context.Context, l *Live, s broker.Session) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var subs []broker.Subscription
	for _, topic := range l.run.Found() {
		if model.CheckFilter(topic) != nil { // for one that cannot be asked for a session asks for none
			l.run.Refused(topic)
			continue
		}
		subs = append(subs, broker.Subscription{Filter: topic, QoS: broker.BestQoS})
	}
	if len(subs) > 0 {
		f.asking.Go(func() { l.ask(ctx, s, subs) })
	}
}

// ask asks for topics. Those that the session has no answer to, and does not ask for again with
// the next connection, are heard by nobody.
func (l *Live) ask(ctx context.Context, s broker.Session, subs []broker.Subscription) {
	err := s.Subscribe(ctx, subs...)
	again := errors.Is(err, broker.ErrNotConnected) || errors.Is(err, broker.ErrLost)
	if err == nil || again || errors.Is(err, broker.ErrClosed) || ctx.Err() != nil {
		return
	}
	answered := make(map[string]bool)
	for _, g := range s.Status().Subscriptions {
		answered[g.Filter] = g.Answered || g.Denied != nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, sub := range subs {
		if !answered[sub.Filter] {
			l.run.Refused(sub.Filter)
		}
	}
}
