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
		then  func(b *bench)
		stays bool
	}{
		"a recent address":   {func(b *bench) { b.home.enter("mqtt://other.example:1883") }, false},
		"a broker found":     {func(b *bench) { b.home.fill(found) }, false},
		"connected":          {func(b *bench) { test.Tap(b.home.button) }, false},
		"the same, recent":   {func(b *bench) { b.home.enter(bank) }, true},
		"an address mended":  {func(b *bench) { b.home.url.SetText("mqtts://bank.example:8884") }, true},
		"changed, then near": {func(b *bench) { b.home.change(b.connect()); b.home.fill(found) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.first = &broker.Status{Phase: broker.Waiting}
			b.home.url.SetText(bank)
			b.home.user.SetText("alice")
			b.home.secret.SetText("s3cr3t")
			c.then(b)
			if stays := b.home.secret.Value() != "" || b.home.user.Value() != ""; stays != c.stays {
				t.Errorf("the login stays: %t, for %s", stays, b.home.url.Value())
			}
		})
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
