package server

import (
	"fmt"
	"strings"
	"testing"

	"mangrove/broker"
)

// resumes connects and says whether there was a session.
func resumes(t *testing.T, b *Broker, h hello) bool {
	t.Helper()
	w := dial(t, b)
	w.send(h.packet())
	return w.next(2).body[0] == 1
}

// leave ends a connection without a word, and waits until that is known.
func leave(t *testing.T, b *Broker, w *wire, id string) {
	t.Helper()
	_ = w.Close()
	awaitEvent(t, b, "client "+id+" disconnected")
}

// There is a limit for the sessions of clients that have gone; those that went first
// are ended, and that is told.
func TestKeptSessionsHaveALimit(t *testing.T) {
	t.Parallel()
	b := start(t)
	const most, count = 3, 8
	b.maxKeptSessions = most
	h := func(i int) hello { return hello{id: fmt.Sprint("c", i), version: broker.V311, keep: true} }
	for i := range count {
		w := connect(t, b, h(i))
		w.subscribe(1, 1, "t")
		leave(t, b, w, fmt.Sprint("c", i))
		eventually(t, "there are no more than are kept", func() bool { return b.mqtt.Clients.Len() <= most })
	}
	if n := b.Stats().Subscriptions; n != most {
		t.Errorf("%d subscriptions are left, want %d", n, most)
	}
	for _, i := range []int{count - 1, count - most} {
		if !resumes(t, b, h(i)) {
			t.Errorf("the session of %d has gone", i)
		}
	}
	if resumes(t, b, h(0)) {
		t.Error("the oldest session is still there")
	}
	eventually(t, "all that were ended are told", func() bool {
		told := 0
		for _, e := range b.Events(0) {
			if n := e.Count; e.Code == broker.BoxEnded && e.Most == 3 {
				told += n
			}
		}
		return told == count-most
	})
}

// A will that is still to come holds its session, and one too many does not wait.
func TestWillsOfKeptSessions(t *testing.T) {
	t.Parallel()
	b := start(t)
	const most = 3
	b.maxKeptSessions = most
	live := connect(t, b, hello{id: "live"})
	live.subscribe(1, 0, "will/#")
	for i := range most + 2 {
		id := fmt.Sprint("c", i)
		h := hello{id: id, version: broker.V5, keep: true, props: []byte{17, 0, 1, 0, 0}, will: "will/" + id, willProps: []byte{24, 0, 0, 255, 0}}
		leave(t, b, connect(t, b, h), id)
		if i >= most {
			live.expect("will/"+id, "will/"+id)
			eventually(t, "its session is ended in its place", func() bool { return b.mqtt.Clients.Len() == most+1 })
		}
	}
	live.ping() // and nothing else
}

// What waits for clients has a limit in bytes; what is dropped is told, and what is
// acknowledged, or ends with its session, makes room.
func TestWaitingMessagesHaveABudget(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.waiting.limit = 10_000
	held := func() int {
		b.waiting.mu.Lock()
		defer b.waiting.mu.Unlock()
		return b.waiting.held
	}
	payload := strings.Repeat("x", 2_000)
	h := hello{id: "c", version: broker.V311, keep: true}
	w, pub := connect(t, b, h), connect(t, b, hello{id: "pub"})
	w.subscribe(1, 1, "t")
	leave(t, b, w, "c")
	const count, fit = 10, 3
	for range count {
		pub.publish(qos1, "t", payload)
	}
	pub.ping()
	if n := b.Stats().Dropped; n != count-fit {
		t.Errorf("%d dropped, want %d", n, count-fit)
	}
	awaitEvent(t, b, "of client c were dropped: the broker keeps at most 512 MB of them until they are acknowledged")
	w = connect(t, b, h)
	for range fit {
		_, id, _ := w.expect("t", payload).publish(w.version)
		w.send(packet(0x40, number(id)))
	}
	eventually(t, "what is acknowledged makes room", func() bool { return held() == 0 })
	for range count { // a client that is there gets all, acknowledged or not
		pub.publish(qos1, "t", payload)
		w.expect("t", payload)
	}
	awaitEvent(t, b, "of client c were not kept for redelivery")
	if n := b.Stats().Dropped; n != count-fit {
		t.Errorf("%d dropped, want no more", n)
	}
	w.ping()
	_ = w.Close()
	connect(t, b, hello{id: "c"}) // anew
	eventually(t, "a session that has ended makes room", func() bool { return held() == 0 })
}
