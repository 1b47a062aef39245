package text

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// run is a text as glyphs.
type run struct {
	glyphs []*glyph // from left to right, as they are seen
	// clusters are, for each glyph, the first of the characters that it stands
	// for; nil when each stands for the next one.
	clusters []int32
}

// noLimit is the width of what is to be shaped whole.
const noLimit = math.MaxFloat32

// Bounds of what is shaped and remembered. No line of a window has room for
// more characters than mostShaped; those behind are as good as cut.
const (
	mostShaped = 600     // characters of one text with a limit
	mostRuns   = 4_000   // texts remembered
	mostKept   = 200_000 // glyphs of them
	mostGlyphs = 10_000  // different glyphs, and characters, remembered
	mostFound  = 50_000  // characters whose font is remembered
)

func (r *run) width() float32 {
	var width float32
	for _, g := range r.glyphs {
		width += g.advance
	}
	return width
}

// begin is what fits into a width of the beginning of the text, which is not
// on the left when it is read from the right.
func (r *run) begin(width float32) run {
	if r.clusters == nil {
		var x float32
		for i, g := range r.glyphs {
			if x += g.advance; x > width {
				return run{glyphs: r.glyphs[:i]}
			}
		}
		return *r
	}
	last := int32(0)
	for _, c := range r.clusters {
		last = max(last, c)
	}
	advances := make([]float32, last+1)
	for i, g := range r.glyphs {
		advances[r.clusters[i]] += g.advance
	}
	end := int32(0) // of the characters that fit
	var x float32
	for end <= last {
		if x += advances[end]; x > width {
			break
		}
		end++
	}
	var cut run
	for i, g := range r.glyphs {
		if r.clusters[i] < end {
			cut.glyphs = append(cut.glyphs, g)
		}
	}
	return cut
}

// shape turns a text into glyphs: all of it, or at least as much of its
// beginning as a width has room for. It reports whether there is more of it.
//
// Where every character is a glyph and nothing else there is no need of the
// shaper. Anything else goes through it and is remembered.
func (f *Font) shape(s string, width float32) (r run, more bool) {
	f.buffer = f.buffer[:0]
	var x float32
	for i := 0; i < len(s); {
		if x > width {
			return run{glyphs: f.buffer}, true
		}
		var g *glyph
		n := 1
		if c := s[i]; c < utf8.RuneSelf {
			g = f.ascii[c]
			if g == nil && c >= ' ' && c != 0x7f {
				if g = f.only(s[i : i+1]); g != nil {
					g.letter = true
				}
				f.ascii[c] = g
			}
		} else {
			g, n = f.alone(s[i:])
		}
		if g == nil {
			return f.shapeUpTo(s, width)
		}
		f.buffer = append(f.buffer, g)
		x += g.advance
		i += n
	}
	return run{glyphs: f.buffer}, false
}

// alone is the glyph of the character that a text begins with, nil when it
// depends on its neighbours.
func (f *Font) alone(s string) (g *glyph, size int) {
	c, n := utf8.DecodeRuneInString(s)
	if !standsAlone(c) {
		return nil, n
	}
	g, known := f.plain[c]
	if !known {
		if g = f.only(s[:n]); g == nil && (tooLate() || pacing.drawing && pacing.left) {
			return nil, n
		}
		f.forgetMany()
		f.plain[c] = g
	}
	return g, n
}

// standsAlone reports whether a character looks the same beside any other that
// does. It need not know all that do.
func standsAlone(c rune) bool { return unicode.Is(alone, c) }

// alone are letters that do not join and take no marks of their own, and what
// is written between them; nothing that may be an emoji.
var alone = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x00a1, Hi: 0x00a8, Stride: 1},
	{Lo: 0x00aa, Hi: 0x00ac, Stride: 1},
	{Lo: 0x00af, Hi: 0x02ff, Stride: 1}, // Latin
	{Lo: 0x0370, Hi: 0x0482, Stride: 1}, // Greek, Cyrillic
	{Lo: 0x048a, Hi: 0x052f, Stride: 1},
	{Lo: 0x2010, Hi: 0x2027, Stride: 1}, // dashes, quotes, the ellipsis
	{Lo: 0x20a0, Hi: 0x20bf, Stride: 1}, // currencies
	{Lo: 0x25b7, Hi: 0x25bf, Stride: 1}, // ▸ ▾
	{Lo: 0x3001, Hi: 0x3029, Stride: 1}, // kana
	{Lo: 0x3041, Hi: 0x3096, Stride: 1},
	{Lo: 0x30a1, Hi: 0x30ff, Stride: 1},
	{Lo: 0x3400, Hi: 0x4dbf, Stride: 1}, // ideographs
	{Lo: 0x4e00, Hi: 0x9fff, Stride: 1},
	{Lo: 0xac00, Hi: 0xd7a3, Stride: 1}, // Hangul
	{Lo: 0xff01, Hi: 0xff5f, Stride: 1},
}}

// only is the glyph of a text of one character, nil when it takes more of them.
func (f *Font) only(s string) *glyph {
	if r := f.shaped(s); len(r.glyphs) == 1 {
		return r.glyphs[0]
	}
	return nil
}

// shapeUpTo shapes as much of a text as may be seen.
func (f *Font) shapeUpTo(s string, width float32) (r run, more bool) {
	if width == noLimit {
		return f.shaped(s), false
	}
	for most := 16 + int(width/f.size); ; most *= 2 { // many characters are as wide as they are high
		piece := beginning(s, min(most, mostShaped))
		r = f.shaped(piece)
		if len(piece) == len(s) {
			return r, false
		}
		if most >= mostShaped || r.width() > width {
			return r, true
		}
	}
}

// beginning is so many characters of a text.
func beginning(s string, characters int) string {
	for i := range s {
		if characters == 0 {
			return s[:i]
		}
		characters--
	}
	return s
}

// shortText is the most in bytes of a text that is shaped in about the time of a glyph.
const shortText = 16

// shaped remembers what [Font.compose] makes of a text.
func (f *Font) shaped(s string) run {
	if r, ok := f.runs[s]; ok {
		return r
	}
	if len(s) > 1 { // else it is a letter of ASCII
		if len(s) > shortText && late() || tooLate() {
			return run{}
		}
		pacing.pieces++
	}
	made := making()
	defer made()
	r, whole := f.compose(s)
	if !whole {
		return run{}
	}
	if len(f.runs) >= mostRuns || f.kept+len(r.glyphs) > mostKept {
		clear(f.runs)
		f.kept = 0
	}
	f.runs[strings.Clone(s)] = r
	f.kept += len(r.glyphs)
	return r
}

// compose shapes a text piece by piece and puts the pieces in the order in
// which they are seen. It is nothing whole when there is no time for it.
func (f *Font) compose(s string) (r run, whole bool) {
	characters, pieces, whole := f.split(s)
	if !whole {
		return run{}, false
	}
	for _, p := range visualOrder(pieces) {
		if p.mark != "" {
			for _, g := range f.small(p.mark) {
				r.glyphs, r.clusters = append(r.glyphs, g), append(r.clusters, int32(p.from))
			}
			continue
		}
		for _, g := range f.shapePiece(characters, p) {
			r.glyphs = append(r.glyphs, f.glyph(p.face, g))
			r.clusters = append(r.clusters, int32(g.ClusterIndex))
		}
	}
	return r, true
}

// shapedAt is the size that texts are shaped at, in pixels. The shaper takes whole
// pixels only, so that all sizes are made of this one: a text would be wider against
// its size where that is a fraction, as it is on most canvases with a scale. Advances
// stay as they are; see [Font.advance].
const shapedAt = 1000

func (f *Font) shapePiece(characters []rune, p piece) []shaping.Glyph {
	direction := di.DirectionLTR
	if p.level%2 == 1 {
		direction = di.DirectionRTL
	}
	glyphs := shaper.Shape(shaping.Input{
		Text: characters, RunStart: p.from, RunEnd: p.to,
		Direction: direction, Face: p.face, Size: fixed.I(shapedAt), Script: p.script,
	}).Glyphs
	for i := range glyphs {
		g := &glyphs[i]
		g.Width, g.Height = f.sized(g.Width), f.sized(g.Height)
		g.XBearing, g.YBearing = f.sized(g.XBearing), f.sized(g.YBearing)
		g.XOffset, g.YOffset = f.sized(g.XOffset), f.sized(g.YOffset)
	}
	return glyphs
}

// sized is a length at the font's size, of one as the shaper has it.
func (f *Font) sized(v fixed.Int26_6) fixed.Int26_6 {
	if v == 0 { // as most offsets are
		return 0
	}
	return toFixed(toFloat(v) / shapedAt * f.size)
}

// small gives the glyphs of a mark, which stands for a character that has no
// look of its own.
func (f *Font) small(mark string) []*glyph {
	const part = 0.75 // of the size of what stands around it
	var r run
	entirely(func() { r, _ = Of(f.style, f.size*part).shape(mark, noLimit) })
	return r.glyphs
}

// forgetMany forgets all glyphs when there are many. No text in use has so many:
// it is for who publishes every character there is. Those in use stay valid.
func (f *Font) forgetMany() {
	if len(f.glyphs) < mostGlyphs && len(f.plain) < mostGlyphs {
		return
	}
	clear(f.glyphs)
	clear(f.plain)
	clear(f.runs)
	f.kept = 0
}

// advance is how far a glyph moves the pen, in pixels, and in steps that a float32 adds
// up without a loss.
func (f *Font) advance(g shaping.Glyph) float32 {
	const steps = 1024
	return float32(math.Round(float64(toFloat(g.XAdvance))/shapedAt*float64(f.size)*steps) / steps)
}

func (f *Font) glyph(face *font.Face, g shaping.Glyph) *glyph {
	key := glyphKey{face, g.GlyphID, int(g.XOffset), int(g.YOffset)}
	if made := f.glyphs[key]; made != nil && made.shape.XAdvance == g.XAdvance {
		return made
	}
	f.forgetMany()
	made := &glyph{face: face, shape: g, size: f.size, advance: f.advance(g)}
	f.glyphs[key] = made
	return made
}
