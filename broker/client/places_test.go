package client

import (
	"strconv"
	"testing"

	"mangrove/broker"
)

// TestManySubscriptions are as much work for each as a few: with work for each pair the test
// would take an hour.
func TestManySubscriptions(t *testing.T) {
	const n = 300_000
	var s Session
	var subs []broker.Subscription
	var even []string
	for i := range n {
		subs = append(subs, broker.Subscription{Filter: strconv.Itoa(i)})
		if i%2 == 0 {
			even = append(even, strconv.Itoa(i))
		}
	}
	s.remember(subs)
	s.remember([]broker.Subscription{{Filter: "7", QoS: 2}})
	s.forget(even)
	s.forget([]string{"none"})
	for i := range n {
		if at := s.find(strconv.Itoa(i)); at < 0 != (i%2 == 0) || at >= 0 && s.status.Subscriptions[at].Filter != strconv.Itoa(i) {
			t.Fatalf("%d is at %d", i, at)
		}
	}
	if got := s.remembered(); len(got) != n/2 || got[3].QoS != 2 || got[4].QoS != 0 {
		t.Errorf("%d are remembered", len(got))
	}
}
