package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets/text"
)

// Measures of a tip.
const (
	tipText    = 12
	tipLine    = 18
	tipPadding = 6
	tipGap     = 4   // from what it is about
	tipMargin  = 4   // from the edges of the window
	tipWidth   = 720 // at most
	tipLines   = 12  // at most
)

// Tip is a small panel over everything else that says what did not fit below.
// It is as wide as its text, and takes no clicks. Lay it over the window's
// content.
type Tip struct {
	widget.BaseWidget
	back   *canvas.Rectangle
	lines  []*text.Line
	texts  []string
	shown  []string // the texts as lines
	at     fyne.Position
	height float32
}

// NewTip makes a tip that is not seen.
func NewTip() *Tip {
	t := &Tip{back: canvas.NewRectangle(nil)}
	t.back.CornerRadius, t.back.StrokeWidth = 4, 1
	t.ExtendBaseWidget(t)
	t.Hide()
	return t
}

// Say shows texts, each from a new line on, broken between words where they do
// not fit. They are about what ends at a place on the canvas and has a height,
// and do not cover it.
func (t *Tip) Say(at fyne.Position, height float32, texts ...string) {
	t.at, t.height, t.texts = at, height, texts
	t.Show()
	t.Refresh()
}

// Shown is what the tip says, line by line; nothing while it is not seen.
func (t *Tip) Shown() []string {
	if !t.Visible() {
		return nil
	}
	return t.shown
}

// breakLines breaks the texts for a width.
func (t *Tip) breakLines(width, scale float32) {
	f := text.At(text.Regular, tipText, scale)
	t.shown = t.shown[:0]
	for _, s := range t.texts {
		t.shown = append(t.shown, f.Break(s, width*scale, tipLines)...)
	}
	if len(t.shown) > tipLines {
		t.shown = append(t.shown[:tipLines-1], "…")
	}
}

// place is where the panel stands, and how large it is: below what it is about,
// or above where there is more room.
func (t *Tip) place(window fyne.Size) (fyne.Position, fyne.Size) {
	scale := text.ScaleOf(t)
	t.breakLines(min(tipWidth, window.Width-2*tipMargin-2*tipPadding), scale)
	var width float32
	for _, s := range t.shown {
		width = max(width, text.At(text.Regular, tipText, scale).Width(s)/scale)
	}
	below, above := window.Height-t.at.Y-tipGap-tipMargin, t.at.Y-t.height-tipGap-tipMargin
	lines := float32(len(t.shown))
	fits := lines*tipLine+2*tipPadding <= below
	if room := max(below, above); !fits && lines*tipLine+2*tipPadding > room {
		lines = max(1, float32(int((room-2*tipPadding)/tipLine)))
		t.shown = append(t.shown[:int(lines)-1], "…")
	}
	size := fyne.NewSize(width+2*tipPadding+2, lines*tipLine+2*tipPadding)
	at := fyne.NewPos(max(tipMargin, min(t.at.X, window.Width-size.Width-tipMargin)), t.at.Y+tipGap)
	if !fits && above > below {
		at.Y = t.at.Y - t.height - tipGap - size.Height
	}
	return at, size
}

// CreateRenderer is called by Fyne.
func (t *Tip) CreateRenderer() fyne.WidgetRenderer { return &tipView{t} }

type tipView struct{ tip *Tip }

// Layout is called by Fyne.
func (v *tipView) Layout(window fyne.Size) {
	t := v.tip
	at, size := t.place(window)
	for len(t.lines) < len(t.shown) {
		t.lines = append(t.lines, text.NewLine(tipText))
	}
	t.lines = t.lines[:len(t.shown)]
	t.back.Move(at)
	t.back.Resize(size)
	for i, l := range t.lines {
		l.Set(text.Span{Text: t.shown[i], Colour: theme.Color(theme.ColorNameForeground)})
		l.Place(at.AddXY(tipPadding, tipPadding+float32(i)*tipLine), fyne.NewSize(size.Width-2*tipPadding, tipLine))
	}
}

// MinSize is asked by Fyne.
func (v *tipView) MinSize() fyne.Size { return fyne.Size{} }

// Objects is asked by Fyne.
func (v *tipView) Objects() []fyne.CanvasObject {
	list := []fyne.CanvasObject{v.tip.back}
	for _, l := range v.tip.lines {
		list = append(list, l.Raster)
	}
	return list
}

// Refresh is called by Fyne.
func (v *tipView) Refresh() {
	t := v.tip
	t.back.FillColor = theme.Color(theme.ColorNameMenuBackground)
	t.back.StrokeColor = theme.Color(theme.ColorNameSeparator)
	v.Layout(t.Size())
	canvas.Refresh(t)
}

// Destroy is called by Fyne.
func (v *tipView) Destroy() {}
