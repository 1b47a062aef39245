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
	out := make([]byte, 0, len(body)/2)
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
	digits := make([]byte, 0, len(body))
	fills := 0
	for at, c := range body {
		switch {
		case c == '\r' || c == '\n':
		case c == '=' && fills < 2 && len(digits) > 1:
			fills++
		case fills > 0 || !isDigit(c):
			return nil, unexpected(text, begin+at)
		default:
			digits = append(digits, c)
		}
	}
	coding := base64.RawStdEncoding
	if bytes.ContainsAny(digits, "-_") {
		coding = base64.RawURLEncoding
	}
	if len(digits)%4 == 1 || fills > 0 && (len(digits)+fills)%4 != 0 {
		return nil, &value.Fault{Code: value.CutOff, Offset: len(text)}
	}
	out := make([]byte, coding.DecodedLen(len(digits)))
	if _, err := coding.Decode(out, digits); err != nil { // both alphabets in one
		return nil, unexpected(text, begin+max(bytes.IndexAny(body, "+/"), 0))
	}
	return out, nil
}

// isDigit reports whether a character is one of either alphabet.
func isDigit(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || bytes.IndexByte([]byte("+/-_"), c) >= 0
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
