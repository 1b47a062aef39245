package brokers

import (
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/ui/look"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// closer notes that it was closed.
type closer chan struct{}

func (c closer) Close() error {
	close(c)
	return nil
}

func TestBoxPage(t *testing.T) {
	b := newBench(t)

	b.boxErr = &net.OpError{Op: "listen", Err: net.ErrClosed}
	test.Tap(b.box.start)
	uitest.Until(t, "the failure is explained", b.step, func() bool { return b.box.problem.Visible() })
	b.boxErr = nil
	b.fake.Happened(
		broker.Event{Number: 1, Time: time.Now(), Code: broker.BoxConnected, Client: "sensor-1"},
		broker.Event{Number: 2, Time: time.Now(), Level: slog.LevelWarn, Code: broker.BoxDisconnected, Client: "sensor-1", Why: broker.EndLost},
	)
	b.step()
	test.Tap(b.box.start)
	uitest.Until(t, "the broker runs", b.step, func() bool { return b.RunningBox() != nil })
	b.box.asked = time.Time{}
	b.step()
	if got := b.box.state.Text(); got != "Running: mqtt://127.0.0.1:41883" {
		t.Errorf("%q", got)
	}
	if got := b.box.figures.Text(); !strings.Contains(got, "2 clients") || !strings.Contains(got, "1,234 received, 0 sent, 0 dropped, ") || strings.Contains(got, ",,") {
		t.Errorf("%q, of which a narrow window cuts the end", got)
	}
	if n := len(b.box.clients.Lines); n != 1 || !strings.Contains(widgets.LineText(b.box.clients.Lines[0].Spans), "MQTT 3.1.1") {
		t.Errorf("%d clients", n)
	}
	if n := len(b.box.events.Lines); n != 2 {
		t.Errorf("%d events", n)
	}
	test.Tap(b.box.stop)
	<-b.fake.Closed
	b.box.asked = time.Time{}
	uitest.Until(t, "the log says how it ended", b.step, func() bool { return len(b.box.events.Lines) == 3 })
	if !strings.Contains(b.box.state.Text(), "stopped") || !strings.Contains(widgets.LineText(b.box.events.Lines[2].Spans), "has stopped") {
		t.Errorf("%q, and the log ends with %q", b.box.state.Text(), widgets.LineText(b.box.events.Lines[2].Spans))
	}
}

func TestBoxIsAnnouncedOnlyWhenAsked(t *testing.T) {
	b := newBench(t)
	p := b.box
	heard := make(closer)
	var listened string
	b.box.do.Announce = func(listen, _ string) (io.Closer, error) {
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
	if !strings.Contains(uitest.DialogWords(b.window.Canvas()), "announces itself to everyone on the network") {
		t.Errorf("before it starts it says %q", uitest.DialogWords(b.window.Canvas()))
	}
	test.Tap(uitest.DialogButton(b.window.Canvas(), "Start it"))
	uitest.Until(t, "the broker runs", b.step, func() bool { return b.RunningBox() != nil })
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
		{"the port that the system chose", "127.0.0.1", "127.0.0.1:1883", "127.0.0.1:40123", "Listening on 127.0.0.1:40123"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var asked string
			b := newBench(t)
			start := b.box.do.Start
			b.box.do.Start = func(listen string) (broker.Box, error) {
				asked = listen
				return start(listen)
			}
			p := b.box
			p.host.SetText(c.typed)
			b.fake.Listening = c.bound
			test.Tap(p.start)
			if strings.Contains(c.says, "password") {
				test.Tap(uitest.DialogButton(b.window.Canvas(), "Start it"))
			}
			uitest.Until(t, "the broker runs", b.step, func() bool { return b.RunningBox() != nil })
			p.asked = time.Time{}
			b.step()
			if asked != c.asked {
				t.Errorf("asked to listen on %q, want %q", asked, c.asked)
			}
			if p.where.Visible() || !strings.Contains(p.bound.Text, c.says) || !p.bound.Visible() {
				t.Errorf("it says %q, want %q", p.bound.Text, c.says)
			}
			test.Tap(p.stop)
			<-b.fake.Closed
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
	p := b.box
	p.host.SetText("nohost.invalid")
	b.boxErr = &net.OpError{Op: "listen", Err: &net.DNSError{Err: "no such host", Name: "nohost.invalid", IsNotFound: true}}
	test.Tap(p.start)
	test.Tap(uitest.DialogButton(b.window.Canvas(), "Start it"))
	uitest.Until(t, "the host is named", b.step, func() bool { return strings.Contains(p.problem.Text, "no host named nohost.invalid.") })
	b.boxErr = nil
	for _, port := range []string{"abc", "", "-1", "65536", "1 2"} {
		p.port.SetText(port)
		test.Tap(p.start)
		if !strings.HasPrefix(p.problem.Text, "The port must be a whole number") || b.box.starting {
			t.Errorf("%q: it says %q", port, p.problem.Text)
		}
	}
}

func TestLogFollowsOnlyWhileLive(t *testing.T) {
	b := newBench(t)
	l := b.box.events
	add := func(n int) {
		for range n {
			l.Add([]text.Span{{Text: "a line", Colour: look.Colour(look.Muted)}})
		}
	}
	add(300)
	l.Rows.Update()
	if !l.Rows.AtEnd() || l.Words.Text() != "Log  ·  live" {
		t.Fatalf("%q, at the end: %v", l.Words.Text(), l.Rows.AtEnd())
	}
	b.Choose(Connected)
	add(300)

	if !l.Rows.AtEnd() {
		t.Error("it stands still after another page")
	}
	l.Rows.Tapped(&fyne.PointEvent{Position: fyne.NewPos(50, 30)})
	_, first, _ := l.Rows.Seen()
	add(12)
	if _, now, _ := l.Rows.Seen(); now != first || l.Words.Text() != "Log  ·  paused, 12 waiting" {
		t.Errorf("a line was selected: row %d on top, was %d; %q", now, first, l.Words.Text())
	}
	test.Tap(l.Pause)
	if !l.Rows.AtEnd() || l.Words.Text() != "Log  ·  live" {
		t.Errorf("live again: %q", l.Words.Text())
	}
}

// crowd is a broker with clients that somebody has named.
type crowd struct {
	broker.Box
	all []broker.ClientInfo
}

func (c crowd) Clients() []broker.ClientInfo { return c.all }

// The list of clients is made for each drawing: of names that nobody can read to the
// end no more is looked at than is drawn.
func TestClientsWithLongNames(t *testing.T) {
	const most = 6_000 // bytes of a line
	long := strings.Repeat("x", 65_000)
	p := newBench(t).box
	box := crowd{all: []broker.ClientInfo{
		{ID: "sensor", Username: "alice"}, {ID: long}, {ID: "sensor", Username: long}, {ID: long, Username: long},
	}}
	p.drawClients(box, time.Now())
	if n := len(p.clients.Lines); n != len(box.all) {
		t.Fatalf("%d lines", n)
	}
	for i, line := range p.clients.Lines {
		if n := len(widgets.LineText(line.Spans)); n > most {
			t.Errorf("client %d: %d bytes", i, n)
		}
	}
	if got := widgets.LineText(p.clients.Lines[0].Spans); !strings.HasPrefix(got, "sensor (alice)") {
		t.Errorf("%q", got)
	}
}

// TestStoppingAsksWhenMessagesGoWithIt: what is retained is nowhere else.
func TestStoppingAsksWhenMessagesGoWithIt(t *testing.T) {
	b := newBench(t)
	b.fake.Retained = 1
	p := b.box
	test.Tap(p.start)
	uitest.Until(t, "it runs", b.step, func() bool { return p.running != nil })
	test.Tap(p.stop)
	if words := uitest.DialogWords(b.window.Canvas()); p.running == nil || !strings.Contains(words, "1 message, which is lost") || !strings.Contains(words, "To save what it holds") {
		t.Fatalf("it runs: %v, asked %q", p.running != nil, words)
	}
	test.Tap(uitest.DialogButton(b.window.Canvas(), "Cancel"))
	if p.running == nil {
		t.Fatal("it has stopped all the same")
	}
	test.Tap(p.stop)
	test.Tap(uitest.DialogButton(b.window.Canvas(), "Stop"))
	if p.running != nil {
		t.Error("it has not stopped")
	}
}

// TestFiguresOfOne: each figure is said as a whole, of one thing in its own words.
func TestFiguresOfOne(t *testing.T) {
	var said []string
	for _, f := range figuresOf(&broker.Stats{Clients: 1, Subscriptions: 1, Retained: 1, System: 40}) {
		said = append(said, f.words)
	}
	if got := strings.Join(said, ", "); !strings.HasPrefix(got, "1 client, 1 subscription, 0 received, ") || !strings.Contains(got, "1 retained, 40 below $SYS, ") {
		t.Errorf("%q", got)
	}
}
