package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"mangrove/ui/desk"
	"mangrove/ui/inspect"
)

// TestPinnedChartsAndBack: the key that shows the pinned charts brings back what was
// looked at before them, however often it is pressed.
func TestPinnedChartsAndBack(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("hall", "21"), msg("yard", "4"))
	press := func() {
		b.window.Canvas().(fyne.Shortcutable).TypedShortcut(desk.ControlShift(fyne.KeyD))
		b.step()
	}
	for _, mode := range []int{inspect.Latest, inspect.Messages, inspect.Chart, inspect.Properties} {
		b.selectTopic("hall")
		e.Inspector.SetMode(mode)
		b.step()
		for range 2 {
			if press(); e.Conn.Topic != "" || e.Inspector.Mode() != inspect.Chart {
				t.Fatalf("from mode %d: topic %q, mode %d, want the pinned charts", mode, e.Conn.Topic, e.Inspector.Mode())
			}
			if press(); e.Conn.Topic != "hall" || e.Inspector.Mode() != mode {
				t.Fatalf("back: topic %q, mode %d, want hall and %d", e.Conn.Topic, e.Inspector.Mode(), mode)
			}
		}
	}
	e.Tree.Deselect()
	e.Inspector.SetMode(inspect.Latest)
	b.step()
	press()
	if press(); e.Conn.Topic != "" || e.Inspector.Mode() != inspect.Latest {
		t.Errorf("with no topic: the topic is %q and the mode %d, want the busiest topics", e.Conn.Topic, e.Inspector.Mode())
	}
}
