package widgets

import (
	"strings"

	"mangrove/ui/widgets/text"
)

// longestWhole is the longest word in bytes that is shown as a whole or not at all; a
// longer one, such as a topic, is broken.
const longestWhole = 20

// wholeWords breaks a sentence into at most so many lines of a width in pixels, and cuts it
// behind a word. Where a word has no room on a line of its own there are no lines. It
// reports whether it has left something out.
func wholeWords(f *text.Font, words string, width float32, most int) (lines []string, cut bool) {
	lines = f.Break(words, width, most-1)
	for i := range len(lines) - 1 {
		if splits(lines[i], lines[i+1]) {
			return nil, true
		}
	}
	for i := len(lines) - 1; i >= 0 && !f.Fits(lines[i], width); i-- {
		if short := cutBehindWord(f, lines[i], width); short != "" {
			lines[i] = short
			return lines, true
		}
		if first, _, _ := strings.Cut(strings.TrimLeft(lines[i], " "), " "); !isWhole(first) {
			return lines, cut // the line itself cuts it
		}
		if lines, cut = lines[:i], true; i > 0 {
			lines[i-1] = strings.TrimRight(lines[i-1], " ,;:") + "…"
		}
	}
	return lines, cut
}

// splits reports whether a short word is on both of two lines.
func splits(line, next string) bool {
	if line == "" || next == "" || !isWordByte(line[len(line)-1]) || next[0] == ' ' {
		return false
	}
	begin := line[strings.LastIndexByte(line, ' ')+1:]
	end, _, _ := strings.Cut(next, " ")
	return isWhole(begin + end)
}

// isWhole reports whether a word is shown as a whole: words of other scripts may be broken
// anywhere.
func isWhole(word string) bool {
	return len(word) <= longestWhole && strings.IndexFunc(word, func(r rune) bool { return r >= 0x80 }) < 0
}

func isWordByte(b byte) bool {
	return b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z'
}

// cutBehindWord is as many words of a line as fit, with a sign that there are more; nothing
// when not even the first does.
func cutBehindWord(f *text.Font, line string, width float32) (short string) {
	for at, b := range []byte(line) {
		if b != ' ' {
			continue
		}
		begin := strings.TrimRight(line[:at], " ,;:") + "…"
		if !f.Fits(begin, width) {
			break
		}
		if begin != "…" {
			short = begin
		}
	}
	return short
}
