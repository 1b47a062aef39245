package verification

import (
	"context"
	"sync"

	"mangrove/broker"
)

// following subscribes to what only discovery messages have told of.
type following struct{ asking sync.WaitGroup }

// subscribe asks for the topics that have turned out to belong to devices of the checklist. How
// the broker answers is in the status of the session, which asks again after a reconnection.
func (f *following) subscribe(ctx context.Context, l *Live, s broker.Session) {
	l.mu.Lock()
	topics := l.run.Found()
	l.mu.Unlock()
	if len(topics) == 0 {
		return
	}
	subs := make([]broker.Subscription, len(topics))
	for i, topic := range topics {
		subs[i] = broker.Subscription{Filter: topic, QoS: broker.BestQoS}
	}
	f.asking.Go(func() { _ = s.Subscribe(ctx, subs...) })
}
