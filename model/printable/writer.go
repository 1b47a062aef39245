package printable

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// LargestLine is the most in bytes of a line that a [NewWriter] lets through, but
// for the mark that says how much is missing.
const LargestLine = 8_000

// NewWriter gives a writer that lets [Text] through to w, in lines that are no
// longer than [LargestLine]. Each call of Write is taken as a whole: it is made for
// loggers, which write a record at a time, and for sentences.
func NewWriter(w io.Writer) io.Writer { return writer{w} }

type writer struct{ to io.Writer }

// Write implements [io.Writer].
func (w writer) Write(b []byte) (int, error) {
	var all strings.Builder
	for line := range strings.Lines(Text(string(b))) {
		all.WriteString(cut(line))
	}
	if _, err := io.WriteString(w.to, all.String()); err != nil {
		return 0, err
	}
	return len(b), nil
}

// cut ends a line that is too long with how much of it is missing.
func cut(line string) string {
	text := strings.TrimSuffix(line, "\n")
	if len(text) <= LargestLine {
		return line
	}
	end := LargestLine
	for end > LargestLine-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + CutMark(len(text)-end) + line[len(text):]
}

// CutMark stands for the rest of a text, of so many bytes. It is no word of any language.
func CutMark(missing int) string { return fmt.Sprintf(" … (+%d B)", missing) }
