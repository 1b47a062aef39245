package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets/text"
)

// Pointed tells the window that the pointer has come over something that a tip may
// say more of, or has left it. It goes there as a [Note] does.
type Pointed struct {
	At     fyne.Position // where the tip is to stand: below it
	Height float32       // of what it is about
	Say    func() []string
	of     fyne.CanvasObject // what it is about, or what has it
	from   fyne.Position     // where that stood
}

// onPointed makes it of an object, or of a part of one, where that stands now.
func onPointed(of fyne.CanvasObject, p Pointed) *Pointed {
	p.of, p.from = of, fyne.CurrentApp().Driver().AbsolutePositionForObject(of)
	return &p
}

// pointedSlack is by how much an object may move with a tip on it.
const pointedSlack = 4

// Stands reports whether what it is about is still on view, and where it was.
func (p *Pointed) Stands() bool {
	if p.of == nil {
		return true
	}
	moved := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.of).Subtract(p.from)
	return p.of.Visible() && max(moved.X, -moved.X, moved.Y, -moved.Y) <= pointedSlack
}

// ShortcutName implements fyne.Shortcut.
func (*Pointed) ShortcutName() string { return "Pointed" }

// pointAt tells that the pointer is over an object, of which say gives the words of a
// tip: none when there is nothing more to be said.
func pointAt(o fyne.CanvasObject, x float32, say func() []string) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	send(onPointed(o, Pointed{At: at.AddXY(x, o.Size().Height), Height: o.Size().Height, Say: say}))
}

// pointAway tells that the pointer has left.
func pointAway() { send(&Pointed{}) }

// TipRows has a tip over rows, of which say gives the words for the row of a key: none
// when there is nothing more to be said.
func TipRows(r *Rows, say func(key uint32) []string) {
	r.OnHover = func(key uint32, at fyne.Position) {
		send(onPointed(r, Pointed{At: at, Height: r.lineHeight, Say: func() []string { return say(key) }}))
	}
	r.OnLeave = pointAway
}

func send(s fyne.Shortcut) {
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		if c, ok := w.Canvas().(fyne.Shortcutable); ok {
			c.TypedShortcut(s)
		}
	}
}

// NewIconButton makes a button without words. A tip has its name, with its key if it
// has one.
func NewIconButton(name string, icon fyne.Resource, tapped func()) *Button {
	b := NewButton("", icon, tapped)
	b.Tip, b.Importance = name, widget.LowImportance
	return b
}

// MouseIn is called by Fyne.
func (b *Button) MouseIn(ev *desktop.MouseEvent) {
	b.Button.MouseIn(ev)
	pointAt(b, 0, b.tipWords)
}

// MouseOut is called by Fyne.
func (b *Button) MouseOut() {
	b.Button.MouseOut()
	pointAway()
}

// Tapped is called by Fyne.
func (b *Button) Tapped(ev *fyne.PointEvent) {
	pointAway()
	b.Button.Tapped(ev)
}

// tipWords are the name of a button that shows none.
func (b *Button) tipWords() []string {
	if b.Text != "" || b.Tip == "" || !b.Visible() {
		return nil
	}
	return []string{b.Tip}
}

// MouseIn is called by Fyne.
func (s *Strip) MouseIn(*desktop.MouseEvent) { pointAt(s.line.Raster, 0, s.tipWords) }

// MouseMoved is called by Fyne.
func (s *Strip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (s *Strip) MouseOut() { pointAway() }

// tipWords are all words of a strip that has room for some of them, and what explains
// them.
func (s *Strip) tipWords() (words []string) {
	if s.line.Cut(text.ScaleOf(s.line.Raster)) {
		words = []string{strings.TrimSpace(s.line.Text())}
	}
	if s.Explain != nil {
		words = append(words, s.Explain()...)
	}
	return words
}

// MouseIn is called by Fyne.
func (e *Entry) MouseIn(*desktop.MouseEvent) { pointAt(e, 0, e.tipWords) }

// MouseMoved is called by Fyne.
func (e *Entry) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (e *Entry) MouseOut() { pointAway() }

// tipWords are all of a hint that is cut, while the field is empty.
func (e *Entry) tipWords() []string {
	if e.Text != "" || e.held != "" || strings.ReplaceAll(e.PlaceHolder, "\n", " ") == e.hint {
		return nil
	}
	return []string{e.hint}
}

// MouseIn is called by Fyne.
func (s *Select) MouseIn(ev *desktop.MouseEvent) {
	s.Select.MouseIn(ev)
	pointAt(s, 0, s.tipWords)
}

// MouseOut is called by Fyne.
func (s *Select) MouseOut() {
	s.Select.MouseOut()
	pointAway()
}

// tipWords are what is chosen, where there is no room for all of it.
func (s *Select) tipWords() []string {
	room := s.Size().Width - theme.IconInlineSize() - 3*theme.InnerPadding()
	if fyne.MeasureText(s.Selected, theme.TextSize(), fyne.TextStyle{}).Width <= room {
		return nil
	}
	return []string{s.Selected}
}

// pointAtRow tells that the pointer is over a row that is cut.
func (l *List) pointAtRow(key uint32, at fyne.Position) {
	l.Rows.PointAt(at, func() []text.Span {
		if i := l.Index(key); i >= 0 {
			return l.Lines[i].Spans
		}
		return nil
	})
}

// PointAt tells that the pointer is over a row, whose place is given as OnHover gives
// it: a tip says all of the row while it is cut. There is none of what is gone.
func (r *Rows) PointAt(at fyne.Position, spans func() []text.Span) {
	send(onPointed(r, Pointed{At: at, Height: r.lineHeight, Say: func() []string {
		all := spans()
		if len(all) == 0 || !text.Cut(all, r.TextSize, r.Size().Width, text.ScaleOf(r)) {
			return nil
		}
		return []string{LineText(all)}
	}}))
}

// PointAway tells that the pointer has left the rows.
func (r *Rows) PointAway() { pointAway() }

var (
	_ desktop.Hoverable = (*Button)(nil)
	_ desktop.Hoverable = (*Strip)(nil)
	_ desktop.Hoverable = (*Entry)(nil)
	_ desktop.Hoverable = (*Select)(nil)
)
