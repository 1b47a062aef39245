package widgets

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets/text"
)

// TwoLines is a sentence on one line, or on two where it is wider than the room there is;
// a tip says all of one that does not fit there either.
type TwoLines struct {
	widget.BaseWidget
	OnTapped func() // it is pressed; nil: nothing happens then

	words  string
	tip    string // what a tip says in place of the words; empty: these
	colour color.NRGBA
	size   float32
	lines  [2]*text.Line
}

// NewTwoLines makes one of a text size that says nothing yet.
func NewTwoLines(textSize float32) *TwoLines {
	t := &TwoLines{size: textSize}
	t.lines = [2]*text.Line{text.NewLine(textSize), text.NewLine(textSize)}
	t.ExtendBaseWidget(t)
	return t
}

// Set replaces what it says; tip is what a tip says where that does not fit.
func (t *TwoLines) Set(words, tip string, colour color.NRGBA) {
	if t.words == words && t.tip == tip && t.colour == colour {
		return
	}
	t.words, t.tip, t.colour = words, tip, colour
	t.Refresh()
}

// Text is what it says, whether it fits or not.
func (t *TwoLines) Text() string { return t.words }

// Seen is what stands on the two lines.
func (t *TwoLines) Seen() [2]string { return [2]string{t.lines[0].Text(), t.lines[1].Text()} }

// Cut reports whether there is no room for all of it.
func (t *TwoLines) Cut() bool {
	return t.lines[1].Cut(text.ScaleOf(t)) || t.lines[0].Cut(text.ScaleOf(t))
}

// MouseIn is called by Fyne.
func (t *TwoLines) MouseIn(*desktop.MouseEvent) {
	pointAt(t, 0, func() []string {
		switch {
		case !t.Cut():
			return nil
		case t.tip != "":
			return []string{t.tip}
		}
		return []string{t.words}
	})
}

// MouseMoved is called by Fyne.
func (t *TwoLines) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (t *TwoLines) MouseOut() { pointAway() }

// Tapped is called by Fyne.
func (t *TwoLines) Tapped(*fyne.PointEvent) {
	if t.OnTapped != nil {
		t.OnTapped()
	}
}

// Cursor is asked by Fyne.
func (t *TwoLines) Cursor() desktop.Cursor {
	if t.OnTapped == nil || t.words == "" {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// CreateRenderer is called by Fyne.
func (t *TwoLines) CreateRenderer() fyne.WidgetRenderer { return &twoLinesView{t} }

type twoLinesView struct{ of *TwoLines }

// lineHeight is that of one of the two.
func (t *TwoLines) lineHeight() float32 { return t.size + 4 }

// Layout is called by Fyne.
func (v *twoLinesView) Layout(size fyne.Size) {
	t := v.of
	scale := text.ScaleOf(t)
	list := text.At(text.Regular, t.size, scale).Break(t.words, size.Width*scale, 1)
	first, second := list[0], ""
	if len(list) > 1 {
		first, second = strings.TrimRight(list[0], " "), list[1]
	}
	t.lines[0].Set(text.Span{Text: first, Colour: t.colour})
	t.lines[1].Set(text.Span{Text: second, Colour: t.colour})
	high, count := t.lineHeight(), float32(1)
	if second != "" {
		count = 2
	}
	top := (size.Height - count*high) / 2
	for i, l := range t.lines {
		l.Place(fyne.NewPos(0, top+float32(i)*high), fyne.NewSize(size.Width, high))
	}
	t.lines[1].Raster.Hidden = second == ""
}

// MinSize is asked by Fyne.
func (v *twoLinesView) MinSize() fyne.Size { return fyne.NewSize(8, 2*v.of.lineHeight()) }

// Objects is asked by Fyne.
func (v *twoLinesView) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.of.lines[0].Raster, v.of.lines[1].Raster}
}

// Refresh is called by Fyne.
func (v *twoLinesView) Refresh() {
	v.Layout(v.of.Size())
	for _, l := range v.of.lines {
		l.Raster.Refresh()
	}
}

// Destroy is called by Fyne.
func (v *twoLinesView) Destroy() {}

var (
	_ desktop.Hoverable  = (*TwoLines)(nil)
	_ desktop.Cursorable = (*TwoLines)(nil)
	_ fyne.Tappable      = (*TwoLines)(nil)
)
