package text

import (
	"image"
	"image/color"

	"github.com/go-text/render"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// subpixels is how many positions between two pixels a glyph is drawn for.
const subpixels = 4

// glyph is one shape at its place in a run.
type glyph struct {
	face    *font.Face
	shape   shaping.Glyph
	size    float32 // px, of the font
	advance float32 // px
	masks   [subpixels]*mask
	letter  bool // of ASCII: there are few, and quickly made, so none is left out for want of time
}

// mask is a glyph's coverage, or its own colours when it has some.
type mask struct {
	left, top int // of the image against the pen on the baseline, y downwards
	alpha     *image.Alpha
	colours   *image.RGBA
}

// at gives the mask for a pen this far right of a pixel, nil when the glyph
// has no ink.
func (g *glyph) at(fraction float32) *mask {
	i := int(fraction * subpixels)
	if g.masks[i] == nil {
		if !g.letter {
			if tooLate() {
				return noInk
			}
			pacing.pieces++
		}
		made := making()
		defer made()
		g.masks[i] = rasterise(g, fixed.Int26_6(i*64/subpixels))
	}
	return g.masks[i]
}

var noInk = &mask{}

func rasterise(g *glyph, shift fixed.Int26_6) *mask {
	s, size := g.shape, g.size
	if svg, ok := g.face.GlyphData(s.GlyphID).(font.GlyphSVG); ok {
		return rasteriseSVG(svg.Source, g)
	}
	if s.Width == 0 || s.Height == 0 {
		return noInk
	}
	left := (s.XOffset + s.XBearing).Floor() - 1
	right := (s.XOffset + s.XBearing + s.Width + shift).Ceil() + 1
	top := -(s.YOffset + s.YBearing).Ceil() - 1
	bottom := -(s.YOffset + s.YBearing + s.Height).Floor() + 1
	if right <= left || bottom <= top {
		return noInk
	}
	img := image.NewRGBA(image.Rect(0, 0, right-left, bottom-top))
	s.XOffset += shift
	r := render.Renderer{FontSize: size, PixScale: 1, Color: color.White}
	run := shaping.Output{Face: g.face, Glyphs: []shaping.Glyph{s}, Size: toFixed(size)}
	r.DrawShapedRunAt(run, img, -left, -top)
	m := &mask{left: left, top: top}
	if _, outline := g.face.GlyphData(s.GlyphID).(font.GlyphOutline); !outline {
		m.colours = img
		return m
	}
	m.alpha = image.NewAlpha(img.Rect)
	for i := range m.alpha.Pix {
		m.alpha.Pix[i] = img.Pix[4*i+3]
	}
	return m
}

// draw puts the mask's ink into dst with the pen at x, y.
func (m *mask) draw(dst *image.RGBA, x, y int, c color.RGBA) {
	switch {
	case m.alpha != nil:
		m.drawAlpha(dst, x+m.left, y+m.top, c)
	case m.colours != nil:
		m.drawColours(dst, x+m.left, y+m.top)
	}
}

func (m *mask) drawAlpha(dst *image.RGBA, x, y int, c color.RGBA) {
	at := image.Pt(x, y)
	r := m.alpha.Rect.Add(at).Intersect(dst.Rect)
	for py := r.Min.Y; py < r.Max.Y; py++ {
		src := m.alpha.Pix[(py-y)*m.alpha.Stride+r.Min.X-x:]
		out := dst.Pix[dst.PixOffset(r.Min.X, py):]
		for i := range r.Dx() {
			if a := uint32(src[i]); a != 0 {
				over(out[4*i:4*i+4:4*i+4], c, a)
			}
		}
	}
}

// over lays a colour with a coverage of 0 to 255 over a pixel.
func over(out []byte, c color.RGBA, coverage uint32) {
	rest := 255 - uint32(c.A)*coverage/255
	out[0] = uint8((uint32(c.R)*coverage + uint32(out[0])*rest) / 255)
	out[1] = uint8((uint32(c.G)*coverage + uint32(out[1])*rest) / 255)
	out[2] = uint8((uint32(c.B)*coverage + uint32(out[2])*rest) / 255)
	out[3] = uint8((uint32(c.A)*coverage + uint32(out[3])*rest) / 255)
}

func (m *mask) drawColours(dst *image.RGBA, x, y int) {
	r := m.colours.Rect.Add(image.Pt(x, y)).Intersect(dst.Rect)
	for py := r.Min.Y; py < r.Max.Y; py++ {
		for px := r.Min.X; px < r.Max.X; px++ {
			over(dst.Pix[dst.PixOffset(px, py):], m.colours.RGBAAt(px-x, py-y), 255)
		}
	}
}

// toFixed rounds as math.Round does, which takes several times as long.
func toFixed(v float32) fixed.Int26_6 {
	if v < 0 {
		return -fixed.Int26_6(0.5 - float64(v)*64)
	}
	return fixed.Int26_6(float64(v)*64 + 0.5)
}

func toFloat(v fixed.Int26_6) float32 { return float32(v) / 64 }
