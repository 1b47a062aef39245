package chart

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// stroke draws lines with smooth edges into a part of an image. All that is added to it
// turns the same way, so that what lies over each other is not taken away again.
//
// What it draws is rasterised in strips side by side, each as high as what is in it: most
// of a chart has no line in it.
type stroke struct {
	area   image.Rectangle
	half   float64   // of the width of a line
	dashes []float64 // lengths on and off; none: it goes through
	along  float64   // the dashes
	x, y   float64   // where it is
	down   bool      // it has begun
	strips []strip
}

// strip is a part of the area from top to bottom with the corners of what is drawn in it.
type strip struct {
	corners   []corner
	low, high float32 // of all y
}

// corner is one of a shape; the first of a shape begins it.
type corner struct {
	x, y  float32
	first bool
}

const (
	stripWidth = 48
	// rim is room around a strip for what reaches out of it: the width of a line, a ring.
	rim = 24
)

func newStroke(area image.Rectangle, width float64, dashes []float64) *stroke {
	return &stroke{area: area, half: width / 2, dashes: dashes, strips: make([]strip, area.Dx()/stripWidth+1)}
}

// up has the next point begin a line.
func (s *stroke) up() { s.down, s.along = false, 0 }

// to goes on to a point, from the corner of the area.
func (s *stroke) to(x, y float64) {
	y = math.Max(-farAway, math.Min(farAway, y))
	if s.down {
		s.segment(s.x, s.y, x, y)
	}
	s.x, s.y, s.down = x, y, true
}

// farAway is farther than a line is followed outside of the area, in pixels.
const farAway = 1e7

// segment draws what lies inside of a straight line, in dashes.
func (s *stroke) segment(x0, y0, x1, y1 float64) {
	width, height := float64(s.area.Dx()), float64(s.area.Dy())
	if math.Max(x0, x1) < 0 || math.Min(x0, x1) > width || math.Max(y0, y1) < -1 || math.Min(y0, y1) > height+1 {
		return
	}
	at := func(x float64) float64 { return y0 + (y1-y0)*(x-x0)/(x1-x0) }
	clip := func(x, y float64) (float64, float64) {
		switch {
		case x < 0:
			return 0, at(0)
		case x > width:
			return width, at(width)
		}
		return x, y
	}
	fromX, fromY := clip(x0, y0)
	toX, toY := clip(x1, y1)
	if math.Max(fromY, toY) < -1 || math.Min(fromY, toY) > height+1 {
		return
	}
	from, to := between(spot{fromX, fromY}, spot{toX, toY}, height)
	fromX, fromY, toX, toY = from.x, from.y, to.x, to.y
	length := math.Hypot(toX-fromX, toY-fromY)
	if length == 0 {
		return
	}
	dx, dy := (toX-fromX)/length, (toY-fromY)/length
	for done := 0.0; done < length-1e-9; {
		left, on := s.dash()
		part := math.Min(left, length-done)
		x, y := fromX+dx*done, fromY+dy*done
		part = math.Min(part, toEdge(x, dx))
		if on {
			s.quad(x, y, dx*part, dy*part)
		}
		done += part
		s.along += part
	}
}

// spot is a place, from the corner of the area.
type spot struct{ x, y float64 }

// between is the part of a straight line that lies between the top and the bottom of an
// area of a height, with a pixel above and below; some of it does.
func between(a, b spot, height float64) (from, to spot) {
	clip := func(s spot) spot {
		inside := math.Max(-1, math.Min(height+1, s.y))
		if inside == s.y {
			return s
		}
		return spot{a.x + (b.x-a.x)*(inside-a.y)/(b.y-a.y), inside}
	}
	return clip(a), clip(b)
}

// toEdge is how far it is to the next strip from a place in a direction.
func toEdge(x, dx float64) float64 {
	const least = 1e-3
	switch at := x / stripWidth; {
	case dx > 1e-9:
		return math.Max(least, (math.Floor(at+1e-9)+1)*stripWidth-x) / dx
	case dx < -1e-9:
		return math.Max(least, x-(math.Ceil(at-1e-9)-1)*stripWidth) / -dx
	}
	return math.MaxFloat64
}

// dash says how much is left of the dash or the gap that the line is in.
func (s *stroke) dash() (left float64, on bool) {
	if len(s.dashes) == 0 {
		return math.MaxFloat64, true
	}
	all := 0.0
	for _, d := range s.dashes {
		all += d
	}
	at := math.Mod(s.along, all)
	for i, d := range s.dashes {
		if at < d-1e-9 {
			return d - at, i%2 == 0
		}
		at = math.Max(0, at-d)
	}
	return s.dashes[0], true
}

func (s *stroke) quad(x, y, dx, dy float64) {
	length := math.Hypot(dx, dy)
	nx, ny := -dy/length*s.half, dx/length*s.half
	in := s.strip(x + dx/2)
	in.add(x+nx, y+ny, true)
	in.add(x+dx+nx, y+dy+ny, false)
	in.add(x+dx-nx, y+dy-ny, false)
	in.add(x-nx, y-ny, false)
}

// strip is the one that a place lies in.
func (s *stroke) strip(x float64) *strip {
	return &s.strips[max(0, min(len(s.strips)-1, int(x/stripWidth)))]
}

func (p *strip) add(x, y float64, first bool) {
	if len(p.corners) == 0 {
		p.low, p.high = float32(y), float32(y)
	}
	p.corners = append(p.corners, corner{float32(x), float32(y), first})
	p.low, p.high = min(p.low, float32(y)), max(p.high, float32(y))
}

// dot adds a filled circle.
func (s *stroke) dot(x, y, radius float64) { s.circle(x, y, radius, -1) }

// ring adds a circle that is not filled.
func (s *stroke) ring(x, y, radius float64) {
	s.circle(x, y, radius+s.half, -1)
	s.circle(x, y, radius-s.half, 1)
}

func (s *stroke) circle(x, y, radius, turn float64) {
	if x < 0 || x > float64(s.area.Dx()) {
		return
	}
	const corners = 20
	in := s.strip(x)
	for i := range corners {
		a := turn * float64(i) / corners * 2 * math.Pi
		in.add(x+radius*math.Cos(a), y+radius*math.Sin(a), i == 0)
	}
}

// ink puts all of it into an image.
func (s *stroke) ink(dst *image.RGBA, c color.Color) {
	r, colour := vector.NewRasterizer(0, 0), image.NewUniform(c)
	for i := range s.strips {
		p := &s.strips[i]
		if len(p.corners) == 0 {
			continue
		}
		left, top := i*stripWidth-rim, int(math.Floor(float64(p.low)))-1
		size := image.Pt(stripWidth+2*rim, int(math.Ceil(float64(p.high)))+1-top)
		at := image.Rectangle{Max: size}.Add(s.area.Min).Add(image.Pt(left, top))
		r.Reset(size.X, size.Y)
		for k, one := range p.corners {
			x, y := max(0, min(float32(size.X), one.x-float32(left))), one.y-float32(top)
			if one.first {
				if k > 0 {
					r.ClosePath()
				}
				r.MoveTo(x, y)
			} else {
				r.LineTo(x, y)
			}
		}
		r.ClosePath()
		put(dst, r, at, colour)
	}
}

// put draws what is in a rasterizer at a place that may lie outside of the image.
func put(dst *image.RGBA, r *vector.Rasterizer, at image.Rectangle, c image.Image) {
	part := at.Intersect(dst.Rect)
	if part == at {
		r.DrawOp = draw.Over
		r.Draw(dst, at, c, image.Point{})
		return
	}
	mask := image.NewAlpha(image.Rectangle{Max: at.Size()})
	r.DrawOp = draw.Src
	r.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	draw.DrawMask(dst, part, c, image.Point{}, mask, part.Min.Sub(at.Min), draw.Over)
}
