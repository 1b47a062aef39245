package text

import (
	"image"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"golang.org/x/text/unicode/bidi"
)

// said is what a text is drawn as: marks as they are, and other pieces between
// bars.
func said(s string) string {
	f := Of(Regular, 13)
	characters, pieces, _ := f.split(s)
	var b strings.Builder
	for _, p := range pieces {
		if p.mark != "" {
			b.WriteString(p.mark)
			continue
		}
		b.WriteString("|" + string(characters[p.from:p.to]) + "|")
	}
	return b.String()
}

func TestWhatCannotBeSeenIsMarked(t *testing.T) {
	for name, c := range map[string][2]string{
		"plain":                                 {"abc", "|abc|"},
		"zero-width blank":                      {"a\u200bb", "|a|[U+200B]|b|"},
		"joiner between letters":                {"a\u200db", "|a|[U+200D]|b|"},
		"joiner at the end of an emoji":         {"👩\u200d", "|👩|[U+200D]"},
		"turning the direction":                 {"a\u202eb\u2066c", "|a|[U+202E]|b|[U+2066]|c|"},
		"byte order mark":                       {"\ufeffa", "[U+FEFF]|a|"},
		"soft hyphen":                           {"a\u00adb", "|a|[U+00AD]|b|"},
		"control characters":                    {"a\x01b\x7f\u0085", "|a|[U+0001]|b|[U+007F][U+0085]"},
		"line and paragraph separator":          {"\u2028\u2029", "[U+2028][U+2029]"},
		"Hangul filler":                         {"a\u3164", "|a|[U+3164]"},
		"empty Braille pattern":                 {"\u2800", "[U+2800]"},
		"tag behind a letter":                   {"a\U000e0061", "|a|[U+E0061]"},
		"variation selector behind a letter":    {"a\ufe0f", "|a|[U+FE0F]"},
		"no font has it":                        {"a\U000e1234b", "|a|[U+E1234]|b|"},
		"private use":                           {"\ue000", "[U+E000]"},
		"no character":                          {"\uffff", "[U+FFFF]"},
		"no UTF-8":                              {"a\xffb\xc3", "|a|[FF]|b|[C3]"},
		"replacement character":                 {"\ufffd", "|\ufffd|"},
		"accent of its own":                     {"cafe\u0301", "|cafe\u0301|"},
		"family":                                {"👨\u200d👩\u200d👧", "|👨\u200d👩\u200d👧|"},
		"technologist, which the font has none": {"👩\u200d💻", "|👩\u200d💻|"},
		"skin tone":                             {"👍🏽", "|👍🏽|"},
		"flags":                                 {"🇩🇪🇰🇷", "|🇩🇪🇰🇷|"},
		"half a flag":                           {"🇩", "|🇩|"},
		"flag of tags":                          {"🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "|🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f|"},
		"keycap":                                {"1\ufe0f\u20e3", "|1\ufe0f\u20e3|"},
		"heart as emoji":                        {"❤\ufe0f", "|❤\ufe0f|"},
		"thermometer":                           {"🌡 🌡\ufe0f", "|🌡|| ||🌡\ufe0f|"},
	} {
		if got := said(c[0]); got != c[1] {
			t.Errorf("%s: %q is drawn as %q, want %q", name, c[0], got, c[1])
		}
	}
}

// TestEmojiHaveInk draws those that were left out for being narrow, and such as
// are one out of several.
func TestEmojiHaveInk(t *testing.T) {
	const size = 26
	f := Of(Regular, size)
	for name, c := range map[string]struct {
		text  string
		wide  float32 // in sizes
		least int     // pixels with ink
	}{
		"thermometer":           {"🌡", 1, 80},
		"thermometer in colour": {"🌡\ufe0f", 1, 80},
		"exclamation":           {"❗", 1, 60},
		"lightning":             {"⚡", 1, 60},
		"minus":                 {"➖", 1, 60},
		"face":                  {"😀", 1, 300},
		"family":                {"👨\u200d👩\u200d👧", 1, 200},
		"flag":                  {"🇩🇪", 1, 200},
		"skin tone":             {"👍🏽", 1, 200},
		"keycap":                {"1\ufe0f\u20e3", 1, 200},
		"two parts":             {"👩\u200d💻", 2, 400},
	} {
		img := image.NewRGBA(image.Rect(0, 0, 200, 40))
		end := f.Draw(img, c.text, Pen{X: 10, Baseline: 30, Colour: white})
		inked := 0
		for i := 3; i < len(img.Pix); i += 4 {
			if img.Pix[i] > 40 {
				inked++
			}
		}
		from, to := ink(img)
		if end-10 != c.wide*size || inked < c.least || from < 8 || to > int(end)+1 {
			t.Errorf("%s: %v wide, %d pixels from %d to %d", name, end-10, inked, from, to)
		}
	}
}

// order is a text in the order in which it is seen from the left.
func order(s string) string {
	var pieces []piece
	characters := []rune(s)
	for i := range characters {
		pieces = append(pieces, drawn(characters, i, i+1, nil))
	}
	setLevels(pieces)
	var b strings.Builder
	for _, p := range visualOrder(pieces) {
		b.WriteRune(characters[p.from])
	}
	return b.String()
}

func TestOrderOfWhatIsReadFromTheRight(t *testing.T) {
	for name, c := range map[string][2]string{
		"left only":               {"abc 123 (x)", "abc 123 (x)"},
		"Hebrew":                  {"שלום", "םולש"},
		"words":                   {"אב גד", "דג בא"},
		"among others":            {"x אב y", "x בא y"},
		"a number between":        {"אב 12 גד", "דג 12 בא"},
		"a number at the end":     {"אב 12", "12 בא"},
		"Arabic with a decimal":   {"ا 21.5 ب", "ب 21.5 ا"},
		"degrees":                 {"אב 21.5%", "21.5% בא"},
		"brackets with another":   {"x (אב) y", "x (בא) y"},
		"brackets around":         {"אב (גד) x", ")דג( בא x"},
		"a word of Latin between": {"אב xy גד", "בא xy דג"},
		"level by level":          {"אב/גד", "דג/בא"},
	} {
		if got := order(c[0]); got != c[1] {
			t.Errorf("%s: %q is seen as %q, want %q", name, c[0], got, c[1])
		}
	}
}

// TestDirectionsAsOthersFindThem compares with package bidi, which finds the
// direction of every character, but not their order.
func TestDirectionsAsOthersFindThem(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	alphabet := []rune("ab אבجس12٣٤ .,:+-$%!/\u0301")
	for range 20_000 {
		characters := []rune("a") // which makes it a paragraph read from the left
		for range random.IntN(12) {
			characters = append(characters, alphabet[random.IntN(len(alphabet))])
		}
		characters = append(characters, 'z') // blanks at the end are another matter
		var pieces []piece
		for i := range characters {
			pieces = append(pieces, drawn(characters, i, i+1, nil))
		}
		setLevels(pieces)
		var p bidi.Paragraph
		if _, err := p.SetString(string(characters)); err != nil {
			t.Fatal(err)
		}
		o, err := p.Order()
		if err != nil {
			t.Fatal(err)
		}
		at := 0
		for i := range o.NumRuns() {
			r := o.Run(i)
			for range []rune(r.String()) {
				if right := r.Direction() == bidi.RightToLeft; right != (pieces[at].level%2 == 1) {
					t.Fatalf("seed %d: %q: character %d has level %d, want one read from the right: %v", seed, string(characters), at, pieces[at].level, right)
				}
				at++
			}
		}
	}
}

// TestCutKeepsTheBeginning: what is read from the right begins on the right.
func TestCutKeepsTheBeginning(t *testing.T) {
	f := Of(Regular, 13)
	r := run{glyphs: []*glyph{{advance: 1}, {advance: 2}, {advance: 4}, {advance: 8}}, clusters: []int32{2, 1, 0, 3}}
	for width, want := range map[float32]float32{15: 15, 14: 7, 6: 6, 5: 4, 3: 0} {
		if cut := r.begin(width); cut.width() != want {
			t.Errorf("cut to %v: %v is left, want %v", width, cut.width(), want)
		}
	}
	if f.Fits("x", 0) || !f.Fits("", 0) {
		t.Error("what fits into nothing is wrong")
	}
}

// TestLongTextsAreCheap draws the longest topics there can be into a row: what
// is shaped for that is what may be seen, found by doubling, and no more.
func TestLongTextsAreCheap(t *testing.T) {
	f := Of(Regular, 12.625) // with which nothing else is drawn
	img := image.NewRGBA(image.Rect(0, 0, 600, 20))
	for name, unit := range map[string]string{
		"ASCII": "x", "ideographs": "温度", "emoji": "👩\u200d💻", "accents": "e\u0301", "Arabic": "مصنع ", "mixed": "aé温👍🏽ش\u200b\U00010f00",
		"marks on one letter": "\u0301", "no UTF-8": "\xff", "flags": "🇩🇪", "never seen": "\u200b",
	} {
		long := strings.Repeat(unit, 65_535/len(unit))
		clear(f.runs)
		f.Draw(img, long, Pen{X: 10, Baseline: 15, Limit: 500, Colour: white})
		shaped := 0
		for s := range f.runs {
			shaped += utf8.RuneCountInString(s)
			if len(s) > 8*mostShaped {
				t.Errorf("%s: a text of %d bytes is remembered", name, len(s))
			}
		}
		if shaped == 0 || shaped > 3*mostShaped {
			t.Errorf("%s: %d characters are shaped, want 1 to %d", name, shaped, 3*mostShaped)
		}
	}
}

// BenchmarkCompose shapes what no line has shown yet.
func BenchmarkCompose(b *testing.B) {
	f := Of(Regular, 12.5)
	for name, unit := range map[string]string{"Arabic": "مصنع ", "mixed": "aé温👍🏽ش\u200b\U00010f00"} {
		s := beginning(strings.Repeat(unit, 200), 190)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f.compose(s)
			}
		})
	}
}

// TestPlaces are where a click finds a character.
func TestPlaces(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		from []int // where each piece begins
	}{
		"nothing": {"", nil},
		"plain":   {"aé温", []int{0, 1, 3}},
		"emoji":   {"a👨\u200d👩\u200d👧b", []int{0, 1, 19}},
		"mark":    {"a\u200bb", []int{0, 1, 4}},
		"bytes":   {"a\xffb", []int{0, 1, 2}},
		"flag":    {"🇩🇪x", []int{0, 8}},
	} {
		places := Places(c.text, Mono, 13)
		var from []int
		x := float32(0)
		for _, p := range places {
			from = append(from, p.From)
			if p.X != x || p.Width <= 0 {
				t.Errorf("%s: the piece at %d is at %v, want %v, and %v wide", name, p.From, p.X, x, p.Width)
			}
			x += p.Width
		}
		if !slices.Equal(from, c.from) || x != Width(c.text, Mono, 13) {
			t.Errorf("%s: pieces at %v, want %v, %v wide", name, from, c.from, x)
		}
	}
}

// TestCut is whether a tip has more to say than the line.
func TestCut(t *testing.T) {
	wide := Width("house = ", Regular, 13)
	for name, c := range map[string]struct {
		spans []Span
		want  bool
	}{
		"nothing":         {nil, false},
		"fits":            {[]Span{{Text: "house"}, {Text: " = ", X: -1}}, false},
		"just fits":       {[]Span{{Text: "house = ", Limit: wide}}, false},
		"just too narrow": {[]Span{{Text: "house = ", Limit: wide - 1}}, true},
		"the last one":    {[]Span{{Text: "house"}, {Text: strings.Repeat("x", 100), X: -1}}, true},
		"none left":       {[]Span{{Text: strings.Repeat("x", 100)}, {Text: "y", X: -1}}, true},
		"in the middle":   {[]Span{{Text: strings.Repeat("x/", 100), Keep: "/"}}, true},
		"on the right":    {[]Span{{Text: "12", X: 190, Right: true}}, false},
	} {
		if got := Cut(c.spans, 13, 200, 1); got != c.want {
			t.Errorf("%s: cut %v, want %v", name, got, c.want)
		}
	}
}

// TestLinesOfAnyWidthUseOneFont: their scale is found from their width.
func TestLinesOfAnyWidthUseOneFont(t *testing.T) {
	for _, scale := range []float32{1, 1.1, 1.25, 1.5, 2} {
		l := onScale(t, scale, 12)
		l.Set(Span{Text: "words as wide as they are", Colour: white})
		At(Regular, 12, scale)
		before := len(fonts)
		for width := float32(100); width < 900; width += 7.3 {
			l.Place(fyne.Position{}, fyne.NewSize(width, 18))
			drawnAt(l, scale)
		}
		if n := len(fonts); n != before {
			t.Errorf("at a scale of %v lines made %d more fonts", scale, n-before)
		}
	}
}

// TestWithMarks writes the same marks as are drawn.
func TestWithMarks(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "a b": "a b", "a\u200bb": "a[U+200B]b", "\x00\n\t": "[U+0000][U+000A][U+0009]", "a\xffb": "a[FF]b", "\ufffd": "\ufffd",
		"\u202eabc": "[U+202E]abc", "\u009b": "[U+009B]", "\u200d": "[U+200D]", "a\u200db": "a[U+200D]b",
		"👨\u200d👩\u200d👧": "👨\u200d👩\u200d👧", "☀\ufe0f": "☀\ufe0f", "a\ufe0f": "a[U+FE0F]", "می\u200cخواهم": "می\u200cخواهم", "ᅠ": "[U+1160]",
		"e\u0301": "e\u0301", "🏴\U000e0067\U000e0062\U000e007f": "🏴\U000e0067\U000e0062\U000e007f",
		"a\U000e0067b": "a[U+E0067]b", "\U000e0001": "[U+E0001]",
	} {
		if got := WithMarks(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
		drawn, rest := "", []rune(in)
		_, pieces, _ := Of(Mono, 13).split(in)
		for _, p := range pieces {
			if drawn += p.mark; p.mark == "" {
				drawn += string(rest[p.from:p.to])
			}
		}
		if drawn != want {
			t.Errorf("%q: %q is drawn, want %q", in, drawn, want)
		}
	}
}

// TestBreakWithoutRoom: a window may have none at first.
func TestBreakWithoutRoom(t *testing.T) {
	for _, s := range []string{"", "a", "ab c", "👨\u200d👩"} {
		for _, width := range []float32{-20, 0, 1} {
			if got := Of(Regular, 12).Break(s, width, 12); strings.Join(got, "") != s {
				t.Errorf("%q in %v: %q", s, width, got)
			}
		}
	}
}
