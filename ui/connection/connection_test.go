package connection

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model"
)

func TestStateWords(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	at := broker.Address{Scheme: "mqtt", Host: "plant", Port: 1883}
	lost := fmt.Errorf("read: %w", broker.ErrLost)
	cases := []struct {
		name   string
		status broker.Status
		state  string
		more   string
	}{
		{"first attempt", broker.Status{Phase: broker.Connecting}, "connecting", ""},
		{"connected", broker.Status{Phase: broker.Connected}, "connected", ""},
		{
			"connected with an older version", broker.Status{Phase: broker.Connected, Notes: []broker.Note{{Code: broker.OlderVersion, Version: broker.V311}}},
			"connected", "The broker does not support MQTT 5; the connection uses 3.1.1.",
		},
		{
			"waiting", broker.Status{Phase: broker.Waiting, RetryAt: now.Add(3600 * time.Millisecond), Problem: lost},
			"reconnecting in 4 s", explain.Error(lost, at),
		},
		{"waiting for a moment that has passed", broker.Status{Phase: broker.Waiting, RetryAt: now.Add(-time.Second)}, "reconnecting in 0 s", ""},
		{"given up", broker.Status{Phase: broker.Stopped, Problem: lost}, "not connected", explain.Error(lost, at)},
		{"closed", broker.Status{Phase: broker.Stopped}, "disconnected", ""},
	}
	for _, c := range cases {
		if state, more := StateWords(c.status, at, now); state != c.state || more != c.more {
			t.Errorf("%s: %q, %q, want %q, %q", c.name, state, more, c.state, c.more)
		}
	}
	c := &Connection{Target: Target{Profile: broker.Profile{Address: at}}, Store: model.NewStore(model.Options{})}
	c.Status = broker.Status{Subscriptions: []broker.Grant{
		{Subscription: broker.Subscription{Filter: broker.SystemFilter}, Denied: errors.New("not asked for by anybody")},
		{Subscription: broker.Subscription{Filter: "a"}},
		{Subscription: broker.Subscription{Filter: "#"}, Denied: &broker.Refusal{Packet: "SUBACK", Version: broker.V311, Code: 0x80, Subject: "#"}},
	}}
	if got, want := c.DescribeDenied(), "The broker denied the subscription to #. Choose a filter this login may read."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestARateIsSteady: a device that sends every two seconds has a rate, not two.
func TestARateIsSteady(t *testing.T) {
	var m meter
	now := time.Unix(1_700_000_000, 0)
	m.measure(now, 0)
	for second := 1; second <= 10; second++ {
		m.measure(now.Add(time.Duration(second)*time.Second), uint64(second/2*10))
		if second >= steady && (m.PerSec < 4 || m.PerSec > 6) {
			t.Errorf("second %d: %.1f", second, m.PerSec)
		}
	}
	if m.Past[PastSeconds-1] != 10 || m.Past[PastSeconds-2] != 0 {
		t.Errorf("%v", m.Past[PastSeconds-4:])
	}
	m = meter{}
	m.measure(now, 100)
	m.measure(now.Add(time.Second), 142)
	if m.PerSec != 42 {
		t.Errorf("after a second: %.1f", m.PerSec)
	}
}

// What is said of subscriptions is made for each drawing: it must not take longer the
// more and the longer they are.
func TestManyLongSubscriptions(t *testing.T) {
	long := strings.Repeat("x/", 32_000)
	c := &Connection{Status: broker.Status{Phase: broker.Connected}, Store: model.NewStore(model.Options{})}
	for range 300 {
		c.Status.Subscriptions = append(c.Status.Subscriptions, broker.Grant{Subscription: broker.Subscription{Filter: long}})
	}
	now := time.Now()
	c.asking = now.Add(-time.Minute)
	var words string
	if n := testing.AllocsPerRun(1, func() { words = c.SubscriptionProblems(now) }); n > 1_000 {
		t.Errorf("%.0f pieces of memory were needed", n)
	}
	if !strings.Contains(words, "295 more") {
		t.Errorf("%s", words)
	}
}
