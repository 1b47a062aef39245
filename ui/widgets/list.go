package widgets

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// List shows rows of text that somebody else keeps in order.
type List struct {
	Object fyne.CanvasObject
	Rows   *Rows
	empty  *widget.Label
	Lines  []listLine
	made   uint32 // lines so far: their keys
}

type listLine struct {
	Key      uint32
	revision uint64
	Spans    []text.Span
}

// longestList is how many lines a list keeps.
const longestList = 5_000

// NewList makes a list that says something while it is empty.
func NewList(empty string) *List {
	l := &List{empty: widget.NewLabel(format.Excerpt(empty))}
	l.empty.Importance = widget.LowImportance
	l.Rows = NewRows(l, look.RowHeight, look.RowText)
	l.Rows.OnCopy = func(key uint32) {
		if i := l.Index(key); i >= 0 {
			CopyText("Line", LineText(l.Lines[i].Spans))
		}
	}
	l.Rows.OnMenu = func(key uint32, at fyne.Position) { ShowMenu(l.Rows, at, l.copyItems(key)...) }
	l.Rows.OnHover, l.Rows.OnLeave = l.pointAtRow, pointAway
	says := container.NewClip(arrange.Padded(look.PageEdge-theme.InnerPadding(), 0, container.NewVBox(container.NewHBox(l.empty))))
	l.Object = container.NewStack(l.Rows, container.New(arrange.Whole{Height: l.empty.MinSize().Height - theme.InnerPadding()}, says))
	return l
}

// copyItems are what a menu offers to copy of a line.
func (l *List) copyItems(key uint32) []*fyne.MenuItem {
	return []*fyne.MenuItem{
		fyne.NewMenuItem("Copy line", func() { l.Rows.OnCopy(key) }),
		fyne.NewMenuItem("Copy all lines", func() {
			var all strings.Builder
			for _, line := range l.Lines {
				all.WriteString(LineText(line.Spans) + "\n")
			}
			CopyText(format.Counted(len(l.Lines), "{count} line", "{count} lines"), all.String())
		}),
	}
}

// LineText is the text of a line, with blanks between its parts.
func LineText(spans []text.Span) string {
	s := ""
	for i, span := range spans {
		if i > 0 {
			s += "  "
		}
		s += span.Text
	}
	return s
}

// Clear leaves no line.
func (l *List) Clear() {
	l.Lines = nil
	l.sync()
}

// Set replaces all lines, keeping the keys of those in the same place.
func (l *List) Set(lines [][]text.Span) {
	for i, spans := range lines {
		if i >= len(l.Lines) {
			l.append(spans)
		} else if !slices.Equal(l.Lines[i].Spans, spans) {
			l.Lines[i].Spans = spans
			l.Lines[i].revision++
		}
	}
	l.Lines = l.Lines[:len(lines)]
	l.sync()
}

// add puts a line at the end.
func (l *List) add(spans []text.Span) {
	l.append(spans)
	if n := len(l.Lines); n > longestList {
		l.Lines = slices.Clone(l.Lines[n-longestList:])
	}
	l.sync()
}

func (l *List) append(spans []text.Span) {
	l.made++
	l.Lines = append(l.Lines, listLine{Key: l.made, Spans: spans})
}

func (l *List) sync() {
	arrange.SetHidden(len(l.Lines) > 0, l.empty)
	l.Rows.Update()
}

// Len implements RowSource.
func (l *List) Len() int { return len(l.Lines) }

// Index implements RowSource.
func (l *List) Index(key uint32) int {
	return slices.IndexFunc(l.Lines, func(line listLine) bool { return line.Key == key })
}

// Fill implements RowSource.
func (l *List) Fill(from int, _ float32, rows []Row) []Row {
	for i := range rows {
		line := l.Lines[from+i]
		rows[i] = Row{Key: line.Key, Revision: line.revision, Spans: line.Spans}
	}
	return rows
}
