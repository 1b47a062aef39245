package home

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/shelf"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is the start page on a bench: the test draws.
type bench struct {
	*Page
	t      *testing.T
	window fyne.Window
	folder string // of the stored connections
	book   *profiles.Book

	phase     broker.Phase        // of connections to addresses
	connected []*typedSession     // to addresses
	typed     []broker.Profile    // what those were connected to
	tabs      []connection.Target // of stored connections

	posted uitest.Posted
}

// typedSession is a session without a network.
type typedSession struct {
	broker.Session
	phase broker.Phase
}

func (s *typedSession) Status() broker.Status { return broker.Status{Phase: s.phase} }

// newBench makes one with stored connections in a folder of their own.
func newBench(t *testing.T, stored ...profiles.Profile) *bench {
	t.Helper()
	folder, secrets := t.TempDir(), new(profiles.Memory)
	book, err := profiles.Open(folder, secrets)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range stored {
		if _, err := book.Create(p, nil); err != nil {
			t.Fatal(err)
		}
	}
	s := newBenchOf(t, book, func() (shelf.Stored, error) { return shelf.Stored{Book: book, Secrets: secrets}, nil })
	s.folder = folder
	s.until("the book is open", s.shelf.IsReady)
	return s
}

// newBenchOf makes one whose connections are still to be opened.
func newBenchOf(t *testing.T, book *profiles.Book, open func() (shelf.Stored, error)) *bench {
	t.Helper()
	s := &bench{t: t, book: book, phase: broker.Connected}
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Light})
	s.window = test.NewTempWindow(t, nil)
	d := desk.New(s.window, s.posted.Add, error.Error)
	focus := func() { s.window.Canvas().Focus(s.Keyboard()) }
	d.Keyboard = focus
	kept := shelf.New(func(f func()) { d.Run(f) })
	s.Page = New(d, Options{Shelf: kept, Open: open}, Actions{
		Demo: func() {}, Box: func() {},
		Connect: s.connect,
		Open:    func(to connection.Target) { s.tabs = append(s.tabs, to) },
		GoTo:    func(string) {},
		State: func(id string) (open, outdated bool) {
			return slices.ContainsFunc(s.tabs, func(to connection.Target) bool { return to.Stored.ID == id }), false
		},
		Changed: func(string) { s.DrawLive() },
		Examine: func(broker.Profile) {}, OnView: func() bool { return true }, Focus: focus,
	})
	s.window.SetContent(s.Object())
	s.window.Resize(fyne.NewSize(1280, 800))
	t.Cleanup(func() {
		s.Stop()
		if !kept.Wait(uitest.Patience) {
			t.Error("the connections are still being written")
		}
		test.NewCanvas().Capture() // the toolkit lets go of what is drawn no more when it has drawn
	})
	return s
}

// connect makes a connection to an address.
func (s *bench) connect(p broker.Profile) *connection.Connection {
	session := &typedSession{phase: s.phase}
	s.connected, s.typed = append(s.connected, session), append(s.typed, p)
	return &connection.Connection{Target: connection.Target{Profile: p}, Session: session}
}

// step draws.
func (s *bench) step() {
	s.posted.Run()
	s.Draw(time.Now())
	s.RememberConnected()
}

// until draws until something has come from another goroutine.
func (s *bench) until(what string, done func() bool) {
	s.t.Helper()
	uitest.Until(s.t, what, s.step, done)
}

// look is what scripts are told of the page.
func (s *bench) look() *report.Report {
	r := report.New(s.window.Canvas(), time.Now())
	s.Report(r)
	return r
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

// names are what the list shows, in order.
func (s *bench) names() (list []string) {
	for row := 1; row < s.list.Len(); row++ {
		spans := s.list.at(row).spans
		list = append(list, spans[max(0, len(spans)-2)].Text)
	}
	return list
}

// groups are the groups of the form.
func (s *bench) groups() *widgets.Segmented {
	s.t.Helper()
	return s.look().Object("groups").(*widgets.Segmented)
}

// group is the title of the one on view.
func (s *bench) group() string {
	s.t.Helper()
	return s.groups().Options[s.groups().Chosen()]
}

// field is a field of the form that is typed into, with its group turned to.
func (s *bench) field(name string) *widgets.FormEntry {
	s.t.Helper()
	e, ok := s.look().Object("field " + name).(*widgets.FormEntry)
	for i := range s.groups().Options {
		if ok {
			return e
		}
		s.form.Turn(i)
		e, ok = s.look().Object("field " + name).(*widgets.FormEntry)
	}
	if !ok {
		s.t.Fatalf("no field named %s", name)
	}
	return e
}

// retype puts a text in the place of what a field has, key by key.
func (s *bench) retype(field, text string) {
	s.t.Helper()
	e := s.field(field)
	s.window.Canvas().Focus(nil)
	s.window.Canvas().Focus(e)
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	for _, r := range text {
		e.TypedRune(r)
	}
}

// connectOnForm taps the button of the form.
func (s *bench) connectOnForm() {
	s.t.Helper()
	s.groups() // it is on view
	test.Tap(s.look().Object("connect").(fyne.Tappable))
}

// onForm is the stored connection on view.
func (s *bench) onForm() profiles.Profile {
	p, _ := s.shelf.Get(s.Chosen())
	return p
}

// asked is something in the question that is asked, nil when there is no such.
func (s *bench) asked(name string) fyne.CanvasObject {
	for _, o := range s.desk.Asked {
		if o.Name == name {
			return o.Object
		}
	}
	return nil
}

// answer taps a button of the question that is asked.
func (s *bench) answer(name string) {
	s.t.Helper()
	button, ok := s.asked(name).(*widgets.Button)
	if !ok {
		s.t.Fatalf("there is no %s in %v", name, s.desk.Asked)
	}
	test.Tap(button)
}

// isToldWrong waits for the question to say what is wrong.
func (s *bench) isToldWrong(want string) {
	s.t.Helper()
	l := s.asked("problem").(*widget.Label)
	s.until("refused for "+want, func() bool { return l.Visible() && strings.Contains(l.Text, want) })
}

// dialogWords is what the question on view says.
func (s *bench) dialogWords() string { return uitest.DialogWords(s.window.Canvas()) }

// has fails unless an object has the keyboard.
func (s *bench) has(what string, want fyne.Focusable) {
	s.t.Helper()
	if got := s.window.Canvas().Focused(); got != want {
		s.t.Errorf("%s: %T has the keyboard, not %T", what, got, want)
	}
}

// at is a stored connection to a host.
func at(name, host string) profiles.Profile {
	return profiles.Profile{Name: name, Address: broker.Address{Scheme: "mqtt", Host: host, Port: 1883}}
}
