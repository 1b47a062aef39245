package model

import "testing"

// sameRows looks at rows that are kept from look to look, as a window does,
// and compares them with fresh ones.
func sameRows(t *testing.T, s *Store, kept []Row) {
	t.Helper()
	fresh := s.Tree().Rows(0, make([]Row, len(kept)))
	seen := s.Tree().Rows(0, kept)
	if len(seen) != len(fresh) {
		t.Fatalf("%d rows are seen, %d there are", len(seen), len(fresh))
	}
	for i := range fresh {
		a, b := seen[i], fresh[i]
		if a.ID != b.ID || a.Children != b.Children || a.Open != b.Open || a.Matched != b.Matched || a.Topics != b.Topics {
			t.Errorf("row %d is seen as %s with %d children (open %v, matched %v), and has %d (open %v, matched %v)",
				i, a.Name, a.Children, a.Open, a.Matched, b.Children, b.Open, b.Matched)
		}
	}
}

// TestRowsSeenWhileTopicsAreHidden looks before and after cleared topics are
// taken out of the tree.
func TestRowsSeenWhileTopicsAreHidden(t *testing.T) {
	s := NewStore(Options{})
	apply(s, message("a", "1"), message("a/x", ""), message("b", "1"))
	finish(s)
	kept := make([]Row, 10)
	for _, hide := range []bool{true, false} {
		s.Tree().HideCleared(hide)
		sameRows(t, s, kept)
		finish(s)
		sameRows(t, s, kept)
	}
}

// TestRowsSeenWhileSearching looks at every step of a search.
func TestRowsSeenWhileSearching(t *testing.T) {
	s := NewStore(Options{})
	apply(s, message("hall", "1"), message("hall/x", "1"), message("b", "1"), message("b/hall", "1"))
	finish(s)
	kept := make([]Row, 10)
	q, _ := ParseQuery("hall")
	s.Tree().Search(q)
	for id := ID(1); int(id) < s.nodes.n; id++ {
		s.Tree().revise()
		s.Tree().show(id, q.Match(s.topic(id), nil))
		sameRows(t, s, kept)
	}
}

// TestOpeningIsNoUpdate sorts by the latest message after a topic was opened.
func TestOpeningIsNoUpdate(t *testing.T) {
	s := NewStore(Options{})
	apply(s, message("old/x", "1"))
	s.Tree().Tick(s.started.Add(1e9))
	apply(s, message("new/x", "1"))
	s.Tree().Tick(s.started.Add(2e9))
	old, _ := s.Find("old")
	s.Tree().SetOpen(old, true)
	s.Tree().SetSort(ByUpdate, false)
	wantNames(t, s, "new old >x")
}

// TestHideClearedWhileSearching takes cleared topics out of what a search has
// found.
func TestHideClearedWhileSearching(t *testing.T) {
	s := NewStore(Options{})
	apply(s, message("a/x", ""), message("a/y", "1"))
	finish(s)
	search(t, s, "a")
	s.Tree().HideCleared(true)
	finish(s)
	wantNames(t, s, "a >y*")
	if f := s.Tree().Finding(); f.Matches != 1 {
		t.Errorf("%d topics found, one is shown", f.Matches)
	}
	s.Tree().HideCleared(false)
	finish(s)
	wantNames(t, s, "a >x* >y*")
}
