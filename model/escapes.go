package model

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// holdsFold gives the function that reports whether a text holds a needle that has been
// folded. In JSON a letter that is not ASCII may be written as an escape; only who looks
// for one pays for that.
func holdsFold(needle []byte) func(text []byte) bool {
	if isASCII(needle) {
		return func(text []byte) bool { return containsFold(text, needle) }
	}
	return func(text []byte) bool {
		if containsFold(text, needle) {
			return true
		}
		return maybeEscaped(text) && containsFold(withoutEscapes(text), needle)
	}
}

// maybeEscaped reports whether a text begins as JSON does and has something in it that
// may be such an escape.
func maybeEscaped(text []byte) bool {
	at := bytes.TrimLeft(text, " \t\r\n")
	return len(at) > 0 && (at[0] == '{' || at[0] == '[' || at[0] == '"') && bytes.Contains(at, []byte(`\u`))
}

// withoutEscapes is JSON with the letters for its escapes of letters that are not ASCII.
func withoutEscapes(text []byte) []byte {
	plain := make([]byte, 0, len(text))
	for at := 0; at < len(text); {
		next := bytes.IndexByte(text[at:], '\\')
		if next < 0 {
			return append(plain, text[at:]...)
		}
		plain = append(plain, text[at:at+next]...)
		at += next
		r, n := escaped(text[at:])
		if n > 0 && r >= utf8.RuneSelf {
			plain = utf8.AppendRune(plain, r)
		} else {
			n = min(max(n, 2), len(text)-at) // what is escaped may be a backslash
			plain = append(plain, text[at:at+n]...)
		}
		at += n
	}
	return plain
}

// escaped is the letter of an escape that a text begins with, which may take two, and its
// length; 0 when there is none.
func escaped(text []byte) (r rune, n int) {
	first, ok := unit(text)
	if !ok {
		return 0, 0
	}
	if second, ok := unit(text[6:]); ok {
		if r := utf16.DecodeRune(first, second); r != utf8.RuneError {
			return r, 12
		}
	}
	return first, 6
}

// unit is the number of an escape that a text begins with.
func unit(text []byte) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(text[2:6]), 16, 32)
	return rune(n), err == nil
}
