package widgets

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets/text"
)

// Tab is one tab of a [TabStrip].
type Tab struct {
	Name   string
	Dot    color.NRGBA // how things stand there
	Mark   color.NRGBA // a line at the foot that is its own; transparent for none
	Chosen bool
	Beside bool // shown next to the chosen one
}

// TabStrip is a row of tabs, each with a cross that closes it.
type TabStrip struct {
	widget.BaseWidget
	OnChoose func(i int)
	OnClose  func(i int)
	OnMenu   func(i int, at fyne.Position) // at is on the canvas
	CloseTip string                        // what a cross does

	tabs    []Tab
	hovered int     // -1 for none
	pointer float32 // x
}

// Measures of a tab.
const (
	tabHeight  = 30
	tabWidest  = 220
	tabText    = 13
	tabCross   = 22 // room for the cross
	tabDot     = 8
	tabPadding = 10

	tabNarrow    = 110 // below it only the chosen tab has a cross
	tabNarrowest = 80  // below it that has none either
)

// NewTabStrip makes a strip without tabs.
func NewTabStrip() *TabStrip {
	s := &TabStrip{hovered: -1}
	s.ExtendBaseWidget(s)
	return s
}

// Set replaces the tabs. It costs nothing when none has changed.
func (s *TabStrip) Set(tabs []Tab) {
	if !slices.Equal(s.tabs, tabs) {
		s.tabs = slices.Clone(tabs)
		s.Refresh()
	}
}

// TabBox is where a tab stands in the strip, and its cross.
func (s *TabStrip) TabBox(i int) (x, width, cross float32) {
	width = s.width()
	return float32(i) * width, width, float32(i+1)*width - tabCross
}

func (s *TabStrip) width() float32 {
	return min(tabWidest, s.Size().Width/float32(max(1, len(s.tabs))))
}

func (s *TabStrip) at(x float32) (i int, cross bool) {
	i = int(x / s.width())
	if i >= len(s.tabs) || x < 0 {
		return -1, false
	}
	_, _, from := s.TabBox(i)
	return i, x >= from && s.hasCross(i)
}

// Tapped is called by Fyne.
func (s *TabStrip) Tapped(ev *fyne.PointEvent) {
	switch i, cross := s.at(ev.Position.X); {
	case i < 0:
	case cross:
		s.OnClose(i)
	default:
		s.OnChoose(i)
	}
}

// TappedSecondary is called by Fyne.
func (s *TabStrip) TappedSecondary(ev *fyne.PointEvent) {
	if i, _ := s.at(ev.Position.X); i >= 0 {
		s.OnMenu(i, ev.AbsolutePosition)
	}
}

// MouseIn is called by Fyne.
func (s *TabStrip) MouseIn(ev *desktop.MouseEvent) { s.MouseMoved(ev) }

// MouseMoved is called by Fyne.
func (s *TabStrip) MouseMoved(ev *desktop.MouseEvent) {
	_, was := s.at(s.pointer)
	s.pointer = ev.Position.X
	i, cross := s.at(s.pointer)
	if i == s.hovered && cross == was {
		return
	}
	s.hovered = i
	s.Refresh()
	s.point(i, cross)
}

// point has a tip say what a cross does, or the name of a tab that is cut.
func (s *TabStrip) point(i int, cross bool) {
	if i < 0 {
		pointAway()
		return
	}
	x, _, to := s.TabBox(i)
	if cross {
		pointAt(s, to, func() []string { return []string{s.CloseTip} })
		return
	}
	pointAt(s, x, func() []string {
		if i >= len(s.tabs) || s.fits(i, s.tabs[i].Name) {
			return nil
		}
		return []string{s.tabs[i].Name}
	})
}

// MouseOut is called by Fyne.
func (s *TabStrip) MouseOut() {
	s.hovered = -1
	pointAway()
	s.Refresh()
}

// CreateRenderer is called by Fyne.
func (s *TabStrip) CreateRenderer() fyne.WidgetRenderer {
	v := &tabView{strip: s}
	v.Refresh()
	return v
}

type tabView struct {
	strip *TabStrip
	tabs  []*tabObjects
}

// tabObjects show one tab.
type tabObjects struct {
	back, mark *canvas.Rectangle
	dot        *canvas.Circle
	name       *text.Line
	style      text.Style
	ink        color.Color
	cross      *canvas.Image
}

func newTabObjects() *tabObjects {
	o := &tabObjects{back: canvas.NewRectangle(nil), mark: canvas.NewRectangle(nil), dot: canvas.NewCircle(nil), name: text.NewLine(tabText)}
	o.cross = canvas.NewImageFromResource(theme.NewColoredResource(theme.CancelIcon(), theme.ColorNamePlaceHolder))
	o.cross.FillMode = canvas.ImageFillContain
	return o
}

func (o *tabObjects) list() []fyne.CanvasObject {
	return []fyne.CanvasObject{o.back, o.mark, o.dot, o.name.Raster, o.cross}
}

// Layout is called by Fyne.
func (v *tabView) Layout(fyne.Size) {
	names := v.strip.names()
	for i, o := range v.tabs {
		x, w, cross := v.strip.TabBox(i)
		shown := shortName(names[i], names, func(s string) bool { return v.strip.fits(i, s) })
		o.name.Set(text.Span{Text: shown, Style: o.style, Colour: o.ink})
		o.cross.Hidden = !v.strip.hasCross(i)
		o.back.Move(fyne.NewPos(x, 0))
		o.back.Resize(fyne.NewSize(w-1, tabHeight))
		o.mark.Move(fyne.NewPos(x, tabHeight-3))
		o.mark.Resize(fyne.NewSize(w-1, 3))
		o.dot.Move(fyne.NewPos(x+tabPadding, (tabHeight-tabDot)/2))
		o.dot.Resize(fyne.NewSize(tabDot, tabDot))
		o.name.Place(fyne.NewPos(x+2*tabPadding+tabDot-4, 0), fyne.NewSize(v.strip.room(i), tabHeight))
		o.cross.Move(fyne.NewPos(cross+3, (tabHeight-14)/2))
		o.cross.Resize(fyne.NewSize(14, 14))
	}
}

// MinSize is asked by Fyne.
func (v *tabView) MinSize() fyne.Size { return fyne.NewSize(100, tabHeight) }

// Objects is asked by Fyne.
func (v *tabView) Objects() []fyne.CanvasObject {
	var list []fyne.CanvasObject
	for _, o := range v.tabs {
		list = append(list, o.list()...)
	}
	return list
}

// Refresh is called by Fyne.
func (v *tabView) Refresh() {
	s := v.strip
	for len(v.tabs) < len(s.tabs) {
		v.tabs = append(v.tabs, newTabObjects())
	}
	v.tabs = v.tabs[:len(s.tabs)]
	for i, t := range s.tabs {
		o := v.tabs[i]
		back, name := color.Color(color.Transparent), theme.ColorNamePlaceHolder
		style := text.Regular
		switch {
		case t.Chosen:
			back, name, style = theme.Color(theme.ColorNameBackground), theme.ColorNameForeground, text.Bold
		case t.Beside:
			back, name = theme.Color(theme.ColorNameBackground), theme.ColorNameForeground
		case i == s.hovered:
			back, name = theme.Color(theme.ColorNameHover), theme.ColorNameForeground
		}
		o.back.FillColor, o.dot.FillColor, o.mark.FillColor = back, t.Dot, t.Mark
		o.style, o.ink = style, theme.Color(name)
	}
	v.Layout(s.Size())
	canvas.Refresh(s)
}

// Destroy is called by Fyne.
func (v *tabView) Destroy() {}

var (
	_ fyne.Tappable          = (*TabStrip)(nil)
	_ fyne.SecondaryTappable = (*TabStrip)(nil)
	_ desktop.Hoverable      = (*TabStrip)(nil)
)
