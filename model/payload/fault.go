package payload

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"
)

// Fault is where a text that begins as JSON is none any more.
type Fault struct {
	Offset int    // in bytes
	Found  string // the character that cannot be there; "" where the text ends too early
}

// jsonBlanks are what may stand between the parts of JSON [RFC 8259 2].
const jsonBlanks = " \t\r\n"

// FindFault finds where a text that begins as an object or a list of JSON is none any
// more, false when it is well-formed or something else altogether. What an encoder of
// ours does not read for its depth alone is no fault.
func FindFault(text []byte) (Fault, bool) {
	if !BeginsAsJSON(text) {
		return Fault{}, false
	}
	var read json.RawMessage
	var syntax *json.SyntaxError
	if err := json.Unmarshal(text, &read); !errors.As(err, &syntax) || strings.Contains(syntax.Error(), "max depth") {
		return Fault{}, false
	}
	if strings.Contains(syntax.Error(), "unexpected end") {
		return Fault{Offset: len(bytes.TrimRight(text, jsonBlanks))}, true
	}
	at := int(max(0, syntax.Offset-1))
	r, _ := utf8.DecodeRune(text[at:])
	return Fault{Offset: at, Found: string(r)}, true
}

// BeginsAsJSON reports whether a text is meant as an object or a list. Text in brackets,
// such as [INFO], is not.
func BeginsAsJSON(text []byte) bool {
	rest := bytes.TrimLeft(text, jsonBlanks)
	if len(rest) == 0 {
		return false
	}
	if rest[0] == '{' {
		return true
	}
	if rest[0] != '[' {
		return false
	}
	rest = bytes.TrimLeft(rest[1:], jsonBlanks)
	return len(rest) == 0 || strings.IndexByte(`[]{"-0123456789`, rest[0]) >= 0 ||
		bytes.HasPrefix(rest, []byte("true")) || bytes.HasPrefix(rest, []byte("false")) || bytes.HasPrefix(rest, []byte("null"))
}

// LineAndColumn are where a place in a text is, counted from 1 and in characters.
func LineAndColumn(text []byte, offset int) (line, column int) {
	before := text[:offset]
	line = bytes.Count(before, []byte("\n")) + 1
	return line, utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
}
