package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
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
	l := &list{empty: widget.NewLabel(format.Excerpt(empty))}
	l.empty.Importance = widget.LowImportance
	l.rows = widgets.NewRows(l, rowHeight, rowText)
	l.rows.OnCopy = func(key uint32) {
		if i := l.Index(key); i >= 0 {
			copyText("Line", lineText(l.lines[i].spans))
		}
	}
	l.rows.OnMenu = func(key uint32, at fyne.Position) { showMenu(l.rows, at, l.copyItems(key)...) }
	l.object = container.NewStack(l.rows, padded(pageEdge-theme.InnerPadding(), 0, container.NewVBox(container.NewHBox(l.empty))))
	return l
}

// copyItems are what a menu offers to copy of a line.
func (l *list) copyItems(key uint32) []*fyne.MenuItem {
	return []*fyne.MenuItem{
		fyne.NewMenuItem("Copy line", func() { l.rows.OnCopy(key) }),
		fyne.NewMenuItem("Copy all lines", func() {
			var all strings.Builder
			for _, line := range l.lines {
				all.WriteString(lineText(line.spans) + "\n")
			}
			copyText(format.Plural(len(l.lines), "line"), all.String())
		}),
	}
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

// add puts a line at the end.
func (l *list) add(spans []text.Span) {
	l.append(spans)
	if n := len(l.lines); n > longestList {
		l.lines = slices.Clone(l.lines[n-longestList:])
	}
	l.sync()
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
