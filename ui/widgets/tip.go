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
	tipWidth   = 620 // at most
	tipLines   = 12  // at most
)

// Tip is a small panel over everything else that says what did not fit below.
// It takes no clicks. Lay it over the window's content.
type Tip struct {
	widget.BaseWidget
	back  *canvas.Rectangle
	lines []*text.Line
	wants []string
	at    fyne.Position
}

// NewTip makes a tip that is not seen.
func NewTip() *Tip {
	t := &Tip{back: canvas.NewRectangle(nil)}
	t.back.CornerRadius, t.back.StrokeWidth = 4, 1
	t.ExtendBaseWidget(t)
	t.Hide()
	return t
}

// Say shows texts at a place on the canvas, each from a new line on, broken
// where they do not fit.
func (t *Tip) Say(at fyne.Position, texts ...string) {
	t.wants = t.wants[:0]
	for _, s := range texts {
		t.wants = append(t.wants, breakText(s, tipWidth)...)
	}
	if len(t.wants) > tipLines {
		t.wants = append(t.wants[:tipLines-1], "…")
	}
	t.at = at
	t.Show()
	t.Refresh()
}

// breakText cuts a text into pieces of a width.
func breakText(s string, width float32) []string {
	var list []string
	from, x := 0, float32(0)
	for i, r := range s {
		w := text.Width(string(r), text.Regular, tipText)
		if x += w; x > width && i > from {
			list = append(list, s[from:i])
			from, x = i, w
			if len(list) > tipLines {
				return list
			}
		}
	}
	return append(list, s[from:])
}

// CreateRenderer is called by Fyne.
func (t *Tip) CreateRenderer() fyne.WidgetRenderer { return &tipView{t} }

type tipView struct{ tip *Tip }

// Layout is called by Fyne.
func (v *tipView) Layout(size fyne.Size) {
	t := v.tip
	var width float32
	for _, s := range t.wants {
		width = max(width, text.Width(s, text.Regular, tipText)*1.06) // glyphs stand on whole pixels
	}
	panel := fyne.NewSize(width+2*tipPadding+2, float32(len(t.wants))*tipLine+2*tipPadding)
	x := max(0, min(t.at.X, size.Width-panel.Width-4))
	y := t.at.Y + 4
	if y+panel.Height > size.Height {
		y = max(0, t.at.Y-panel.Height-24) // above the row
	}
	t.back.Move(fyne.NewPos(x, y))
	t.back.Resize(panel)
	for i, l := range t.lines {
		l.Raster.Move(fyne.NewPos(x+tipPadding, y+tipPadding+float32(i)*tipLine))
		l.Raster.Resize(fyne.NewSize(width+2, tipLine))
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
	for len(t.lines) < len(t.wants) {
		t.lines = append(t.lines, text.NewLine(tipText))
	}
	t.lines = t.lines[:len(t.wants)]
	for i, s := range t.wants {
		t.lines[i].Set(text.Span{Text: s, Colour: theme.Color(theme.ColorNameForeground)})
	}
	t.back.FillColor = theme.Color(theme.ColorNameMenuBackground)
	t.back.StrokeColor = theme.Color(theme.ColorNameSeparator)
	v.Layout(t.Size())
	canvas.Refresh(t)
}

// Destroy is called by Fyne.
func (v *tipView) Destroy() {}
