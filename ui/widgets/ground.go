package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Ground lies behind other things and is told of clicks that none of them takes.
type Ground struct {
	widget.BaseWidget
	OnTapped func()
}

// NewGround makes a ground that cannot be seen.
func NewGround(tapped func()) *Ground {
	g := &Ground{OnTapped: tapped}
	g.ExtendBaseWidget(g)
	return g
}

// Tapped is called by Fyne.
func (g *Ground) Tapped(*fyne.PointEvent) { g.OnTapped() }

// CreateRenderer is called by Fyne.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

var _ fyne.Tappable = (*Ground)(nil)
