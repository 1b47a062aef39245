package format

import (
	"strings"
	"unicode/utf8"

	"mangrove/model/printable"
	"mangrove/ui/widgets/text"
)

// LargestSentence is the text in bytes that a label is given to break into
// lines; it takes seconds for 50 kB.
const LargestSentence = 600

// Excerpt is a sentence as a label shows it: without the middle of it when it is
// too long to be read, because it quotes something that long, and with escapes for
// what could not be seen or would change the look of the rest. All that the toolkit
// draws comes through it, or through [Excerpts] and [ExcerptOf].
func Excerpt(words string) string {
	return text.MarkBlanks(printable.Text(middleOut(words, LargestSentence)))
}

// Excerpts are lines of which none is too long to be read.
func Excerpts(lines ...string) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(Excerpt(line))
	}
	return b.String()
}

// ExcerptOf is the beginning of a text on one line, in characters.
func ExcerptOf(s string, most int) string {
	if len(s) > most*utf8.UTFMax { // the rest will not be seen: it need not be looked at
		s = strings.ToValidUTF8(s[:most*utf8.UTFMax], "")
	}
	line := text.MarkBlanks(printable.Line(s))
	if r := []rune(line); len(r) > most {
		return string(r[:most]) + "…"
	}
	return line
}

// middleOut takes the middle out of a text that is longer than so many bytes.
func middleOut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	from, to := most/2, len(s)-most/2
	for from > 0 && !utf8.RuneStart(s[from]) && from > most/2-utf8.UTFMax {
		from--
	}
	for !utf8.RuneStart(s[to]) && to < len(s)-most/2+utf8.UTFMax {
		to++
	}
	return s[:from] + " … " + s[to:]
}

// Join puts one sentence below another, if there is one.
func Join(words, more string) string {
	if words == "" || more == "" {
		return words + more
	}
	return words + "\n" + more
}
