package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"mangrove/ui/widgets/text"
)

// Header is a [Strip] of column titles that can be clicked.
type Header struct {
	Strip
	OnTapped func(x float32)        // a click, at x from the left edge
	OnMenu   func(at fyne.Position) // a right click, at a place on the canvas
	Whole    func(x float32) string // the whole title at x from the left edge, empty for none; nil: a tip has all of a line that is cut
	pointed  string                 // the title that the pointer is on
}

// NewHeader makes an empty header of a height and a text size.
func NewHeader(height, textSize float32) *Header {
	h := &Header{Strip: Strip{line: text.NewLine(textSize), height: height}}
	h.ExtendBaseWidget(h)
	return h
}

// Tapped is called by Fyne.
func (h *Header) Tapped(ev *fyne.PointEvent) { h.OnTapped(ev.Position.X) }

// TappedSecondary is called by Fyne.
func (h *Header) TappedSecondary(ev *fyne.PointEvent) { h.OnMenu(ev.AbsolutePosition) }

// MouseIn is called by Fyne.
func (h *Header) MouseIn(ev *desktop.MouseEvent) {
	if h.Whole == nil {
		h.Strip.MouseIn(ev)
		return
	}
	h.pointed = ""
	h.MouseMoved(ev)
}

// MouseMoved is called by Fyne.
func (h *Header) MouseMoved(ev *desktop.MouseEvent) {
	if h.Whole == nil {
		return
	}
	title := h.Whole(ev.Position.X)
	if title == h.pointed {
		return
	}
	if h.pointed = title; title == "" {
		pointAway()
		return
	}
	pointAt(h.line.Raster, ev.Position.X, func() []string { return []string{title} })
}

// Cursor is asked by Fyne.
func (h *Header) Cursor() desktop.Cursor { return desktop.PointerCursor }

var (
	_ fyne.Tappable          = (*Header)(nil)
	_ fyne.SecondaryTappable = (*Header)(nil)
	_ desktop.Cursorable     = (*Header)(nil)
	_ desktop.Hoverable      = (*Header)(nil)
	_ fyne.Widget            = (*Header)(nil)
)
