package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/ui/explore"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
)

// refusedLogin is how a session stands whose login the broker refused.
func refusedLogin() broker.Status {
	return broker.Status{Phase: broker.Stopped, Problem: &broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: broker.BadLogin}}
}

// openPlant connects with the stored connection plant, and gives its tab.
func (s *shelfBench) openPlant() *explore.Page {
	s.t.Helper()
	id := s.idOf("plant")
	s.connectTo(id)
	s.until("connected", func() bool { return s.tabs.of(id) != nil })
	return s.tabs.of(id)
}

// sessions waits until so many have been opened.
func (s *shelfBench) sessions(n int) broker.Profile {
	s.t.Helper()
	s.until("another session", func() bool { return len(s.bench.opened) >= n })
	if len(s.bench.opened) > n {
		s.t.Fatalf("%d sessions, not %d", len(s.bench.opened), n)
	}
	return s.bench.opened[n-1]
}

// TestRefusedLoginIsAskedForAgain types a wrong password, then the right one.
func TestRefusedLoginIsAskedForAgain(t *testing.T) {
	p := at("plant", "a.example")
	p.Username = "joe"
	s := newShelfBench(t, p)
	e := s.openPlant()
	s.session.set(refusedLogin())
	s.step()
	for _, b := range []*widgets.Button{s.button("password"), s.button("edit connection"), s.button("find out why")} {
		if !b.Visible() {
			t.Errorf("%s is not offered", b.Text)
		}
	}
	test.Tap(s.button("password"))
	if got := s.asked("secret user name").(*widgets.FormEntry).Text; got != "joe" {
		t.Errorf("the user name is %q", got)
	}
	s.asked("secret user name").(*widgets.FormEntry).SetText("jane")
	s.asked("secret password").(*widgets.FormEntry).SetText("right")
	test.Tap(s.asked("confirm").(*widgets.Button))
	if r := s.sessions(2); r.Username != "jane" || r.Password != "right" {
		t.Errorf("connected again as %s with %q", r.Username, r.Password)
	}
	s.until("it is stored", func() bool { return s.book.All()[0].Username == "jane" && len(s.book.All()[0].Kept) == 1 })
	if s.step(); len(s.tabs.list) != 1 || e.Conn.Session != broker.Session(s.session) || s.button("password").Visible() || e.Conn.Outdated {
		t.Errorf("%d tabs, outdated %v", len(s.tabs.list), e.Conn.Outdated)
	}
}

// TestRefusedLoginOfATypedAddress has nothing stored.
func TestRefusedLoginOfATypedAddress(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.session.set(refusedLogin())
	b.step()
	test.Tap(b.button("password"))
	s := &shelfBench{bench: b}
	s.asked("secret user name").(*widgets.FormEntry).SetText("joe")
	s.asked("secret password").(*widgets.FormEntry).SetText("right")
	test.Tap(s.asked("confirm").(*widgets.Button))
	if r := s.sessions(2); r.Username != "joe" || r.Password != "right" || r.Address != b.opened[0].Address {
		t.Errorf("connected again with %+v", r)
	}
	s.until("the address is remembered", func() bool { return len(b.app.Preferences().StringList("recent")) == 1 })
}

func TestOnlyARefusedLoginIsAskedForAgain(t *testing.T) {
	for name, c := range map[string]struct {
		status broker.Status
		login  bool
		edit   bool
	}{
		"refused":      {refusedLogin(), true, true},
		"no answer":    {broker.Status{Phase: broker.Waiting, Problem: broker.ErrNoAnswer}, false, true},
		"connected":    {broker.Status{Phase: broker.Connected}, false, false},
		"connecting":   {broker.Status{Phase: broker.Connecting}, false, false},
		"disconnected": {broker.Status{Phase: broker.Stopped}, false, false},
	} {
		b := newBench(t)
		b.connect()
		b.session.set(c.status)
		b.step()
		if b.button("password").Visible() != c.login || b.button("edit connection").Visible() != c.edit {
			t.Errorf("%s: login %v, edit %v", name, b.button("password").Visible(), b.button("edit connection").Visible())
		}
	}
}

// TestConnectNowTakesTheConnectionAsItIs corrects a connection while its tab
// tries in vain.
func TestConnectNowTakesTheConnectionAsItIs(t *testing.T) {
	for name, phase := range map[string]broker.Phase{"given up": broker.Stopped, "trying again": broker.Waiting} {
		t.Run(name, func(t *testing.T) {
			s := newShelfBench(t, at("plant", "wrong.example"))
			e := s.openPlant()
			failed := broker.Status{Phase: phase, Problem: broker.ErrNoAnswer}
			first := s.session
			first.set(failed)
			s.step()
			test.Tap(s.button("connect now"))
			if first.retried != 1 || len(s.bench.opened) != 1 {
				t.Errorf("unchanged it is tried again %d times, with %d sessions", first.retried, len(s.bench.opened))
			}
			test.Tap(s.button("edit connection"))
			if s.tabs.active != nil || s.home.Chosen() != s.idOf("plant") {
				t.Fatal("the connection is not on view")
			}
			s.retype("Host", "right.example")
			s.tabs.choose(e)
			test.Tap(s.button("connect now"))
			if r := s.sessions(2); r.Address.Host != "right.example" {
				t.Errorf("connected to %s", r.Address.Host)
			}
			<-first.closed
		})
	}
}

func TestConnectGoesToTheTabThereIs(t *testing.T) {
	for name, c := range map[string]struct {
		status   broker.Status
		sessions int // at the end
		retried  int
	}{
		"connected":    {broker.Status{Phase: broker.Connected}, 1, 0},
		"connecting":   {broker.Status{Phase: broker.Connecting}, 1, 0},
		"trying again": {broker.Status{Phase: broker.Waiting, Problem: broker.ErrNoAnswer}, 1, 1},
		"given up":     {refusedLogin(), 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShelfBench(t, at("plant", "a.example"))
			e := s.openPlant()
			s.session.set(c.status)
			s.step()
			s.tabs.choose(nil)
			s.connectTo(s.idOf("plant"))
			s.step()
			if len(s.tabs.list) != 1 || s.tabs.active != e || len(s.all) != c.sessions || s.session.retried != c.retried {
				t.Errorf("%d tabs, %d sessions, tried again %d times", len(s.tabs.list), len(s.all), s.session.retried)
			}
		})
	}
	t.Run("disconnected", func(t *testing.T) {
		s := newShelfBench(t, at("plant", "a.example"))
		e := s.openPlant()
		s.disconnect()
		s.tabs.choose(nil)
		s.connectTo(s.idOf("plant"))
		s.sessions(2)
		if s.tabs.active != e || e.Conn.Ended() {
			t.Error("not connected in its tab")
		}
	})
}

// TestEverySessionOfATabIsGuarded: the session after the one that was closed is told, too,
// to publish nothing, and is the one that is tried again.
func TestEverySessionOfATabIsGuarded(t *testing.T) {
	s := newShelfBench(t, at("plant", "a.example"))
	s.openPlant()
	first := s.session
	s.disconnect()
	s.connectTo(s.idOf("plant"))
	s.sessions(2)
	s.session.set(broker.Status{Phase: broker.Waiting, Problem: broker.ErrNoAnswer})
	s.step()
	test.Tap(s.button("connect now"))
	p, _ := s.shelf.Get(s.idOf("plant"))
	p.ReadOnly = true
	s.shelf.Edit(p)
	s.followStored(p.ID)
	if second := s.session; second.retried != 1 || !second.readOnly || first.retried != 0 || first.readOnly {
		t.Errorf("the second session is tried again %d times, read only %v; the first %d times, %v", second.retried, second.readOnly, first.retried, first.readOnly)
	}
}

// readOnlyBox is the name of a field of the form.
const readOnlyBox = "never publish on this connection"

func TestChangesReachTheOpenTabAtOnce(t *testing.T) {
	s := newShelfBench(t, at("plant", "a.example"))
	e, id := s.openPlant(), s.idOf("plant")
	s.step()
	s.tabs.choose(nil)
	s.home.Choose(id)
	if shown := s.shown(); !strings.Contains(shown, "the rest the next time it connects") {
		t.Errorf("the form says %s", s.saidOnForm())
	}
	s.retype("Name", "Hall")
	s.retype("Folder", "house")
	fieldOf[*widgets.Swatches](s, "Colour").OnChanged(1)
	test.Tap(fieldOf[*widgets.FormCheck](s, readOnlyBox))
	s.until("stored", func() bool { return s.book.All()[0].ReadOnly })
	mark, _ := look.MarkColour(look.Marks[0])
	if e.Conn.Title() != "Hall" || look.ColourOfMark(e.Conn.Mark) != mark || e.Conn.Outdated || !s.session.readOnly {
		t.Errorf("%s in %v, read only %v, outdated %v", e.Conn.Title(), look.ColourOfMark(e.Conn.Mark), s.session.readOnly, e.Conn.Outdated)
	}
	s.tabs.choose(e)
	if got := s.window.Title(); got != "Hall - Mangrove" {
		t.Errorf("the title is %q", got)
	}
	if !s.publishButton().Disabled() || !strings.Contains(s.result(), "read") {
		t.Errorf("the panel says %q", s.result())
	}
	s.tabs.choose(nil)
	test.Tap(fieldOf[*widgets.FormCheck](s, readOnlyBox))
	s.tabs.choose(e)
	s.step()
	if s.publishButton().Disabled() || s.session.readOnly || placed[fyne.CanvasObject](s.bench, "changed").Visible() {
		t.Error("it is still read only")
	}
}

func TestOtherChangesTakeAnotherSession(t *testing.T) {
	s := newShelfBench(t, at("plant", "a.example"))
	e, id := s.openPlant(), s.idOf("plant")
	keepAlive := func(text string) {
		s.tabs.choose(nil)
		s.home.Choose(id)
		s.field("Keep alive").SetText(text)
	}
	keepAlive("77")
	if shown := s.shown(); !strings.Contains(shown, "Your changes apply the next time it connects") {
		t.Errorf("the form says %s", s.saidOnForm())
	}
	s.tabs.choose(e)
	if s.step(); !placed[fyne.CanvasObject](s.bench, "changed").Visible() {
		t.Error("nobody says so")
	}
	keepAlive("")
	s.tabs.choose(e)
	if s.step(); placed[fyne.CanvasObject](s.bench, "changed").Visible() {
		t.Error("it is as before")
	}
	s.shelf.SetSecret(id, profiles.SecretPassword, "new")
	s.followStored(id)
	s.step()
	if !placed[fyne.CanvasObject](s.bench, "changed").Visible() {
		t.Error("the password is another one")
	}
	test.Tap(s.button("reconnect"))
	if r := s.sessions(2); r.Password != "new" {
		t.Errorf("connected again with %q", r.Password)
	}
	if s.step(); placed[fyne.CanvasObject](s.bench, "changed").Visible() || len(s.tabs.list) != 1 {
		t.Error("it has been used")
	}
}

// TestAnotherBrokerHasATabOfItsOwn keeps what came from two brokers apart.
func TestAnotherBrokerHasATabOfItsOwn(t *testing.T) {
	s := newShelfBench(t, at("plant", "a.example"))
	e := s.openPlant()
	s.receive(msg("a", "1"))
	s.tabs.choose(nil)
	s.home.Choose(s.idOf("plant"))
	s.retype("Host", "b.example")
	e.Reconnect()
	s.sessions(2)
	s.until("the first has ended", func() bool { return e.Conn.Ended() && !e.Conn.Closing })
	if len(s.tabs.list) != 2 || e.Conn.Title() != "a.example" || s.tabs.of(s.idOf("plant")) == e {
		t.Errorf("%d tabs, the first is called %s", len(s.tabs.list), e.Conn.Title())
	}
}

// TestTabWithoutANameIsCalledWhatItIsConnectedTo: not the address that its stored
// connection has by now.
func TestTabWithoutANameIsCalledWhatItIsConnectedTo(t *testing.T) {
	s := newShelfBench(t, at("plant", "a.example"))
	e := s.openPlant()
	s.tabs.choose(nil)
	s.home.Choose(s.idOf("plant"))
	s.retype("Host", "b.example")
	if got := e.Conn.Title(); got != "plant" {
		t.Errorf("with a name it is called %q", got)
	}
	s.field("Name").SetText("")
	if got := e.Conn.Title(); got != format.AddressName(e.Conn.Stored.Address) || !strings.Contains(got, "a.example") {
		t.Errorf("connected to a.example, it is called %q", got)
	}
	if got := s.lookAt(time.Now()).Selected; !strings.Contains(got, "b.example") {
		t.Errorf("the form is called %q", got)
	}
}

// TestDeletedConnectionStaysInItsTab goes on with what the tab was made of.
func TestDeletedConnectionStaysInItsTab(t *testing.T) {
	s := newShelfBench(t, at("plant", "a.example"))
	e := s.openPlant()
	s.home.Choose(s.idOf("plant"))
	s.connections().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	s.until("deleted", func() bool { return len(s.shelf.All()) == 0 })
	s.disconnect()
	test.Tap(s.button("disconnect"))
	if r := s.sessions(2); r.Address.Host != "a.example" || e.Conn.Title() != "plant" {
		t.Errorf("%s is connected to %s", e.Conn.Title(), r.Address.Host)
	}
}

// TestEditOfATypedAddress fills in what was typed, and leaves no dead tab.
func TestEditOfATypedAddress(t *testing.T) {
	b := newBench(t)
	b.Connect(broker.Profile{Address: broker.Address{Scheme: "mqtts", Host: "plnt", Port: 8883}, Username: "joe", Password: "pw", Version: broker.V311})
	b.session.set(broker.Status{Phase: broker.Waiting, Problem: broker.ErrNoAnswer})
	b.step()
	test.Tap(b.button("edit connection"))
	version := placed[*widget.Select](b, "version")
	if b.address().Text != "mqtts://plnt:8883" || b.userName().Text != "joe" || b.password().Text != "pw" || version.Selected != "3.1.1" {
		t.Errorf("filled in: %q, %q, %q", b.address().Text, b.userName().Text, version.Selected)
	}
	b.has("the address", b.address())
	b.address().SetText("mqtts://plant")
	b.connectToAddress()
	if len(b.tabs.list) != 1 || b.tabs.active.Conn.Profile.Address.Host != "plant" {
		t.Errorf("%d tabs", len(b.tabs.list))
	}
}
