package server

import (
	"fmt"
	"slices"
	"strings"
	"testing"
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
			if n := 0; strings.HasSuffix(e.Text, "of client pub were not retained: "+noRoom) {
				_, _ = fmt.Sscan(e.Text, &n)
				told += n
			}
		}
		return told == 2
	})
	if dropped := b.drops.total.Load(); dropped != 0 {
		t.Errorf("%d dropped", dropped)
	}
}
