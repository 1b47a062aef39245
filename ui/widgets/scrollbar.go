package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Sizes of the scroll bar.
const (
	barWidth float32 = 10
	minThumb float32 = 24
)

// scrollBar shows and moves a viewport. Its thumb counts in lines, so it is
// exact at any length.
type scrollBar struct {
	widget.BaseWidget
	view    *viewport
	moved   func() // after the bar has moved the viewport
	thumb   *canvas.Rectangle
	hovered bool
	grip    float32 // where on the thumb it was gripped
	dragged bool
}

func newScrollBar(v *viewport, moved func()) *scrollBar {
	b := &scrollBar{view: v, moved: moved, thumb: canvas.NewRectangle(nil)}
	b.thumb.CornerRadius = 3
	b.ExtendBaseWidget(b)
	return b
}

// update puts the thumb where the viewport is.
func (b *scrollBar) update() {
	height, length, seen := b.Size().Height, float64(b.view.length), b.view.seen()
	hide := length <= seen || height <= 0
	if hide != b.thumb.Hidden {
		b.thumb.Hidden = hide
		b.thumb.Refresh()
	}
	if hide {
		return
	}
	size := max(minThumb, height*float32(seen/length))
	at := (height - size) * float32(b.view.at()/(length-seen))
	b.thumb.Resize(fyne.NewSize(barWidth-4, size))
	b.thumb.Move(fyne.NewPos(2, min(at, height-size)))
}

// Dragged is called by Fyne while the thumb is dragged.
func (b *scrollBar) Dragged(ev *fyne.DragEvent) {
	if !b.dragged {
		b.dragged = true
		b.grip = ev.Position.Y - ev.Dragged.DY - b.thumb.Position().Y
		if b.grip < 0 || b.grip > b.thumb.Size().Height {
			b.grip = b.thumb.Size().Height / 2
		}
	}
	b.moveThumb(ev.Position.Y - b.grip)
}

// DragEnd is called by Fyne.
func (b *scrollBar) DragEnd() { b.dragged = false }

// Tapped is called by Fyne for a click beside the thumb: a page that way.
func (b *scrollBar) Tapped(ev *fyne.PointEvent) {
	page := float64(b.view.page())
	switch y := ev.Position.Y; {
	case y < b.thumb.Position().Y:
		page = -page
	case y <= b.thumb.Position().Y+b.thumb.Size().Height:
		return
	}
	b.view.moveTo(b.view.at() + page)
	b.moved()
}

// moveThumb scrolls to where a thumb at y stands for.
func (b *scrollBar) moveThumb(y float32) {
	free := b.Size().Height - b.thumb.Size().Height
	if free <= 0 {
		return
	}
	share := float64(min(max(y, 0), free) / free)
	b.view.moveTo(share * (float64(b.view.length) - b.view.seen()))
	b.moved()
}

// MouseIn is called by Fyne.
func (b *scrollBar) MouseIn(*desktop.MouseEvent) {
	b.hovered = true
	b.Refresh()
}

// MouseMoved is called by Fyne.
func (b *scrollBar) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (b *scrollBar) MouseOut() {
	b.hovered = false
	b.Refresh()
}

// Refresh takes the colours of the theme.
func (b *scrollBar) Refresh() {
	b.thumb.FillColor = theme.Color(theme.ColorNameScrollBar)
	if !b.hovered {
		b.thumb.FillColor = withAlpha(b.thumb.FillColor, 0.55)
	}
	b.thumb.Refresh()
}

// CreateRenderer is called by Fyne.
func (b *scrollBar) CreateRenderer() fyne.WidgetRenderer {
	b.Refresh()
	return &freeRenderer{objects: []fyne.CanvasObject{b.thumb}}
}

// freeRenderer draws objects that their widget places itself.
type freeRenderer struct{ objects []fyne.CanvasObject }

// The methods Fyne asks a renderer for.
func (f *freeRenderer) Layout(fyne.Size)             {}
func (f *freeRenderer) MinSize() fyne.Size           { return fyne.NewSize(1, 1) }
func (f *freeRenderer) Objects() []fyne.CanvasObject { return f.objects }
func (f *freeRenderer) Refresh()                     {}
func (f *freeRenderer) Destroy()                     {}

var (
	_ fyne.Draggable    = (*scrollBar)(nil)
	_ fyne.Tappable     = (*scrollBar)(nil)
	_ desktop.Hoverable = (*scrollBar)(nil)
)
