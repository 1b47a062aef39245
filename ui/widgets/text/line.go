package text

import (
	"image"
	"image/color"
	"image/draw"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2/canvas"
)

// Span is a piece of text on a line. Lengths are in Fyne's units.
type Span struct {
	Text   string
	Style  Style
	Colour color.Color
	X      float32     // from the left edge; below 0: right behind the span before
	Limit  float32     // the x the text must end before; 0: the line's end
	Keep   string      // when set, a text too long is cut in the middle, and the end stays from one of these on
	Right  bool        // X is where the text ends
	Bar    float32     // the width of a bar drawn in place of text
	Back   color.Color // behind the text; nil: nothing
}

// Line is a line of text made of spans. Only a change of them costs anything.
type Line struct {
	Raster *canvas.Raster // what stands in the window
	Size   float32        // of the text

	spans  []Span
	buffer *image.RGBA
	stale  bool // what is on the screen may be something else, and nobody has been told
	tried  int  // how often that was told in vain
}

// NewLine makes an empty line with a text size.
func NewLine(size float32) *Line {
	l := &Line{Size: size}
	l.Raster = canvas.NewRaster(l.draw)
	l.Raster.ScaleMode = canvas.ImageScalePixels
	return l
}

// Set replaces the spans; they are copied. It reports whether they differ
// from what the line showed.
func (l *Line) Set(spans ...Span) bool {
	if slices.Equal(l.spans, spans) {
		l.Catch()
		return false
	}
	l.spans, l.tried = append(l.spans[:0], spans...), 0
	l.refresh()
	return true
}

// Cut reports whether some of what the line says is not seen.
func (l *Line) Cut(scale float32) bool {
	return Cut(l.spans, l.Size, l.Raster.Size().Width, scale)
}

// Text is what the line says, its spans one after the other.
func (l *Line) Text() string {
	var s string
	for _, span := range l.spans {
		s += span.Text
	}
	return s
}

// Width is how much room a text takes at a size, in Fyne's units, before any
// rounding to pixels.
func Width(s string, style Style, size float32) float32 { return Of(style, size).Width(s) }

// spent is how long lines have been drawn, by the goroutine that draws.
var spent time.Duration

// DrawingTime is how long drawing lines has taken since the program began. It is for
// the goroutine that draws.
func DrawingTime() time.Duration { return spent }

func (l *Line) draw(w, h int) image.Image {
	began := time.Now()
	defer func() { spent += time.Since(began) }()
	if l.buffer == nil || l.buffer.Rect.Dx() != w || l.buffer.Rect.Dy() != h {
		l.buffer = image.NewRGBA(image.Rect(0, 0, w, h))
	} else {
		clear(l.buffer.Pix)
	}
	width := l.Raster.Size().Width
	if width <= 0 {
		return l.buffer
	}
	l.begin()
	defer l.end()
	drawSpans(l.buffer, l.spans, setting{l.Size, float32(w) / width, float32(w), h})
	return l.buffer
}

// Cut reports whether anything of spans is left out where they stand on a line
// of a width, with a text of a size, on a canvas of a scale.
func Cut(spans []Span, size, width, scale float32) bool {
	return drawSpans(nil, spans, setting{size: size, scale: scale, width: width * scale})
}

// setting is where spans stand.
type setting struct {
	size   float32 // of the text, in Fyne's units
	scale  float32 // px in one of them
	width  float32 // px
	height int     // px
}

// drawSpans draws spans, without ink where dst is nil. It reports whether
// anything was left out.
func drawSpans(dst *image.RGBA, spans []Span, in setting) (cut bool) {
	var pen float32
	for i, s := range spans {
		if s.Bar > 0 {
			fillBar(dst, s, in.scale)
			continue
		}
		f := At(s.Style, in.size, in.scale)
		p := in.penOf(&s, f, pen)
		if dst != nil {
			p.Colour = rgba(s.Colour)
		}
		if s.X < 0 && pen > p.Limit-f.ellipsis && s.Text != "" {
			cut = true
			continue // the span before was cut already
		}
		text := s.Text
		if end := f.end(text, s.Keep, p.Limit-p.X); end != "" {
			whole := p.Limit
			p.Limit -= f.Width(end)
			p.X, _ = f.draw(dst, text[:len(text)-len(end)], p)
			p.Limit, text, cut = whole, end, true
		}
		if end := f.lastWhole(text, p); end > 0 && in.leavesOut(spans[i+1:], end) {
			p.Limit = end - 2*hair // so that it has the ellipsis
		}
		if s.Back != nil && dst != nil {
			fillBack(dst, s.Back, p.X, min(p.Limit, p.X+f.Width(text)))
		}
		var left bool
		pen, left = f.draw(dst, text, p)
		cut = cut || left
	}
	return cut
}

// limit is where a span ends at the latest.
func (in setting) limit(s *Span) float32 {
	if s.Limit == 0 {
		return in.width
	}
	return s.Limit * in.scale
}

// penOf is where a span is drawn, behind one that ends at a place.
func (in setting) penOf(s *Span, f *Font, behind float32) Pen {
	p := Pen{X: s.X * in.scale, Baseline: f.Baseline(in.height), Limit: in.limit(s)}
	switch {
	case s.Right:
		p.X, p.Limit = max(0, p.X-f.Width(s.Text)), 0
	case s.X < 0:
		p.X = behind
	}
	return p
}

// lastWhole is where a text ends that is seen as a whole, 0 when it is cut.
func (f *Font) lastWhole(s string, p Pen) float32 {
	if p.Limit <= 0 || !f.Fits(s, p.Limit-p.X) {
		return 0
	}
	return p.X + f.Width(s)
}

// leavesOut reports whether nothing is seen of what comes right behind a span that ends at
// a place, not even an ellipsis.
func (in setting) leavesOut(rest []Span, end float32) bool {
	left := false
	for i, s := range rest {
		if s.X >= 0 || s.Bar > 0 {
			break
		}
		if i == 0 && end <= in.limit(&s)-At(s.Style, in.size, in.scale).ellipsis {
			return false
		}
		left = left || strings.TrimSpace(s.Text) != ""
	}
	return left
}

// fillBar draws a bar behind the text of a line.
func fillBar(dst *image.RGBA, s Span, scale float32) {
	if dst == nil {
		return
	}
	h := dst.Rect.Dy()
	margin := int(3 * scale)
	area := image.Rect(int(s.X*scale), margin, int((s.X+s.Bar)*scale+0.5), h-margin)
	draw.Draw(dst, area, image.NewUniform(s.Colour), image.Point{}, draw.Over)
}

// fillBack draws what is behind a text.
func fillBack(dst *image.RGBA, c color.Color, from, to float32) {
	area := image.Rect(int(from), 1, int(to+0.5), dst.Rect.Dy()-1)
	draw.Draw(dst, area, image.NewUniform(c), image.Point{}, draw.Over)
}

func rgba(c color.Color) color.RGBA {
	r, g, b, a := c.RGBA()
	return color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), uint8(a >> 8)}
}
