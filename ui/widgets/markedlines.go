package widgets

import "sort"

// markedLines is a text whose marks are known before it is broken into lines.
type markedLines struct {
	textLines
	marks []Mark // of the whole text
}

// NewMarkedLines breaks a text into lines as [NewTextLines] does. The marks are those of
// the whole text, in order and apart from each other.
func NewMarkedLines(text []byte, columns int, marks []Mark) Lines {
	return &markedLines{*newTextLines(text, columns, nil, nil), marks}
}

// Line implements [Lines].
func (m *markedLines) Line(i int) Line {
	l := m.textLines.Line(i)
	from, _ := m.reach(i)
	to := from + len(l.Raw)
	first := sort.Search(len(m.marks), func(k int) bool { return m.marks[k].To > from })
	for _, mark := range m.marks[first:] {
		if mark.From >= to {
			break
		}
		l.Marks = append(l.Marks, Mark{max(mark.From, from) - from, min(mark.To, to) - from, mark.Kind})
	}
	return l
}
