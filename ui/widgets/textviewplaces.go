package widgets

import (
	"unicode/utf8"

	"mangrove/ui/widgets/text"
)

// places are where the pieces of a line are seen, and the columns that they
// begin at; one more is where the line ends.
func (v *TextView) places(line int) (places []text.Place, columns []int) {
	var x float32
	column := 0
	for _, s := range v.spans(v.lines.Line(line)) {
		for _, p := range text.Places(s.Text, s.Style, v.TextSize) {
			p.X += x
			places, columns = append(places, p), append(columns, column)
			column += utf8.RuneCountInString(s.Text[p.From:p.To])
		}
		x += text.Width(s.Text, s.Style, v.TextSize)
	}
	return places, append(columns, column)
}

// columnAt is the column nearest to x in a line.
func (v *TextView) columnAt(line int, x float32) int {
	places, columns := v.places(line)
	if x < 0 {
		return 0
	}
	for i, p := range places {
		switch {
		case x < p.X || x >= p.X+p.Width:
		case x < p.X+p.Width/2:
			return columns[i]
		default:
			return columns[i+1]
		}
	}
	return columns[len(columns)-1]
}

// reach is from where to where some columns of a line are seen. Those that are
// read from the right may stand apart: what is between them counts as well.
func (v *TextView) reach(line, first, last int) (from, to float32) {
	places, columns := v.places(line)
	seen := false
	for i, p := range places {
		if columns[i+1] <= first || columns[i] >= last {
			continue
		}
		if !seen {
			from, to, seen = p.X, p.X+p.Width, true
		}
		from, to = min(from, p.X), max(to, p.X+p.Width)
	}
	return from, to
}
