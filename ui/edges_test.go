package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"mangrove/ui/look"
	"mangrove/ui/widgets"
)

// TestPagesShareTheirEdges has what stands on a page begin at one distance from the edge
// of its pane, whichever page it is. What has an edge of its own begins at 0, and a label
// has the room around its text besides.
func TestPagesShareTheirEdges(t *testing.T) {
	s := newShelfBench(t, at("stored", "plant"))
	s.window.Resize(fyne.NewSize(1280, 800))
	allowed := map[float32]bool{0: true, look.PageEdge: true, look.PageEdge - theme.InnerPadding(): true}
	share := func(page string) {
		t.Helper()
		s.step()
		panels := find[*widgets.Panel](s.window.Content())
		if len(panels) < 4 {
			t.Fatalf("%s has %d panels", page, len(panels))
		}
		for _, p := range panels {
			content := test.WidgetRenderer(p).Objects()[1]
			if !p.Round && p.Visible() && !allowed[content.Position().X] {
				t.Errorf("%s: %T begins at %g", page, content, content.Position().X)
			}
		}
	}
	share("the start page")
	s.show(pageBox)
	share("the built-in broker")
	s.box.Listening = "0.0.0.0:1883"
	s.OpenBox(s.box, nil)
	share("the built-in broker while it runs")
	e := s.connect()
	s.receive(msg("a/b", "1"))
	share("a connection")
	e.Inspector.ListMessages()
	share("its messages")
	s.do("Busiest topics")
	share("its busiest topics")
}
