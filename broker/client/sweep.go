package client

import (
	"context"
	"sync"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// A broker answers SUBSCRIBE with its retained messages, and queues those above
// QoS 0 until they are acknowledged. Mosquitto queues 1,000 beyond the window of
// what may be unacknowledged, and drops the rest without a word. So a burst that
// stops just there is taken for a queue that overflowed, and the filter is asked
// for again at QoS 0, for which there is no queue.
const (
	burstWindow = time.Minute            // after SUBSCRIBE; later ones are forwarded as published
	burstPause  = 300 * time.Millisecond // without another message, a burst has stopped
)

// overflows are how many messages come when a queue is known to overflow: with
// Mosquitto's own window of 20, and with the one announced under MQTT 5. The
// upper bounds leave room for what is acknowledged meanwhile.
var overflows = []struct{ from, to int }{{1_000, 1_100}, {65_535, 66_700}}

// burst counts the retained messages above QoS 0 that answer a SUBSCRIBE. The
// reader counts, the supervisor is told when a count may be that of an overflow.
type burst struct {
	due    chan struct{} // one element
	mu     sync.Mutex    // guards counts
	counts map[string]*window
}

// window counts for one filter.
type window struct {
	count   int
	reached int // how many of overflows have begun
	until   time.Time
}

func newBurst() *burst {
	return &burst{due: make(chan struct{}, 1), counts: make(map[string]*window)}
}

// watch begins to count for the filters about to be asked for.
func (b *burst) watch(subs []broker.Subscription) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, sub := range subs {
		delete(b.counts, sub.Filter)
		if sub.QoS > 0 && sub.RetainHandling != 2 && !shared(sub.Filter) { // otherwise none are sent or queued
			b.counts[sub.Filter] = &window{until: time.Now().Add(burstWindow)}
		}
	}
}

// retained counts a message on topic, which it does not keep.
func (b *burst) retained(topic []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for filter, w := range b.counts {
		if !model.Match(filter, topic) {
			continue
		}
		w.count++
		switch {
		case w.reached == len(overflows):
			if w.count > overflows[w.reached-1].to {
				delete(b.counts, filter) // no known queue is so long
			}
		case w.count == overflows[w.reached].from && time.Now().After(w.until):
			delete(b.counts, filter)
		case w.count == overflows[w.reached].from:
			w.reached++
			select {
			case b.due <- struct{}{}:
			default:
			}
		}
	}
}

// take gives the filters whose burst has stopped where queues overflow, each
// once. It is called a burstPause after the count was reached.
func (b *burst) take() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var list []string
	for filter, w := range b.counts {
		if w.reached > 0 && w.count <= overflows[w.reached-1].to {
			list = append(list, filter)
			delete(b.counts, filter)
		}
	}
	return list
}

// sweep fetches the retained messages of a filter that its queue was too short
// for, unless the filter has been given up meanwhile.
func (s *Session) sweep(ctx context.Context, c *connection, filter string) {
	release, err := s.ask(ctx)
	if err != nil {
		return
	}
	defer release()
	s.mu.Lock()
	i := s.find(filter)
	var sub broker.Subscription
	if i >= 0 {
		sub = s.status.Subscriptions[i].Subscription
		s.scant[filter] = true
	}
	s.mu.Unlock()
	if i < 0 {
		return
	}
	s.log.Info("the broker queues fewer retained messages than it has; fetching them at QoS 0", "filter", filter)
	if refused, err := s.replay(ctx, c, sub); refused != nil || err != nil {
		err = joined([]error{refused, err})
		s.log.Warn("fetching retained messages", "filter", filter, "problem", err)
	}
}

// replay asks for a filter at QoS 0, which brings all its retained messages.
// MQTT 5 can then ask for the wanted QoS without having them sent once more
// (3.8.3.1); 3.x cannot, and stays at QoS 0. A refusal is in the status then.
func (s *Session) replay(ctx context.Context, c *connection, sub broker.Subscription) (refused, err error) {
	low := sub
	low.QoS, low.RetainHandling = 0, 0
	steps := []broker.Subscription{low}
	if c.version == broker.V5 {
		high := sub
		high.QoS, high.RetainHandling = c.qos(sub), 2
		steps = append(steps, high)
	}
	for _, step := range steps {
		verdicts, err := s.askSubscribe(ctx, c, []broker.Subscription{step})
		if err != nil {
			return nil, err
		}
		if refused := s.record(c, sub, verdicts[0]); refused != nil {
			return refused, nil
		}
	}
	return nil, nil
}

func (s *Session) isScant(sub broker.Subscription) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.scant[sub.Filter] && sub.QoS > 0 && sub.RetainHandling != 2
}
