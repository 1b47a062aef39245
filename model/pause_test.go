package model

import (
	"fmt"
	"strings"
	"testing"
)

// TestStreamMadeWhilePaused lists what has come during a pause, as a list made
// before it does.
func TestStreamMadeWhilePaused(t *testing.T) {
	s := NewStore(Options{})
	apply(s, message("a", "1"))
	id, _ := s.Find("a")
	s.Tree().Tick(epoch)
	s.Pause()
	apply(s, message("a", "2"))
	st := s.NewStream(id, false, nil)
	apply(s, message("a", "3"))
	if got := payloads(st); got != "a=1 a=2 a=3" {
		t.Errorf("paused: %q", got)
	}
	s.Resume()
	if got := payloads(st); got != "a=1 a=2 a=3" {
		t.Errorf("resumed: %q", got)
	}
}

// TestSearchOfPayloadsPausedAndFull lets topics come into a store that is full,
// paused, and searched for payloads.
func TestSearchOfPayloadsPausedAndFull(t *testing.T) {
	s := NewStore(Options{Topics: 200, Budget: -1})
	apply(s, message("first", "x"))
	finish(s)
	s.Pause()
	search(t, s, "=x")
	for i := range 2_000 {
		apply(s, message(fmt.Sprint("flood/", i), "x"))
		s.Tree().Tick(epoch)
	}
	for id := range s.paused.latest {
		if s.nodes.at(id).flags&gone != 0 {
			t.Fatalf("a value is kept for node %d, which has been discarded", id)
		}
	}
	s.Resume()
	finish(s)
}

// TestPauseWithLargeValues has all topics speak on while paused: keeping what
// the view shows must not turn the whole log over with every message.
func TestPauseWithLargeValues(t *testing.T) {
	const topics = 40
	s := NewStore(Options{Budget: -1})
	filler := strings.Repeat("x", 1<<20)
	round := func(n int) {
		for i := range topics {
			apply(s, message(fmt.Sprint("camera/", i), fmt.Sprint(n, filler)))
		}
	}
	round(0)
	s.Tree().Tick(epoch)
	s.Pause()
	round(1)
	before := s.history.end()
	round(2)
	if written := s.history.end() - before; written > 8*topics<<20 {
		t.Errorf("%d MB were written to keep %d MB", written>>20, topics)
	}
	s.Resume()
	if want := int64(topics) * int64(len(filler)+40); s.live > want+1000 || s.live < want-1000 {
		t.Errorf("%d bytes count as needed, %d are", s.live, want)
	}
}
