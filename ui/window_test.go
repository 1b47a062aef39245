package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/ui/look"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

func TestHomeConnects(t *testing.T) {
	b := newBench(t)
	b.home.quick.url.SetText("mqtts://user:secret@plant.example:8884")
	test.Tap(b.home.quick.button)
	if b.tabs.active == nil {
		t.Fatal("not connected")
	}
	p := b.tabs.active.Conn.Profile
	if p.Address.String() != "mqtts://plant.example:8884" || p.Username != "user" || p.Password != "secret" {
		t.Errorf("%+v", p)
	}
	if b.home.quick.url.Text != "" || b.home.quick.user.Text != "" || b.home.quick.secret.Text != "" {
		t.Error("the fields are not empty for the next address")
	}
	if list := b.app.Preferences().StringList(recentKey); len(list) != 1 || strings.Contains(list[0], "secret") {
		t.Errorf("remembered %q", list)
	}
}

func TestHomeExplainsBadAddresses(t *testing.T) {
	b := newBench(t)
	for url, want := range map[string]string{
		"":                  "empty",
		"http://plant":      `"http"`,
		"mqtt://plant:0":    "port",
		"mqtt://plant:x":    "1 to 65535",
		"mqtt://:1883":      "no host",
		"mqtt://a:b@c d:99": "%20",
	} {
		b.home.quick.url.SetText(url)
		test.Tap(b.home.quick.button)
		if b.tabs.active != nil || !b.home.quick.problem.Visible() || !strings.Contains(b.home.quick.problem.Text, want) {
			t.Errorf("%q: %q, want %q in it", url, b.home.quick.problem.Text, want)
		}
	}
}

func TestLeaveClosesTheSession(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.tabs.close(b.tabs.active)
	<-b.session.closed
	if b.content.Objects[0] != b.home.object {
		t.Error("not back at the start")
	}
}

func TestDemoOpensAConnection(t *testing.T) {
	b := newBench(t)
	test.Tap(b.home.quick.demo)
	b.until("the demo is open", func() bool { return b.tabs.active != nil })
	if b.brokers.RunningBox() == nil || b.tabs.active.Conn.Profile.Address.Port != 41883 {
		t.Errorf("connected to %v", b.tabs.active.Conn.Profile.Address)
	}
}

func TestLooks(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("a", "1"))
	for i, l := range look.Choices {
		b.lookItems()[i].Action()
		b.step()
		if got := look.Colour(look.Panel); got != (look.Theme{Look: l.Look}.Color(look.Panel, b.app.Settings().ThemeVariant())) {
			t.Errorf("%s: the panels are %v", l.Name, got)
		}
		for j, item := range b.lookItems() {
			if item.Checked != (i == j) {
				t.Errorf("with %s, %s has the tick: %t", l.Name, item.Label, item.Checked)
			}
		}
		if got := b.app.Preferences().String(lookKey); got != string(l.Look) {
			t.Errorf("%s was chosen, and %s is stored", l.Look, got)
		}
	}
	test.Tap(b.looks)
	if b.window.Canvas().Overlays().Top() == nil {
		t.Error("a click on Theme opens no menu")
	}
}

func TestALookOfTheCommandLineIsThereFromTheBeginning(t *testing.T) {
	b := newBench(t, func(s *Services) { s.Look = look.Light })
	if b.look != look.Light || fyne.CurrentApp().Settings().Theme() != fyne.Theme(look.Theme{Look: look.Light}) {
		t.Errorf("the look is %s", b.look)
	}
	if got := b.app.Preferences().String(lookKey); got != "" {
		t.Errorf("it is stored as %q, though nobody chose it", got)
	}
	for text, ok := range map[string]bool{"": true, "dark": true, "light": true, "system": true, "Dark": false, "blue": false} {
		if l, err := look.Parse(text); (err == nil) != ok || ok && l != look.Look(text) {
			t.Errorf("%q: %q, %v", text, l, err)
		}
	}
}

func TestSizes(t *testing.T) {
	b := newBench(t)
	for size, ok := range map[string]bool{"": true, "900x600": true, "x": false, "0x0": false, "900": false} {
		if err := b.Resize(size); (err == nil) != ok {
			t.Errorf("%q: %v", size, err)
		}
	}
}

func TestOnlyAddressesOfBrokersAreRemembered(t *testing.T) {
	b := newBench(t)
	b.first = &broker.Status{Phase: broker.Connecting}
	recent := func() []string { return b.app.Preferences().StringList(recentKey) }
	for _, url := range []string{"mqtt://typo", "mqtt://later", "mqtt://refused"} {
		b.home.quick.url.SetText(url)
		test.Tap(b.home.quick.button)
	}
	b.step()
	if list := recent(); len(list) != 0 {
		t.Errorf("remembered %q", list)
	}
	b.all[0].set(broker.Status{Phase: broker.Waiting})
	b.all[1].set(broker.Status{Phase: broker.Connected})
	b.all[2].set(broker.Status{Phase: broker.Stopped})
	b.step()
	if list := recent(); !slices.Equal(list, []string{"mqtt://later:1883"}) || len(b.home.quick.trying) != 1 {
		t.Errorf("remembered %q, %d are tried", list, len(b.home.quick.trying))
	}
}

// TestTheDemoIsExploredAgain: it runs on when its tab is closed.
func TestTheDemoIsExploredAgain(t *testing.T) {
	b := newBench(t)
	open := func() {
		b.tabs.choose(nil)
		b.openDemo()
		b.until("the demo is on view", func() bool { return b.tabs.active != nil })
		if got := b.tabs.active.Conn.Title(); got != "Demo" || len(b.tabs.list) != 1 || b.home.quick.problem.Visible() {
			t.Errorf("%d tabs, %s, and it is said %q", len(b.tabs.list), got, b.home.quick.problem.Text)
		}
	}
	open()
	open()
	b.tabs.close(b.tabs.active)
	open()
	first := b.tabs.active
	b.show(pageBox)
	test.Tap(placed[*widgets.Button](b, "stop"))
	first.Conn.Profile.Address.Port++ // the next demo has a port of its own
	b.box = uitest.NewBox()
	b.tabs.choose(nil)
	b.openDemo()
	b.until("another demo is on view", func() bool { return b.tabs.active != nil && b.tabs.active != first })
	second := b.tabs.active
	b.tabs.choose(nil)
	b.openDemo()
	if b.tabs.active != second || len(b.tabs.list) != 2 {
		t.Error("the tab of a demo that has ended is gone to")
	}
}
