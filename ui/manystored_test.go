package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/broker/profiles"
)

// manyStored writes a file with as many connections as are taken, each in a folder of
// its own, beginning with a number.
func (s *shelfBench) manyStored(from, count int) {
	s.t.Helper()
	content := []byte(`{"version":3,"profiles":[`)
	for i := from; i < from+count; i++ {
		content = fmt.Appendf(content, `{"id":"%016x","name":"n","folder":"%0200d","address":{"scheme":"mqtt","host":"h","port":1}},`, i, i)
	}
	content[len(content)-1] = ']'
	path := filepath.Join(s.folder, "profiles.json")
	if err := os.WriteFile(path+".new", append(content, '}'), 0o600); err != nil {
		s.t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		s.t.Fatal(err)
	}
}

// TestManyConnectionsOfAnotherProgram: a file with all that is taken comes and goes
// while the window is open, and holds it up for no longer than it takes to list them.
func TestManyConnectionsOfAnotherProgram(t *testing.T) {
	const count, enough = 20_000, 15 * time.Second // where each looked through the others it took a minute
	s := newShelfBench(t, at("one", "a.example"))
	var longest time.Duration
	until := func(what string, reached func() bool) {
		t.Helper()
		last := time.Now()
		s.until(what, func() bool { // after each drawing
			now := time.Now()
			longest = max(longest, now.Sub(last))
			last = now
			return reached()
		})
	}
	s.manyStored(0, count)
	until("all of them are there", func() bool { return len(s.home.shelf.list()) == count })
	s.manyStored(count, count)
	until("others are there", func() bool { return s.home.shelf.list()[0].ID == fmt.Sprintf("%016x", count) })
	s.manyStored(0, 1)
	until("one is left", func() bool { return len(s.home.shelf.list()) == 1 })
	if longest > enough {
		t.Errorf("the window was held up for %v", longest)
	}
	if n := len(s.home.list.keys); n > 2*len(s.home.list.items)+mostGone {
		t.Errorf("%d keys for %d rows", n, len(s.home.list.items))
	}
	if words := s.home.notice.Words.Text; words != "20,000 connections were deleted in another window." {
		t.Errorf("it says %.200q", words)
	}
	t.Log("longest: ", longest)
}

// TestWhatComesBackIsChosenStill: the row of a connection that was gone for a moment
// is the same one.
func TestWhatComesBackIsChosenStill(t *testing.T) {
	s := newShelfBench(t)
	list := func(from, count int) {
		t.Helper()
		s.manyStored(from, count)
		s.until("they are listed", func() bool {
			all := s.home.shelf.list()
			return len(all) == count && all[0].ID == fmt.Sprintf("%016x", from)
		})
	}
	key := func() uint32 {
		t.Helper()
		i := slices.IndexFunc(s.home.list.items, func(i listItem) bool { return i.profile == fmt.Sprintf("%016x", 1) })
		if i < 0 {
			t.Fatal("it is not in the list")
		}
		return s.home.list.items[i].key
	}
	list(1, 1)
	was := key()
	list(2, 1)
	list(0, 2)
	if got := key(); got != was {
		t.Errorf("its key was %d and is %d", was, got)
	}
}

func TestConnectAtTheStart(t *testing.T) {
	p := at("first", "a.example")
	p.AutoConnect = true
	s := newShelfBench(t, p, at("second", "b.example"))
	s.AutoConnect()
	s.home.opened()
	s.until("connected", func() bool { return len(s.tabs.list) == 1 })
	if got := s.tabs.active.conn.Name; got != "first" {
		t.Errorf("connected to %q", got)
	}
}

// TestManyConnectionsAtTheStart: a file that says so of all has no more than some opened.
func TestManyConnectionsAtTheStart(t *testing.T) {
	var stored []profiles.Profile
	for i := range mostAuto + 10 {
		p := at(fmt.Sprint(i), "a.example")
		p.AutoConnect = true
		stored = append(stored, p)
	}
	s := newShelfBench(t, stored...)
	s.AutoConnect()
	s.home.opened()
	s.until("connected", func() bool { return len(s.tabs.list) >= mostAuto })
	done := false
	s.home.shelf.act(func(Stored) (string, error) { return "", nil }, func(string, error) { done = true })
	s.until("all that was asked for is done", func() bool { return done })
	if n := len(s.tabs.list); n != mostAuto {
		t.Errorf("%d are open", n)
	}
	if words := s.home.notice.Words.Text; !strings.Contains(words, "the first 50 were opened") {
		t.Errorf("it says %q", words)
	}
}

// TestTypingDoesNotListAll: a key typed into a form makes one row anew.
func TestTypingDoesNotListAll(t *testing.T) {
	s := newShelfBench(t, at("one", "a.example"), at("two", "b.example"))
	s.home.choose(s.idOf("two"))
	first := &s.home.list.items[0]
	s.retype("Host", "c.example")
	if got := s.home.list.items[2].spans; got[len(got)-1].Text != "   mqtt://c.example:1883" {
		t.Errorf("the row is %v", got)
	}
	if first != &s.home.list.items[0] {
		t.Error("all rows were made anew")
	}
	s.retype("Folder", "cellar")
	if names := s.names(); len(names) != 3 || first == &s.home.list.items[0] {
		t.Errorf("in another folder: %q", names)
	}
}
