package text

import (
	"bytes"
	"image"
	"image/color"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/shaping"
)

var white = color.RGBA{255, 255, 255, 255}

// ink gives the first and last column with anything drawn, -1 when none.
func ink(img *image.RGBA) (from, to int) {
	from, to = -1, -1
	for x := range img.Rect.Dx() {
		for y := range img.Rect.Dy() {
			if img.RGBAAt(x, y).A > 0 {
				if from < 0 {
					from = x
				}
				to = x
			}
		}
	}
	return from, to
}

func TestDrawMeasuresWhatItDraws(t *testing.T) {
	for _, s := range []string{"zigbee2mqtt", "{\"temperature\": 21.4}", "온도 21.4 ℃", "▸ ▾ …", "😀", "مرحبا", "\xff\xfe"} {
		for _, style := range []Style{Regular, Bold, Mono} {
			f := Of(style, 13)
			img := image.NewRGBA(image.Rect(0, 0, 400, 24))
			end := f.Draw(img, s, Pen{X: 20, Baseline: f.Baseline(24), Colour: white})
			if width := f.Width(s); end != 20+width {
				t.Errorf("%q: drawn to %v, measured %v", s, end, 20+width)
			}
			from, to := ink(img)
			if from < 17 || to > int(end)+3 || from == to {
				t.Errorf("%q: ink from %d to %d, want within 20 and %v", s, from, to, end)
			}
		}
	}
}

func TestDrawCutsVisibly(t *testing.T) {
	f := Of(Mono, 13)
	cell := f.Width("0")
	for _, s := range []string{strings.Repeat("x", 50), strings.Repeat("온", 50)} {
		for limit := float32(30); limit < 100; limit += 7 {
			img := image.NewRGBA(image.Rect(0, 0, 400, 24))
			end := f.Draw(img, s, Pen{X: 10, Baseline: 17, Limit: limit, Colour: white})
			if end > limit || end < limit-3*cell {
				t.Errorf("%.6q cut at %v ends at %v", s, limit, end)
			}
		}
	}
	short := f.Draw(image.NewRGBA(image.Rect(0, 0, 400, 24)), "abc", Pen{X: 10, Baseline: 17, Limit: 10 + 3*cell, Colour: white})
	if short != 10+3*cell {
		t.Errorf("a text that just fits ends at %v", short)
	}
}

func TestDrawStaysInside(t *testing.T) {
	f := Of(Bold, 40)
	img := image.NewRGBA(image.Rect(0, 0, 20, 10))
	if end := f.Draw(img, "Wg€漢😀", Pen{X: -30, Baseline: 8, Colour: white}); end <= 20 {
		t.Errorf("the text ends at %v", end)
	}
}

func TestLineComparesSpans(t *testing.T) {
	l := NewLine(13)
	spans := []Span{{Text: "a", Colour: white}, {Text: "b", Colour: white, X: -1}}
	if !l.Set(spans...) || l.Set(spans...) {
		t.Error("a line must change once")
	}
	spans[1].Text = "c" // the line has its own copy
	if !l.Set(spans...) || l.Text() != "ac" {
		t.Errorf("the line says %q", l.Text())
	}
}

// TestFontMemoryIsBounded draws more different texts, with more different glyphs
// and characters, than are remembered.
func TestFontMemoryIsBounded(t *testing.T) {
	f := Of(Regular, 11)
	most, before := 0, f.Width("e\u0301aß")
	for i := range mostRuns + 500 {
		f.Width("e\u0301" + strconv.Itoa(i))
		most = max(most, len(f.runs))
	}
	if most < mostRuns/2 || most > mostRuns {
		t.Errorf("%d texts are remembered", most)
	}
	own := f.faces.list[0]
	for i := range mostGlyphs + 500 {
		f.glyph(own, shaping.Glyph{GlyphID: font.GID(i)})
		f.forgetMany()
		f.plain[rune(i)] = nil
	}
	if len(f.glyphs) > mostGlyphs || len(f.plain) > mostGlyphs || len(f.runs) > mostRuns {
		t.Errorf("%d glyphs, %d characters and %d texts are remembered", len(f.glyphs), len(f.plain), len(f.runs))
	}
	if got := f.Width("e\u0301aß"); got != before {
		t.Errorf("afterwards a text is %v wide, and was %v", got, before)
	}
}

// BenchmarkDraw is a row of 60 characters.
func BenchmarkDraw(b *testing.B) {
	img := image.NewRGBA(image.Rect(0, 0, 700, 20))
	f := Of(Mono, 13)
	b.ReportAllocs()
	for b.Loop() {
		f.Draw(img, "zigbee2mqtt/hall_sensor = {\"temperature\":21.4,\"humidity\":40}", Pen{X: 10, Baseline: 15, Colour: white})
	}
}

// TestCutInTheMiddle: the last levels are what tells topics apart.
func TestCutInTheMiddle(t *testing.T) {
	f := Of(Regular, 13)
	long := "enterprise/site/area/" + strings.Repeat("line-", 20) + "/machine-7/temperature"
	width := func(s string) float32 { return f.Width(s) + 1 }
	for _, c := range []struct {
		name, text, separator string
		width                 float32
		want                  string
	}{
		{"fits", "a/b/c", "/", 200, ""},
		{"not asked for", long, "", 200, ""},
		{"levels that take two thirds", long, "/", width("/machine-7/temperature") * 3 / 2, "/machine-7/temperature"},
		{"one that takes more", long, "/", width("/machine-7/temperature"), "/temperature"},
		{"one that just fits", long, "/", width("…/temperature"), "/temperature"},
		{"none that fits", long, "/", width("/temperature"), ""},
		{"one piece", strings.Repeat("x", 100), "/", 200, ""},
	} {
		if got := f.end(c.text, c.separator, c.width); got != c.want {
			t.Errorf("%s: %q stays, want %q", c.name, got, c.want)
		}
	}
	l := NewLine(13)
	l.Raster.Resize(fyne.NewSize(300, 24))
	picture := func(s string) []byte {
		l.Set(Span{Text: s, Colour: white, Keep: "/"})
		img := l.draw(300, 24).(*image.RGBA)
		if from, to := ink(img); from > 3 || to < 290 || to > 299 {
			t.Errorf("%q: ink from %d to %d", s, from, to)
		}
		return slices.Clone(img.Pix)
	}
	if bytes.Equal(picture(long), picture(strings.Replace(long, "temperature", "temperatura", 1))) {
		t.Error("topics that differ at their end look alike")
	}
}

// TestNothingIsCutWithoutAMark has what comes right behind a text begin so near to the
// limit that nothing of it is seen.
func TestNothingIsCutWithoutAMark(t *testing.T) {
	const size = 13
	picture := func(spans ...Span) []byte {
		img := image.NewRGBA(image.Rect(0, 0, 200, 24))
		drawSpans(img, spans, setting{size: size, scale: 1, width: 200, height: 24})
		return img.Pix
	}
	name := Span{Text: "kitchen", Colour: white, X: 10}
	end := name.X + Width(name.Text, Regular, size)
	for what, c := range map[string]struct {
		behind []Span
		marked bool
	}{
		"a value":                   {[]Span{{Text: " = 21.5", Colour: white, X: -1}}, true},
		"a value behind blanks":     {[]Span{{Text: "  ", Colour: white, X: -1}, {Text: "5 topics", Colour: white, X: -1}}, true},
		"blanks":                    {[]Span{{Text: "  ", Colour: white, X: -1}}, false},
		"nothing":                   {nil, false},
		"something of its own room": {[]Span{{Text: "R", Colour: white, X: 150}}, false},
	} {
		for limit := end; limit < end+8; limit++ {
			name.Limit = limit
			spans := []Span{name}
			for _, s := range c.behind {
				if s.X < 0 {
					s.Limit = limit
				}
				spans = append(spans, s)
			}
			seen := slices.DeleteFunc(slices.Clone(spans), func(s Span) bool { return s.X < 0 })
			if got := !bytes.Equal(picture(spans...), picture(seen...)); got != c.marked {
				t.Errorf("%s, %g px from the limit: a mark is seen: %v, want %v", what, limit-end, got, c.marked)
			}
		}
	}
}
