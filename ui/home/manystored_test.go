package home

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/broker/profiles"
	"mangrove/ui/format"
	"mangrove/ui/shelf"
)

// manyStored writes a file with as many connections as are taken, each in a folder of
// its own, beginning with a number.
func (s *bench) manyStored(from, count int) {
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
	const enough = 15 * time.Second // where each looked through the others it took a minute
	count := 20_000
	if testing.Short() {
		count /= 5
	}
	s := newBench(t, at("one", "a.example"))
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
	until("all of them are there", func() bool { return len(s.shelf.All()) == count })
	s.manyStored(count, count)
	until("others are there", func() bool { return s.shelf.All()[0].ID == fmt.Sprintf("%016x", count) })
	s.manyStored(0, 1)
	until("one is left", func() bool { return len(s.shelf.All()) == 1 })
	if longest > enough {
		t.Errorf("the window was held up for %v", longest)
	}
	if n := len(s.list.keys); n > mostKeys {
		t.Errorf("%d keys", n)
	}
	if words := s.notice.Words.Text; words != format.Count(count)+" connections were deleted in another window." {
		t.Errorf("it says %.200q", words)
	}
	t.Log("longest: ", longest)
}

// TestWhatComesBackIsChosenStill: the row of a connection that was gone for a moment
// is the same one.
func TestWhatComesBackIsChosenStill(t *testing.T) {
	s := newBench(t)
	list := func(from, count int) {
		t.Helper()
		s.manyStored(from, count)
		s.until("they are listed", func() bool {
			all := s.shelf.All()
			return len(all) == count && all[0].ID == fmt.Sprintf("%016x", from)
		})
	}
	list(1, 1)
	s.Choose(fmt.Sprintf("%016x", 1))
	key, _ := s.list.rows.Selected()
	list(2, 1)
	if row := s.list.Index(key); row >= 0 {
		t.Errorf("it is in row %d and not there", row)
	}
	list(0, 2)
	if row := s.list.Index(key); row != 4 {
		t.Errorf("it is in row %d", row)
	}
}

func TestConnectAtTheStart(t *testing.T) {
	p := at("first", "a.example")
	p.AutoConnect = true
	s := newBench(t, p, at("second", "b.example"))
	s.AutoConnect()
	s.opened()
	s.until("connected", func() bool { return len(s.tabs) == 1 })
	if got := s.tabs[0].Name; got != "first" {
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
	s := newBench(t, stored...)
	s.AutoConnect()
	s.opened()
	s.until("connected", func() bool { return len(s.tabs) >= mostAuto })
	done := false
	s.shelf.WithSecrets(func(shelf.Stored) (string, error) { return "", nil }, func(string, error) { done = true })
	s.until("all that was asked for is done", func() bool { return done })
	if n := len(s.tabs); n != mostAuto {
		t.Errorf("%d are open", n)
	}
	if words := s.notice.Words.Text; !strings.Contains(words, "the first 50 were opened") {
		t.Errorf("it says %q", words)
	}
}

// TestTypingMovesARow: a key typed into a form is in its row at once, also where that
// is in another folder by it.
func TestTypingMovesARow(t *testing.T) {
	s := newBench(t, at("one", "a.example"), at("two", "b.example"))
	s.Choose(s.idOf("two"))
	s.retype("Host", "c.example")
	if got := s.list.at(2).spans; got[len(got)-1].Text != "   mqtt://c.example:1883" {
		t.Errorf("the row is %v", got)
	}
	s.retype("Folder", "cellar")
	if names := s.names(); !slices.Equal(names, []string{"one", "cellar", "two"}) {
		t.Errorf("in another folder: %q", names)
	}
}

// TestTheWindowDoesNotCountItsConnections: with as many as are taken, what is done on the
// goroutine that draws makes as many objects as with a few, whatever another program or
// the user does to them. The rest is made beside.
func TestTheWindowDoesNotCountItsConnections(t *testing.T) {
	count := 20_000
	if testing.Short() {
		count = 4_000
	}
	few, many := objectsMade(t, 200), objectsMade(t, count)
	for name, made := range many {
		if made > few[name]+1_000 {
			t.Errorf("%s: %v objects are made, %v with a few connections", name, made, few[name])
		}
	}
}

// objectsMade is how many objects are made on the goroutine that draws, with so many
// stored connections, by what is done.
func objectsMade(t *testing.T, count int) map[string]float64 {
	t.Helper()
	s := newBench(t, at("mine", "a.example"))
	s.manyStored(0, count)
	s.until("all of them are there", func() bool { return len(s.shelf.All()) == count })
	id := s.shelf.All()[count/2].ID
	s.Choose(id)
	tasks := s.handedOver()
	made := make(map[string]float64)
	for _, c := range []struct {
		name  string
		begin func() // ends with what the keepers hand over, which is what is looked at
		do    func()
	}{
		{"replaced by others", func() { s.manyStored(count/2, count) }, nil},
		{"and back", func() { s.manyStored(0, count) }, nil},
		{"all gone", func() { s.manyStored(count, count) }, nil},
		{"and back again", func() { s.manyStored(0, count) }, nil},
		{"something is done to one", func() { s.shelf.WithoutSecrets(func(shelf.Stored) (string, error) { return id, nil }, s.done) }, nil},
		{"the list is brought up to date", nil, s.list.sync},
		{"another look", nil, s.Restyle},
		{"brokers are found", nil, func() { s.near.changed() }},
		{"what is beside one", nil, func() { s.shelf.Beside(id, 1) }},
		{"another is marked", nil, func() { s.list.mark(s.shelf.All()[7].ID) }},
	} {
		if c.begin != nil {
			c.begin()
			c.do = <-tasks
		}
		made[c.name] = testing.AllocsPerRun(1, c.do)
	}
	return made
}

// handedOver gives what the keepers have done on the goroutine that draws from now on.
func (s *bench) handedOver() <-chan func() {
	tasks := make(chan func(), 100)
	done := false
	s.shelf.WithSecrets(func(shelf.Stored) (string, error) { // once all is done that was asked for before
		s.desk.Run = func(f func()) { tasks <- f }
		return "", nil
	}, func(string, error) { done = true })
	for !done {
		(<-tasks)()
	}
	return tasks
}
