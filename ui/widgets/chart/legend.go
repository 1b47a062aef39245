package chart

import (
	"image"
	"image/color"
	"image/draw"
	"strconv"

	"mangrove/ui/format"
	"mangrove/ui/widgets/text"
)

// Measures of the legend.
const (
	rowHeight  = 18
	nameSize   = 12.5
	wordsSize  = 11.5
	wideLegend = 640 // from where on what a line is stands beside its name
	lowChart   = 150 // below it is left out
	swatch     = 18
)

// rows is how many rows of the legend each of n lines takes.
func rows(n int, width, height float32) int {
	if width >= wideLegend || height < lowChart+float32(2*(n-1)*rowHeight) {
		return 1
	}
	return 2
}

func (c *Chart) legendHeight(width, height float32) float32 {
	n := len(c.lines)
	if n == 0 {
		return 0
	}
	return float32(n*rows(n, width, height)*rowHeight) + 4
}

func (c *Chart) drawLegend(w, h int) image.Image {
	c.titles = sized(c.titles, w, h)
	if c.drawn.place == nil {
		from, to := c.Time.Bounds()
		c.drawn.place = c.newPlot(from, to)
	}
	c.write(c.titles, c.scale(w), c.Size().Height, c.drawn.place)
	return c.titles
}

// write writes the legend into an image.
func (c *Chart) write(dst *image.RGBA, px float64, height float32, p *plot) {
	draw.Draw(dst, dst.Rect, image.NewUniform(p.colours.back), image.Point{}, draw.Src)
	width := float32(float64(dst.Rect.Dx()) / px)
	each := rows(len(c.lines), width, height)
	l := &legend{plot: &plot{dst: dst, px: px, colours: p.colours, lines: c.lines}, width: width, inset: c.Inset, wide: each == 1 && width >= wideLegend, each: each}
	cursor, pointed := c.pointed()
	for i, line := range c.lines {
		strays := 0
		if i < len(p.strays) {
			strays = p.strays[i]
		}
		letter := ""
		if len(c.lines) > 1 {
			letter = Letter(i)
		}
		at := p.to
		if pointed {
			at = cursor
		}
		l.line(i, entry{letter, line.Name, valueOf(line, at), wordsOf(line, strays, i < len(p.beyond) && p.beyond[i])})
	}
}

// legend is one drawing of it.
type legend struct {
	*plot

	width float32
	inset float32 // of the first row
	wide  bool
	each  int
}

// entry is what the legend says of a line.
type entry struct{ letter, name, value, words string }

// valueOf is what a line is at a time.
func valueOf(l *Line, at int64) string {
	point, ok := l.Source.Near(at)
	if !ok {
		return "–"
	}
	return Written(point.Value, l.Unit, l.OnOff)
}

// Written writes a number as it stands beside its name.
func Written(v float64, unit string, onOff bool) string {
	switch {
	case onOff && v == 0:
		return "off"
	case onOff && v == 1:
		return "on"
	}
	const longest = 12
	s := strconv.FormatFloat(v, 'f', -1, 64)
	if len(s) > longest {
		s = strconv.FormatFloat(v, 'g', 8, 64)
	}
	if unit != "" {
		s += " " + unit
	}
	return s
}

// wordsOf say what a line is, and what of it is not to scale.
func wordsOf(l *Line, strays int, beyond bool) string {
	words := l.Words
	switch {
	case strays == 1:
		words += "  ·  1 outlier, circled at the edge"
	case strays > 1:
		words += format.Fill("  ·  {strays} outliers, circled at the edge", "strays", strconv.Itoa(strays))
	}
	if beyond {
		words += "  ·  goes beyond the chosen range"
	}
	return words
}

// line writes the entry of a line.
func (l *legend) line(i int, e entry) {
	top := float32(i*l.each*rowHeight) + 2
	colour := l.colourOf(i)
	x := float32(edge)
	sample := image.Rect(l.units(float64(x)), l.units(float64(top)), l.units(float64(x)+swatch), l.units(float64(top)+rowHeight))
	s := newStroke(sample, 2*l.px, l.dashes(i))
	s.to(0, float64(sample.Dy())/2)
	s.to(float64(sample.Dx()), float64(sample.Dy())/2)
	s.ink(l.dst, colour)
	bold, plain, small := hand{text.Bold, nameSize, l.colours.text}, hand{text.Regular, nameSize, l.colours.text}, hand{text.Regular, wordsSize, l.colours.muted}
	if x += swatch + 6; e.letter != "" {
		x = l.text(e.letter, hand{text.Bold, nameSize, colour}, place{x: x, top: top}) + 6
	}
	right := l.width - edge - text.Width(e.value, text.Bold, nameSize)
	if i == 0 {
		right -= l.inset
	}
	l.text(e.value, bold, place{x: right, top: top})
	limit := right - 12
	if l.wide {
		limit = x + (right-x)*0.4
	}
	end := l.text(e.name, plain, place{x, top, limit})
	switch {
	case l.wide:
		l.text(e.words, small, place{end + 16, top, right - 12})
	case l.each > 1:
		l.text(e.words, small, place{edge + swatch + 6, top + rowHeight - 2, l.width - edge})
	}
}

// place is where a text stands, in units; without a limit it takes what it needs.
type place struct{ x, top, limit float32 }

// hand is how a text is written.
type hand struct {
	style  text.Style
	size   float32
	colour color.NRGBA
}

func (l *legend) text(s string, in hand, at place) (end float32) {
	font, px := text.At(in.style, in.size, float32(l.px)), float32(l.px)
	pen := text.Pen{X: at.x * px, Baseline: l.units(float64(at.top)) + font.Baseline(l.units(rowHeight)), Limit: at.limit * px, Colour: color.RGBA{in.colour.R, in.colour.G, in.colour.B, 0xff}}
	return font.Draw(l.dst, s, pen) / px
}

// any reports whether there is anything to be drawn.
func (p *plot) any() bool {
	for _, has := range p.has {
		if has {
			return true
		}
	}
	return false
}

// mostSaid is how many lines a sentence is broken into; the last of them is cut.
const mostSaid = 3

// drawWords writes a sentence into the middle, in as many lines as it takes there.
func (p *plot) drawWords(words string) {
	font := text.At(text.Regular, nameSize, float32(p.px))
	room, step := float32(p.dst.Rect.Dx()-2*p.units(edge)), p.units(rowHeight)
	lines := font.Break(words, room, mostSaid-1)
	c := p.colours.muted
	for i, line := range lines {
		x := float32(p.units(edge)) + max(0, (room-font.Width(line))/2)
		y := p.dst.Rect.Dy()/2 + (2*i-len(lines)+1)*step/2
		font.Draw(p.dst, line, text.Pen{X: x, Baseline: y, Limit: float32(p.dst.Rect.Dx() - p.units(edge)), Colour: color.RGBA{c.R, c.G, c.B, 0xff}})
	}
}
