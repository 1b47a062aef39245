package profile

import (
	"testing"

	"fyne.io/fyne/v2"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/ui/widgets/arrange"
)

func TestFieldWithTheKeyboardIsSeen(t *testing.T) {
	p := at("one", "a.example")
	p.Will = &profiles.Will{User: []broker.UserProperty{{}, {}}}
	s := newBench(t, p)
	s.choose(s.idOf("one"))
	f := s.Form
	f.Turn(3)
	c, d := s.window.Canvas(), fyne.CurrentApp().Driver()
	c.Focus(s.field("Session expiry"))
	seen := func() {
		t.Helper()
		o := c.Focused().(fyne.CanvasObject)
		top := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(f.body).Y
		if top < 0 || top+o.Size().Height > f.body.Size().Height {
			t.Errorf("%T stands at %.0f of %.0f", o, top, f.body.Size().Height)
		}
	}
	fields := 0
	for c.FocusNext(); fields < 18; c.FocusNext() {
		seen()
		if e, ok := c.Focused().(fyne.Tabbable); ok && e.AcceptsTab() {
			t.Errorf("Tab does not lead out of field %d", fields)
		}
		fields++
	}
	if f.body.Offset.Y == 0 {
		t.Error("all of it fits, so nothing was tried")
	}
	c.Focus(s.field("Session expiry"))
	seen()
}

// TestPlacesOfFieldsAreKnownBeforeTheyAreDrawn: every field of every group of
// the form is found in it, where it stands.
func TestPlacesOfFieldsAreKnownBeforeTheyAreDrawn(t *testing.T) {
	s := newBench(t, at("one", "a.example"))
	s.choose(s.idOf("one"))
	f := s.Form
	for i := range f.groups {
		f.Turn(i)
		for _, o := range f.groups[i].named {
			got, found := arrange.PlaceIn(f.body.Content, o.Object)
			d := fyne.CurrentApp().Driver()
			want := d.AbsolutePositionForObject(o.Object).Subtract(d.AbsolutePositionForObject(f.body.Content))
			off := got.Subtract(want)
			seen := want.X >= 0 // else the row of it is hidden
			if !found || seen && max(off.X, off.Y, -off.X, -off.Y) > 0.01 {
				t.Errorf("%s is at %v, want %v", o.Name, got, want)
			}
		}
	}
}
