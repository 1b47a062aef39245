package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Measures of a swatch.
const (
	swatchSize = 20
	swatchStep = 28
)

// Swatches is a choice between colours, or none of them.
type Swatches struct {
	widget.BaseWidget
	Colours   []color.Color // the first stands for none
	OnChanged func(i int)   // by the user; not by Choose

	chosen  int
	focused bool
}

// NewSwatches makes a choice with none chosen; colours come after that.
func NewSwatches(colours []color.Color, changed func(i int)) *Swatches {
	s := &Swatches{Colours: append([]color.Color{color.Transparent}, colours...), OnChanged: changed}
	s.ExtendBaseWidget(s)
	return s
}

// Choose chooses a colour, counted from 1; 0 is none.
func (s *Swatches) Choose(i int) {
	if i >= 0 && i < len(s.Colours) && i != s.chosen {
		s.chosen = i
		s.Refresh()
	}
}

func (s *Swatches) pick(i int) {
	if i < 0 || i >= len(s.Colours) || i == s.chosen {
		return
	}
	s.Choose(i)
	if s.OnChanged != nil {
		s.OnChanged(i)
	}
}

// Tapped is called by Fyne.
func (s *Swatches) Tapped(ev *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil {
		c.Focus(s)
	}
	s.pick(int(ev.Position.X / swatchStep))
}

// FocusGained is called by Fyne.
func (s *Swatches) FocusGained() {
	s.focused = true
	s.Refresh()
}

// FocusLost is called by Fyne.
func (s *Swatches) FocusLost() {
	s.focused = false
	s.Refresh()
}

// TypedRune is called by Fyne.
func (s *Swatches) TypedRune(rune) {}

// TypedKey is called by Fyne.
func (s *Swatches) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft, fyne.KeyUp:
		s.pick(s.chosen - 1)
	case fyne.KeyRight, fyne.KeyDown:
		s.pick(s.chosen + 1)
	}
}

// CreateRenderer is called by Fyne.
func (s *Swatches) CreateRenderer() fyne.WidgetRenderer {
	r := &swatchesRenderer{s: s}
	for _, c := range s.Colours {
		dot, ring := canvas.NewRectangle(c), canvas.NewRectangle(color.Transparent)
		dot.CornerRadius, ring.CornerRadius, ring.StrokeWidth = 4, 6, 2
		r.dots, r.rings = append(r.dots, dot), append(r.rings, ring)
		r.objects = append(r.objects, ring, dot)
	}
	r.dots[0].StrokeWidth = 1
	r.Refresh()
	return r
}

type swatchesRenderer struct {
	s           *Swatches
	dots, rings []*canvas.Rectangle
	objects     []fyne.CanvasObject
}

// Layout is called by Fyne.
func (r *swatchesRenderer) Layout(size fyne.Size) {
	y := (size.Height - swatchSize) / 2
	for i := range r.dots {
		x := float32(i)*swatchStep + (swatchStep-swatchSize)/2
		r.dots[i].Move(fyne.NewPos(x, y))
		r.dots[i].Resize(fyne.NewSize(swatchSize, swatchSize))
		r.rings[i].Move(fyne.NewPos(x-3, y-3))
		r.rings[i].Resize(fyne.NewSize(swatchSize+6, swatchSize+6))
	}
}

// MinSize is asked by Fyne.
func (r *swatchesRenderer) MinSize() fyne.Size {
	return fyne.NewSize(float32(len(r.dots))*swatchStep, swatchStep)
}

// Objects is asked by Fyne.
func (r *swatchesRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Refresh is called by Fyne.
func (r *swatchesRenderer) Refresh() {
	r.dots[0].StrokeColor = theme.Color(theme.ColorNameDisabled)
	for i, ring := range r.rings {
		ring.StrokeColor = color.Transparent
		if i == r.s.chosen {
			ring.StrokeColor = theme.Color(theme.ColorNameForeground)
			if r.s.focused {
				ring.StrokeColor = theme.Color(theme.ColorNamePrimary)
			}
		}
		ring.Refresh()
	}
	r.dots[0].Refresh()
}

// Destroy is called by Fyne.
func (r *swatchesRenderer) Destroy() {}

var (
	_ fyne.Tappable  = (*Swatches)(nil)
	_ fyne.Focusable = (*Swatches)(nil)
)
