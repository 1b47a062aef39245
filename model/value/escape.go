package value

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// unescape is what the inside of a string with escapes says [RFC 8259 7]; not ok: there
// is one that JSON does not have. What is no UTF-8 stays as it is, as in a string without
// escapes; half of a pair of UTF-16 becomes U+FFFD, as there is no other way to write it.
func unescape(src []byte) (text string, ok bool) {
	const short, means = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	out := make([]byte, 0, len(src))
	for {
		n := bytes.IndexByte(src, '\\')
		if n < 0 {
			return string(append(out, src...)), true
		}
		out = append(out, src[:n]...)
		if src = src[n:]; len(src) == 1 {
			return "", false
		}
		if i := strings.IndexByte(short, src[1]); i >= 0 {
			out, src = append(out, means[i]), src[2:]
			continue
		}
		r, size := wideEscape(src)
		if size == 0 {
			return "", false
		}
		out, src = utf8.AppendRune(out, r), src[size:]
	}
}

// wideEscape is the character that a text begins with as \u and four digits, or two such;
// its size is 0 when there is none.
func wideEscape(src []byte) (r rune, size int) {
	const one = len(`\u0000`)
	first, ok := wideUnit(src)
	switch {
	case !ok:
		return 0, 0
	case !utf16.IsSurrogate(first):
		return first, one
	}
	if second, ok := wideUnit(src[one:]); ok {
		if r = utf16.DecodeRune(first, second); r != utf8.RuneError {
			return r, 2 * one
		}
	}
	return utf8.RuneError, one
}

func wideUnit(src []byte) (r rune, ok bool) {
	if len(src) < len(`\u0000`) || src[0] != '\\' || src[1] != 'u' {
		return 0, false
	}
	var unit [2]byte
	if _, err := hex.Decode(unit[:], src[2:6]); err != nil {
		return 0, false
	}
	return rune(binary.BigEndian.Uint16(unit[:])), true
}

// badEscape is where the first escape stands that JSON does not have.
func badEscape(src []byte, from int) int {
	for at := from; at+1 < len(src) && src[at] != '"'; at++ {
		if src[at] != '\\' {
			continue
		}
		at++
		if bytes.IndexByte([]byte(`"\/bfnrt`), src[at]) >= 0 {
			continue
		}
		if src[at] != 'u' {
			return at
		}
		for i := 1; i <= 4; i++ {
			if at+i >= len(src) || bytes.IndexByte([]byte("0123456789abcdefABCDEF"), src[at+i]) < 0 {
				return at + i
			}
		}
	}
	return from
}
