package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/model"
	"mangrove/ui/desk"
	"mangrove/ui/explore"
	"mangrove/ui/widgets"
)

func retainedMsg(topic string) model.Message {
	m := msg(topic, "1")
	m.Retained = true
	return m
}

func retainedWith(topic, payload string) model.Message {
	m := retainedMsg(topic)
	m.Payload = []byte(payload)
	return m
}

func TestClosingAsksWhenMessagesGoWithIt(t *testing.T) {
	for name, c := range map[string]struct {
		messages []model.Message
		demo     bool
		lost     uint64
	}{
		"nothing has come":        {nil, false, 0},
		"retained messages alone": {[]model.Message{retainedMsg("a"), retainedMsg("b")}, false, 0},
		"one message":             {[]model.Message{retainedMsg("a"), msg("b", "1")}, false, 1},
		"forwarded as published":  {[]model.Message{retainedMsg("a"), retainedWith("a", "2")}, false, 1},
		"the demo":                {[]model.Message{msg("a", "1"), msg("a", "2")}, true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			e := b.connect()
			e.Conn.Demo = c.demo
			b.receive(c.messages...)
			if got := e.Conn.UnsavedMessages(); got != c.lost {
				t.Errorf("%d messages are lost, not %d", got, c.lost)
			}
			b.shortcut(fyne.KeyW)
			if closed := len(b.tabs.list) == 0; closed != (c.lost == 0) {
				t.Errorf("closed at once: %v", closed)
			}
		})
	}
}

// TestClosingAfterClearing: what was cleared is not counted among what would be
// lost, unless it was brought back.
func TestClosingAfterClearing(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a", "1"), msg("a", "2"), msg("a", "3"), msg("b", "1"))
	b.do("Clear all history")
	b.until("cleared", func() bool { return len(e.Conn.Clearings) == 1 })
	if got := e.Conn.UnsavedMessages(); got != 2 {
		t.Errorf("%d messages are lost, not 2", got)
	}
	b.receive(msg("c", "1"))
	if got := e.Conn.UnsavedMessages(); got != 3 {
		t.Errorf("with another one %d messages are lost, not 3", got)
	}
	test.Tap(e.Notice.Action)
	if got := e.Conn.UnsavedMessages(); got != 5 {
		t.Errorf("after undo %d messages are lost, not 5", got)
	}
}

// TestClosingAfterAReconnect: what the broker has sent again is no loss, unless
// it came back empty.
func TestClosingAfterAReconnect(t *testing.T) {
	kept := []model.Message{retainedMsg("a"), retainedMsg("b")}
	for name, c := range map[string]struct {
		after []model.Message
		lost  uint64
	}{
		"sent again":                 {kept, 0},
		"sent again, and a change":   {[]model.Message{retainedMsg("a"), retainedWith("b", "2")}, 1},
		"one live message besides":   {append(slices.Clone(kept), msg("c", "1")), 1},
		"the broker came back empty": {nil, 2},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			e := b.connect()
			b.receive(kept...)
			at := time.Now()
			e.Conn.Store.Interrupted(at, at)
			b.receive(c.after...)
			if got := e.Conn.UnsavedMessages(); got != c.lost {
				t.Errorf("%d messages are lost, not %d", got, c.lost)
			}
		})
	}
}

func TestClosingIsAskedOnce(t *testing.T) {
	b := newBench(t)
	s := &shelfBench{bench: b}
	first, second, third := b.openTab("first"), b.openTab("second"), b.openTab("third")
	for _, e := range []*explore.Page{first, second, third} {
		e.Conn.Store.Apply(batch(msg("a", "1"), msg("a", "2")))
	}
	overlays := b.window.Canvas().Overlays()
	b.shortcut(fyne.KeyW)
	b.shortcut(fyne.KeyW)
	if n := len(overlays.List()); n != 1 || len(b.tabs.list) != 3 {
		t.Fatalf("%d questions, %d tabs", n, len(b.tabs.list))
	}
	test.Tap(s.asked("cancel").(*widgets.Button))
	if len(b.tabs.list) != 3 {
		t.Error("it has been closed though")
	}
	items := b.tabs.menuItems(third)
	items[len(items)-1].Action() // close the others
	if len(b.tabs.list) != 3 || len(overlays.List()) != 1 {
		t.Errorf("%d tabs, %d questions", len(b.tabs.list), len(overlays.List()))
	}
	if words := b.everyText(); !strings.Contains(words, "Close 2 connections?") {
		t.Errorf("of two it says %q", words)
	}
	test.Tap(s.asked("confirm").(*widgets.Button))
	if len(b.tabs.list) != 1 || b.tabs.active != third {
		t.Errorf("%d tabs are left", len(b.tabs.list))
	}
	b.shortcut(fyne.KeyW)
	s.asked("unasked").(*widget.Check).SetChecked(true)
	test.Tap(s.asked("confirm").(*widgets.Button))
	b.openTab("fourth").Conn.Store.Apply(batch(msg("a", "1")))
	b.shortcut(fyne.KeyW)
	if len(b.tabs.list) != 0 || len(overlays.List()) != 0 {
		t.Error("it has been asked again")
	}
}

func TestQuittingIsAskedOnceForAll(t *testing.T) {
	b := newBench(t)
	s := &shelfBench{bench: b}
	closed := 0
	b.window.SetOnClosed(func() { closed++ })
	for range 2 {
		b.connect()
		b.receive(msg("a", "1"), msg("a", "2"))
	}
	b.shortcut(fyne.KeyQ)
	b.shortcut(fyne.KeyQ)
	if closed != 0 || len(b.window.Canvas().Overlays().List()) != 1 {
		t.Fatalf("closed %d times", closed)
	}
	words := s.asked("question").(*widget.Label).Text
	if !strings.HasPrefix(words, "4 messages from 2 connections will be lost.") {
		t.Errorf("it says %q", words)
	}
	for _, part := range desk.MenuItems(b.tabs.active.Commands()) {
		if part.ChildMenu != nil && slices.ContainsFunc(part.ChildMenu.Items, func(i *fyne.MenuItem) bool { return strings.HasPrefix(i.Label, "Export all") }) &&
			!strings.Contains(words, "Export all under "+part.Label+" in the connection's menu") {
			t.Errorf("Export all is in %s: %q", part.Label, words)
		}
	}
	b.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if closed != 0 {
		t.Error("a bare key throws messages away")
	}
	test.Tap(s.asked("confirm").(*widgets.Button))
	if closed != 1 {
		t.Errorf("closed %d times", closed)
	}
}
