package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets/text"
)

// Segmented is a choice between a few words, all of them seen, one chosen.
type Segmented struct {
	widget.BaseWidget
	Options   []string
	Short     []string    // what they are called where there is less room than they want; nil: the same
	Folds     bool        // where even these have no room it is the one chosen, and a menu
	OnChanged func(i int) // by the user; not by Choose

	chosen  int
	hovered int
	focused bool
}

// NewSegmented makes a choice with the first option chosen.
func NewSegmented(options []string, changed func(i int)) *Segmented {
	s := &Segmented{Options: options, OnChanged: changed, hovered: -1}
	s.ExtendBaseWidget(s)
	return s
}

// Chosen is the option chosen, from 0; below 0 none is.
func (s *Segmented) Chosen() int { return s.chosen }

// Choose chooses an option.
func (s *Segmented) Choose(i int) {
	if i >= 0 && i < len(s.Options) && i != s.chosen {
		s.chosen = i
		s.Refresh()
	}
}

// Clear has no option chosen: what there is is none of them.
func (s *Segmented) Clear() {
	if s.chosen >= 0 {
		s.chosen = -1
		s.Refresh()
	}
}

func (s *Segmented) pick(i int) {
	if i < 0 || i >= len(s.Options) || i == s.chosen {
		return
	}
	s.Choose(i)
	if s.OnChanged != nil {
		s.OnChanged(i)
	}
}

// at is the option at a place, from the left.
func (s *Segmented) at(x float32) int {
	for i, w := range s.widths() {
		if x -= w; x < 0 {
			return i
		}
	}
	return len(s.Options) - 1
}

// names are what the options are called in the room that there is.
func (s *Segmented) names() []string {
	if s.Short == nil || s.isFolded() || s.Size().Width >= s.Wanted() {
		return s.Options
	}
	return s.Short
}

// Least is the width that the names need where there is little room.
func (s *Segmented) Least() float32 {
	names := s.Options
	if s.Short != nil {
		names = s.Short
	}
	_, all := s.cells(names)
	return all
}

// foldedWidth is the width of the longest name with the sign of a menu.
func (s *Segmented) foldedWidth() (most float32) {
	each, _ := s.cells(s.Options)
	for _, w := range each {
		most = max(most, w+theme.IconInlineSize())
	}
	return most
}

func (s *Segmented) isFolded() bool { return s.Folds && s.Size().Width < s.Least() }

// showMenu opens the menu of a folded one.
func (s *Segmented) showMenu() {
	items := make([]*fyne.MenuItem, len(s.Options))
	for i, o := range s.Options {
		items[i] = fyne.NewMenuItem(o, func() { s.pick(i) })
		items[i].Checked = i == s.chosen
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s)
	ShowMenu(s, at.AddXY(0, s.Size().Height), items...)
}

// Wanted is the width that the whole names need.
func (s *Segmented) Wanted() float32 {
	_, all := s.cells(s.Options)
	return all
}

// cells are the least widths of options: each takes what its word needs.
func (s *Segmented) cells(names []string) (each []float32, all float32) {
	for _, o := range names {
		w := fyne.MeasureText(o, theme.TextSize(), fyne.TextStyle{}).Width + 2*theme.InnerPadding() + theme.Padding()
		each, all = append(each, w), all+w
	}
	return each, all
}

// widths are those of the options as they stand: what there is beyond the least
// is shared out evenly.
func (s *Segmented) widths() []float32 {
	each, all := s.cells(s.names())
	for i := range each {
		each[i] += (s.Size().Width - all) / float32(len(each))
	}
	return each
}

// Tapped is called by Fyne.
func (s *Segmented) Tapped(ev *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil {
		c.Focus(s)
	}
	if s.isFolded() {
		s.showMenu()
		return
	}
	s.pick(s.at(ev.Position.X))
}

// MouseIn is called by Fyne.
func (s *Segmented) MouseIn(ev *desktop.MouseEvent) { s.MouseMoved(ev) }

// MouseMoved is called by Fyne.
func (s *Segmented) MouseMoved(ev *desktop.MouseEvent) {
	if i := s.at(ev.Position.X); i != s.hovered {
		s.hovered = i
		s.Refresh()
	}
}

// MouseOut is called by Fyne.
func (s *Segmented) MouseOut() {
	s.hovered = -1
	s.Refresh()
}

// FocusGained is called by Fyne.
func (s *Segmented) FocusGained() {
	s.focused = true
	s.Refresh()
}

// FocusLost is called by Fyne.
func (s *Segmented) FocusLost() {
	s.focused = false
	s.Refresh()
}

// TypedRune is called by Fyne: a digit or letter chooses the option that
// begins with it.
func (s *Segmented) TypedRune(r rune) {
	for i, o := range s.Options {
		if len(o) > 0 && rune(o[0]) == r {
			s.pick(i)
			return
		}
	}
}

// TypedKey is called by Fyne.
func (s *Segmented) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		if s.isFolded() {
			s.showMenu()
		}
	case fyne.KeyLeft, fyne.KeyUp:
		s.pick(s.chosen - 1)
	case fyne.KeyRight, fyne.KeyDown:
		s.pick(s.chosen + 1)
	}
}

// CreateRenderer is called by Fyne.
func (s *Segmented) CreateRenderer() fyne.WidgetRenderer {
	r := &segmentedRenderer{s: s, frame: canvas.NewRectangle(color.Transparent)}
	r.frame.StrokeWidth = 1
	for _, o := range s.Options {
		label := canvas.NewText(text.WithMarks(o), nil)
		label.Alignment = fyne.TextAlignCenter
		back := canvas.NewRectangle(nil)
		r.labels, r.backs = append(r.labels, label), append(r.backs, back)
		r.objects = append(r.objects, back, label)
	}
	r.arrow = canvas.NewImageFromResource(theme.MenuDropDownIcon())
	r.objects = append(r.objects, r.arrow, r.frame)
	r.Refresh()
	return r
}

type segmentedRenderer struct {
	s       *Segmented
	frame   *canvas.Rectangle
	arrow   *canvas.Image // of a folded one
	backs   []*canvas.Rectangle
	labels  []*canvas.Text
	objects []fyne.CanvasObject
}

// Layout is called by Fyne.
func (r *segmentedRenderer) Layout(size fyne.Size) {
	x := float32(0)
	for i, name := range r.s.names() {
		if name = text.WithMarks(name); r.labels[i].Text != name {
			r.labels[i].Text = name
			r.labels[i].Refresh()
		}
	}
	for i, w := range r.s.widths() {
		at := fyne.NewPos(x, 0)
		x += w
		r.backs[i].Move(at)
		r.backs[i].Resize(fyne.NewSize(w, size.Height))
		r.labels[i].Move(at)
		r.labels[i].Resize(fyne.NewSize(w, size.Height))
	}
	r.frame.Resize(size)
	if r.s.isFolded() {
		for i := range r.labels {
			r.backs[i].Resize(fyne.Size{})
			r.labels[i].Move(fyne.NewPos(theme.InnerPadding(), 0))
			r.labels[i].Resize(fyne.NewSize(r.labels[i].MinSize().Width, size.Height))
		}
		side := theme.IconInlineSize()
		r.arrow.Resize(fyne.NewSquareSize(side))
		r.arrow.Move(fyne.NewPos(size.Width-side-theme.Padding(), (size.Height-side)/2))
	}
	r.fold()
}

// fold hides all but the one chosen of a folded one, and shows that there is a menu.
func (r *segmentedRenderer) fold() {
	folded := r.s.isFolded()
	for i := range r.labels {
		r.labels[i].Hidden = folded && i != r.s.chosen
	}
	r.arrow.Hidden = !folded
}

// MinSize is asked by Fyne.
func (r *segmentedRenderer) MinSize() fyne.Size {
	height := float32(0)
	for _, l := range r.labels {
		height = max(height, l.MinSize().Height)
	}
	width := r.s.Least()
	if r.s.Folds {
		width = min(width, r.s.foldedWidth())
	}
	return fyne.NewSize(width, height+2*theme.InnerPadding())
}

// Objects is asked by Fyne.
func (r *segmentedRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Refresh is called by Fyne.
func (r *segmentedRenderer) Refresh() {
	r.frame.StrokeColor = theme.Color(theme.ColorNameInputBorder)
	if r.s.focused {
		r.frame.StrokeColor = theme.Color(theme.ColorNamePrimary)
	}
	r.frame.CornerRadius = theme.InputRadiusSize()
	r.fold()
	for i, l := range r.labels {
		l.TextSize = theme.TextSize()
		l.Color = theme.Color(theme.ColorNameForeground)
		r.backs[i].CornerRadius = theme.InputRadiusSize()
		r.backs[i].FillColor = color.Transparent
		switch i {
		case r.s.chosen:
			r.backs[i].FillColor = theme.Color(theme.ColorNameSelection)
		case r.s.hovered:
			r.backs[i].FillColor = theme.Color(theme.ColorNameHover)
		}
		r.backs[i].Refresh()
		l.Refresh()
	}
	r.frame.Refresh()
}

// Destroy is called by Fyne.
func (r *segmentedRenderer) Destroy() {}

var (
	_ fyne.Tappable     = (*Segmented)(nil)
	_ fyne.Focusable    = (*Segmented)(nil)
	_ desktop.Hoverable = (*Segmented)(nil)
)
