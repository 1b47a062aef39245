package chart

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// drawLine draws one line along its axis.
func (p *plot) drawLine(i int, a *axis) {
	l, r := p.lines[i], p.ranges[i]
	r.From, r.To = p.from, p.to
	before, after := l.Source.Columns(r, p.columns)
	w := &walk{plot: p, axis: a, holds: p.style.holds(l), end: math.NaN(), barred: -2}
	w.stroke = newStroke(p.area, lineWidth*p.px, p.dashes(i))
	w.few = !p.quiet && p.style.dotted(w.count()*8 <= p.area.Dx()/max(1, int(p.px)))
	if before.At == 0 && w.count() == 0 && l.Holds && l.Until > p.from {
		before, _ = l.Source.Near(p.from)
	}
	if before.At != 0 {
		w.point(before)
	}
	for at := range p.columns {
		if c := &p.columns[at]; c.Count > 0 {
			w.column(at, c)
		}
	}
	switch {
	case after.At != 0:
		w.point(after)
	case l.Holds && l.Until > 0 && !math.IsNaN(w.end):
		w.stroke.to(p.x(min(l.Until, p.to)), w.y(w.end))
	}
	colour := p.colourOf(i)
	w.stroke.ink(p.dst, colour)
	w.inkBars(colour)
	if !math.IsNaN(w.end) {
		p.ends = append(p.ends, ending{i, w.y(w.end)})
	}
	if !p.quiet {
		p.drawStrays(colour)
	}
}

// dashes are those of a line in pixels.
func (p *plot) dashes(i int) (list []float64) {
	for _, d := range dashesOf[i%len(dashesOf)] {
		list = append(list, d*p.px)
	}
	return list
}

// walk goes along a line.
type walk struct {
	plot       *plot
	axis       *axis
	stroke     *stroke
	holds, few bool
	end        float64 // the last number
	at         float64 // and where it was
	bars       []bar   // where there are many numbers in a column
	barred     int     // the column of the last bar
}

// bar is all of a line that lies in one column of pixels.
type bar struct {
	x         int
	low, high float64 // from the top
}

// manyInColumn is from how many numbers on a column is a bar.
const manyInColumn = 3

// count is how many points there are in all columns.
func (w *walk) count() (n int) {
	for i := range w.plot.columns {
		n += w.plot.columns[i].Count
	}
	return n
}

func (w *walk) y(v float64) float64 { return w.axis.y(v, float64(w.plot.area.Dy()-1)) + 0.5 }

// point goes on to a point.
func (w *walk) point(p Point) {
	x := w.plot.x(p.At)
	if w.holds && w.stroke.down {
		w.stroke.to(x, w.stroke.y)
	}
	w.stroke.to(x, w.y(p.Value))
	if y := w.y(p.Value); w.few && y >= 0 && y <= float64(w.plot.area.Dy()) {
		w.stroke.dot(x, y, 2.2*w.plot.px)
	}
	w.end, w.at = p.Value, x
}

// column goes on through a column: from its first point over its lowest and highest to
// the last.
func (w *walk) column(at int, c *Column) {
	if c.Gap {
		w.shade(w.plot.x(c.First.At))
		w.stroke.up()
	}
	if c.Count >= manyInColumn {
		w.bar(at, c)
		return
	}
	w.point(c.First)
	if c.Count == 1 {
		return
	}
	x := float64(at) + 0.5
	w.stroke.to(x, w.y(c.Low))
	w.stroke.to(x, w.y(c.High))
	w.point(c.Last)
}

// bar goes on through a column with many points.
func (w *walk) bar(at int, c *Column) {
	one := bar{at, w.y(c.High), w.y(c.Low)}
	switch {
	case !w.stroke.down:
	case w.barred == at-1: // from where the last one ended
		one.low, one.high = min(one.low, w.stroke.y), max(one.high, w.stroke.y)
	default:
		w.point(c.First)
	}
	if thick := 2*w.stroke.half - (one.high - one.low); thick > 0 {
		one.low, one.high = one.low-thick/2, one.high+thick/2
	}
	w.bars, w.barred = append(w.bars, one), at
	w.stroke.up()
	w.stroke.to(w.plot.x(c.Last.At), w.y(c.Last.Value))
	w.end, w.at = c.Last.Value, w.stroke.x
}

// inkBars fills the bars; a pixel that is filled in part has the colour in part.
func (w *walk) inkBars(c color.NRGBA) {
	area := w.plot.area.Intersect(w.plot.dst.Rect)
	top, dst := float64(w.plot.area.Min.Y), w.plot.dst
	for _, b := range w.bars {
		x, low, high := w.plot.area.Min.X+b.x, b.low+top, b.high+top
		if x < area.Min.X || x >= area.Max.X {
			continue
		}
		for y := max(area.Min.Y, int(low)); y <= min(area.Max.Y-1, int(high)); y++ {
			pixel := dst.Pix[dst.PixOffset(x, y):]
			if float64(y) >= low && float64(y+1) <= high {
				pixel[0], pixel[1], pixel[2], pixel[3] = c.R, c.G, c.B, 0xff
				continue
			}
			blend(pixel, c, min(high, float64(y+1))-max(low, float64(y)))
		}
	}
}

// blend lays a part of a colour over a pixel.
func blend(pixel []byte, c color.NRGBA, part float64) {
	n := uint32(max(0, part) * 256)
	for i, v := range [4]uint8{c.R, c.G, c.B, 0xff} {
		pixel[i] = uint8((uint32(v)*n + uint32(pixel[i])*(256-n)) >> 8)
	}
}

// shade marks the time until a place of which nothing is known.
func (w *walk) shade(to float64) {
	p := w.plot
	if p.quiet {
		return
	}
	from := 0.0
	if !math.IsNaN(w.end) {
		from = math.Max(0, w.at)
	}
	shade := p.colours.muted
	shade.A = 0x22
	area := image.Rect(p.area.Min.X+int(from), p.area.Min.Y, p.area.Min.X+int(to), p.area.Max.Y)
	draw.Draw(p.dst, area.Intersect(p.area), image.NewUniform(shade), image.Point{}, draw.Over)
}

// drawStrays rings what lies outside of the axis, at its edge; those close to each other
// together, with their number.
func (p *plot) drawStrays(colour color.NRGBA) {
	rings := newStroke(p.area, 1.4*p.px, nil)
	for _, above := range []bool{true, false} {
		y := float64(p.area.Dy()) - 6*p.px
		if above {
			y = 6 * p.px
		}
		for at := 0; at < len(p.columns); at++ {
			n, stop := 0, min(len(p.columns), at+int(14*p.px))
			if p.strayAt(at, above) == 0 {
				continue
			}
			first := at
			for ; at < stop; at++ {
				n += p.strayAt(at, above)
			}
			x := float64(first) + 0.5
			rings.ring(x, y, 4*p.px)
			rings.dot(x, y, 1.2*p.px)
			p.write(counted(n), float32(p.area.Min.X)+float32(x+6.5*p.px), p.area.Min.Y+int(y), colour)
		}
	}
	rings.ink(p.dst, colour)
}

func (p *plot) strayAt(at int, above bool) int {
	if above {
		return p.columns[at].Above
	}
	return p.columns[at].Below
}
