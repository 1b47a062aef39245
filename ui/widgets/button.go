package widgets

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/look"
)

// Button is a button that leaves the window Escape.
type Button struct {
	widget.Button
	Tip string // what it is called, with its key, while it shows no words

	ring *canvas.Rectangle // seen while it has the keyboard
}

// NewButton makes a button; icon may be nil.
func NewButton(text string, icon fyne.Resource, tapped func()) *Button {
	b := &Button{}
	b.ExtendBaseWidget(b)
	b.Text, b.Icon, b.OnTapped = text, icon, tapped
	return b
}

// ringWidth is how thick the line is around a button that has the keyboard. The toolkit
// only mixes a colour in, of which nothing is seen on a coloured one.
const ringWidth = 2

// line is what goes around it.
func (b *Button) line() *canvas.Rectangle {
	if b.ring == nil {
		b.ring = canvas.NewRectangle(color.Transparent)
		b.ring.StrokeWidth, b.ring.CornerRadius = ringWidth, theme.Size(theme.SizeNameInputRadius)
		b.ring.Hide()
	}
	return b.ring
}

// FocusGained is called by Fyne.
func (b *Button) FocusGained() {
	b.line().Show()
	b.Button.FocusGained()
}

// FocusLost is called by Fyne.
func (b *Button) FocusLost() {
	b.line().Hide()
	b.Button.FocusLost()
}

// CreateRenderer is called by Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	return &buttonRenderer{b.Button.CreateRenderer(), b.line()}
}

// buttonRenderer draws a button of the toolkit, and a line around it.
type buttonRenderer struct {
	fyne.WidgetRenderer
	ring *canvas.Rectangle
}

// Layout implements fyne.WidgetRenderer.
func (r *buttonRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.ring.Resize(size)
}

// Refresh implements fyne.WidgetRenderer.
func (r *buttonRenderer) Refresh() {
	r.ring.StrokeColor = look.Colour(theme.ColorNameForeground)
	r.ring.Refresh()
	r.WidgetRenderer.Refresh()
}

// Objects implements fyne.WidgetRenderer.
func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return append(slices.Clone(r.WidgetRenderer.Objects()), r.ring)
}

// TypedKey is called by Fyne. Enter presses the button as the space bar does.
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyEscape:
		passOnKey(ev)
	case fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		b.Button.TypedKey(ev)
	}
}
