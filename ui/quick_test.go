package ui

import (
	"context"
	"fmt"
	"testing"

	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/broker/discovery"
)

// TestLoginsStayWithTheirAddress: what was typed for one broker goes to no other.
func TestLoginsStayWithTheirAddress(t *testing.T) {
	const bank = "mqtts://bank.example:8883"
	found := discovery.Found{Name: "near", Address: broker.Address{Scheme: "mqtt", Host: "192.0.2.66", Port: 1883}}
	for name, c := range map[string]struct {
		taken bool // the broker has taken the login
		then  func(b *bench)
		stays bool
	}{
		"a recent address":              {false, func(b *bench) { b.home.enter("mqtt://other.example:1883") }, false},
		"a broker found":                {false, func(b *bench) { b.home.fill(found) }, false},
		"another address, typed":        {true, func(b *bench) { b.home.url.SetText("mqtts://other.example:8883") }, false},
		"without TLS":                   {true, func(b *bench) { b.home.url.SetText("mqtt://bank.example:8883") }, false},
		"cut off":                       {true, func(b *bench) { b.home.url.SetText("") }, false},
		"the same, recent":              {true, func(b *bench) { b.home.enter(bank) }, true},
		"an address mended":             {false, func(b *bench) { b.home.url.SetText("mqtts://bank.example:8884") }, true},
		"another login, before its URL": {true, func(b *bench) { b.home.user.SetText("bob"); b.home.url.SetText("mqtts://bobs.example") }, true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.first = &broker.Status{Phase: broker.Waiting}
			b.home.url.SetText(bank)
			b.home.user.SetText("alice")
			b.home.secret.SetText("s3cr3t")
			test.Tap(b.home.button)
			if p := b.tabs.active.conn.profile; p.Username != "alice" || p.Password != "s3cr3t" {
				t.Fatalf("connected with %+v", p)
			}
			if c.taken {
				b.all[0].set(broker.Status{Phase: broker.Connected})
			}
			b.step()
			c.then(b)
			if stays := b.home.secret.Value() != "" && b.home.user.Value() != ""; stays != c.stays {
				t.Errorf("the login stays: %t, for %s", stays, b.home.url.Value())
			}
		})
	}
}

// TestLoginsThatAreTakenLate: the address was changed while the broker was asked.
func TestLoginsThatAreTakenLate(t *testing.T) {
	b := newBench(t)
	b.first = &broker.Status{Phase: broker.Connecting}
	b.home.url.SetText("mqtts://alice:s3cr3t@bank.example")
	test.Tap(b.home.button)
	b.home.url.SetText("mqtt://other.example")
	b.all[0].set(broker.Status{Phase: broker.Connected})
	b.step()
	if b.home.user.Value() != "" || b.home.secret.Value() != "" {
		t.Error("the login would go to another broker")
	}
}

// TestManyNeighbours: whoever announces brokers without end does not keep the
// window busy.
func TestManyNeighbours(t *testing.T) {
	n := newNeighbours(nil, newLoop(nil, nil))
	told := 0
	n.changed = func() { told++ }
	for i := range 10 * discovery.Most {
		n.add(context.Background(), discovery.Found{Name: fmt.Sprint(i)})
	}
	for _, f := range n.loop.later {
		f()
	}
	if told != 1 || len(n.found) != discovery.Most {
		t.Errorf("the list was made %d times, with %d brokers", told, len(n.found))
	}
	n.loop.later = nil
	n.found = nil
	n.add(context.Background(), discovery.Found{})
	if len(n.loop.later) != 1 {
		t.Error("the next broker is not shown")
	}
}
