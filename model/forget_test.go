package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestForgetAgainstNaive clears histories and brings them back while messages
// arrive, and compares every list with what should be in it.
func TestForgetAgainstNaive(t *testing.T) {
	for seed := range fewer(200) {
		r := rand.New(rand.NewPCG(seed, 11))
		s := NewStore(Options{})
		var all []forgettable
		var undo func()
		var hidden []int
		topics := []string{"a", "a/x", "a/x/1", "a/y", "b", "b/x"}
		for step := range 60 {
			switch k := r.IntN(10); {
			case k < 7 || len(all) == 0:
				topic := topics[r.IntN(len(topics))]
				apply(s, message(topic, fmt.Sprint(len(all))))
				all = append(all, forgettable{topic, true})
			case k < 9:
				top := all[r.IntN(len(all))].topic
				if r.IntN(3) == 0 {
					top = ""
				}
				id, _ := s.Find(top)
				var n int
				n, undo = s.Forget(id)
				if hidden = forgetNaively(all, top); n != len(hidden) {
					t.Fatalf("seed %d, step %d: %d messages of %s forgotten, want %d", seed, step, n, top, len(hidden))
				}
			case undo != nil:
				undo()
				for _, i := range hidden {
					all[i].seen = true
				}
				undo, hidden = nil, nil
			}
			for _, top := range append(topics, "") {
				id, _ := s.Find(top)
				if id == Root && top != "" {
					continue
				}
				for _, below := range []bool{true, false} {
					if got, want := payloads(s.NewStream(id, below, nil)), seenNaively(all, top, below); got != want {
						t.Fatalf("seed %d, step %d: %q (below %v) lists %q, want %q", seed, step, top, below, got, want)
					}
				}
			}
		}
	}
}

// forgettable is a message that may be forgotten.
type forgettable struct {
	topic string
	seen  bool
}

func isBelow(topic, top string) bool {
	return top == "" || topic == top || strings.HasPrefix(topic, top+"/")
}

// forgetNaively hides all but the latest message of each topic below one, and
// says which it has hidden.
func forgetNaively(all []forgettable, top string) (hidden []int) {
	latest := map[string]bool{}
	for i, m := range slices.Backward(all) {
		if !isBelow(m.topic, top) {
			continue
		}
		if latest[m.topic] && m.seen {
			all[i].seen = false
			hidden = append(hidden, i)
		}
		latest[m.topic] = true
	}
	return hidden
}

func seenNaively(all []forgettable, top string, below bool) string {
	var list []string
	for i, m := range all {
		if m.seen && (m.topic == top || below && isBelow(m.topic, top)) {
			list = append(list, fmt.Sprint(m.topic, "=", i))
		}
	}
	return strings.Join(list, " ")
}

// TestKept counts what can still be listed of a topic.
func TestKept(t *testing.T) {
	s := NewStore(Options{Budget: 2 * segmentSize})
	for range 10 {
		apply(s, message("a", "x"))
	}
	id, _ := s.Find("a")
	listed := func(what string, want int) {
		t.Helper()
		if got, n := s.Kept(id, 1_000), s.NewStream(id, false, nil).List().Len(); got != n || n != want {
			t.Errorf("%s: %d are kept and %d listed, want %d", what, got, n, want)
		}
		if all := s.Stats(id, time.Time{}).Messages == uint64(want); s.ListsAll() != all {
			t.Errorf("%s: the history lists all: %v", what, !all)
		}
	}
	listed("all", 10)
	if n := s.Kept(id, 4); n != 4 {
		t.Errorf("%d of at most 4", n)
	}
	_, undo := s.Forget(Root)
	listed("cleared", 1)
	apply(s, message("a", "x"))
	listed("cleared, and one more", 2)
	undo()
	listed("taken back", 11)
	for range 40 {
		apply(s, message("large", string(make([]byte, 1<<20))))
	}
	if n := s.Kept(id, 1_000); n != 1 {
		t.Errorf("%d are kept of a topic whose history has been discarded", n)
	}
}
