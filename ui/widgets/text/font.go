package text

import (
	"image"
	"image/color"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/shaping"
)

// Font draws and measures texts in one style and size. Get one from [Of].
type Font struct {
	style           Style
	size            float32 // px
	ascent, descent float32 // px, both positive
	ellipsis        float32 // px, its width
	faces           *faces
	ascii           [utf8.RuneSelf]*glyph // by character, for the fast way
	plain           map[rune]*glyph       // the same for other characters that stand alone
	glyphs          map[glyphKey]*glyph   // all others
	runs            map[string]run        // shaped texts
	kept            int                   // glyphs of them
	buffer          []*glyph              // the glyphs of the last text without shaping
}

type glyphKey struct {
	face   *font.Face
	id     font.GID
	dx, dy int // offsets, which the shaper may choose by context
}

type fontKey struct {
	style Style
	size  float32
}

// What has been made stays: a handful of sizes is in use at a time.
var (
	fonts    = map[fontKey]*Font{}
	allFaces = map[Style]*faces{}
	shaper   = newShaper()
)

// newShaper makes one that remembers what it has found out of the fonts in use:
// to find that takes longer than to shape a word.
func newShaper() *shaping.HarfbuzzShaper {
	const fontsInUse = 32
	s := &shaping.HarfbuzzShaper{}
	s.SetFontCacheSize(fontsInUse)
	return s
}

// Of gives the font of a style at a size in pixels.
func Of(style Style, size float32) *Font {
	key := fontKey{style, size}
	if f := fonts[key]; f != nil {
		return f
	}
	if allFaces[style] == nil {
		allFaces[style] = newFaces(style)
	}
	f := &Font{style: style, size: size, faces: allFaces[style], plain: map[rune]*glyph{}, glyphs: map[glyphKey]*glyph{}, runs: map[string]run{}}
	own := f.faces.list[0]
	if e, ok := own.FontHExtents(); ok {
		em := size / float32(own.Upem())
		f.ascent, f.descent = e.Ascender*em, -e.Descender*em
	}
	entirely(func() { f.ellipsis = f.Width("…") })
	fonts[key] = f
	return f
}

// At gives the font of a style at a size in Fyne's units on a canvas of a scale.
// Sizes go by sixteenths of a pixel, which all of a window are in, or nearly, at the
// scales there are; a font for each little difference would be too many.
func At(style Style, size, scale float32) *Font {
	const steps = 16
	return Of(style, float32(math.Round(float64(size*scale*steps))/steps))
}

// Baseline is where the pen stands, from the top, for a text in the middle of
// a line of a height in pixels.
func (f *Font) Baseline(height int) int {
	return int(math.Round(float64((float32(height) + f.ascent - f.descent) / 2)))
}

// Width is how far a text reaches, in pixels. It looks at all of it: ask
// [Font.Fits] of a text that may be long.
func (f *Font) Width(s string) float32 {
	r, _ := f.shape(s, noLimit)
	return r.width()
}

// hair is by how many pixels a text may be wider than its room: so much is lost where
// it has been measured at one scale and is drawn at another. A letter has as much
// beside it.
const hair = 0.5

// Fits reports whether a text is no wider than so many pixels. It looks at as
// much of it as can be seen.
func (f *Font) Fits(s string, width float32) bool {
	r, more := f.shape(s, max(width, 0))
	return !more && r.width() <= width+hair
}

// Draw puts a text into dst with the pen at x on the baseline, and returns
// where the pen ends. What would reach beyond limit is left out from the end of
// the text, with an ellipsis in its place; a limit of 0 means none.
func (f *Font) Draw(dst *image.RGBA, s string, p Pen) (end float32) {
	end, _ = f.draw(dst, s, p)
	return end
}

// draw does what Draw does, without ink where dst is nil, and reports whether
// anything was left out.
func (f *Font) draw(dst *image.RGBA, s string, p Pen) (end float32, cut bool) {
	if p.Limit <= 0 {
		r, _ := f.shape(s, noLimit)
		return drawGlyphs(dst, r, p), false
	}
	room := p.Limit - p.X
	r, more := f.shape(s, max(room, 0))
	if !more && r.width() <= room+hair {
		return drawGlyphs(dst, r, p), false
	}
	p.X = drawGlyphs(dst, r.begin(room-f.ellipsis), p)
	r, _ = f.shape("…", noLimit)
	return drawGlyphs(dst, r, p), true
}

// drawGlyphs draws glyphs one after the other.
func drawGlyphs(dst *image.RGBA, r run, p Pen) (end float32) {
	if dst == nil {
		return p.X + r.width()
	}
	x := p.X
	for _, g := range r.glyphs {
		whole := float32(math.Floor(float64(x)))
		g.at(x-whole).draw(dst, int(whole), p.Baseline, p.Colour)
		x += g.advance
	}
	return x
}

// Pen is where and how a text is drawn, in pixels.
type Pen struct {
	X        float32
	Baseline int
	Limit    float32
	Colour   color.RGBA
}

// end is what must stay of the end of a text that is cut in the middle to a
// width: as much as fits into two thirds of it, from a separator on. It is
// empty when all of the text fits, or when not even the last piece does.
func (f *Font) end(s, separator string, width float32) string {
	if separator == "" || f.Fits(s, width) {
		return ""
	}
	end := ""
	for at := strings.LastIndex(s, separator); at > 0; at = strings.LastIndex(s[:at], separator) {
		room := width * 2 / 3
		if end == "" {
			room = max(room, width-f.ellipsis)
		}
		if !f.Fits(s[at:], room) {
			break
		}
		end = s[at:]
	}
	return end
}
