package ui

import (
	"slices"
	"testing"

	"mangrove/ui/inspect"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/chart"

	"fyne.io/fyne/v2"
)

// TestChartOfAValue is offered for the numbers of a payload, and shows them.
func TestChartOfAValue(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("hall", `{"battery":97,"name":"lamp","temperature":21}`))
	b.selectTopic("hall")
	b.until("the payload is a tree", func() bool { return b.isPlaced("payload tree") })
	rows := placed[*widgets.Rows](b, "payload tree")
	for key, offered := range map[uint32]bool{1: true, 2: false, 3: true} {
		rows.OnMenu(key, fyne.NewPos(100, 100))
		if words := b.menuWords(); slices.Contains(words, "Show its chart") != offered {
			t.Errorf("row %d has the menu %q", key, words)
		}
		b.window.Canvas().Overlays().Remove(b.window.Canvas().Overlays().Top())
	}
	end := rows.Size().Width - 40
	rows.Tapped(&fyne.PointEvent{Position: fyne.NewPos(end, 1.5*look.RowHeight)}) // of a name
	if b.step(); e.Inspector.Mode() == inspect.Chart {
		t.Error("a text is charted")
	}
	rows.Tapped(&fyne.PointEvent{Position: fyne.NewPos(end, 0.5*look.RowHeight)})
	if b.step(); e.Inspector.Mode() != inspect.Chart {
		t.Error("one click at the end of the row of a number does not show its chart")
	}
	e.Inspector.SetMode(inspect.Latest)
	b.step()
	rows.OnMenu(1, fyne.NewPos(100, 100))
	b.choose("Show its chart")
	b.step()
	if e.Inspector.Mode() != inspect.Chart {
		t.Errorf("the inspector is in mode %d", e.Inspector.Mode())
	}
	lines := placed[*chart.Chart](b, "chart").Lines()
	if len(lines) != 1 || lines[0].Name != "battery" {
		t.Errorf("the chart has %d lines", len(lines))
	}
}
