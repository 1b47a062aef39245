package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/ui/brokers"
	"mangrove/ui/widgets"
)

// disconnect ends the connection on view with the button, and waits for that.
func (b *bench) disconnect() {
	b.t.Helper()
	e := b.tabs.active
	test.Tap(b.button("disconnect"))
	b.until("the session has ended", func() bool { return !e.Conn.Closing })
}

func TestDisconnectKeepsTheTab(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a/b", "1"), msg("a/b", "2"))
	b.selectTopic("a/b")
	b.disconnect()
	<-b.session.closed
	if b.tabs.active != e || e.Conn.Topic != "a/b" || len(b.rowTexts()) != 2 {
		t.Fatalf("%q selected of %q", e.Conn.Topic, b.rowTexts())
	}
	if got := placed[*widgets.Strip](b, "state").Text(); !strings.HasPrefix(got, "disconnected ") {
		t.Errorf("the state is %q", got)
	}
	if b.button("disconnect").Text != "Connect" || b.button("connect now").Visible() {
		t.Errorf("the button says %q, and the one to connect at once is seen: %v", b.button("disconnect").Text, b.button("connect now").Visible())
	}
	b.publishTopic().SetText("a/b")
	test.Tap(b.publishButton())
	b.until("what cannot be published is explained", func() bool { return strings.Contains(b.result(), "Connect again") })
	s := b.subscriptions()
	s.filter.SetText("more/#")
	test.Tap(s.button)
	b.until("nor can be subscribed to", func() bool { return strings.Contains(s.problem.Text, "Connect again") })
	b.pressEscape()
	b.brokers.Choose(brokers.Connected)
	b.show(pageBox)
	if got := placed[*widgets.Strip](b, "broker on view").Text(); !strings.Contains(got, "disconnected") {
		t.Errorf("the page of the broker says %q", got)
	}
}

func TestConnectGoesOnWithTheHistory(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a", "1"))
	first, began := b.session, time.Now()
	b.disconnect()
	test.Tap(b.button("disconnect"))
	b.step()
	if len(b.all) != 2 || len(b.before) != 1 || e.Conn.Session != broker.Session(b.session) || b.session == first {
		t.Fatalf("%d sessions, %d of them went on", len(b.all), len(b.before))
	}
	if o := b.before[0]; o.Store != e.Conn.Store || o.System != e.Conn.System || o.Ended.Before(began) {
		t.Errorf("went on with %+v", o)
	}
	b.receive(msg("a", "2"))
	if got := e.Conn.Store.Intake().Applied; got != 2 || len(b.rowTexts()) != 1 {
		t.Errorf("%d messages, rows %q", got, b.rowTexts())
	}
	b.window.Resize(fyne.NewSize(1920, 1080))
	b.step()
	if b.button("disconnect").Text != "Disconnect" || !strings.HasPrefix(placed[*widgets.Strip](b, "state").Text(), "connected ") {
		t.Errorf("%q, %q", b.button("disconnect").Text, placed[*widgets.Strip](b, "state").Text())
	}
	b.tabs.close(e)
	<-b.session.closed
}

// TestConnectWaitsForTheEnd has a session that takes its time to end: two with
// one client id would end each other.
func TestConnectWaitsForTheEnd(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.disconnect()
	e.Conn.Closing = true
	b.step()
	if !b.button("disconnect").Disabled() {
		t.Error("the button can be pressed")
	}
	e.Reconnect()
	if len(b.all) != 1 {
		t.Errorf("%d sessions", len(b.all))
	}
}

// TestGivenUpOffersToConnect shows one button to connect, not one to end what
// has ended.
func TestGivenUpOffersToConnect(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.session.set(broker.Status{Phase: broker.Stopped, Problem: broker.ErrHungUp})
	b.step()
	if b.button("disconnect").Visible() || !b.button("connect now").Visible() {
		t.Errorf("to disconnect %v, to connect %v", b.button("disconnect").Visible(), b.button("connect now").Visible())
	}
}

// TestGapBeginsWhereTheConnectionWasLost ends a session that had been trying
// for a while.
func TestGapBeginsWhereTheConnectionWasLost(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a", "1"))
	b.session.set(broker.Status{Phase: broker.Waiting, Problem: broker.ErrLost})
	lost := e.Conn.LastConnected
	e.Conn.LastConnected = lost.Add(-time.Minute)
	b.disconnect()
	test.Tap(b.button("disconnect"))
	b.step()
	if got := b.before[0].Ended; !got.Equal(lost.Add(-time.Minute)) {
		t.Errorf("the gap begins at %v", got)
	}
}
