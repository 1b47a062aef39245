package profile

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/ui/desk"
	"mangrove/ui/look"
	"mangrove/ui/shelf"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is the form of a stored connection on a bench: the test draws.
type bench struct {
	*Form
	t         *testing.T
	window    fyne.Window
	folder    string
	book      *profiles.Book
	connected []string // the ids of those that were asked for
	said      []string // in passing
	posted    uitest.Posted
}

func newBench(t *testing.T, stored ...profiles.Profile) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Light})
	s := &bench{t: t, folder: t.TempDir(), window: test.NewTempWindow(t, nil)}
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
	d := desk.New(s.window, s.posted.Add, error.Error)
	kept := shelf.New(s.posted.Add)
	s.Form = New(kept, d, Actions{
		Connect: func(id string) { s.connected = append(s.connected, id) },
		Choose:  s.choose, Changed: func(string) {}, Ready: func() {},
		Say:   func(words string) { s.said = append(s.said, words) },
		State: func(string) (open, outdated bool) { return false, false },
	})
	kept.OnChange = func(id string) {
		if id == "" || id == s.profile.ID {
			s.Refresh()
		}
	}
	kept.OnError = func(err error) { t.Error(err) }
	s.window.SetContent(s.Object)
	s.window.Resize(fyne.NewSize(900, 760))
	kept.Open(func() (shelf.Stored, error) { return shelf.Stored{Book: book, Secrets: secrets}, nil }, func() {})
	t.Cleanup(func() {
		kept.Stop()
		if !kept.Wait(uitest.Patience) {
			t.Error("the connections are still being written")
		}
	})
	s.until("the book is open", kept.IsReady)
	return s
}

// step draws.
func (s *bench) step() { s.posted.Run() }

// until draws until something has come from another goroutine.
func (s *bench) until(what string, done func() bool) {
	s.t.Helper()
	uitest.Until(s.t, what, s.step, done)
}

// choose puts a connection on the form.
func (s *bench) choose(id string) {
	p, ok := s.shelf.Get(id)
	if !ok {
		s.t.Fatalf("no connection %q", id)
	}
	s.Open(p)
	s.shelf.Check(id)
}

// idOf is the id of a stored connection.
func (s *bench) idOf(name string) string {
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
func (s *bench) field(name string) *widgets.FormEntry {
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
func (s *bench) retype(field, text string) {
	e := s.field(field)
	s.window.Canvas().Focus(nil)
	s.window.Canvas().Focus(e)
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	for _, r := range text {
		e.TypedRune(r)
	}
}

// has fails unless an object has the keyboard.
func (s *bench) has(what string, want fyne.Focusable) {
	s.t.Helper()
	uitest.WantKeyboard(s.t, s.window.Canvas(), what, want)
}

// at is a stored connection to a host.
func at(name, host string) profiles.Profile {
	return profiles.Profile{Name: name, Address: broker.Address{Scheme: "mqtt", Host: host, Port: 1883}}
}
