package text

import (
	"image"
	"image/color"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/shaping"
)

// Font draws and measures texts in one style and size. Get one from [Of].
type Font struct {
	size            float32 // px
	ascent, descent float32 // px, both positive
	faces           *faces
	ascii           [utf8.RuneSelf]*glyph // by character, for the fast way
	glyphs          map[glyphKey]*glyph   // all others
	runs            map[string][]*glyph   // shaped texts that are not ASCII
	buffer          []*glyph              // the glyphs of the last ASCII text
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
	fonts     = map[fontKey]*Font{}
	allFaces  = map[Style]*faces{}
	shaper    shaping.HarfbuzzShaper
	segmenter shaping.Segmenter
)

// mostRuns bounds the shaped texts that are remembered.
const mostRuns = 4_000

// Of gives the font of a style at a size in pixels.
func Of(style Style, size float32) *Font {
	key := fontKey{style, size}
	if f := fonts[key]; f != nil {
		return f
	}
	if allFaces[style] == nil {
		allFaces[style] = newFaces(style)
	}
	f := &Font{size: size, faces: allFaces[style], glyphs: map[glyphKey]*glyph{}, runs: map[string][]*glyph{}}
	own := f.faces.list[0]
	if e, ok := own.FontHExtents(); ok {
		em := size / float32(own.Upem())
		f.ascent, f.descent = e.Ascender*em, -e.Descender*em
	}
	fonts[key] = f
	return f
}

// Baseline is where the pen stands, from the top, for a text in the middle of
// a line of a height in pixels.
func (f *Font) Baseline(height int) int {
	return int(math.Round(float64((float32(height) + f.ascent - f.descent) / 2)))
}

// Width is how far a text reaches, in pixels.
func (f *Font) Width(s string) float32 {
	var width float32
	for _, g := range f.shape(s) {
		width += g.advance
	}
	return width
}

// Draw puts a text into dst with the pen at x on the baseline, and returns
// where the pen ends. Ink from limit on is left out with an ellipsis before
// it; a limit of 0 means none.
func (f *Font) Draw(dst *image.RGBA, s string, p Pen) (end float32) {
	glyphs := f.shape(s)
	x := p.X
	if p.Limit > 0 {
		var cut bool
		if glyphs, cut = f.fit(glyphs, p.Limit-x); cut {
			defer func() { end = f.Draw(dst, "…", Pen{X: end, Baseline: p.Baseline, Colour: p.Colour}) }()
		}
	}
	for _, g := range glyphs {
		whole := float32(math.Floor(float64(x)))
		g.at(x-whole, f.size).draw(dst, int(whole), p.Baseline, p.Colour)
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

// fit cuts glyphs to a width, leaving room for an ellipsis when it does.
func (f *Font) fit(glyphs []*glyph, width float32) (fitting []*glyph, cut bool) {
	var x, room float32
	room = width - f.Width("…")
	keep := 0
	for i, g := range glyphs {
		x += g.advance
		if x <= room {
			keep = i + 1
		}
		if x > width {
			return glyphs[:keep], true
		}
	}
	return glyphs, false
}

// end is what must stay of the end of a text that is cut in the middle to a
// width: as much as fits into two thirds of it, from a separator on. It is
// empty when all of the text fits, or when not even the last piece does.
func (f *Font) end(s, separator string, width float32) string {
	if separator == "" || f.Width(s) <= width {
		return ""
	}
	end := ""
	for at := strings.LastIndex(s, separator); at > 0; at = strings.LastIndex(s[:at], separator) {
		w := f.Width(s[at:])
		if w > width*2/3 && (end != "" || w > width-f.Width("…")) {
			break
		}
		end = s[at:]
	}
	return end
}

// shape turns a text into glyphs. ASCII needs no shaping: every character is
// its glyph. Anything else goes through the shaper and is remembered.
func (f *Font) shape(s string) []*glyph {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return f.shapeRun(s)
		}
	}
	f.buffer = f.buffer[:0]
	for i := range len(s) {
		g := f.ascii[s[i]]
		if g == nil {
			g = f.shapeRun(s[i : i+1])[0]
			f.ascii[s[i]] = g
		}
		f.buffer = append(f.buffer, g)
	}
	return f.buffer
}

func (f *Font) shapeRun(s string) []*glyph {
	if run, ok := f.runs[s]; ok {
		return run
	}
	in := shaping.Input{Text: []rune(s), Direction: di.DirectionLTR, Face: f.faces.list[0], Size: toFixed(f.size)}
	in.RunEnd = len(in.Text)
	run := []*glyph{}
	for _, part := range segmenter.Split(in, f.faces) {
		out := shaper.Shape(part)
		for _, g := range out.Glyphs {
			run = append(run, f.glyph(out.Face, g))
		}
	}
	if len(f.runs) >= mostRuns {
		clear(f.runs)
	}
	f.runs[s] = run
	return run
}

func (f *Font) glyph(face *font.Face, g shaping.Glyph) *glyph {
	key := glyphKey{face, g.GlyphID, int(g.XOffset), int(g.YOffset)}
	if made := f.glyphs[key]; made != nil && made.shape.XAdvance == g.XAdvance {
		return made
	}
	made := &glyph{face: face, shape: g, advance: toFloat(g.XAdvance)}
	f.glyphs[key] = made
	return made
}
