package ui

import (
	"context"
	"os"
	"path/filepath"
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
	s.until("the book is open", func() bool { return s.home.shelf.IsReady() })
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

// names are what the list shows, in order.
func (s *shelfBench) names() (list []string) {
	for row := 1; row < s.home.list.Len(); row++ {
		spans := s.home.list.at(row).spans
		list = append(list, spans[min(1, len(spans)-1)].Text)
	}
	return list
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
		s.home.form.TurnTo(group)
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

// chosen is the stored connection on view.
func (s *shelfBench) chosen() profiles.Profile {
	p, _ := s.home.shelf.Get(s.home.list.chosen)
	return p
}

// asked is something in the question that is asked.
func (s *shelfBench) asked(name string) fyne.CanvasObject {
	s.t.Helper()
	for _, o := range s.home.desk.Asked {
		if o.Name == name {
			return o.Object
		}
	}
	s.t.Fatalf("there is no %s in %v", name, s.home.desk.Asked)
	return nil
}

// refused waits for the question to say what is wrong.
func (s *shelfBench) refused(want string) {
	s.t.Helper()
	l := s.asked("problem").(*widget.Label)
	s.until("refused for "+want, func() bool { return l.Visible() && strings.Contains(l.Text, want) })
}

func TestNewConnectionIsStoredAsItIsTyped(t *testing.T) {
	s := newShelfBench(t)
	if !s.home.list.empty.Visible() {
		t.Error("nobody says what the list is for")
	}
	test.Tap(s.home.list.add)
	s.until("the form is open", func() bool { return s.isPlaced("groups") })
	test.Type(s.field("Name"), "Plant 2")
	test.Type(s.field("Host"), "mqtts://joe:pw@plant.example:8884")
	s.field("Host").FocusLost()
	s.until("all of it is in the book", func() bool {
		p := s.book.All()[0]
		return p.Name == "Plant 2" && p.Address.String() == "mqtts://plant.example:8884" && p.Username == "joe" &&
			slices.Contains(p.Kept, profiles.SecretPassword)
	})
	if got := s.field("Host").Text; got != "plant.example" {
		t.Errorf("the field of the host shows %q", got)
	}
	content, err := os.ReadFile(filepath.Join(s.folder, "profiles.json"))
	if err != nil || strings.Contains(string(content), "pw") {
		t.Errorf("the file: %v\n%s", err, content)
	}
	s.connectOnForm()
	s.until("connected", func() bool { return s.tabs.active != nil })
	if c := s.tabs.active.Conn; c.Name != "Plant 2" || c.Profile.Password != "pw" || c.Profile.TLS == nil {
		t.Errorf("connected to %+v", c.Profile)
	}
}

func TestWhatCannotBeReadStaysInItsField(t *testing.T) {
	s := newShelfBench(t, at("one", "a.example"), at("two", "b.example"))
	all := s.book.All()
	s.home.choose(all[0].ID)
	s.field("Port").SetText("123x")
	if !strings.Contains(s.saidOnForm(), "1 to 65535") {
		t.Errorf("it says %q", s.saidOnForm())
	}
	s.home.choose(all[1].ID)
	if s.field("Port").Text != "1883" || strings.Contains(s.saidOnForm(), "65535") {
		t.Errorf("the other connection has port %q", s.field("Port").Text)
	}
	s.home.choose(all[0].ID)
	if s.field("Port").Text != "123x" || !strings.Contains(s.saidOnForm(), "65535") {
		t.Errorf("what was typed has become %q", s.field("Port").Text)
	}
	s.connectOnForm()
	if s.tabs.active != nil || !strings.Contains(s.home.notice.Words.Text, "Port") {
		t.Errorf("it says %q", s.home.notice.Words.Text)
	}
}

// The toolkit's fields draw some characters as nothing.
func TestNameIsSeenInFull(t *testing.T) {
	s := newShelfBench(t, at("one", "a.example"))
	s.home.choose(s.book.All()[0].ID)
	for typed, want := range map[string]string{"Hall \U0001f321": "In full: Hall [U+1F321]", "Hall": ""} {
		s.field("Name").SetText(typed)
		if got := s.saidOnForm(); strings.Contains(got, "In full") != (want != "") || !strings.Contains(got, want) {
			t.Errorf("%q: it says %q", typed, got)
		}
	}
}

// TestSecretsAreAskedForOneAfterTheOther has three connections at the start whose
// passwords are not kept here.
func TestSecretsAreAskedForOneAfterTheOther(t *testing.T) {
	var stored []profiles.Profile
	for _, name := range []string{"one", "two", "three"} {
		p := at(name, name+".example")
		p.AutoConnect, p.Username, p.Kept = true, "joe", []string{profiles.SecretPassword}
		stored = append(stored, p)
	}
	s := newShelfBench(t, stored...)
	s.AutoConnect()
	s.home.opened()
	overlays := s.window.Canvas().Overlays()
	question := func(of string) {
		t.Helper()
		s.until("the password of "+of+" is asked for", func() bool {
			return len(s.home.desk.Asked) > 0 && s.home.list.chosen == s.idOf(of)
		})
		if n := len(overlays.List()); n != 1 {
			t.Errorf("%d questions on top of each other", n)
		}
	}
	question("one")
	s.asked("secret password").(*widgets.FormEntry).SetText("1")
	test.Tap(s.asked("confirm").(*widgets.Button))
	question("two")
	test.Tap(s.asked("cancel").(*widgets.Button))
	question("three")
	s.asked("secret password").(*widgets.FormEntry).SetText("3")
	test.Tap(s.asked("confirm").(*widgets.Button))
	s.until("two are connected", func() bool { return len(s.tabs.list) == 2 })
	for i, want := range []string{"1", "3"} {
		if got := s.tabs.list[i].Conn.Profile.Password; got != want {
			t.Errorf("connection %d has the password %q", i, got)
		}
	}
	if n := len(overlays.List()); n != 0 {
		t.Errorf("%d questions left", n)
	}
}

func TestListIsPutInOrder(t *testing.T) {
	in := at("c", "c.example")
	in.Folder = "house"
	s := newShelfBench(t, at("a", "a.example"), in, at("b", "b.example"))
	expect := func(what string, want ...string) {
		t.Helper()
		s.until(what, func() bool { return slices.Equal(s.names(), want) })
	}
	expect("by folder", "a", "b", "house", "c")
	a := s.book.All()[0].ID
	s.home.move(a, 1)
	expect("moved down", "b", "a", "house", "c")
	s.home.duplicate(a)
	expect("duplicated", "b", "a", "a copy", "house", "c")
	s.home.remove(a)
	expect("deleted", "b", "a copy", "house", "c")
	test.Tap(s.home.notice.Action)
	expect("brought back", "b", "a", "a copy", "house", "c")
}

// TestEveryDeletionCanBeUndone: a key that is held deletes more than one.
func TestEveryDeletionCanBeUndone(t *testing.T) {
	s := newShelfBench(t, at("a", "a.example"), at("b", "b.example"), at("c", "c.example"))
	expect := func(what, words string, want ...string) {
		t.Helper()
		s.until(what, func() bool { return slices.Equal(s.names(), want) })
		if got := s.home.notice.Words.Text; s.home.notice.Object.Visible() != (words != "") || words != "" && got != words {
			t.Errorf("%s: the notice says %q", what, got)
		}
	}
	remove := func(name string) {
		s.home.remove(s.book.All()[slices.Index(s.names(), name)].ID)
	}
	remove("b")
	expect("one deleted", "The connection b was deleted, with its secrets.", "a", "c")
	remove("c")
	expect("two deleted", "The connection c was deleted, with its secrets, and 1 connection before it.", "a")
	test.Tap(s.home.notice.Action)
	expect("the last is back", "The connection b was deleted, with its secrets.", "a", "c")
	test.Tap(s.home.notice.Action)
	expect("the first is back", "", "a", "b", "c")
	remove("a")
	expect("one deleted again", "The connection a was deleted, with its secrets.", "b", "c")
	test.Tap(s.home.notice.Cross)
	remove("b")
	expect("what was closed is not offered again", "The connection b was deleted, with its secrets.", "c")
}

func TestImportSaysWhatItIs(t *testing.T) {
	s := newShelfBench(t)
	test.Tap(s.home.list.bring)
	paste := s.asked("import text").(*widgets.FormEntry)
	confirm := s.asked("confirm").(*widgets.Button)
	paste.SetText("nothing that is known {")
	test.Tap(confirm)
	s.refused("neither a URL")
	paste.SetText("mosquitto_sub -h broker.example -t 'a/#'")
	test.Tap(confirm)
	s.until("imported", func() bool { return len(s.home.shelf.All()) == 1 && len(s.home.desk.Asked) == 0 })
	if p := s.chosen(); p.Address.Host != "broker.example" || p.Subscriptions[0].Filter != "a/#" {
		t.Errorf("the form shows %+v", p)
	}
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
	s.until("the broker is listed", func() bool { return slices.Equal(s.names(), []string{"On this network", "   mqtt://192.0.2.7:1883"}) })
	s.home.list.selected(s.home.list.key(foundRow + "cellar mqtt://192.0.2.7:1883"))
	if got := s.home.quick.url.Text; got != "mqtt://192.0.2.7:1883" {
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
	s.home.choose(s.book.All()[0].ID)
	for _, group := range s.groups() {
		s.home.form.TurnTo(group)
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
		if got := profiles.NameOf(p); got != want {
			t.Errorf("%+v is called %q, not %q", p.Address, got, want)
		}
	}
	blank := at(" ", "a.example")
	s := newShelfBench(t, blank)
	s.home.connectTo(s.idOf(" "))
	s.until("connected", func() bool { return s.tabs.active != nil })
	if got := s.tabs.active.Conn.Title(); got != "a.example" || s.window.Title() != "a.example - Mangrove" {
		t.Errorf("the tab is called %q", got)
	}
}
