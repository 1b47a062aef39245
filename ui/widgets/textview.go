package widgets

import (
	"image/color"
	"math"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets/text"
)

// TextView shows a text of any length in a fixed-width font. Only the lines
// seen cost anything. Text can be selected with the mouse and copied.
type TextView struct {
	widget.BaseWidget

	TextSize  float32
	OnColumns func(columns int)            // the width has room for another number of columns
	OnMenu    func(at fyne.Position)       // right click; at is on the canvas
	OnSelect  func()                       // something else is selected by the user
	OnFind    func()                       // the shortcut to find
	OnKey     func(ev *fyne.KeyEvent) bool // first look at a key; true when it was used
	Save      func()                       // keeps the text as a file, offered when it is too large to copy
	Colour    func(MarkKind) color.Color

	viewport
	lines    Lines
	columns  int
	from, to place     // the selection, to is where the mouse is; equal: none
	bytes    byteRange // the selection of what is shown in hexadecimal
	under    place     // where the menu was asked for
	focused  bool
	renderer *textViewRenderer
}

// place is a place in a text between two characters.
type place struct{ line, column int }

func (p place) before(q place) bool {
	return p.line < q.line || p.line == q.line && p.column < q.column
}

const textMargin = 8

// NewTextView makes an empty view.
func NewTextView(lineHeight, textSize float32) *TextView {
	v := &TextView{TextSize: textSize, viewport: viewport{lineHeight: lineHeight}}
	v.lines = NewTextLines(nil, 80, nil)
	v.Colour = func(MarkKind) color.Color { return theme.Color(theme.ColorNameForeground) }
	v.ExtendBaseWidget(v)
	return v
}

// SetLines replaces the text. The place that is seen stays, as far as there
// are lines, unless top is set; the selection goes, but for that of bytes which are there
// again.
func (v *TextView) SetLines(l Lines, top bool) {
	v.lines = l
	v.from, v.to = place{}, place{}
	if h, hex := v.hex(); top || !hex || max(v.bytes.from, v.bytes.to) >= len(h.data) {
		v.bytes.on = false
	}
	if top {
		v.top, v.above = 0, 0
	}
	v.redraw()
}

// Seen gives the lines in view, as they were received.
func (v *TextView) Seen() []string {
	var list []string
	for i := range v.count() {
		list = append(list, v.lines.Line(v.top+i).Raw)
	}
	return list
}

// Columns is how many characters fit into a line.
func (v *TextView) Columns() int {
	cell := text.Width("0", text.Mono, v.TextSize)
	return max(8, int((v.Size().Width-2*textMargin-barWidth)/cell))
}

// MenuOffset is the byte of the text that the menu was asked for over; -1 when
// what is shown is no text.
func (v *TextView) MenuOffset() int {
	t, ok := v.lines.(*textLines)
	if !ok || v.under.line >= t.Len() {
		return -1
	}
	raw, _ := t.Raw(v.under.line)
	from, _ := t.reach(v.under.line)
	return from + byteAt(raw, v.under.column)
}

// SelectAll selects the whole text.
func (v *TextView) SelectAll() {
	if h, hex := v.hex(); hex {
		v.bytes = byteRange{0, len(h.data) - 1, true}
		v.redraw()
		v.selected()
		return
	}
	last := v.lines.Len() - 1
	raw, _ := v.lines.Raw(last)
	v.from, v.to = place{}, place{last, utf8.RuneCountInString(raw)}
	v.redraw()
}

// Selection is the text that is selected, byte for byte.
func (v *TextView) Selection() string {
	if h, hex := v.hex(); hex && v.bytes.on {
		return v.hexSelection(h)
	}
	a, b := v.from, v.to
	if b.before(a) {
		a, b = b, a
	}
	var s strings.Builder
	for i := a.line; i <= b.line && i < v.lines.Len(); i++ {
		raw, end := v.lines.Raw(i)
		from, to := 0, len(raw)
		if i == a.line {
			from = byteAt(raw, a.column)
		}
		if i == b.line {
			to = byteAt(raw, b.column)
		}
		s.WriteString(raw[from:to])
		if i < b.line {
			s.WriteString(end)
		}
	}
	return s.String()
}

// byteAt is where the n-th character of a string begins.
func byteAt(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

func (v *TextView) redraw() {
	if v.renderer != nil {
		v.renderer.update()
	}
}

// CreateRenderer is called by Fyne.
func (v *TextView) CreateRenderer() fyne.WidgetRenderer {
	v.renderer = &textViewRenderer{view: v, ring: focusRing()}
	v.renderer.bar = newScrollBar(&v.viewport, v.redraw)
	v.renderer.arrange()
	return v.renderer
}

// MinSize is a few lines.
func (v *TextView) MinSize() fyne.Size { return fyne.NewSize(80, 2*v.lineHeight) }

// textViewRenderer draws the lines of a [TextView] that are seen.
type textViewRenderer struct {
	view    *TextView
	pool    []*textRow
	bar     *scrollBar
	ring    *canvas.Rectangle
	objects []fyne.CanvasObject
}

type textRow struct {
	selected *canvas.Rectangle
	chars    *canvas.Rectangle // behind selected bytes as characters
	line     *text.Line
}

func (r *textViewRenderer) update() {
	v := r.view
	v.length, v.height = v.lines.Len(), v.Size().Height-2*textPad
	v.clamp()
	n := v.count()
	for len(r.pool) < n {
		r.pool = append(r.pool, &textRow{canvas.NewRectangle(nil), canvas.NewRectangle(nil), text.NewLine(v.TextSize)})
		r.arrange()
	}
	for i, row := range r.pool {
		if i >= n {
			row.line.Raster.Hide()
			row.selected.Hide()
			row.chars.Hide()
			continue
		}
		l := v.lines.Line(v.top + i)
		at := fyne.NewPos(0, textPad+v.y(i))
		row.line.Place(at, fyne.NewSize(v.Size().Width-barWidth, v.lineHeight))
		row.line.Set(v.spans(l)...)
		row.line.Raster.Show()
		row.chars.Hide()
		if h, hex := v.hex(); hex {
			r.showBytes(row, h, v.top+i)
		} else {
			r.showSelection(row.selected, v.top+i, at.Y)
		}
	}
	r.bar.update()
	r.ring.Hidden = !v.focused
}

const textPad = 4

// showSelection puts the rectangle behind the selected part of a line.
func (r *textViewRenderer) showSelection(rect *canvas.Rectangle, line int, y float32) {
	v := r.view
	a, b := v.from, v.to
	if b.before(a) {
		a, b = b, a
	}
	if a == b || line < a.line || line > b.line {
		rect.Hide()
		return
	}
	first, last := 0, math.MaxInt
	if line == a.line {
		first = a.column
	}
	if line == b.line {
		last = b.column
	}
	from, to := v.reach(line, first, last)
	if line != b.line {
		to += 4 // the line break shows as a little more
	}
	r.mark(rect, from, to, y)
}

// mark puts a rectangle behind a part of a line.
func (r *textViewRenderer) mark(rect *canvas.Rectangle, from, to, y float32) {
	rect.FillColor = theme.Color(theme.ColorNameSelection)
	rect.Move(fyne.NewPos(textMargin+from, y))
	rect.Resize(fyne.NewSize(max(0, to-from), r.view.lineHeight))
	rect.Show()
	rect.Refresh()
}

// showBytes puts the rectangles behind the selected bytes of a line.
func (r *textViewRenderer) showBytes(row *textRow, h *hexLines, line int) {
	parts, some := r.view.hexParts(h, line)
	if !some {
		row.selected.Hide()
		return
	}
	cell, y := text.Width("0", text.Mono, r.view.TextSize), row.line.Raster.Position().Y
	for i, rect := range []*canvas.Rectangle{row.selected, row.chars} {
		r.mark(rect, float32(parts[i][0])*cell, float32(parts[i][1])*cell, y)
	}
}

// spans colours a line.
func (v *TextView) spans(l Line) []text.Span {
	var list []text.Span
	at := 0
	add := func(to int, kind MarkKind) {
		if to > at {
			list = append(list, text.Span{Text: l.Raw[at:to], Style: text.Mono, Colour: v.Colour(kind), X: -1})
			at = to
		}
	}
	for _, m := range l.Marks {
		add(min(m.From, len(l.Raw)), Plain)
		add(min(m.To, len(l.Raw)), m.Kind)
	}
	add(len(l.Raw), Plain)
	if len(list) > 0 {
		list[0].X = textMargin
	}
	for i := range list {
		list[i].Text = visible(list[i].Text)
	}
	return list
}

// visible shows tabs, which are no mistake in a text. What else cannot be seen
// is marked where it is drawn.
func visible(s string) string { return strings.ReplaceAll(s, "\t", "→") }

func (r *textViewRenderer) arrange() {
	r.objects = r.objects[:0]
	for _, row := range r.pool {
		r.objects = append(r.objects, row.selected, row.chars)
	}
	for _, row := range r.pool {
		r.objects = append(r.objects, row.line.Raster)
	}
	r.objects = append(r.objects, r.bar, r.ring)
}

// Layout is called by Fyne when the size changes.
func (r *textViewRenderer) Layout(size fyne.Size) {
	r.bar.Move(fyne.NewPos(size.Width-barWidth, 0))
	r.bar.Resize(fyne.NewSize(barWidth, size.Height))
	r.ring.Resize(size)
	if n := r.view.Columns(); n != r.view.columns {
		r.view.columns = n
		if r.view.OnColumns != nil {
			r.view.OnColumns(n)
		}
	}
	r.update()
}

// MinSize is asked by Fyne.
func (r *textViewRenderer) MinSize() fyne.Size { return r.view.MinSize() }

// Objects is asked by Fyne.
func (r *textViewRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Refresh is called by Fyne when the theme changes.
func (r *textViewRenderer) Refresh() {
	r.ring.StrokeColor = theme.Color(theme.ColorNameFocus)
	r.bar.Refresh()
	r.update()
}

// Destroy is called by Fyne.
func (r *textViewRenderer) Destroy() {}

// IsClip tells Fyne that nothing may be drawn outside.
func (r *textViewRenderer) IsClip() {}

var _ desktop.Cursorable = (*TextView)(nil)
