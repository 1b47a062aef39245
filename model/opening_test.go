package model

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// TestLevelsOpenByThemselves while they have few enough children, until somebody decides
// otherwise.
func TestLevelsOpenByThemselves(t *testing.T) {
	s := NewStore(Options{})
	tree := s.Tree()
	now := time.Now()
	send := func(topics ...string) {
		var list []Message
		for _, topic := range topics {
			list = append(list, Message{Topic: []byte(topic), Payload: []byte("1")})
		}
		s.Apply(Batch{At: now, Messages: list})
		tree.Tick(now)
	}
	seen := func() (list []string) {
		rows := make([]Row, 100)
		for _, r := range tree.Rows(0, rows) {
			list = append(list, s.Topic(r.ID))
		}
		return list
	}
	check := func(when string, want ...string) {
		t.Helper()
		if got := seen(); !slices.Equal(got, want) || tree.Len() != len(want) {
			t.Errorf("%s: %q of %d rows, want %q", when, got, tree.Len(), want)
		}
	}
	id := func(topic string) ID {
		found, known := s.Find(topic)
		if !known {
			t.Fatal("no ", topic)
		}
		return found
	}
	send("a/1/x", "a/2", "b/1", "b/2", "b/3")
	check("nothing opens", "a", "b")
	tree.SetOpening(2)
	check("up to two", "a", "a/1", "a/1/x", "a/2", "b")
	send("c/1", "c/2/y", "a/1/z")
	check("what comes later, too", "a", "a/1", "a/1/x", "a/1/z", "a/2", "b", "c", "c/1", "c/2", "c/2/y")
	send("c/3")
	check("with one more it closes", "a", "a/1", "a/1/x", "a/1/z", "a/2", "b", "c")
	tree.SetOpen(id("a"), false)
	tree.SetOpen(id("b"), true)
	send("a/3", "b/4", "c/4")
	check("what somebody decides stays", "a", "b", "b/1", "b/2", "b/3", "b/4", "c")
	tree.SetOpening(1 << 30)
	if n := tree.Len(); n != 3+3+2+4+4+1 {
		t.Errorf("with all open there are %d rows: %q", n, seen())
	}
	tree.SetOpening(0)
	check("all closed", "a", "b", "c")
	send("d/1")
	check("and what comes", "a", "b", "c", "d")
}

// TestLevelsOpenBesideASearch: what is found has its own rows, and all the others are open
// when it ends.
func TestLevelsOpenBesideASearch(t *testing.T) {
	s := NewStore(Options{})
	tree, now := s.Tree(), time.Now()
	tree.SetOpening(5)
	q, err := ParseQuery("x1")
	if err != nil {
		t.Fatal(err)
	}
	tree.Search(q)
	var list []Message
	for i := range 20 {
		list = append(list, Message{Topic: fmt.Appendf(nil, "l%d/x%d", i%10, i), Payload: []byte("1")})
	}
	s.Apply(Batch{At: now, Messages: list})
	for range 5 {
		tree.Tick(now)
	}
	tree.Search(nil)
	tree.Tick(now)
	if n := tree.Len(); n != 30 {
		t.Errorf("%d rows after the search", n)
	}
}
