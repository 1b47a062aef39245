package verification

import (
	"context"
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
		f.asking.Go(func() { _ = s.Subscribe(ctx, subs...) })
	}
}
