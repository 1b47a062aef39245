package server

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
)

func TestEventsAreBoundedAndNumbered(t *testing.T) {
	j := new(journal)
	if got := j.after(0); len(got) != 0 || j.last != 0 {
		t.Errorf("an empty journal has %v", got)
	}
	const count = maxEvents + 500
	for i := range count {
		j.note(slog.LevelInfo, Event{Code: broker.BoxEnded, Count: i + 1})
	}
	for _, c := range []struct{ after, first, n uint64 }{
		{0, 501, maxEvents}, {500, 501, maxEvents}, {501, 502, maxEvents - 1}, {count - 1, count, 1}, {count, 0, 0}, {count + 9, 0, 0},
	} {
		got := j.after(c.after)
		if uint64(len(got)) != c.n {
			t.Errorf("after %d: %d events, want %d", c.after, len(got), c.n)
			continue
		}
		for i, e := range got {
			if e.Number != c.first+uint64(i) || uint64(e.Count) != e.Number {
				t.Errorf("after %d, at %d: %+v", c.after, i, e)
			}
		}
	}
	if j.last != count {
		t.Errorf("the last event is number %d, want %d", j.last, count)
	}
}

func TestNamesFromOutsideAreCut(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"plain/한국 ü", "plain/한국 ü"},
		{strings.Repeat("x", 120), strings.Repeat("x", 120)},
		{strings.Repeat("x", 119) + "ü!", strings.Repeat("x", 119) + "…"},
	} {
		if got := short(c.in); got != c.want {
			t.Errorf("short(%q) = %q, want %q", c.in, got, c.want)
		}
	}
	for all, want := range map[string]int{"": 1, "a b c d e": 5, "a b c d e f g": 5} {
		names := strings.Split(all, " ")
		if first, more := few(names); len(first) != want || len(first)+more != len(names) || first[0] != names[0] {
			t.Errorf("of %q: %q and %d more", names, first, more)
		}
	}
}

// TestSentencesNameTheLimits that there are here.
func TestSentencesNameTheLimits(t *testing.T) {
	for why, limit := range map[broker.EventReason]string{
		broker.DropTooDeep: fmt.Sprintf(" %d,%03d levels", maxLevels/1_000, maxLevels%1_000),
		broker.DenyTooDeep: fmt.Sprintf(" %d,%03d levels", maxLevels/1_000, maxLevels%1_000),
		broker.DropNotKept: fmt.Sprintf(" %d MB", retainedBudget>>20),
		broker.DropTooMuch: fmt.Sprintf(" %d MB", waitingBudget>>20),
		broker.DropNotSafe: fmt.Sprintf(" %d MB", waitingBudget>>20),
		broker.DenyTooMany: fmt.Sprintf(" %d MB", filterBudget>>20),
	} {
		if said := explain.Event(Event{Code: broker.BoxDropped, Why: why}); !strings.Contains(said, limit) {
			t.Errorf("%q without %q", said, limit)
		}
	}
}

func TestEveryEventIsTold(t *testing.T) {
	var mu sync.Mutex
	told := map[uint64]string{}
	b, err := Start(Options{Listen: "127.0.0.1:0", Tell: func(e Event) {
		mu.Lock()
		defer mu.Unlock()
		told[e.Number] = explain.Event(e)
	}})
	if err != nil {
		t.Fatal(err)
	}
	connect(t, b, hello{id: "c"})
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	defer mu.Unlock()
	events := b.Events(0)
	for _, e := range events {
		if told[e.Number] != explain.Event(e) {
			t.Errorf("%q is told as %q", explain.Event(e), told[e.Number])
		}
	}
	if len(events) != len(told) || len(events) < 4 {
		t.Errorf("%d events, %d told", len(events), len(told))
	}
}

// The bytes that come out are those that went in, whatever their pieces.
func TestOutboxKeepsOrder(t *testing.T) {
	var stuck atomic.Int32
	b := &budget{limit: 1 << 20}
	o := newOutbox(b, &stuck)
	there, here := net.Pipe()
	ended := make(chan struct{})
	go func() { o.run(here); here.Close(); close(ended) }()
	var want bytes.Buffer
	for i, size := range []int{1, chunkSize - 1, chunkSize, 7, 0, chunkSize + 1, 5 * chunkSize, 3, 100} {
		p := bytes.Repeat([]byte{byte(i)}, size)
		want.Write(p)
		if n, err := o.Write(p); n != size || err != nil {
			t.Fatalf("write of %d: %d, %v", size, n, err)
		}
	}
	o.close()
	got, err := io.ReadAll(there)
	<-ended
	if err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%d bytes (%v), not the %d written", len(got), err, want.Len())
	}
	if b.used.Load() != 0 {
		t.Errorf("%d bytes are still accounted for", b.used.Load())
	}
	if _, err := o.Write([]byte("x")); err == nil {
		t.Error("a closed outbox took a byte")
	}
}

func TestOutboxWaitsOnlyForTheBudget(t *testing.T) {
	for name, let := range map[string]func(o *outbox, there net.Conn){
		"lifted":      func(o *outbox, _ net.Conn) { o.lift() },
		"closed":      func(o *outbox, _ net.Conn) { o.close() },
		"socket fail": func(_ *outbox, there net.Conn) { _ = there.Close() },
		"read":        func(_ *outbox, there net.Conn) { go func() { _, _ = io.Copy(io.Discard, there) }() },
	} {
		t.Run(name, func(t *testing.T) {
			var stuck atomic.Int32
			b := &budget{limit: 10}
			o := newOutbox(b, &stuck)
			there, here := net.Pipe()
			ended := make(chan struct{})
			go func() { o.run(here); close(ended) }()
			if _, err := o.Write(make([]byte, freeShare+1)); err != nil { // the last that fits
				t.Fatal(err)
			}
			written := make(chan struct{})
			go func() { o.await(); _, _ = o.Write([]byte("x")); close(written) }()
			eventually(t, "the writer waits", func() bool { return stuck.Load() == 1 })
			let(o, there)
			<-written
			o.close()
			_ = there.Close()
			_ = here.Close()
			<-ended
			if stuck.Load() != 0 || b.used.Load() != 0 {
				t.Errorf("%d stuck, %d bytes accounted for", stuck.Load(), b.used.Load())
			}
		})
	}
}

func TestBacklogHoldsPublishersOnlyForProgress(t *testing.T) {
	t.Parallel()
	var closed atomic.Bool
	for name, c := range map[string]struct {
		prepare func(q *backlog)
		left    int32
	}{
		"room":              {func(q *backlog) { q.n.Store(backlogLimit - 1) }, backlogLimit},
		"client is stuck":   {func(q *backlog) { q.n.Store(backlogLimit); q.stuck.Store(1) }, backlogLimit + 1},
		"count was wrong":   {func(q *backlog) { q.n.Store(2 * backlogLimit) }, 0},
		"messages go ahead": {func(q *backlog) { q.n.Store(backlogLimit); go q.leave() }, backlogLimit},
	} {
		var q backlog
		c.prepare(&q)
		q.enter(1, &closed)
		if got := q.n.Load(); got != c.left {
			t.Errorf("%s: %d wait afterwards, want %d", name, got, c.left)
		}
	}
	var q backlog
	if q.leave(); q.n.Load() != 0 {
		t.Errorf("%d wait, want never less than none", q.n.Load())
	}
}

// Clients come, go, take each other over and publish while the broker is
// watched and then closed under them.
func TestChurn(t *testing.T) {
	b, err := Start(Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	var clients sync.WaitGroup
	for i := range 8 {
		clients.Go(func() {
			for round := 0; ; round++ {
				c, err := net.Dial("tcp", b.listener.Addr().String())
				if err != nil {
					return // the broker is closed
				}
				w := newWire(t, c)
				h := hello{id: fmt.Sprint("c", (i+round)%5), version: []broker.Version{broker.V31, broker.V311, broker.V5}[round%3], keep: round%2 == 0, will: "will"}
				_, _ = w.Write(h.packet())
				w.version = h.version
				_, _ = w.Write(w.subscribePacket(1, 1, "#"))
				_, _ = w.Write(w.publishPacket(qos1|retain, 2, fmt.Sprint("t/", round%7), "x"))
				for range 3 {
					_, _ = w.read()
				}
				_ = c.Close()
			}
		})
	}
	eventually(t, "a thousand events", func() bool {
		b.Clients()
		b.Stats()
		return len(b.Events(1_000)) > 0
	})
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	clients.Wait()
	if s := b.Stats(); s.Clients != 0 {
		t.Errorf("%+v after closing", s)
	}
}

// TestConnectionsAreNotEndless: what each of them takes is there before it has said
// anything.
func TestConnectionsAreNotEndless(t *testing.T) {
	b := start(t)
	b.roster.mu.Lock()
	b.roster.conns, b.roster.clients = map[*conn]bool{}, map[*conn]bool{}
	for range mostConnections {
		b.roster.conns[&conn{}] = true
	}
	b.roster.mu.Unlock()
	for range 3 {
		socket, err := net.Dial("tcp", b.listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		if n, err := socket.Read(make([]byte, 1)); err == nil {
			t.Errorf("%d bytes come", n)
		}
		_ = socket.Close()
	}
	said := awaitEvent(t, b, "no more connections", "2000")
	if n := strings.Count(eventText(b), explain.Event(said)); n != 1 {
		t.Errorf("it is said %d times", n)
	}
	b.roster.mu.Lock()
	clear(b.roster.conns)
	b.roster.mu.Unlock()
}
