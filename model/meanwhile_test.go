package model

import (
	"strings"
	"testing"
)

// meanwhile has the lock let go at every step, and something done without it at the
// first of them at which it is due.
func meanwhile(s *Store, due func() bool, do func()) (done *bool) {
	done = new(bool)
	s.mu.watch = func(holding bool) {
		switch {
		case holding:
			s.mu.steps = holdSteps
		case !*done && due():
			*done = true
			s.mu.Mutex.Unlock()
			do()
			s.mu.Mutex.Lock()
		}
	}
	return done
}

// letGo lets topics go as a store that is full does.
func letGo(t *testing.T, s *Store, topics ...string) {
	t.Helper()
	for _, topic := range topics {
		id, ok := s.Find(topic)
		if !ok {
			t.Errorf("no topic %s", topic)
			return
		}
		s.mu.Lock()
		s.fold(id)
		s.mu.Unlock()
	}
}

// TestLetGoOnTheWayUp lets a topic go of which a search has shown the row and not yet
// those above.
func TestLetGoOnTheWayUp(t *testing.T) {
	found := mustParse(t, "found")
	for name, c := range map[string]struct {
		topics []string
		next   *Query // what is searched for from then on
	}{
		"with all above":              {[]string{"a/b/found"}, found},
		"with others below":           {[]string{"a/b/found", "a/b/other"}, found},
		"while another search begins": {[]string{"a/b/found"}, mustParse(t, "none")},
		"while the search ends":       {[]string{"a/b/found", "a/b/other"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := NewStore(Options{})
			for _, topic := range append(c.topics, "last") {
				apply(s, message(topic, ""))
			}
			settled(s)
			id, _ := s.Find("a/b/found")
			s.Tree().Search(found)
			v := s.tree.found
			done := meanwhile(s, func() bool { return v.shown(id) && !v.shown(s.nodes.at(id).parent) }, func() {
				if c.next != found {
					s.Tree().Search(c.next)
				}
				letGo(t, s, "a/b/found")
			})
			settled(s)
			if !*done {
				t.Fatal("the search did not let go of the lock on the way up")
			}
			checkOrders(t, s.Tree().view(), Root)
			if n := v.at(Root).rows; n != 0 {
				t.Errorf("%d rows are left of what was discarded", n)
			}
		})
	}
}

// TestLookingWhileALargeValueIsCopied: the row shows the value afterwards, and a search
// finds it, however the clock ticked meanwhile.
func TestLookingWhileALargeValueIsCopied(t *testing.T) {
	for name, before := range map[string][]Message{"a new topic": nil, "another value": {message("a", "old")}} {
		t.Run(name, func(t *testing.T) {
			s := NewStore(Options{})
			apply(s, before...)
			settled(s)
			s.Tree().Search(mustParse(t, "~new"))
			settled(s)
			large := "new " + strings.Repeat("x", segmentSize)
			done := meanwhile(s, func() bool { return s.intake.Bytes > segmentSize }, func() { settled(s) })
			apply(s, message("a", large))
			settled(s)
			if !*done {
				t.Fatal("the lock was not discarded")
			}
			id, _ := s.Find("a")
			row := s.Tree().Row(id)
			if !row.HasValue || row.Size != len(large) || row.Messages != uint64(1+len(before)) || row.Topics != 1 {
				t.Errorf("the row has %d bytes, %d messages and %d topics", row.Size, row.Messages, row.Topics)
			}
			if !row.Matched {
				t.Error("the search has not found it")
			}
			checkOrders(t, s.Tree().view(), Root)
		})
	}
}

// TestRowSeenWhileALargeValueWasCopied is filled again.
func TestRowSeenWhileALargeValueWasCopied(t *testing.T) {
	s := NewStore(Options{})
	rows := make([]Row, 1)
	large := strings.Repeat("x", segmentSize+1)
	done := meanwhile(s, func() bool { return s.intake.Bytes > segmentSize }, func() {
		settled(s)
		if rows = s.Tree().Rows(0, rows); len(rows) != 1 || rows[0].HasValue {
			t.Errorf("it has been copied: %+v", rows)
		}
	})
	apply(s, message("a", large))
	settled(s)
	if rows = s.Tree().Rows(0, rows); !*done || len(rows) != 1 || rows[0].Size != len(large) {
		t.Errorf("the row has %d bytes", rows[0].Size)
	}
}

func mustParse(t *testing.T, text string) *Query {
	t.Helper()
	q, err := ParseQuery(text)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// TestSearchEndsAmidASort lets topics go that a search has shown whose order is being
// made anew, once it is over.
func TestSearchEndsAmidASort(t *testing.T) {
	s := NewStore(Options{})
	applyEach(s, 2*sortedAtOnce, flat, nil)
	settled(s)
	searchAll(t, s, "child")
	look(s)
	s.Tree().SetSort(ByName, true)
	look(s)
	v := s.tree.found
	done := meanwhile(s, func() bool { return true }, func() {
		s.Tree().Search(nil)
		for i := range 2 * sortedAtOnce {
			letGo(t, s, flat(i))
		}
	})
	if len(v.sorting) == 0 {
		t.Fatal("nothing is left to be sorted")
	}
	settled(s)
	if !*done || s.Topics() != 0 {
		t.Errorf("%d topics are left", s.Topics())
	}
}

// TestHideClearedTwice: what was to be judged anew is, although it is all to be judged
// once more.
func TestHideClearedTwice(t *testing.T) {
	s := NewStore(Options{})
	applyEach(s, 100, flat, nil)
	settled(s)
	s.Tree().HideCleared(true)
	done := meanwhile(s, func() bool { return s.tree.all.topics == 50 }, func() { s.Tree().HideCleared(false) })
	settled(s)
	if n := s.tree.all.topics; !*done || n != 100 {
		t.Errorf("%d topics are shown of 100", n)
	}
}
