package ui

import (
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/broker/profiles"
	"mangrove/ui/desk"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
)

// formBench is the form of a stored connection on a bench: the test draws.
type formBench struct {
	*form
	t         *testing.T
	window    fyne.Window
	folder    string
	book      *profiles.Book
	connected []string // the ids of those that were asked for
	said      []string // in passing

	mu     sync.Mutex
	posted []func()
}

func newFormBench(t *testing.T, stored ...profiles.Profile) *formBench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Light})
	s := &formBench{t: t, folder: t.TempDir(), window: test.NewTempWindow(t, nil)}
	secrets := new(profiles.Memory)
	book, err := profiles.Open(s.folder, secrets)
	if err != nil {
		t.Fatal(err)
	}
	s.book = book
	for _, p := range stored {
		if _, err := book.Create(p, nil); err != nil {
			t.Fatal(err)
		}
	}
	run := func(f func()) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.posted = append(s.posted, f)
	}
	d := desk.New(s.window, run, error.Error)
	d.Keyboard, d.OnDialog, d.Place = func() {}, func() {}, func() any { return nil }
	kept := newShelf(run)
	s.form = newForm(kept, d, formActions{
		connect: func(id string) { s.connected = append(s.connected, id) },
		choose:  s.choose, changed: func(string) {}, ready: func() {},
		say:   func(words string) { s.said = append(s.said, words) },
		state: func(string) (open, outdated bool) { return false, false },
	})
	kept.changed = func(id string) {
		if id == "" || id == s.profile.ID {
			s.refresh()
		}
	}
	kept.failed = func(err error) { t.Error(err) }
	s.window.SetContent(s.object)
	s.window.Resize(fyne.NewSize(900, 760))
	kept.open(func() (Stored, error) { return Stored{Book: book, Secrets: secrets}, nil }, func() {})
	t.Cleanup(func() {
		kept.stop()
		if !kept.wait(patience) {
			t.Error("the connections are still being written")
		}
	})
	s.until("the book is open", kept.isReady)
	return s
}

// step draws.
func (s *formBench) step() {
	s.mu.Lock()
	todo := s.posted
	s.posted = nil
	s.mu.Unlock()
	for _, do := range todo {
		do()
	}
}

// until draws until something has come from another goroutine.
func (s *formBench) until(what string, done func() bool) {
	s.t.Helper()
	late := time.After(patience)
	poll := time.NewTicker(time.Millisecond)
	defer poll.Stop()
	for s.step(); !done(); s.step() {
		select {
		case <-poll.C:
		case <-late:
			s.t.Fatalf("not within %v: %s", patience, what)
		}
	}
}

// choose puts a connection on the form.
func (s *formBench) choose(id string) {
	p, ok := s.shelf.get(id)
	if !ok {
		s.t.Fatalf("no connection %q", id)
	}
	s.open(p)
	s.shelf.check(id)
}

// idOf is the id of a stored connection.
func (s *formBench) idOf(name string) string {
	s.t.Helper()
	for _, p := range s.book.All() {
		if p.Name == name {
			return p.ID
		}
	}
	s.t.Fatalf("no connection is named %s", name)
	return ""
}

// field is the entry of a field.
func (s *formBench) field(name string) *widgets.FormEntry {
	s.t.Helper()
	for _, g := range s.groups {
		for _, o := range g.named {
			if e, ok := o.Object.(*widgets.FormEntry); ok && o.Name == name {
				return e
			}
		}
	}
	s.t.Fatalf("no field named %s", name)
	return nil
}

// retype puts a text in the place of what a field has, key by key.
func (s *formBench) retype(field, text string) {
	e := s.field(field)
	s.window.Canvas().Focus(nil)
	s.window.Canvas().Focus(e)
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	for _, r := range text {
		e.TypedRune(r)
	}
}

// has fails unless an object has the keyboard.
func (s *formBench) has(what string, want fyne.Focusable) {
	s.t.Helper()
	if got := s.window.Canvas().Focused(); got != want {
		s.t.Errorf("%s: %T has the keyboard, not %T", what, got, want)
	}
}
