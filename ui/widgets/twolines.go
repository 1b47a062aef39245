package widgets

import (
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets/text"
)

// TwoLines is a sentence on one line, or on two where it is wider than the room there is;
// a tip says all of one that does not fit there either, and is cut behind a word. One that grows takes as many lines
// as the sentence needs, up to some, and asks for no more height than these have.
type TwoLines struct {
	widget.BaseWidget
	OnTapped func() // it is pressed; nil: nothing happens then

	words  string
	tip    string // what a tip says in place of the words; empty: these
	colour color.NRGBA
	size   float32
	lines  []*text.Line
	grows  bool
	taken  int  // lines that have words
	cut    bool // they have not all of them
}

// NewTwoLines makes one of a text size that says nothing yet.
func NewTwoLines(textSize float32) *TwoLines { return newLinesOf(textSize, 2) }

// NewGrowingLines makes one that grows with its words, up to so many lines.
func NewGrowingLines(textSize float32, most int) *TwoLines {
	t := newLinesOf(textSize, most)
	t.grows = true
	return t
}

func newLinesOf(textSize float32, most int) *TwoLines {
	t := &TwoLines{size: textSize, taken: 1}
	for range most {
		t.lines = append(t.lines, text.NewLine(textSize))
	}
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

// Seen is what stands on the lines.
func (t *TwoLines) Seen() (seen []string) {
	for _, l := range t.lines {
		seen = append(seen, l.Text())
	}
	return seen
}

// Cut reports whether there is no room for all of it.
func (t *TwoLines) Cut() bool {
	scale := text.ScaleOf(t)
	return t.cut || slices.ContainsFunc(t.lines, func(l *text.Line) bool { return l.Cut(scale) })
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

// lineHeight is that of one of the lines.
func (t *TwoLines) lineHeight() float32 { return t.size + 4 }

// Layout is called by Fyne.
func (v *twoLinesView) Layout(size fyne.Size) {
	t := v.of
	scale := text.ScaleOf(t)
	var list []string
	list, t.cut = wholeWords(text.At(text.Regular, t.size, scale), t.words, size.Width*scale, len(t.lines))
	t.taken = max(1, len(list))
	high := t.lineHeight()
	top := (size.Height - float32(t.taken)*high) / 2
	for i, l := range t.lines {
		words := ""
		if i < len(list) {
			words = list[i]
		}
		if i < len(list)-1 {
			words = strings.TrimRight(words, " ")
		}
		l.Set(text.Span{Text: words, Colour: t.colour})
		l.Place(fyne.NewPos(0, top+float32(i)*high), fyne.NewSize(size.Width, high))
		l.Raster.Hidden = i > 0 && words == ""
	}
}

// MinSize is asked by Fyne.
func (v *twoLinesView) MinSize() fyne.Size {
	lines := len(v.of.lines)
	if v.of.grows {
		lines = v.of.taken
	}
	return fyne.NewSize(8, float32(lines)*v.of.lineHeight())
}

// Objects is asked by Fyne.
func (v *twoLinesView) Objects() (all []fyne.CanvasObject) {
	for _, l := range v.of.lines {
		all = append(all, l.Raster)
	}
	return all
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
