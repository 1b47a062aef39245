package server

import (
	"slices"
	"strings"
	"testing"

	"mangrove/broker"
)

// TestRetainedMessagesHaveABudget: what there is no room for is delivered, and not
// retained; nor is what it was to replace.
func TestRetainedMessagesHaveABudget(t *testing.T) {
	b := start(t)
	b.retained.mu.Lock()
	b.retained.limit = 10_000
	b.retained.mu.Unlock()
	live := connect(t, b, hello{id: "live"})
	live.subscribe(1, 0, "#")
	live.ping() // what is retained is looked up after SUBACK: a message of now would come twice
	pub := connect(t, b, hello{id: "pub"})
	steps := []struct {
		topic, payload string
		want           []string // what is retained then
	}{
		{"a", strings.Repeat("x", 2_000), []string{"a"}},
		{"b", strings.Repeat("x", 2_000), []string{"a", "b"}},
		{"c", strings.Repeat("x", 2_000), []string{"a", "b", "c"}},
		{"d", strings.Repeat("x", 2_000), []string{"a", "b", "c"}}, // no room
		{"a", strings.Repeat("y", 8_000), []string{"b", "c"}},      // nor for what is larger
		{"d", strings.Repeat("x", 2_000), []string{"b", "c", "d"}}, // for which there is room now
		{"b", "", []string{"c", "d"}},
		{"c", "z", []string{"c", "d"}},
		{"e", strings.Repeat("x", 4_000), []string{"c", "d", "e"}},
	}
	for i, s := range steps {
		pub.publish(retain, s.topic, s.payload)
		live.expect(s.topic, s.payload)
		pub.ping() // it has been retained by then, or not
		got := b.retained.matching("#")
		if slices.Sort(got); !slices.Equal(got, s.want) {
			t.Errorf("step %d: %q is retained, want %q", i, got, s.want)
		}
	}
	eventually(t, "the two are told", func() bool {
		told := 0
		for _, e := range b.Events(0) {
			if e.Code == broker.BoxDropped && e.Client == "pub" && e.Why == broker.DropNotKept {
				told += e.Count
			}
		}
		return told == 2
	})
	if dropped := b.drops.total.Load(); dropped != 0 {
		t.Errorf("%d dropped", dropped)
	}
}

// TestSubscriptionsHaveABudget: what there is no room for is refused and told; one that
// is given up, and the end of a session, makes room.
func TestSubscriptionsHaveABudget(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.filters.limit = 3 * filterSize("a")
	held := func() int {
		b.filters.mu.Lock()
		defer b.filters.mu.Unlock()
		return b.filters.held
	}
	h := hello{id: "c", version: broker.V5, keep: true, props: []byte{17, 0, 0, 1, 0}}
	w := connect(t, b, h)
	steps := []struct {
		filters []string
		want    []byte
	}{
		{[]string{"a", "b"}, []byte{1, 1}},
		{[]string{"a", "c", "d"}, []byte{1, 1, 0x8F}}, // the first for a second time
		{[]string{strings.Repeat("/", 900)}, []byte{0x8F}},
	}
	for i, s := range steps {
		if got := w.subscribe(uint16(i+1), 1, s.filters...); !slices.Equal(got, s.want) {
			t.Errorf("step %d: codes % x, want % x", i, got, s.want)
		}
	}
	awaitEvent(t, b, "client c may not subscribe to d: the subscriptions of all clients take 64 MB already")
	w.send(packet(0xA2, number(9), []byte{0}, text("a")))
	w.next(11)
	if got := w.subscribe(10, 1, "d"); !slices.Equal(got, []byte{1}) {
		t.Errorf("codes % x though there is room", got)
	}
	_ = w.Close()
	awaitEvent(t, b, "client c disconnected")
	w = connect(t, b, h) // they are in the session
	if n := held(); n != 3*filterSize("a") {
		t.Errorf("%d bytes are held by a session that goes on", n)
	}
	_ = w.Close()
	connect(t, b, hello{id: "c"}) // anew
	eventually(t, "a session that has ended makes room", func() bool { return held() == 0 })
}
