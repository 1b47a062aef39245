package payloads

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// said is a sentence about what is shown. It stands below it, on as many lines as it takes;
// where there is hardly any height it stands in the bar over it, beside what is there.
type said struct {
	over, below *widgets.TwoLines
	foot        *widgets.Panel
	all         *fyne.Container
	onMove      func() // it has gone from one place to the other; may be nil
}

const (
	// mostSaid is how many lines a sentence takes below a payload.
	mostSaid = 3
	// lowSaid is the height below which a payload has all of it.
	lowSaid = 120
)

// newSaid makes one that says nothing yet, and does something when it is pressed, unless
// that is nil.
func newSaid(tapped func()) *said {
	s := &said{over: widgets.NewTwoLines(12), below: widgets.NewGrowingLines(12, mostSaid)}
	s.over.OnTapped, s.below.OnTapped = tapped, tapped
	s.foot = widgets.NewPanel(look.Raised, s.below, 2, look.PageEdge)
	s.foot.Hide()
	return s
}

// under puts it under what it is about.
func (s *said) under(o fyne.CanvasObject) fyne.CanvasObject {
	s.all = container.New(s, o, s.foot)
	return s.all
}

// set replaces the sentence; tip is what a tip says where that does not fit.
func (s *said) set(words, tip string) {
	muted, before := look.Colour(look.Muted), s.below.MinSize()
	some := s.below.Text() != ""
	s.over.Set(words, tip, muted)
	if s.below.Set(words, tip, muted); s.all != nil && (s.below.MinSize() != before || (words != "") != some) {
		s.all.Refresh()
	}
}

// isBelow reports whether it stands below.
func (s *said) isBelow() bool { return s.foot.Visible() }

// seen is where it stands.
func (s *said) seen() *widgets.TwoLines {
	if s.isBelow() {
		return s.below
	}
	return s.over
}

// Layout implements fyne.Layout.
func (s *said) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if below := size.Height >= lowSaid && s.below.Text() != ""; below != s.isBelow() {
		arrange.SetHidden(!below, s.foot)
		arrange.SetHidden(below, s.over)
		if s.onMove != nil {
			s.onMove()
		}
	}
	rest := size.Height
	if s.isBelow() {
		s.foot.Resize(fyne.NewSize(size.Width, s.foot.MinSize().Height)) // which the words break for
		height := s.foot.MinSize().Height
		rest -= height
		s.foot.Resize(fyne.NewSize(size.Width, height))
		s.foot.Move(fyne.NewPos(0, rest))
	}
	objects[0].Resize(fyne.NewSize(size.Width, rest))
	objects[0].Move(fyne.Position{})
}

// MinSize implements fyne.Layout: that of what it is about, which it gives way to.
func (s *said) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }
