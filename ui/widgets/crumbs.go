package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"mangrove/ui/look"
	"mangrove/ui/widgets/text"
)

// Crumbs is a way of several levels on one line, each of which can be clicked. Where
// there is little room the first ones go, and a click on what stands for them tells which.
type Crumbs struct {
	Strip
	OnTapped func(level int)
	OnMore   func(levels int, at fyne.Position) // so many of the first are out of sight

	whole   string
	levels  []string
	links   bool
	width   float32
	places  []crumb
	hovered int
}

// crumb is where a level stands; level -1 stands for those out of sight.
type crumb struct {
	from, to float32
	level    int
}

// Signs between levels, and for those that are out of sight.
const (
	crumbBetween = " / "
	crumbMore    = "…"
)

// NewCrumbs makes an empty line of a height and a text size.
func NewCrumbs(height, textSize float32) *Crumbs {
	c := &Crumbs{Strip: Strip{line: text.NewLine(textSize), height: height}, hovered: -2}
	c.ExtendBaseWidget(c)
	return c
}

// SetLevels shows levels, which can be clicked if they are links. Whole is what they are
// as one text.
func (c *Crumbs) SetLevels(whole string, levels []string, links bool) {
	c.whole, c.levels, c.links = whole, levels, links
	c.fit()
}

// Text is the way as a whole.
func (c *Crumbs) Text() string { return c.whole }

// fit finds out which levels there is room for, and draws them.
func (c *Crumbs) fit() {
	size, first := c.line.Size, 0
	between := text.Width(crumbBetween, text.Regular, size)
	widths, all := make([]float32, len(c.levels)), float32(0)
	for i, l := range c.levels {
		widths[i] = text.Width(l, c.style(i), size)
		all += widths[i]
		if i > 0 {
			all += between
		}
	}
	more := text.Width(crumbMore, text.Regular, size)
	for c.width > 0 && first < len(c.levels)-1 && all+c.moreWidth(first, more+between) > c.width {
		all -= widths[first] + between
		first++
	}
	var spans []text.Span
	x := float32(0)
	c.places = c.places[:0]
	if first > 0 {
		spans = append(spans, text.Span{Text: crumbMore, Colour: c.colour(-1), X: 0}, text.Span{Text: crumbBetween, Colour: look.Colour(look.Muted), X: more})
		c.places = append(c.places, crumb{0, more, -1})
		x = more + between
	}
	for i := first; i < len(c.levels); i++ {
		if i > first {
			spans = append(spans, text.Span{Text: crumbBetween, Colour: look.Colour(look.Muted), X: x})
			x += between
		}
		spans = append(spans, text.Span{Text: c.levels[i], Style: c.style(i), Colour: c.colour(i), X: x, Keep: "/"})
		c.places = append(c.places, crumb{x, x + widths[i], i})
		x += widths[i]
	}
	c.Set(spans...)
}

func (*Crumbs) moreWidth(first int, width float32) float32 {
	if first == 0 {
		return 0
	}
	return width
}

// style is that of a level: the last one is what is on view.
func (c *Crumbs) style(level int) text.Style {
	if level == len(c.levels)-1 {
		return text.Bold
	}
	return text.Regular
}

func (c *Crumbs) colour(level int) color.Color {
	switch {
	case c.links && level == c.hovered && level < len(c.levels)-1:
		return look.Colour(theme.ColorNameHyperlink)
	case level == len(c.levels)-1:
		return look.Colour(theme.ColorNameForeground)
	}
	return look.Colour(look.Muted)
}

// at is the level at a place, -2 when there is none.
func (c *Crumbs) at(x float32) int {
	for _, p := range c.places {
		if x >= p.from && x < p.to {
			return p.level
		}
	}
	return -2
}

// Tapped is called by Fyne.
func (c *Crumbs) Tapped(ev *fyne.PointEvent) {
	switch level := c.at(ev.Position.X); {
	case !c.links || level == -2:
	case level == -1:
		c.OnMore(c.places[1].level, ev.AbsolutePosition.AddXY(-ev.Position.X, c.Size().Height-ev.Position.Y))
	default:
		c.OnTapped(level)
	}
}

// MouseMoved is called by Fyne.
func (c *Crumbs) MouseMoved(ev *desktop.MouseEvent) { c.hover(c.at(ev.Position.X)) }

// MouseIn is called by Fyne.
func (c *Crumbs) MouseIn(ev *desktop.MouseEvent) {
	c.hover(c.at(ev.Position.X))
	pointAt(c.line.Raster, 0, c.tipWords)
}

// MouseOut is called by Fyne.
func (c *Crumbs) MouseOut() {
	c.hover(-2)
	pointAway()
}

func (c *Crumbs) hover(level int) {
	if level != c.hovered {
		c.hovered = level
		c.fit()
	}
}

// tipWords are the whole way when some of it is out of sight.
func (c *Crumbs) tipWords() []string {
	if len(c.places) == len(c.levels) && !c.line.Cut(text.ScaleOf(c.line.Raster)) {
		return nil
	}
	return []string{c.whole}
}

// Cursor is asked by Fyne.
func (c *Crumbs) Cursor() desktop.Cursor {
	if c.links && c.hovered > -2 && c.hovered < len(c.levels)-1 {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// CreateRenderer is called by Fyne.
func (c *Crumbs) CreateRenderer() fyne.WidgetRenderer {
	return &crumbsView{c.Strip.CreateRenderer(), c}
}

// crumbsView is the renderer of [Crumbs].
type crumbsView struct {
	fyne.WidgetRenderer
	crumbs *Crumbs
}

// Layout is called by Fyne.
func (v *crumbsView) Layout(size fyne.Size) {
	v.WidgetRenderer.Layout(size)
	if v.crumbs.width != size.Width {
		v.crumbs.width = size.Width
		v.crumbs.fit()
	}
}

var (
	_ fyne.Tappable      = (*Crumbs)(nil)
	_ desktop.Hoverable  = (*Crumbs)(nil)
	_ desktop.Cursorable = (*Crumbs)(nil)
	_ fyne.Widget        = (*Crumbs)(nil)
)
