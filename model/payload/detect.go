package payload

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/tidwall/gjson"
)

// Kind is what a payload seems to be.
type Kind int

// The kinds, as [Detect] looks for them.
const (
	Empty Kind = iota
	Image
	JSON
	Text
	Binary
)

// String names the kind as the window does.
func (k Kind) String() string {
	return [...]string{"empty", "image", "JSON", "text", "binary"}[k]
}

// Verdict is what a payload was taken for, and the reason, as the end of a
// sentence: "shown as JSON because ...".
type Verdict struct {
	Kind    Kind
	Because string
}

// deepest is how far JSON may be nested to be laid out: reading it recurses.
const deepest = 1_000

// mostBlanks is how many blanks a layout may have before its lines: a payload
// of a few MB that is all brackets would have thousands of millions.
const mostBlanks = 250_000_000

// indent is the blanks before a line for each level.
const indent = 2

// Detect looks at the whole payload. A kind is only given when everything in
// it agrees: what does not parse to its end is never shown as if it did.
func Detect(b []byte) Verdict {
	if len(b) == 0 {
		return Verdict{Empty, "it has no bytes"}
	}
	if mime := imageType(b); mime != "" {
		return Verdict{Image, "it begins like " + article(mime)}
	}
	if at := invalidUTF8(b); at < len(b) {
		return Verdict{Binary, fmt.Sprintf("byte %d is not UTF-8", at)}
	}
	first := bytes.TrimLeft(b, " \t\r\n")
	if len(first) > 0 && (first[0] == '{' || first[0] == '[') {
		switch depth, blanks := nesting(b); {
		case depth > deepest:
			return Verdict{Text, fmt.Sprintf("it is nested more than %d levels deep", deepest)}
		case blanks > mostBlanks:
			return Verdict{Text, "laid out it would be larger than " + Size(mostBlanks)}
		case gjson.ValidBytes(b):
			return Verdict{JSON, fmt.Sprintf("it begins with %c and is well-formed to its end", first[0])}
		}
	}
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return Verdict{Binary, fmt.Sprintf("byte %d is zero", i)}
	}
	return Verdict{Text, "it is valid UTF-8"}
}

// imageType gives the media type of an image that can be shown, "" otherwise.
func imageType(b []byte) string {
	switch mime := http.DetectContentType(b); mime {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return mime
	}
	return ""
}

func article(mime string) string { return "a " + imageName(mime) + " image" }

// imageName is what people call images of a media type.
func imageName(mime string) string {
	if mime == "image/webp" {
		return "WebP"
	}
	return strings.ToUpper(strings.TrimPrefix(mime, "image/"))
}

// nesting is how deep brackets are nested outside of strings, and how many
// blanks there are before the lines when it is laid out, at most.
func nesting(b []byte) (most, blanks int) {
	depth, quoted := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
			most = max(most, depth)
			blanks += indent * depth
		case c == '}' || c == ']':
			depth--
			blanks += indent * depth
		case c == ',':
			blanks += indent * depth
		}
	}
	return most, blanks
}

// invalidUTF8 is the index of the first byte that is not UTF-8, the length
// when all is.
func invalidUTF8(b []byte) int {
	at := 0
	for at < len(b) {
		if b[at] < utf8.RuneSelf {
			at++
			continue
		}
		r, n := utf8.DecodeRune(b[at:])
		if r == utf8.RuneError && n == 1 {
			return at
		}
		at += n
	}
	return at
}
