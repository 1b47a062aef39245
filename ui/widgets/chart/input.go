package chart

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

const (
	zoomStep = 1.25 // a notch of the wheel
	panStep  = 0.2  // an arrow key
)

// part is where a place lies in what is shown, from 0 to 1 inside of it.
func (c *Chart) part(x float32) float64 {
	p := c.drawn.place
	if p == nil || p.area.Dx() == 0 {
		return 0
	}
	return (float64(x-c.plot.Position().X)*p.px - float64(p.area.Min.X)) / float64(p.area.Dx())
}

// MouseIn is called by Fyne.
func (c *Chart) MouseIn(ev *desktop.MouseEvent) { c.MouseMoved(ev) }

// MouseMoved is called by Fyne.
func (c *Chart) MouseMoved(ev *desktop.MouseEvent) {
	if c.drawn.place == nil {
		c.Time.PointNowhere()
		return
	}
	c.Time.Point(c.part(ev.Position.X))
}

// MouseOut is called by Fyne.
func (c *Chart) MouseOut() { c.Time.PointNowhere() }

// Scrolled is called by Fyne: the wheel zooms about the pointer, and sideways pans.
func (c *Chart) Scrolled(ev *fyne.ScrollEvent) {
	if ev.Position.Y < c.plot.Position().Y {
		c.OnWheel(ev)
		return
	}
	switch {
	case ev.Scrolled.DX != 0:
		c.Time.Pan(-float64(ev.Scrolled.DX) / 4 / float64(max(1, c.Size().Width)))
	case ev.Scrolled.DY >= 0:
		c.Time.Zoom(1/zoomStep, c.part(ev.Position.X))
	default:
		c.Time.Zoom(zoomStep, c.part(ev.Position.X))
	}
}

// Dragged is called by Fyne: what is shown goes with the pointer.
func (c *Chart) Dragged(ev *fyne.DragEvent) {
	if p := c.drawn.place; p != nil && p.area.Dx() > 0 {
		c.Time.Pan(-float64(ev.Dragged.DX) * p.px / float64(p.area.Dx()))
	}
}

// DragEnd is called by Fyne.
func (c *Chart) DragEnd() {}

// Tapped is called by Fyne.
func (c *Chart) Tapped(*fyne.PointEvent) {
	if on := fyne.CurrentApp().Driver().CanvasForObject(c); on != nil {
		on.Focus(c)
	}
	c.OnTapped()
}

// TappedSecondary is called by Fyne.
func (c *Chart) TappedSecondary(ev *fyne.PointEvent) { c.OnMenu(ev.AbsolutePosition) }

// FocusGained is called by Fyne.
func (c *Chart) FocusGained() { c.setFocused(true) }

// FocusLost is called by Fyne.
func (c *Chart) FocusLost() { c.setFocused(false) }

func (c *Chart) setFocused(on bool) {
	c.focused = on
	(&renderer{c}).colour()
	c.frame.Refresh()
}

// TypedRune is called by Fyne.
func (c *Chart) TypedRune(r rune) {
	switch r {
	case '+':
		c.Time.Zoom(1/zoomStep, 1)
	case '-':
		c.Time.Zoom(zoomStep, 1)
	case ' ':
		c.Time.SetLive(!c.Time.Live())
	}
}

// TypedKey is called by Fyne.
func (c *Chart) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft:
		c.Time.Pan(-panStep)
	case fyne.KeyRight:
		c.Time.Pan(panStep)
	case fyne.KeyEnd:
		c.Time.SetLive(true)
	case fyne.KeyReturn, fyne.KeyEnter:
		c.OnTapped()
	}
}

var (
	_ desktop.Hoverable      = (*Chart)(nil)
	_ fyne.Scrollable        = (*Chart)(nil)
	_ fyne.Draggable         = (*Chart)(nil)
	_ fyne.Tappable          = (*Chart)(nil)
	_ fyne.SecondaryTappable = (*Chart)(nil)
	_ fyne.Focusable         = (*Chart)(nil)
)
