package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/ui/look"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

func TestLeaveClosesTheSession(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.tabs.close(b.tabs.active)
	<-b.session.closed
	if b.content.Objects[0] != b.home.Object() {
		t.Error("not back at the start")
	}
}

func TestDemoOpensAConnection(t *testing.T) {
	b := newBench(t)
	test.Tap(placed[*widgets.Button](b, "demo"))
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
	test.Tap(b.view)
	if b.window.Canvas().Overlays().Top() == nil {
		t.Error("a click on View opens no menu")
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

// TestTheDemoIsExploredAgain: it runs on when its tab is closed.
func TestTheDemoIsExploredAgain(t *testing.T) {
	b := newBench(t)
	open := func() {
		b.tabs.choose(nil)
		b.openDemo()
		b.until("the demo is on view", func() bool { return b.tabs.active != nil })
		if got := b.tabs.active.Conn.Title(); got != "Demo" || len(b.tabs.list) != 1 || b.problem() != "" {
			t.Errorf("%d tabs, %s, and it is said %q", len(b.tabs.list), got, b.problem())
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
