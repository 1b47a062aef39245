package model

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text is compared as people read it: capitals do not matter, nor does it
// whether an accent is a character of its own (Unicode normalisation). Folding
// a text makes what is equal in that sense equal byte for byte.

// fold gives the folded form of a text.
func fold(text []byte) []byte {
	if isASCII(text) {
		return bytes.ToLower(text)
	}
	return appendFolded(nil, norm.NFC.Bytes(text))
}

// appendFolded folds a composed text.
func appendFolded(into, text []byte) []byte {
	for at := 0; at < len(text); {
		if c := text[at]; c < utf8.RuneSelf {
			into = append(into, lower(c))
			at++
			continue
		}
		r, n := utf8.DecodeRune(text[at:])
		switch {
		case r == utf8.RuneError && n == 1:
			into = append(into, text[at])
		case r == 'ß' || r == 'ẞ':
			into = append(into, "ss"...)
		case r == dotAbove && bytes.HasSuffix(into, []byte("i")): // İ in two characters
		default: // by way of the capital: ς is an end of σ, and ſ of s
			into = utf8.AppendRune(into, unicode.ToLower(unicode.ToUpper(r)))
		}
		at += n
	}
	return into
}

const dotAbove = '\u0307'

// foldMapped folds a text and says for each byte of the result, and for its
// end, where in the text the character begins that it comes from.
func foldMapped(text string) (folded string, from []int) {
	var b []byte
	var it norm.Iter
	for it.InitString(norm.NFC, text); !it.Done(); {
		at := it.Pos()
		b = appendFolded(b, it.Next())
		for len(from) < len(b) {
			from = append(from, at)
		}
	}
	return string(b), append(from, len(text))
}

// equalFold reports whether a text is a wanted one, which has been folded.
func equalFold(text, wanted []byte) bool {
	if len(text) == len(wanted) && foldsTo(text, wanted) {
		return true
	}
	return !isASCII(text) && bytes.Equal(fold(text), wanted)
}

// containsFold reports whether a text holds a needle that has been folded.
func containsFold(text, needle []byte) bool {
	if len(needle) == 0 {
		return true
	}
	if needle[0] >= utf8.RuneSelf {
		return !isASCII(text) && bytes.Contains(fold(text), needle)
	}
	if endsAt(text, bytes.Index(text, needle), len(needle)) {
		return true
	}
	if isFolded(text) {
		return false
	}
	return endsAt(text, indexFold(text, needle), len(needle)) || !isASCII(text) && bytes.Contains(fold(text), needle)
}

// endsAt reports whether a needle of some bytes that was found at a place of a
// text ends with a character of it: an accent of its last letter may follow.
func endsAt(text []byte, place, size int) bool {
	end := place + size
	return place >= 0 && (end == len(text) || text[end] < utf8.RuneSelf)
}

// indexFold is where a needle that begins with ASCII stands in a text, capitals
// aside, -1 when it does not. It goes from one first letter to the next, small
// or capital, whichever comes first.
func indexFold(text, needle []byte) int {
	end := len(text) - len(needle) + 1 // of where it may begin
	if end <= 0 {
		return -1
	}
	small, capital := needle[0], upper(needle[0])
	nextSmall, nextCapital := -1, -1
	for at := 0; ; at++ {
		if nextSmall < at {
			nextSmall = indexFrom(text[:end], small, at)
		}
		if nextCapital < at {
			nextCapital = indexFrom(text[:end], capital, at)
		}
		at = min(nextSmall, nextCapital)
		if at == end {
			return -1
		}
		if foldsTo(text[at:at+len(needle)], needle) {
			return at
		}
	}
}

// indexFrom is where a byte stands in a text from a place on, the length when it
// does not.
func indexFrom(text []byte, c byte, from int) int {
	if at := bytes.IndexByte(text[from:], c); at >= 0 {
		return from + at
	}
	return len(text)
}

func foldsTo(text, needle []byte) bool {
	for i, c := range needle {
		if lower(text[i]) != c {
			return false
		}
	}
	return true
}

func upper(c byte) byte {
	if c >= 'a' && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// isFolded reports whether a text is ASCII without capitals, which folding leaves
// as it is. It reads eight bytes at a time.
func isFolded(text []byte) bool {
	const (
		ones = 0x0101010101010101
		high = 0x80 * ones
	)
	for ; len(text) >= 8; text = text[8:] {
		// A byte from A on sets its highest bit with the first sum, one beyond Z with the second.
		w := binary.LittleEndian.Uint64(text)
		if w&high != 0 || (w+(0x80-'A')*ones)&^(w+(0x80-'Z'-1)*ones)&high != 0 {
			return false
		}
	}
	for _, c := range text {
		if c >= utf8.RuneSelf || lower(c) != c {
			return false
		}
	}
	return true
}

// isASCII reports whether a text has nothing beyond ASCII. It reads eight bytes
// at a time.
func isASCII(text []byte) bool {
	const high = 0x8080808080808080
	for len(text) >= 8 {
		if binary.LittleEndian.Uint64(text)&high != 0 {
			return false
		}
		text = text[8:]
	}
	for _, c := range text {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Marks gives the pieces of a level's name that a query found, as pairs of
// byte offsets, apart from each other and in order.
func (q *Query) Marks(name string) [][2]int {
	var marks [][2]int
	low, from := foldMapped(name)
	for i := range q.terms {
		if q.terms[i].not {
			continue
		}
		for piece := range strings.SplitSeq(q.terms[i].needle, "/") {
			if at := strings.Index(low, piece); at >= 0 && piece != "" {
				marks = addMark(marks, [2]int{from[at], endOf(from, at+len(piece))})
			}
		}
	}
	return marks
}

// endOf is where the character ends that the folded byte before a place comes
// from.
func endOf(from []int, place int) int {
	for place < len(from)-1 && from[place] == from[place-1] {
		place++
	}
	return from[place]
}

// addMark keeps marks in order and joins those that touch.
func addMark(marks [][2]int, m [2]int) [][2]int {
	var list [][2]int
	for _, other := range marks {
		switch {
		case other[1] < m[0]:
			list = append(list, other)
		case m[1] < other[0]:
			list = append(list, m)
			m = other
		default:
			m = [2]int{min(m[0], other[0]), max(m[1], other[1])}
		}
	}
	return append(list, m)
}
