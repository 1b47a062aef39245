package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// list shows rows of text that somebody else keeps in order.
type list struct {
	object fyne.CanvasObject
	rows   *widgets.Rows
	empty  *widget.Label
	lines  []listLine
	made   uint32 // lines so far: their keys
}

type listLine struct {
	key      uint32
	revision uint64
	spans    []text.Span
}

// longestList is how many lines a list keeps.
const longestList = 5_000

func newList(empty string) *list {
	l := &list{empty: widget.NewLabel(empty)}
	l.empty.Importance = widget.LowImportance
	l.rows = widgets.NewRows(l, rowHeight, rowText)
	l.rows.OnCopy = func(key uint32) {
		if i := l.Index(key); i >= 0 {
			copyText(lineText(l.lines[i].spans))
		}
	}
	l.object = container.NewStack(l.rows, padded(pageEdge-theme.InnerPadding(), 0, container.NewVBox(container.NewHBox(l.empty))))
	return l
}

func lineText(spans []text.Span) string {
	s := ""
	for i, span := range spans {
		if i > 0 {
			s += "  "
		}
		s += span.Text
	}
	return s
}

func (l *list) clear() {
	l.lines = nil
	l.sync()
}

// set replaces all lines, keeping the keys of those in the same place.
func (l *list) set(lines [][]text.Span) {
	for i, spans := range lines {
		if i >= len(l.lines) {
			l.append(spans)
		} else if !slices.Equal(l.lines[i].spans, spans) {
			l.lines[i].spans = spans
			l.lines[i].revision++
		}
	}
	l.lines = l.lines[:len(lines)]
	l.sync()
}

// add puts a line at the end, and keeps the end in view if it was.
func (l *list) add(spans []text.Span) {
	atEnd := l.rows.AtEnd()
	l.append(spans)
	if n := len(l.lines); n > longestList {
		l.lines = slices.Clone(l.lines[n-longestList:])
	}
	l.sync()
	if atEnd {
		l.rows.ScrollTo(len(l.lines))
	}
}

func (l *list) append(spans []text.Span) {
	l.made++
	l.lines = append(l.lines, listLine{key: l.made, spans: spans})
}

func (l *list) sync() {
	setHidden(len(l.lines) > 0, l.empty)
	l.rows.Update()
}

// Len implements widgets.RowSource.
func (l *list) Len() int { return len(l.lines) }

// Index implements widgets.RowSource.
func (l *list) Index(key uint32) int {
	return slices.IndexFunc(l.lines, func(line listLine) bool { return line.key == key })
}

// Fill implements widgets.RowSource.
func (l *list) Fill(from int, _ float32, rows []widgets.Row) []widgets.Row {
	for i := range rows {
		line := l.lines[from+i]
		rows[i] = widgets.Row{Key: line.key, Revision: line.revision, Spans: line.spans}
	}
	return rows
}
