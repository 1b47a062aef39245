package payload

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"mangrove/model/printable"

	"github.com/tidwall/pretty"
)

// Layout gives well-formed JSON with a line for every element, short ones
// together. Names, strings and numbers keep their exact characters: a number
// is never read, so none loses a digit.
func Layout(json []byte) []byte {
	o := *pretty.DefaultOptions
	o.Width = 100
	return pretty.PrettyOptions(json, &o)
}

// Preview is one line that stands for a payload in a row: its beginning as
// text, or as hexadecimal when it is not text. Begin holds the first bytes of
// a payload of a size. Characters that cannot be seen are in it as they are:
// the window marks them where it draws, and what is printed goes through
// [printable.Line].
func Preview(begin []byte, size int) string {
	if size == 0 {
		return ""
	}
	if name := ImageType(begin); name != "" {
		return name + " image, " + printable.Size(size)
	}
	text := begin
	if size > len(begin) {
		text = wholeRunes(begin)
	}
	w := wrap(text)
	o := findOdd(w.text)
	if _, isText := o.why(len(w.text)); !isText {
		return preview(fmt.Sprintf("% x", begin[:min(len(begin), 32)]), size > 32) + "  (" + printable.Size(size) + ")"
	}
	if line := w.line(); line != "" || len(text) == 0 {
		return preview(line, size > len(begin)) + w.note()
	}
	blanks := text[:min(len(text), 32)] // nothing to see is not nothing
	return preview(`"`+string(blanks)+`"`, size > len(blanks))
}

// line is the text on one line, with what is around it.
func (w *wrapping) line() string {
	line := oneLine(string(w.text))
	if w.mark {
		line = byteOrderMark + line
	}
	switch n := len(w.zeros); {
	case n == 1:
		line += "\x00"
	case n > 1:
		line += "\x00×" + strconv.Itoa(n)
	}
	return line
}

// note says what the line does not show.
func (w *wrapping) note() string {
	if w.wide != "" {
		return "  (UTF-16)"
	}
	return ""
}

func preview(s string, cut bool) string {
	if cut {
		return s + "…"
	}
	return s
}

// wholeRunes leaves out a character that was cut in the middle.
func wholeRunes(b []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}

// oneLine folds white space.
func oneLine(s string) string {
	var b strings.Builder
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	return b.String()
}
