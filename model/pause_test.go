package model

import (
	"fmt"
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
			t.Fatalf("a value is kept for node %d, which has been let go", id)
		}
	}
	s.Resume()
	finish(s)
}
