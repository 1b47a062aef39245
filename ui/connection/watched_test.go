package connection

import (
	"testing"
	"time"

	"mangrove/broker"
)

// TestWatchedFor counts from when a filter was subscribed to, on this connection.
func TestWatchedFor(t *testing.T) {
	start := time.Unix(1_700_000_000, 0)
	c := &Connection{}
	c.Status = broker.Status{Phase: broker.Connected, Since: start}
	add := func(at time.Duration, s broker.Subscription) {
		c.Status.Subscriptions = append(c.Status.Subscriptions, broker.Grant{Subscription: s, Answered: true})
		c.watched.follow(c.Status, start.Add(at))
	}
	add(time.Second, broker.Subscription{Filter: "a/#"})
	add(time.Minute, broker.Subscription{Filter: "b/+"})
	add(time.Minute, broker.Subscription{Filter: "c", RetainHandling: 2})
	add(time.Minute, broker.Subscription{Filter: "$share/g/d"})
	c.Status.Subscriptions = append(c.Status.Subscriptions, broker.Grant{Subscription: broker.Subscription{Filter: "e"}})
	c.watched.follow(c.Status, start.Add(time.Minute))
	now := start.Add(time.Hour)
	for topic, want := range map[string]time.Duration{"a/x": time.Hour, "b/x": 59 * time.Minute, "c": 0, "d": 0, "e": 0, "f": 0} {
		if got, ok := c.WatchedFor(now)(topic); got != want || ok != (want > 0) {
			t.Errorf("%s: %v, %v", topic, got, ok)
		}
	}
	before := c.WatchedFor(now)
	c.watched.follow(broker.Status{Phase: broker.Waiting}, now)
	if got, ok := before("a/x"); got != time.Hour || !ok {
		t.Errorf("what was true then is %v, %v now", got, ok)
	}
	if _, ok := c.WatchedFor(now)("a/x"); ok {
		t.Error("watched without a connection")
	}
	c.Status.Since = now
	c.watched.follow(c.Status, now.Add(time.Second))
	if got, _ := c.WatchedFor(now.Add(time.Minute))("a/x"); got != time.Minute {
		t.Errorf("after another connection: %v", got)
	}
}

// TestTellsRetained where all that brings a topic keeps the flag, under MQTT 5.
func TestTellsRetained(t *testing.T) {
	c := &Connection{}
	for _, s := range []broker.Subscription{{Filter: "a/#", RetainAsPublished: true}, {Filter: "a/b"}, {Filter: "c"}} {
		c.Status.Subscriptions = append(c.Status.Subscriptions, broker.Grant{Subscription: s, Answered: true})
	}
	// What the broker has denied brings no messages, whatever it was asked for.
	for _, s := range []broker.Subscription{{Filter: "a/x"}, {Filter: "d", RetainAsPublished: true}} {
		c.Status.Subscriptions = append(c.Status.Subscriptions, broker.Grant{Subscription: s, Answered: true, Denied: broker.ErrClosed})
	}
	for _, v := range []broker.Version{broker.V311, broker.V5} {
		c.Status.Version = v
		for topic, want := range map[string]bool{"a/x": v == broker.V5, "a/b": false, "c": false, "d": false} {
			if got := c.TellsRetained(topic); got != want {
				t.Errorf("%s, %s: %v", v, topic, got)
			}
		}
	}
}
