package format

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"mangrove/model/payload"
	"mangrove/model/wording"
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
	c, _ := utf8.DecodeRuneInString(f.Found)
	if forms, ok := oddForms[f.Code]; ok {
		return Fill(wording.Of(f.Count, forms[0], forms[1]), "count", f.Count, "place", f.At, "byte", fmt.Sprintf("%02x", c), "letter", string(c))
	}
	return string(f.Code)
}

// oddForms are for one of something that is no plain text, and for several.
var oddForms = map[payload.Code][2]string{
	payload.ByteOrderMark: {"a byte order mark at its beginning", "a byte order mark at its beginning"},
	payload.ZerosBehind:   {"a zero byte at its end", "{count} zero bytes at its end"},
	payload.ZerosInside:   {"a zero byte at {place}", "{count} zero bytes, the first at {place}"},
	payload.Controls:      {"a control character at {place}", "{count} control characters, the first at {place}"},
	payload.Latin1: {
		"a byte of Latin-1 at {place}: {byte}, which is {letter}",
		"{count} bytes of Latin-1, the first at {place}: {byte}, which is {letter}",
	},
	payload.UTF16:       {"UTF-16", "UTF-16"},
	payload.MarkedUTF16: {"UTF-16 with a byte order mark", "UTF-16 with a byte order mark"},
}

// enumerate joins things with commas and an and.
func enumerate(list []string) string {
	last := len(list) - 1
	if last < 1 {
		return strings.Join(list, "")
	}
	return Fill("{names} and {last}", "names", strings.Join(list[:last], ", "), "last", list[last])
}
