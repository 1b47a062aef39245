package client

import (
	"bytes"
	"testing"

	"mangrove/model"
)

func TestInboxKeepsOrderAndHoldsBack(t *testing.T) {
	const total = 3 * inboxMessages
	gate := make(chan struct{})
	sink := &gatedKeeper{gate: gate}
	b := newInbox(sink)
	put := make(chan int, total)
	go func() { // ends when everything is put
		for i := range total {
			b.put(model.Message{Topic: []byte{byte(i >> 16), byte(i >> 8), byte(i)}})
			put <- i
		}
		close(put)
	}()
	// One pile is being applied and holds at least one message, the other is full.
	eventually(t, func() bool { return len(put) > inboxMessages }, func() any { return len(put) })
	if n := len(put); n > 2*inboxMessages {
		t.Fatalf("%d messages put against a sink that takes none", n)
	}
	close(gate)
	for range put { // until closed
	}
	b.close()
	got := sink.all()
	if len(got) != total {
		t.Fatalf("%d messages applied, want %d", len(got), total)
	}
	for i, m := range got {
		if !bytes.Equal(m.Topic, []byte{byte(i >> 16), byte(i >> 8), byte(i)}) {
			t.Fatalf("message %d is %x", i, m.Topic)
		}
	}
}

func TestInboxIsBoundedInBytes(t *testing.T) {
	gate := make(chan struct{})
	b := newInbox(&gatedKeeper{gate: gate})
	put := make(chan struct{}, 100)
	go func() { // ends when the gate is open
		for range 100 {
			b.put(model.Message{Payload: make([]byte, inboxBytes/2)})
			put <- struct{}{}
		}
		close(put)
	}()
	eventually(t, func() bool { return len(put) > 3 }, func() any { return len(put) })
	if n := len(put); n > 8 {
		t.Errorf("%d messages of half the limit were taken", n)
	}
	close(gate)
	for range put { // until closed
	}
	b.close()
}

func TestInboxCountsWhatComesTooLate(t *testing.T) {
	sink := &gatedKeeper{gate: make(chan struct{})}
	close(sink.gate)
	b := newInbox(sink)
	b.put(model.Message{Topic: []byte("in time")})
	b.close()
	b.put(model.Message{Topic: []byte("too late")})
	if got := sink.all(); len(got) != 1 || sink.lost != 1 {
		t.Errorf("%d applied and %d lost, want 1 and 1", len(got), sink.lost)
	}
}

// gatedKeeper keeps messages once its gate is open.
type gatedKeeper struct {
	keeper
	gate chan struct{}
	lost int
}

// Apply waits for the gate.
func (g *gatedKeeper) Apply(b model.Batch) {
	<-g.gate
	g.keeper.Apply(b)
}

// Lost counts.
func (g *gatedKeeper) Lost(n int) { g.lost += n }
