package chart

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// pointed is the time under the cursor: of what is drawn, or is to be drawn next.
func (c *Chart) pointed() (at int64, ok bool) {
	from, to := c.drawn.from, c.drawn.to
	if to == 0 {
		from, to = c.Time.Bounds()
	}
	part, ok := c.Time.Cursor()
	return from + int64(part*float64(to-from)), ok
}

// placeCursor puts the cursor where it points at, and its time over it.
func (c *Chart) placeCursor() {
	part, ok := c.Time.Cursor()
	p := c.drawn.place
	inside := ok && p != nil && p.area.Dx() > 0 && p.area.Dy() > 0
	if arrange.SetHidden(!inside, c.cursor); !inside {
		arrange.SetHidden(true, c.stamp.Raster)
		return
	}
	top, px := c.plot.Position(), float32(p.px)
	x := (float32(p.area.Min.X) + float32(part)*float32(p.area.Dx())) / px
	c.cursor.Move(fyne.NewPos(top.X+x, top.Y+float32(p.area.Min.Y)/px))
	c.cursor.Resize(fyne.NewSize(1, float32(p.area.Dy())/px))
	at, _ := c.pointed()
	left, right := p.stampRoom()
	words, width := stampWithin(at, c.drawn.to-c.drawn.from, right-left)
	if arrange.SetHidden(words == "", c.stamp.Raster); words == "" {
		return
	}
	place := fyne.NewPos(top.X+min(max(left, x-width/2), right-width), top.Y)
	c.stamp.Place(place, fyne.NewSize(width, labelHeight))
	c.stamp.Set(text.Span{Text: words, Colour: look.Colour(theme.ColorNameForeground), X: stampEdge})
}

// stampEdge is what the time of the cursor has beside it.
const stampEdge = 4

// stampRoom is where the time of the cursor may stand over the plot, in units: between the
// titles of the axes.
func (p *plot) stampRoom() (left, right float32) {
	left, right = float32(p.area.Min.X), float32(p.dst.Rect.Dx()-p.units(edge))
	if len(p.axes) > 1 {
		right = float32(p.area.Max.X)
	}
	return left / float32(p.px), right / float32(p.px)
}

// stampWithin writes a time as precisely as there is room for, and gives its width; nothing
// where there is none.
func stampWithin(at, span int64, room float32) (words string, width float32) {
	for _, words = range stampsOf(at, time.Duration(span)) {
		if width = text.Width(words, text.Regular, labelSize) + 2*stampEdge; width <= room {
			return words, width
		}
	}
	return "", 0
}

// stampsOf writes a time as precisely as it can be pointed at, and then less so. That of a
// day is not left out where several are on view.
func stampsOf(at int64, span time.Duration) []string {
	t := time.Unix(0, at)
	switch {
	case span > 2*day:
		return []string{t.Format("2 Jan ") + format.ClockShort(t)}
	case span > 10*time.Minute:
		return []string{format.Clock(t), format.ClockShort(t)}
	}
	return []string{format.ClockMillis(t), format.Clock(t)}
}
