package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"mangrove/ui/look"
	"mangrove/ui/widgets/text"
)

// Table shows any number of rows below a head. What stands in a row is asked for when it is
// seen, with the room for it.
type Table struct {
	Object fyne.CanvasObject
	Rows   *Rows
	Head   func(width float32) []text.Span
	Line   func(row int, width float32) []text.Span
	Tip    func(row int) []string // nil: none

	// Handle is how wide the part of each row is, at its left, where a click toggles it.
	Handle float32

	head  *Strip
	count int
	width float32
	epoch uint64
}

// tableHead is the height of the head.
const tableHead = 22

// NewTable makes a table without rows. The keys of its rows are their places.
func NewTable(head func(float32) []text.Span, line func(int, float32) []text.Span) *Table {
	t := &Table{Head: head, Line: line, head: NewStrip(tableHead, 11)}
	t.Rows = NewRows(t, look.RowHeight, look.RowText)
	t.Rows.OnCopy = func(key uint32) { CopyText("Line", LineText(t.Line(int(key), t.width))) }
	TipRows(t.Rows, func(key uint32) []string {
		if t.Tip == nil || int(key) >= t.count {
			return nil
		}
		return t.Tip(int(key))
	})
	t.Object = container.NewBorder(NewPanel(look.Raised, t.head, 0, 0), nil, nil, nil, t.Rows)
	return t
}

// Show shows so many rows, all made anew.
func (t *Table) Show(count int) {
	t.count = count
	t.renew(t.Rows.Size().Width)
	t.Rows.Update()
}

func (t *Table) renew(width float32) {
	t.epoch++
	t.width = width
	t.head.Set(t.Head(width)...)
}

// Len implements RowSource.
func (t *Table) Len() int { return t.count }

// Index implements RowSource.
func (t *Table) Index(key uint32) int {
	if int(key) < t.count {
		return int(key)
	}
	return -1
}

// Fill implements RowSource.
func (t *Table) Fill(from int, width float32, rows []Row) []Row {
	if width != t.width {
		t.renew(width)
	}
	rows = rows[:max(0, min(len(rows), t.count-from))]
	for i := range rows {
		key := uint32(from + i) //nolint:gosec // there are no more rows than messages
		if r := &rows[i]; r.Key != key || r.Revision != t.epoch {
			*r = Row{Key: key, Revision: t.epoch, Spans: t.Line(from+i, width), HandleTo: t.Handle}
		}
	}
	return rows
}
