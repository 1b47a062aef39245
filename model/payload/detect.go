package payload

import (
	"bytes"
	"fmt"

	"mangrove/model/printable"

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
	// Large says that a text begins like JSON and is too much to be laid out.
	Large bool
	// Odd names what is in a text or around it that is no plain text, such as
	// "a zero byte at its end". It is empty when all is.
	Odd string

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
		return Verdict{Kind: Empty, Because: "it has no bytes"}
	}
	if name := imageType(b); name != "" {
		return Verdict{Kind: Image, Because: "it begins like a " + name + " image"}
	}
	w := wrap(b)
	o := look(w.text)
	if why := o.binary(len(w.text)); why != "" {
		return Verdict{Kind: Binary, Because: why}
	}
	v := readText(w.text)
	if o.latin.n > 0 && v.Kind == Text {
		v.Because = "nearly all of it is text"
	}
	begin := 0
	if w.mark {
		begin = len(byteOrderMark)
	}
	v.wrapping, v.Odd = w, enumerate(append(w.names(), o.names(w.text, begin)...))
	if w.wide != "" {
		v.Odd = w.wide
	}
	return v
}

// readText tells JSON from other text.
func readText(text []byte) Verdict {
	first := bytes.TrimLeft(text, " \t\r\n")
	if len(first) > 0 && (first[0] == '{' || first[0] == '[') {
		switch depth, blanks := nesting(text); {
		case depth > deepest:
			return Verdict{Kind: Text, Large: true, Because: fmt.Sprintf("it is nested more than %d levels deep", deepest)}
		case int64(len(text))+blanks > mostLaidOut:
			return Verdict{Kind: Text, Large: true, Because: "laid out it would be larger than " + printable.Size(mostLaidOut)}
		case gjson.ValidBytes(text):
			return Verdict{Kind: JSON, Because: fmt.Sprintf("it begins with %c and is well-formed to its end", first[0])}
		}
	}
	return Verdict{Kind: Text, Because: "it is valid UTF-8"}
}

// Text gives the payload that was looked at as text: UTF-16 as UTF-8, and all
// else byte for byte.
func (v Verdict) Text(b []byte) []byte {
	if v.wrapping.wide != "" {
		return v.wrapping.text
	}
	return b
}

// Content is the text in the payload without what devices put around it, and where in
// the payload it begins: -1 when it does not stand there as it is, as of UTF-16.
func (v Verdict) Content() (text []byte, at int) {
	switch {
	case v.wrapping.wide != "":
		return v.wrapping.text, -1
	case v.wrapping.mark:
		return v.wrapping.text, len(byteOrderMark)
	}
	return v.wrapping.text, 0
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

// bitmapHead is the least that a BMP has before its pixels, in bytes.
const bitmapHead = 26

// isBitmap reports whether bytes begin as a BMP, whose two letters alone would be many a
// text: nothing is where it reserves four bytes, and one of its headers follows.
func isBitmap(b []byte) bool {
	if len(b) < bitmapHead || string(b[:2]) != "BM" || string(b[6:10]) != "\x00\x00\x00\x00" || string(b[15:18]) != "\x00\x00\x00" {
		return false
	}
	switch b[14] {
	case 12, 40, 52, 56, 64, 108, 124:
		return true
	}
	return false
}

// imageType names the format of an image, "" when it is none that can be shown.
func imageType(b []byte) string {
	for _, t := range imageTypes {
		if bytes.HasPrefix(b, []byte(t.begin)) {
			return t.name
		}
	}
	if len(b) > 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP" {
		return "WebP"
	}
	if isBitmap(b) {
		return "BMP"
	}
	return ""
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
