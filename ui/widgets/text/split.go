package text

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/unicode/rangetable"
)

// piece is a part of a text that is shaped at once: of one font, one script and
// one direction. Or it is one character that is shown by a mark.
type piece struct {
	from, to int // in characters
	face     *font.Face
	script   language.Script
	class    bidi.Class // of the first character
	bracket  rune       // when it is one that has a counterpart
	level    int        // of embedding: odd when it is read from the right
	mark     string
}

// split takes a text apart into pieces, in the order in which it is read. A
// byte that belongs to no character is one by itself. It reports whether there was
// time for it, which there is unless fonts have to be looked for.
func (f *Font) split(s string) (_ []rune, _ []piece, whole bool) {
	found := pacing.found
	characters := make([]rune, 0, len(s))
	var wrong map[int]byte // bytes that are no UTF-8
	for i := 0; i < len(s); {
		c, n := utf8.DecodeRuneInString(s[i:])
		if c == utf8.RuneError && n == 1 {
			if wrong == nil {
				wrong = map[int]byte{}
			}
			wrong[len(characters)] = s[i]
		}
		characters = append(characters, c)
		i += n
	}
	var pieces []piece
	var seg segmenter.Segmenter
	seg.Init(characters)
	for clusters := seg.GraphemeIterator(); clusters.Next(); {
		if pacing.found > found && late() {
			return characters, nil, false // the fonts that have been found are known the next time
		}
		g := clusters.Grapheme()
		if b, ok := wrong[g.Offset]; ok {
			pieces = append(pieces, marked(g.Offset, markOfByte(b)))
			continue
		}
		pieces = f.splitCluster(characters, g.Offset, g.Offset+len(g.Text), pieces)
		if pacing.missing {
			pacing.missing, pacing.left = false, true
			return characters, nil, false
		}
	}
	setLevels(pieces)
	return characters, join(pieces), true
}

func marked(at int, mark string) piece {
	return piece{from: at, to: at + 1, mark: mark, class: bidi.L}
}

// drawn is a piece that a font shows.
func drawn(characters []rune, from, to int, face *font.Face) piece {
	first := characters[from]
	p := piece{from: from, to: to, face: face, script: language.LookupScript(first)}
	properties, _ := bidi.LookupString(string(first))
	p.class = properties.Class()
	if properties.IsBracket() {
		p.bracket = first
	}
	return p
}

// splitCluster adds what the user takes for one character: a piece, and one
// more for each character in it that has to be shown by a mark.
func (f *Font) splitCluster(characters []rune, from, to int, pieces []piece) []piece {
	cluster := characters[from:to]
	face := f.faces.ofCluster(f, cluster)
	begin := from
	end := func(at int) {
		if at > begin {
			pieces = append(pieces, drawn(characters, begin, at, face))
		}
	}
	for i := from; i < to; i++ {
		c := characters[i]
		if quiet(cluster, i-from) || !invisible(c) && has(face, cluster, c) {
			continue
		}
		end(i)
		begin = i + 1
		if other := f.faces.ofCluster(f, cluster[i-from:i-from+1]); !invisible(c) && other != face && has(other, nil, c) {
			pieces = append(pieces, drawn(characters, i, i+1, other))
			continue
		}
		pieces = append(pieces, marked(i, markOf(c)))
	}
	end(to)
	return pieces
}

// has reports whether a font can show a character of a cluster: it may have it
// only together with the one before, as é.
func has(face *font.Face, cluster []rune, c rune) bool {
	if face == nil {
		return false
	}
	if _, ok := face.NominalGlyph(c); ok {
		return true
	}
	whole := []rune(norm.NFC.String(string(cluster)))
	return len(whole) < len(cluster) && hasAll(face, whole)
}

// hasAll reports whether a font has every character that is to be seen.
func hasAll(face *font.Face, characters []rune) bool {
	for i, c := range characters {
		if quiet(characters, i) || invisible(c) {
			continue
		}
		if _, ok := face.NominalGlyph(c); !ok {
			return false
		}
	}
	return true
}

// join makes one piece of neighbours that can be shaped together.
func join(pieces []piece) []piece {
	joined := pieces[:0]
	for _, p := range pieces {
		if n := len(joined) - 1; n >= 0 {
			last := &joined[n]
			if last.mark == "" && p.mark == "" && last.to == p.from && last.face == p.face && last.level == p.level {
				if common(last.script) {
					last.script = p.script
				}
				if common(p.script) || last.script == p.script {
					last.to = p.to
					continue
				}
			}
		}
		joined = append(joined, p)
	}
	return joined
}

func common(s language.Script) bool { return s == language.Common || s == language.Inherited }

// markOf stands for a character that cannot be seen, or that no font has.
func markOf(c rune) string { return fmt.Sprintf("[U+%04X]", c) }

// markOfByte stands for a byte that belongs to no character.
func markOfByte(b byte) string { return fmt.Sprintf("[%02X]", b) }

// WithMarks writes the marks out that a text is drawn with, for what is not
// drawn here: a label of the toolkit leaves what it cannot show out. Any
// goroutine may call it.
func WithMarks(s string) string {
	s = MarkBlanks(s)
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf || invisible(r) }) {
		return s
	}
	var b strings.Builder
	var seg segmenter.Segmenter
	seg.Init([]rune(s))
	for clusters := seg.GraphemeIterator(); clusters.Next(); {
		cluster := clusters.Grapheme().Text
		for i, c := range cluster {
			_, n := utf8.DecodeRuneInString(s)
			switch {
			case c == utf8.RuneError && n == 1:
				b.WriteString(markOfByte(s[0]))
			case IsMarked(c) && !quiet(cluster, i):
				b.WriteString(markOf(c))
			default:
				b.WriteString(s[:n])
			}
			s = s[n:]
		}
	}
	return b.String()
}

// IsMarked reports whether a character is shown by a mark wherever it does no
// work in a larger one. Any goroutine may ask.
func IsMarked(c rune) bool { return invisible(c) || c >= 0x80 && unicode.Is(unicode.Co, c) }

// unseen is what has no look by its category or property, in one table: every character
// of a text that is shaped is looked up there.
var unseen = rangetable.Merge(unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp,
	unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)

// invisible reports whether a character has no look of its own, or changes that
// of others.
func invisible(c rune) bool {
	switch {
	case c < 0x80:
		return c < ' ' || c == 0x7f
	case unicode.Is(unseen, c):
		return !unicode.Is(unicode.Prepended_Concatenation_Mark, c) // format characters of Arabic that are seen
	}
	switch {
	case c >= 0xfdd0 && c <= 0xfdef, c&0xfffe == 0xfffe: // no characters
		return true
	}
	switch c {
	case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0: // fillers, the empty Braille pattern
		return true
	}
	return false
}

// Marked reports whether anything of a text is drawn as a mark, in a style.
func Marked(s string, style Style) bool {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf || invisible(r) }) {
		return false
	}
	_, pieces, _ := Of(style, 13).split(s)
	return slices.ContainsFunc(pieces, func(p piece) bool { return p.mark != "" })
}
