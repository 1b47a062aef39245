package ui

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/profiles"
	"mangrove/ui/look"
	"mangrove/ui/profile"
	"mangrove/ui/widgets"
)

// TestPagesShareTheirEdges has what stands on a page begin at one distance from the edge
// of its pane, whichever page it is. What has an edge of its own begins at 0, and a label
// has the room around its text besides.
func TestPagesShareTheirEdges(t *testing.T) {
	stored := at("stored", "plant")
	stored.Address.Scheme, stored.Headers = "wss", []string{"A"}
	stored.TLS.SkipVerify, stored.Username = true, "u"
	stored.Subscriptions = []profiles.Subscription{{Filter: "a/#"}, {Filter: "a#"}}
	stored.Formats = []profiles.PayloadFormat{{Filter: "a"}}
	s := newShelfBench(t, stored)
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
	s.home.Choose(s.idOf("stored"))
	share("the form of a connection")
	s.formHasEdges()
	s.home.Choose("")
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

// formHasEdges has every line of the connection's form begin at the distance from the edge
// that all pages have, or where its fields do.
func (s *shelfBench) formHasEdges() {
	s.t.Helper()
	groups := placed[*widgets.Segmented](s.bench, "groups")
	for _, width := range []float32{900, 1280, 1920} {
		s.window.Resize(fyne.NewSize(width, 800))
		s.home.Edit(s.idOf("stored"), profile.GeneralGroup)
		s.step()
		pane := find[*container.Split](s.window.Content())[0].Trailing
		left := fyne.CurrentApp().Driver().AbsolutePositionForObject(pane).X
		fields := s.lookAt(time.Now()).Places["field Host"].X - left
		for group := range groups.Options {
			groups.OnChanged(group)
			s.step()
			all := visibleParts(pane)
			if len(all) < 5 {
				s.t.Fatalf("%s has %d parts", groups.Options[group], len(all))
			}
			for _, one := range all {
				if begin := one.begin - left; one.isFirst(all) && begin != look.PageEdge && begin != fields {
					s.t.Errorf("in a window of %g, under %s, %T begins at %g, want %d or %g", width, groups.Options[group], one.object, begin, look.PageEdge, fields)
				}
			}
		}
	}
	s.window.Resize(fyne.NewSize(1280, 800))
}

// visiblePart is something on a page that is no box of other things.
type visiblePart struct {
	object fyne.CanvasObject
	at     fyne.Position
	begin  float32 // where it is seen to begin: a label has room around its text
}

// isFirst reports whether nothing stands left of it.
func (v visiblePart) isFirst(all []visiblePart) bool {
	return !slices.ContainsFunc(all, func(o visiblePart) bool {
		return o.at.X < v.at.X && o.at.Y < v.at.Y+v.object.Size().Height && v.at.Y < o.at.Y+o.object.Size().Height
	})
}

// visibleParts lists what is on view in an object. What has an edge of its own is one part.
func visibleParts(o fyne.CanvasObject) (all []visiblePart) {
	if !o.Visible() {
		return nil
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, part := range o.Objects {
			all = append(all, visibleParts(part)...)
		}
		return all
	case *container.Scroll:
		return visibleParts(o.Content)
	case *widget.Label:
		if o.Text == "" {
			return nil
		}
		return []visiblePart{{o, at, at.X + theme.InnerPadding()}}
	case *widgets.Panel:
		if !o.Round {
			return visibleParts(test.WidgetRenderer(o).Objects()[1])
		}
	}
	return []visiblePart{{o, at, at.X}}
}
