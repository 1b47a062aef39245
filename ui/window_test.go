package ui

import (
	"io"
	"log/slog"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
)

func TestHomeConnects(t *testing.T) {
	b := newBench(t)
	b.home.quick.url.SetText("mqtts://user:secret@plant.example:8884")
	test.Tap(b.home.quick.button)
	if b.tabs.active == nil {
		t.Fatal("not connected")
	}
	p := b.tabs.active.conn.Profile
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
	if b.Window.box == nil || b.tabs.active.conn.Profile.Address.Port != 41883 {
		t.Errorf("connected to %v", b.tabs.active.conn.Profile.Address)
	}
}

func TestBoxPage(t *testing.T) {
	b := newBench(t)
	b.show(pageBox)
	b.boxErr = &net.OpError{Op: "listen", Err: net.ErrClosed}
	test.Tap(b.brokers.box.start)
	b.until("the failure is explained", func() bool { return b.brokers.box.problem.Visible() })
	b.boxErr = nil
	b.bench().events = []broker.Event{
		{Number: 1, Time: time.Now(), Text: "client sensor-1 connected"},
		{Number: 2, Time: time.Now(), Level: slog.LevelWarn, Text: "client sensor-1 lost"},
	}
	b.step()
	test.Tap(b.brokers.box.start)
	b.until("the broker runs", func() bool { return b.Window.box != nil })
	b.brokers.box.asked = time.Time{}
	b.step()
	if got := b.brokers.box.state.Text(); got != "Running at mqtt://127.0.0.1:41883" {
		t.Errorf("%q", got)
	}
	if got := b.brokers.box.figures.Text(); !strings.Contains(got, "2 clients") || !strings.Contains(got, "1,234 received, 0 sent, 0 dropped, ") {
		t.Errorf("%q, of which a narrow window cuts the end", got)
	}
	if n := len(b.brokers.box.clients.Lines); n != 1 || !strings.Contains(widgets.LineText(b.brokers.box.clients.Lines[0].Spans), "MQTT 3.1.1") {
		t.Errorf("%d clients", n)
	}
	if n := len(b.brokers.box.events.Lines); n != 2 {
		t.Errorf("%d events", n)
	}
	test.Tap(b.brokers.box.stop)
	<-b.bench().closed
	b.brokers.box.asked = time.Time{}
	b.until("the log says how it ended", func() bool { return len(b.brokers.box.events.Lines) == 3 })
	if !strings.Contains(b.brokers.box.state.Text(), "stopped") || !strings.Contains(widgets.LineText(b.brokers.box.events.Lines[2].Spans), "has stopped") {
		t.Errorf("%q, and the log ends with %q", b.brokers.box.state.Text(), widgets.LineText(b.brokers.box.events.Lines[2].Spans))
	}
}

// bench gives the box of the bench, which Window's own hides.
func (b *bench) bench() *fakeBox { return b.box }

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

// closer notes that it was closed.
type closer chan struct{}

func (c closer) Close() error {
	close(c)
	return nil
}

func TestBoxIsAnnouncedOnlyWhenAsked(t *testing.T) {
	b := newBench(t)
	b.show(pageBox)
	p := b.brokers.box
	heard := make(closer)
	var listened string
	b.services.Announce = func(listen, _ string) (io.Closer, error) {
		listened = listen
		return heard, nil
	}
	if p.announce.Visible() {
		t.Error("nobody else can reach a broker on this machine alone")
	}
	p.host.SetText("0.0.0.0")
	if !p.announce.Visible() || p.announce.Checked {
		t.Error("it may be announced, and is not without being asked")
	}
	p.announce.SetChecked(true)
	test.Tap(p.start)
	if !strings.Contains(b.dialogWords(), "announces itself to everyone on the network") {
		t.Errorf("before it starts it says %q", b.dialogWords())
	}
	test.Tap(b.dialogButton("Start it"))
	b.until("the broker runs", func() bool { return b.Window.box != nil })
	if listened != "0.0.0.0:1883" {
		t.Errorf("announced on %q", listened)
	}
	test.Tap(p.stop)
	<-heard
}

func TestBoxPageTellsWhoCanReachTheBroker(t *testing.T) {
	for _, c := range []struct{ name, typed, asked, bound, says string }{
		{"nothing typed is this machine only", "", "127.0.0.1:1883", "127.0.0.1:1883", "only programs on this computer"},
		{"blanks are nothing", "  ", "127.0.0.1:1883", "127.0.0.1:1883", "only programs on this computer"},
		{"the whole network", "0.0.0.0", "0.0.0.0:1883", "0.0.0.0:1883", "without a password"},
		{"all of IPv6", "::", "[::]:1883", "[::]:1883", "without a password"},
		{"the port that the system chose", "127.0.0.1", "127.0.0.1:1883", "127.0.0.1:40123", "listens on 127.0.0.1:40123"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var asked string
			b := newBench(t)
			start := b.services.StartBox
			b.services.StartBox = func(listen string) (broker.Box, error) {
				asked = listen
				return start(listen)
			}
			b.show(pageBox)
			p := b.brokers.box
			p.host.SetText(c.typed)
			b.window.Canvas().Focus(p.host)
			b.box.listening = c.bound
			test.Tap(p.start)
			if strings.Contains(c.says, "password") {
				test.Tap(b.dialogButton("Start it"))
			}
			b.until("the broker runs", func() bool { return b.Window.box != nil })
			p.asked = time.Time{}
			b.step()
			if asked != c.asked {
				t.Errorf("asked to listen on %q, want %q", asked, c.asked)
			}
			if p.where.Visible() || !strings.Contains(p.bound.Text, c.says) || !p.bound.Visible() {
				t.Errorf("it says %q, want %q", p.bound.Text, c.says)
			}
			if b.window.Canvas().Focused() == p.host {
				t.Error("a field that is out of sight has the keyboard")
			}
			test.Tap(p.stop)
			<-b.bench().closed
			p.asked = time.Time{}
			b.step()
			if !p.where.Visible() || p.bound.Visible() || p.host.Value() != c.typed {
				t.Errorf("after it has stopped %q is to be seen, want %q as typed", p.host.Value(), c.typed)
			}
		})
	}
}

func TestBoxPageSaysWhatIsWrongWithTheAddress(t *testing.T) {
	b := newBench(t)
	b.show(pageBox)
	p := b.brokers.box
	p.host.SetText("nohost.invalid")
	b.boxErr = &net.OpError{Op: "listen", Err: &net.DNSError{Err: "no such host", Name: "nohost.invalid", IsNotFound: true}}
	test.Tap(p.start)
	test.Tap(b.dialogButton("Start it"))
	b.until("the host is named", func() bool { return strings.Contains(p.problem.Text, "no host named nohost.invalid.") })
	b.boxErr = nil
	for _, port := range []string{"abc", "", "-1", "65536", "1 2"} {
		p.port.SetText(port)
		test.Tap(p.start)
		if !strings.HasPrefix(p.problem.Text, "The port must be a whole number") || b.starting {
			t.Errorf("%q: it says %q", port, p.problem.Text)
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
		if got := b.tabs.active.conn.Title(); got != "Demo" || len(b.tabs.list) != 1 || b.home.quick.problem.Visible() {
			t.Errorf("%d tabs, %s, and it is said %q", len(b.tabs.list), got, b.home.quick.problem.Text)
		}
	}
	open()
	open()
	b.tabs.close(b.tabs.active)
	open()
	first := b.tabs.active
	b.stopBox()
	first.conn.Profile.Address.Port++ // the next demo has a port of its own
	b.box = &fakeBox{closed: make(chan struct{})}
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
