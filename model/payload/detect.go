package payload

import (
	"bytes"
	"encoding/binary"

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

// Verdict is what a payload was taken for, and why.
type Verdict struct {
	Kind    Kind
	Because Finding
	// Large says that a text begins like JSON and is too much to be laid out.
	Large bool
	// Odd is what is in a text or around it that is no plain text, such as a zero byte
	// at its end. It is empty when all is.
	Odd []Finding

	wrapping wrapping
}

// deepest is how far JSON may be nested to be laid out: reading it recurses.
const deepest = 1_000

// mostLaidOut is how large in bytes a layout may be, with the blanks before its
// lines: those of a payload of a few MB that is all brackets would be thousands of
// millions. While it is made, it takes twice that.
const mostLaidOut = 100_000_000

// indent is the blanks before a line for each level.
const indent = 2

// Detect looks at the whole payload. A kind is only given when everything in
// it agrees, but for what is named in the verdict: what does not parse to its
// end is never shown as if it did.
func Detect(b []byte) Verdict {
	if len(b) == 0 {
		return Verdict{Kind: Empty, Because: Finding{Code: NoBytes}}
	}
	if name := ImageType(b); name != "" {
		return Verdict{Kind: Image, Because: Finding{Code: BeginsLike, Found: name}}
	}
	t, why := ReadText(b)
	if t == nil {
		return Verdict{Kind: Binary, Because: why}
	}
	v := readText(t.wrapping.text)
	if v.Kind == Text && !v.Large {
		v.Because = why
	}
	v.wrapping, v.Odd = t.wrapping, t.Odd
	return v
}

// readText tells JSON from other text.
func readText(text []byte) Verdict {
	first := bytes.TrimLeft(text, " \t\r\n")
	if len(first) > 0 && (first[0] == '{' || first[0] == '[') {
		switch depth, blanks := nesting(text); {
		case depth > deepest:
			return Verdict{Kind: Text, Large: true, Because: Finding{Code: NestedDeep, Count: deepest}}
		case int64(len(text))+blanks > mostLaidOut:
			return Verdict{Kind: Text, Large: true, Because: Finding{Code: LargeLayout, Count: mostLaidOut}}
		case gjson.ValidBytes(text):
			return Verdict{Kind: JSON, Because: Finding{Code: WellFormed, Found: string(first[:1])}}
		}
	}
	return Verdict{Kind: Text}
}

// Layout gives the JSON that the payload was taken for as [Layout] does, and
// the zero bytes behind it.
func (v Verdict) Layout() []byte { return append(Layout(v.wrapping.text), v.wrapping.zeros...) }

// imageTypes are how the images begin that can be shown.
var imageTypes = []struct{ name, begin string }{
	{"PNG", "\x89PNG\r\n\x1a\n"},
	{"JPEG", "\xff\xd8\xff"},
	{"GIF", "GIF87a"},
	{"GIF", "GIF89a"},
}

// ImageType names the format of an image by how it begins, "" when it is none that can
// be shown.
func ImageType(b []byte) string {
	for _, t := range imageTypes {
		if bytes.HasPrefix(b, []byte(t.begin)) {
			return t.name
		}
	}
	if len(b) > 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP" {
		return "WebP"
	}
	if isBMP(b) {
		return "BMP"
	}
	return ""
}

// isBMP tells a bitmap of Windows from texts that begin with BM, by the fields behind: two
// that are zero, where the pixels begin, and the size of one of the heads that are read.
func isBMP(b []byte) bool {
	if len(b) < 18 || string(b[:2]) != "BM" || string(b[6:10]) != "\x00\x00\x00\x00" {
		return false
	}
	const file, pixels, size = 14, 10, 14
	head, begin := binary.LittleEndian.Uint32(b[size:]), binary.LittleEndian.Uint32(b[pixels:])
	return (head == 40 || head == 108 || head == 124) && begin >= file+head && int64(begin) < 1<<16
}

// nesting is how deep brackets are nested outside of strings, and how many
// blanks and line breaks there are when it is laid out, at most.
func nesting(b []byte) (most int, blanks int64) {
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
			blanks += int64(indent*depth) + 1
		case c == '}' || c == ']':
			depth--
			blanks += int64(indent*depth) + 1
		case c == ',':
			blanks += int64(indent*depth) + 1
		}
	}
	return most, blanks
}
