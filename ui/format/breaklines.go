package format

import (
	"strings"
	"unicode/utf8"
)

// BreakLines breaks lines between words where they are longer than so many characters.
// What goes on in another line is indented.
func BreakLines(text string, columns int) string {
	const indent = "  "
	var out strings.Builder
	for line := range strings.Lines(text) {
		used := 0
		for i, word := range strings.Split(line, " ") {
			length := utf8.RuneCountInString(strings.TrimSuffix(word, "\n"))
			switch {
			case i == 0:
			case used+1+length > columns:
				out.WriteString("\n" + indent)
				used = len(indent)
			default:
				out.WriteByte(' ')
				used++
			}
			out.WriteString(word)
			used += length
		}
	}
	return out.String()
}
