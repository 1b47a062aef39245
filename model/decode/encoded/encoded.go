// Package encoded takes bytes out of texts that write them down: hexadecimal digits and
// base64.
package encoded

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"unicode/utf8"

	"mangrove/model/value"
)

// Hex reads pairs of hexadecimal digits: in capitals or not, with 0x before all, with
// blanks, line breaks, colons or dashes between the pairs. It fails with a
// [value.Fault].
func Hex(text []byte) ([]byte, error) {
	body, begin := trim(text)
	if rest, prefixed := bytes.CutPrefix(body, []byte("0x")); prefixed {
		body, begin = rest, begin+2
	}
	const usual = 4096 // most texts are none, as soon as that
	out := make([]byte, 0, min(len(body)/2, usual))
	for at := 0; at < len(body); {
		if len(out) > 0 && bytes.IndexByte([]byte(" \t\r\n:-"), body[at]) >= 0 {
			at++
			continue
		}
		var pair [1]byte
		if at+1 == len(body) && isHex(body[at]) {
			return nil, &value.Fault{Code: value.CutOff, Offset: len(text)}
		}
		if _, err := hex.Decode(pair[:], body[at:min(at+2, len(body))]); err != nil {
			if isHex(body[at]) {
				at++
			}
			return nil, unexpected(text, begin+at)
		}
		out = append(out, pair[0])
		at += 2
	}
	if len(out) == 0 {
		return nil, &value.Fault{Code: value.CutOff, Offset: len(text)}
	}
	return out, nil
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

// Base64 reads base64 [RFC 4648] in either alphabet, with or without what fills it up,
// with line breaks or not. It fails with a [value.Fault].
func Base64(text []byte) ([]byte, error) {
	body, begin := trim(text)
	if len(body) == 0 {
		return nil, &value.Fault{Code: value.CutOff, Offset: len(text)}
	}
	digits, fills, odd := count(body)
	if odd < len(body) {
		return nil, unexpected(text, begin+odd)
	}
	if digits%4 == 1 || fills > 0 && (digits+fills)%4 != 0 {
		return nil, &value.Fault{Code: value.CutOff, Offset: len(text)}
	}
	coding := base64.RawStdEncoding
	if bytes.ContainsAny(body, "-_") {
		coding = base64.RawURLEncoding
	}
	out := make([]byte, coding.DecodedLen(len(body)))
	n, err := coding.Decode(out, bytes.TrimRight(body, "=\r\n"))
	if err != nil { // both alphabets in one
		return nil, unexpected(text, begin+max(bytes.IndexAny(body, "+/"), 0))
	}
	return out[:n], nil
}

// count says how many characters of base64 there are and how many that fill it up, and
// where something else stands.
func count(body []byte) (digits, fills, odd int) {
	for at, c := range body {
		switch {
		case c == '\r' || c == '\n':
		case c == '=' && fills < 2 && digits > 1:
			fills++
		case fills > 0 || !isDigit(c):
			return digits, fills, at
		default:
			digits++
		}
	}
	return digits, fills, len(body)
}

// isDigit reports whether a character is one of either alphabet.
func isDigit(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '+' || c == '/' || c == '-' || c == '_'
}

// trim is the text without the blanks around it, and where it begins.
func trim(text []byte) (body []byte, begin int) {
	const blanks = " \t\r\n"
	body = bytes.TrimLeft(text, blanks)
	return bytes.TrimRight(body, blanks), len(text) - len(body)
}

func unexpected(text []byte, at int) error {
	_, n := utf8.DecodeRune(text[at:])
	return &value.Fault{Code: value.Unexpected, Offset: at, Found: string(text[at : at+n])}
}
