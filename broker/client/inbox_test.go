package client

import (
	"bytes"
	"testing"

	"mangrove/model"
)

func TestInboxKeepsOrderAndHoldsBack(t *testing.T) {
	const total = 3 * inboxMessages
	gate := make(chan struct{})
	var sink keeper
	b := newInbox(func(batch model.Batch) {
		<-gate
		sink.Apply(batch)
	})
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
	b := newInbox(func(model.Batch) { <-gate })
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
