package chart

import (
	"cmp"
	"image"
	"image/color"
	"image/draw"
	"math"
	"slices"
	"strconv"

	"fyne.io/fyne/v2/theme"

	"mangrove/ui/look"
	"mangrove/ui/widgets/text"
)

// Measures of what is drawn, in units of the toolkit.
const (
	labelSize   = 11
	labelHeight = 16
	tickApart   = 40 // of an axis of numbers, about
	timeApart   = 88 // of the axis of time, at the least
	edge        = 8
	letterRoom  = 16 // for the letters at the ends of lines
	lineWidth   = 1.6
)

// plot is one drawing of lines over a time.
type plot struct {
	dst      *image.RGBA
	px       float64 // of a unit
	area     image.Rectangle
	from, to int64
	lines    []*Line
	ranges   []Range
	strays   []int
	beyond   []bool // a line goes beyond the limits of its axis
	has      []bool
	axes     []*axis
	columns  []Column
	colours  colours
	ends     []ending
	style    Style
	quiet    bool // without points and strays
}

type colours struct{ back, grid, text, muted color.NRGBA }

// ending is where a line ends on the right.
type ending struct {
	line int
	y    float64
}

// dashesOf are the styles of lines, beside their colours.
var dashesOf = [][]float64{nil, {6, 3}, {2, 2.5}, {8, 3, 2, 3}}

// colourOf is the colour of a line: the one that was chosen, or that of its place.
func (p *plot) colourOf(i int) color.NRGBA {
	if chosen := p.lines[i].Look.Colour; chosen > 0 {
		i = chosen - 1
	}
	return look.Colour(look.ChartColours[i%len(look.ChartColours)])
}

// Letter names one of several lines.
func Letter(i int) string { return string(rune('A' + i%26)) }

// present are the colours of the theme there is.
func present() colours {
	return colours{look.Colour(look.Panel), look.Colour(theme.ColorNameSeparator), look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)}
}

// newPlot finds out what is to be drawn.
func newPlot(lines []*Line, from, to int64, how Axes) *plot {
	p := &plot{from: from, to: to, lines: lines, colours: present()}
	for _, l := range lines {
		r, strays, ok := l.Source.Range(from, to)
		if !ok { // the last one still holds, or a line goes through
			if last, known := l.Source.Near(to); known {
				r.Low, r.High, ok = last.Value, last.Value, true
			}
		}
		beyond := false
		if limits := l.Look.Limits; ok && limits.any() && !l.OnOff {
			if r, beyond = limits.around(r); strays > 0 {
				strays = outside(l, Range{from, to, r.Low, r.High})
			}
		}
		p.beyond = append(p.beyond, beyond)
		p.ranges, p.strays, p.has = append(p.ranges, r), append(p.strays, strays), append(p.has, ok)
	}
	p.axes = axesOf(lines, p.ranges, p.has, how)
	return p
}

// outside is how many numbers of a line are strays where those in a range are none.
func outside(l *Line, r Range) int {
	var all [1]Column
	l.Source.Columns(r, all[:])
	return all[0].Above + all[0].Below
}

// draw draws it all into an image.
func (p *plot) draw(dst *image.RGBA, px float64) {
	p.dst, p.px = dst, px
	draw.Draw(dst, dst.Rect, image.NewUniform(p.colours.back), image.Point{}, draw.Src)
	p.place()
	if p.area.Dx() < 8 || p.area.Dy() < 8 {
		return
	}
	p.align()
	p.drawTimes()
	p.drawAxes()
	p.columns = slices.Grow(p.columns[:0], p.area.Dx())[:p.area.Dx()]
	for _, a := range p.axes {
		for _, i := range a.lines {
			if p.has[i] {
				p.drawLine(i, a)
			}
		}
	}
	p.drawLetters()
}

// align has each column of pixels begin where it began in the drawing before, so that
// what is drawn moves by whole columns as time goes on.
func (p *plot) align() {
	column := max(1, (p.to-p.from)/int64(p.area.Dx()))
	p.to = (p.to + column - 1) / column * column
	p.from = p.to - column*int64(p.area.Dx())
}

// units is a length in pixels.
func (p *plot) units(length float64) int { return int(math.Round(length * p.px)) }

func (p *plot) font() *text.Font { return text.At(text.Regular, labelSize, float32(p.px)) }

// place finds room for the axes; the first stands on the left, the others on the right. Over
// the plot stand their titles, and between these the time of the cursor.
func (p *plot) place() {
	p.area = image.Rectangle{ // of less than nothing where it is too low, which image.Rect turns over
		image.Pt(p.units(edge), p.units(labelHeight+2)), image.Pt(p.dst.Rect.Dx()-p.units(edge), p.dst.Rect.Dy()-p.units(labelHeight+2)),
	}
	steps := max(1, p.area.Dy()/max(1, p.units(tickApart)))
	for i, a := range p.axes {
		if !a.any {
			continue
		}
		a.scale(steps)
		width := p.axisWidth(a)
		if i == 0 {
			p.area.Min.X += width
		} else if p.area.Dx() > 3*width {
			p.area.Max.X -= width
		}
	}
	if len(p.lines) > 1 {
		p.area.Max.X -= p.units(letterRoom)
	}
}

func (p *plot) axisWidth(a *axis) int {
	widest := p.font().Width(a.title(p.lines))
	for _, t := range a.ticks() {
		widest = max(widest, p.font().Width(t.label))
	}
	return int(widest) + p.units(edge)
}

// title is what stands over an axis.
func (a *axis) title(lines []*Line) (title string) {
	if len(lines) > 1 {
		for _, i := range a.lines {
			title += Letter(i)
		}
		title += " "
	}
	return title + a.unit
}

func (p *plot) x(at int64) float64 {
	return float64(at-p.from) / float64(p.to-p.from) * float64(p.area.Dx())
}

func (p *plot) write(s string, x float32, middle int, c color.NRGBA) {
	height := p.units(labelHeight)
	p.font().Draw(p.dst, s, text.Pen{X: x, Baseline: middle - height/2 + p.font().Baseline(height), Colour: color.RGBA{c.R, c.G, c.B, 0xff}})
}

func (p *plot) drawTimes() {
	grid := image.NewUniform(p.colours.grid)
	below := p.area.Max.Y + p.units(labelHeight)/2 + p.units(1)
	end := float32(0)
	for _, t := range timeTicks(p.from, p.to, p.area.Dx()/max(1, p.units(timeApart))) {
		x := p.area.Min.X + int(p.x(int64(t.at)))
		draw.Draw(p.dst, image.Rect(x, p.area.Min.Y, x+1, p.area.Max.Y), grid, image.Point{}, draw.Src)
		width := p.font().Width(t.label)
		if at := float32(x) - width/2; at > end && at+width < float32(p.dst.Rect.Dx()) {
			p.write(t.label, at, below, p.colours.muted)
			end = at + width
		}
	}
}

func (p *plot) drawAxes() {
	right := p.area.Max.X
	if len(p.lines) > 1 {
		right += p.units(letterRoom)
	}
	for n, a := range p.axes {
		if !a.any {
			continue
		}
		colour, width := p.colours.muted, p.axisWidth(a)
		if len(p.axes) > 1 {
			colour = p.colourOf(a.lines[0])
		}
		if n > 0 && right+width > p.dst.Rect.Dx() {
			continue // there is no room for this one; the legend has its numbers
		}
		for _, t := range a.ticks() {
			y := p.area.Min.Y + int(math.Round(a.y(t.at, float64(p.area.Dy()-1))))
			x := float32(p.area.Min.X-p.units(4)) - p.font().Width(t.label)
			if n == 0 {
				draw.Draw(p.dst, image.Rect(p.area.Min.X, y, p.area.Max.X, y+1), image.NewUniform(p.colours.grid), image.Point{}, draw.Src)
			} else {
				x = float32(right + p.units(2))
			}
			p.write(t.label, x, y, colour)
		}
		if title := a.title(p.lines); title != "" {
			x := float32(p.area.Min.X-p.units(4)) - p.font().Width(title)
			if n > 0 {
				x = float32(right + p.units(2))
			}
			p.write(title, max(x, 1), p.area.Min.Y-p.units(labelHeight)/2-p.units(2), colour)
		}
		if n > 0 {
			right += width
		}
	}
}

// drawLetters names the lines where they end, one below the other.
func (p *plot) drawLetters() {
	if len(p.lines) < 2 {
		return
	}
	slices.SortFunc(p.ends, func(a, b ending) int { return cmp.Compare(a.y, b.y) })
	low := -math.MaxFloat64
	for _, e := range p.ends {
		y := math.Max(math.Min(math.Max(e.y, 0), float64(p.area.Dy())), low)
		low = y + 11*p.px
		p.write(Letter(e.line), float32(p.area.Max.X+p.units(4)), p.area.Min.Y+int(y), p.colourOf(e.line))
	}
}

// counted writes how many strays a ring stands for.
func counted(n int) string {
	if n < 2 {
		return ""
	}
	return strconv.Itoa(n)
}
