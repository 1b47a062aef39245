package format

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"mangrove/model/payload"
)

// Odd names what is in a text or around it that is no plain text, as "a zero byte at its
// end"; it is empty when there is nothing.
func Odd(all []payload.Finding) string {
	words := make([]string, len(all))
	for i, f := range all {
		words[i] = odd(f)
	}
	return enumerate(words)
}

func odd(f payload.Finding) string {
	where := fmt.Sprintf(" at %d", f.At)
	if f.Count != 1 {
		where = fmt.Sprintf(", the first at %d", f.At)
	}
	switch f.Code {
	case payload.ByteOrderMark:
		return "a byte order mark at its beginning"
	case payload.ZerosBehind:
		return some(f.Count, "zero byte") + " at its end"
	case payload.ZerosInside:
		return some(f.Count, "zero byte") + where
	case payload.Controls:
		return some(f.Count, "control character") + where
	case payload.Latin1:
		c, _ := utf8.DecodeRuneInString(f.Found)
		return fmt.Sprintf("%s of Latin-1%s: %02x, which is %c", some(f.Count, "byte"), where, c, c)
	case payload.UTF16:
		return "UTF-16"
	case payload.MarkedUTF16:
		return "UTF-16 with a byte order mark"
	}
	return string(f.Code)
}

// some is a number of things in words: a zero byte, 3 zero bytes.
func some(n int, noun string) string {
	if n == 1 {
		return "a " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// enumerate joins things with commas and an and.
func enumerate(list []string) string {
	last := len(list) - 1
	if last < 1 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:last], ", ") + " and " + list[last]
}
