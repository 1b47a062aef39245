package widgets

import (
	"strings"

	"mangrove/ui/widgets/text"
)

// ValueSpans adds a value to the spans of a line. Of JSON with words that are read from
// the right every token is a span of its own: as one text a name and its value would
// change places.
func ValueSpans(into []text.Span, value text.Span) []text.Span {
	s := value.Text
	if s == "" || !strings.ContainsRune("{[", rune(s[0])) || !text.ReadsFromRight(s) {
		return append(into, value)
	}
	at := 0
	add := func(to int) {
		if to > at {
			value.Text = s[at:to]
			into = append(into, value)
			value.X, at = -1, to
		}
	}
	marks, _ := MarkJSON(s, outside)
	for _, m := range marks {
		add(m.From)
		add(m.To)
	}
	add(len(s))
	return into
}
