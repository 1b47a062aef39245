package ui

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/discovery"
	"mangrove/broker/profiles"
	"mangrove/ui/format"
	"mangrove/ui/report"
	"mangrove/ui/shelf"
	"mangrove/ui/widgets"
)

// shelfBench is a bench with stored connections in a folder of its own.
type shelfBench struct {
	*bench
	folder string
	book   *profiles.Book
}

func newShelfBench(t *testing.T, stored ...profiles.Profile) *shelfBench {
	t.Helper()
	s := &shelfBench{folder: t.TempDir()}
	secrets := new(profiles.Memory)
	book, err := profiles.Open(s.folder, secrets)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range stored {
		if _, err := book.Create(p, nil); err != nil {
			t.Fatal(err)
		}
	}
	s.book = book
	s.bench = newBench(t, func(v *Services) {
		v.OpenProfiles = func() (shelf.Stored, error) { return shelf.Stored{Book: book, Secrets: secrets}, nil }
	})
	s.until("the book is open", func() bool { return s.shelf.IsReady() })
	return s
}

// at is a stored connection to a host.
func at(name, host string) profiles.Profile {
	return profiles.Profile{Name: name, Address: broker.Address{Scheme: "mqtt", Host: host, Port: 1883}}
}

// idOf is the id of a stored connection.
func (s *shelfBench) idOf(name string) string {
	s.t.Helper()
	for _, p := range s.book.All() {
		if p.Name == name {
			return p.ID
		}
	}
	s.t.Fatalf("no connection is named %s", name)
	return ""
}

// names are what the list shows, in order, without the form for an address.
func (s *shelfBench) names() []string {
	r := report.New(s.window.Canvas(), time.Now())
	s.home.Report(r)
	return r.Listed[min(1, len(r.Listed)):]
}

// turnTo shows a group of the form.
func (s *shelfBench) turnTo(group string) {
	s.t.Helper()
	at := slices.Index(s.groups(), group)
	if at < 0 {
		s.t.Fatalf("there is no group %s", group)
	}
	groups := placed[*widgets.Segmented](s.bench, "groups")
	groups.Choose(at)
	groups.OnChanged(at)
}

// connectTo connects to a stored connection from the start page.
func (s *shelfBench) connectTo(id string) {
	s.t.Helper()
	s.tabs.choose(nil)
	s.home.Choose(id)
	s.connectOnForm()
}

// atHome is what stands at a place of the start page, which need not be on view.
func atHome[T fyne.CanvasObject](b *bench, place string) T {
	b.t.Helper()
	r := report.New(b.window.Canvas(), time.Now())
	b.home.Report(r)
	o, ok := r.Object(place).(T)
	if !ok {
		b.t.Fatalf("at %q of the start page there is no %T", place, o)
	}
	return o
}

// address, userName and password are what the form for an address asks for.
func (b *bench) address() *widgets.Entry  { return atHome[*widgets.Entry](b, "address") }
func (b *bench) userName() *widgets.Entry { return atHome[*widgets.Entry](b, "user name") }
func (b *bench) password() *widgets.Entry { return atHome[*widgets.Entry](b, "password") }

// connectToAddress taps the button of that form.
func (b *bench) connectToAddress() {
	b.t.Helper()
	b.address() // it is on view
	test.Tap(atHome[*widgets.Button](b, "connect"))
}

// connections is the list of the stored connections.
func (b *bench) connections() *widgets.Rows { return atHome[*widgets.Rows](b, "connections") }

// problem is what the start page says to be wrong with an address.
func (b *bench) problem() string {
	r := report.New(b.window.Canvas(), time.Now())
	b.home.Report(r)
	return r.Problem
}

// groups are the titles of the groups of the form on view.
func (s *shelfBench) groups() []string {
	s.t.Helper()
	return placed[*widgets.Segmented](s.bench, "groups").Options
}

// group is the title of the one on view.
func (s *shelfBench) group() string {
	s.t.Helper()
	return s.groups()[placed[*widgets.Segmented](s.bench, "groups").Chosen()]
}

// fieldOf is a field of the form on view, with its group turned to.
func fieldOf[T fyne.CanvasObject](s *shelfBench, name string) T {
	s.t.Helper()
	o, ok := s.lookAt(time.Now()).Object("field " + name).(T)
	for _, group := range s.groups() {
		if ok {
			return o
		}
		s.turnTo(group)
		o, ok = s.lookAt(time.Now()).Object("field " + name).(T)
	}
	if !ok {
		s.t.Fatalf("no field named %s", name)
	}
	return o
}

// field is a field of the form that is typed into.
func (s *shelfBench) field(name string) *widgets.FormEntry {
	s.t.Helper()
	return fieldOf[*widgets.FormEntry](s, name)
}

// saidOnForm is what the form says of the connection on it.
func (s *shelfBench) saidOnForm() string { return s.lookAt(time.Now()).Found }

// connectOnForm taps the button of the form.
func (s *shelfBench) connectOnForm() {
	s.t.Helper()
	s.groups() // it is on view
	test.Tap(placed[*widgets.Button](s.bench, "connect"))
}

// retype puts a text in the place of what a field has, key by key.
func (s *shelfBench) retype(field, text string) {
	e := s.field(field)
	s.window.Canvas().Focus(nil)
	s.window.Canvas().Focus(e)
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	for _, r := range text {
		e.TypedRune(r)
	}
}

// chosen is the stored connection on view.
func (s *shelfBench) chosen() profiles.Profile {
	p, _ := s.shelf.Get(s.home.Chosen())
	return p
}

// asked is something in the question that is asked.
func (s *shelfBench) asked(name string) fyne.CanvasObject {
	s.t.Helper()
	for _, o := range s.desk.Asked {
		if o.Name == name {
			return o.Object
		}
	}
	s.t.Fatalf("there is no %s in %v", name, s.desk.Asked)
	return nil
}

// refused waits for the question to say what is wrong.
func (s *shelfBench) refused(want string) {
	s.t.Helper()
	l := s.asked("problem").(*widget.Label)
	s.until("refused for "+want, func() bool { return l.Visible() && strings.Contains(l.Text, want) })
}

func TestNeighboursOnlyWhileTheStartPageShows(t *testing.T) {
	f := discovery.Found{Name: "cellar", Address: broker.Address{Scheme: "mqtt", Host: "192.0.2.7", Port: 1883}}
	ended := make(chan bool, 1)
	b := newBench(t, func(v *Services) {
		v.OpenProfiles = func() (shelf.Stored, error) {
			book, err := profiles.Open(t.TempDir(), new(profiles.Memory))
			return shelf.Stored{Book: book, Secrets: new(profiles.Memory)}, err
		}
		v.Browse = func(ctx context.Context, found func(discovery.Found)) error {
			found(f)
			<-ctx.Done()
			ended <- true
			return nil
		}
	})
	s := &shelfBench{bench: b}
	s.until("the broker is listed", func() bool {
		return slices.Equal(s.names(), []string{"On this network", "cellar     mqtt://192.0.2.7:1883"})
	})
	seen, _, _ := s.connections().Seen()
	s.connections().OnSelect(seen[2].Key)
	if got := s.address().Text; got != "mqtt://192.0.2.7:1883" {
		t.Errorf("the address is %q", got)
	}
	b.show(pageBox)
	<-ended
}

// TestFormFitsASmallWindow has every field of the form on view.
func TestFormFitsASmallWindow(t *testing.T) {
	p := at("all", "a.example")
	p.Address.Scheme, p.Proxy.Kind, p.AuthMethod, p.Headers = "wss", "http", "X", []string{"A"}
	p.Will = &profiles.Will{User: []broker.UserProperty{{Name: "a", Value: "b"}}}
	p.Connect.User = p.Will.User
	p.Subscriptions = []profiles.Subscription{{Filter: "a"}}
	s := newShelfBench(t, p)
	s.home.Choose(s.book.All()[0].ID)
	for _, group := range s.groups() {
		s.turnTo(group)
		if w := s.window.Canvas().Content().MinSize().Width; w > 900 {
			t.Errorf("the window with %s needs %.0f, there are 900", group, w)
		}
	}
}

func TestNamesOfConnectionsWithoutOne(t *testing.T) {
	for want, p := range map[string]profiles.Profile{
		"Plant":          {Name: "Plant", Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883}},
		"h":              {Name: "  ", Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883}},
		"h:1884":         {Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1884}},
		"[fd00::7]:1884": {Address: broker.Address{Scheme: "mqtt", Host: "fd00::7", Port: 1884}},
		"mqtts://h:8883": {Address: broker.Address{Scheme: "mqtts", Host: "h", Port: 8883}},
		"ws://h:80/mqtt": {Address: broker.Address{Scheme: "ws", Host: "h", Port: 80, Path: "/mqtt"}},
		"New connection": {Name: " ", Address: broker.Address{Scheme: "mqtt", Port: 1884}},
	} {
		if got := format.ConnectionName(p); got != want {
			t.Errorf("%+v is called %q, not %q", p.Address, got, want)
		}
	}
	blank := at(" ", "a.example")
	s := newShelfBench(t, blank)
	s.connectTo(s.idOf(" "))
	s.until("connected", func() bool { return s.tabs.active != nil })
	if got := s.tabs.active.Conn.Title(); got != "a.example" || s.window.Title() != "a.example - Mangrove" {
		t.Errorf("the tab is called %q", got)
	}
}
