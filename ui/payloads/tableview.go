package payloads

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/model/value"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// tableView shows a list of objects, one a row. A click on a column sorts by it.
type tableView struct {
	object fyne.CanvasObject
	head   *widgets.Header
	rows   *widgets.Rows
	table  *table
	left   int       // the first column seen
	ends   []float32 // where the columns seen end, from the left
	width  float32
	epoch  uint64
	marks  map[uint32]bool // rows that a search has found
	run    func(func())
	sorted uint64 // how often it was begun to sort beside

	onSelect func(node int)
	onMenu   func(node int, at fyne.Position)
	saving   func() func() // saves the payload that is on view now
}

// Measures of a table.
const (
	tableHead  = 22
	tableEdge  = 8  // before the first column
	tableGap   = 14 // between columns
	tableArrow = 18 // for the signs of columns out of view
	sortBeside = 20_000
)

func newTableView(run func(func())) *tableView {
	t := &tableView{run: run, saving: noSaving}
	t.head = widgets.NewHeader(tableHead, 12)
	t.head.OnTapped = t.tapHead
	t.head.OnMenu = func(fyne.Position) {}
	t.rows = widgets.NewRows(t, look.RowHeight, look.RowText)
	t.rows.OnSelect = func(key uint32) { t.onSelect(int(key)) }
	t.rows.OnMenu = func(key uint32, at fyne.Position) { t.onMenu(int(key), at) }
	t.rows.OnCopy = func(key uint32) { copyNode("Row", "", Field{Tree: t.table.tree, Node: int(key)}, t.saving()) }
	t.rows.OnKey = t.key
	widgets.TipRows(t.rows, t.tipWords)
	t.object = container.NewBorder(widgets.NewPanel(look.Raised, t.head, 0, 0), nil, nil, nil, t.rows)
	t.object.Hide()
	return t
}

// show shows a table, in the order that the one before had. Of the same topic, the object
// in the place of the selected one stays selected.
func (t *tableView) show(next *table, sameTopic bool) {
	if t.table == next {
		return
	}
	before := t.table
	t.table, t.marks = next, nil
	key, selected := t.rows.Selected()
	if selected && sameTopic {
		place := before.placeOf(int(key))
		if selected = place >= 0 && place < len(next.rows); selected {
			key = next.rows[place]
		}
	}
	if before != nil && before.by >= 0 {
		if column := slices.Index(next.columns, before.columns[before.by]); column >= 0 && len(next.rows) <= sortBeside {
			next.sortBy(column, before.falling)
		}
	}
	t.left = max(0, min(t.left, len(next.columns)-1)) // there may be no columns
	t.draw()
	if selected && sameTopic {
		t.rows.Select(key, false)
	} else {
		t.rows.Deselect()
	}
}

func (t *tableView) draw() {
	t.epoch++
	t.place(t.rows.Size().Width)
	t.rows.Update()
}

// place finds out where the columns stand, and writes the head.
func (t *tableView) place(width float32) {
	t.width = width
	if t.table == nil {
		return
	}
	t.ends = t.ends[:0]
	x, cell := float32(tableEdge), text.Width("0", text.Mono, look.RowText)
	var spans []text.Span
	muted, plain := look.Colour(look.Muted), look.Colour(theme.ColorNameForeground)
	if t.left > 0 {
		spans = append(spans, text.Span{Text: "◂", Colour: plain, X: tableEdge})
		x += tableArrow
	}
	for i := t.left; i < len(t.table.columns) && x < width; i++ {
		name, colour, style := nameWords(t.table.columns[i]), muted, text.Regular
		if i == t.table.by {
			sign := " ▴"
			if t.table.falling {
				sign = " ▾"
			}
			name, colour, style = name+sign, plain, text.Bold
		}
		end := x + float32(t.table.widths[i])*cell
		spans = append(spans, text.Span{Text: name, Style: style, Colour: colour, X: x, Limit: min(end+tableGap/2, width-tableArrow)})
		t.ends = append(t.ends, end)
		x = end + tableGap
	}
	if n := len(t.ends); t.left+n < len(t.table.columns) || n > 1 && t.ends[n-1] > width {
		spans = append(spans, text.Span{Text: "▸", Colour: plain, X: width - 4, Right: true})
	}
	t.head.Set(spans...)
}

// tapHead sorts by the column under a click, the other way round by a second one and as
// the rows came by a third; the signs at the ends move on by a column.
func (t *tableView) tapHead(x float32) {
	switch {
	case t.table == nil || len(t.ends) == 0:
		return
	case t.left > 0 && x < tableEdge+tableArrow:
		t.move(-1)
		return
	case x > t.width-tableArrow && t.left+1 < len(t.table.columns) && t.ends[len(t.ends)-1] > t.width-tableArrow:
		t.move(1)
		return
	}
	for i, end := range t.ends {
		if x < end+tableGap/2 {
			t.sortBy(t.left + i)
			return
		}
	}
}

func (t *tableView) sortBy(column int) {
	tab := t.table
	falling := false
	if column == tab.by {
		if tab.falling {
			column = -1
		}
		falling = !tab.falling
	}
	if len(tab.rows) <= sortBeside {
		tab.sortBy(column, falling)
		t.draw()
		t.rows.ScrollTo(0)
		return
	}
	t.sorted++
	turn, next := t.sorted, *tab
	next.rows = slices.Clone(tab.rows)
	go func() { // ends when it is sorted
		next.sortBy(column, falling)
		t.run(func() {
			if t.table == tab && t.sorted == turn {
				*tab = next
				t.draw()
				t.rows.ScrollTo(0)
			}
		})
	}()
}

// move brings columns on view that are out of it.
func (t *tableView) move(by int) {
	if left := t.left + by; t.table != nil && left >= 0 && left < len(t.table.columns) {
		t.left = left
		t.draw()
	}
}

func (t *tableView) key(_ uint32, ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyLeft:
		t.move(-1)
	case fyne.KeyRight:
		t.move(1)
	default:
		return false
	}
	return true
}

// Len implements widgets.RowSource.
func (t *tableView) Len() int {
	if t.table == nil {
		return 0
	}
	return len(t.table.rows)
}

// Index implements widgets.RowSource.
func (t *tableView) Index(key uint32) int {
	if t.table == nil {
		return -1
	}
	if t.table.by < 0 {
		if at, is := slices.BinarySearch(t.table.rows, key); is {
			return at
		}
		return -1
	}
	return slices.Index(t.table.rows, key)
}

// Fill implements widgets.RowSource.
func (t *tableView) Fill(from int, width float32, rows []widgets.Row) []widgets.Row {
	if width != t.width {
		t.epoch++
		t.place(width)
	}
	rows = rows[:max(0, min(len(rows), t.Len()-from))]
	for i := range rows {
		object := t.table.rows[from+i]
		if r := &rows[i]; r.Key != object || r.Revision != t.epoch {
			*r = widgets.Row{Key: object, Revision: t.epoch, Spans: t.spans(int(object), r.Spans[:0])}
		}
	}
	return rows
}

// spans lays out a row: numbers end where their column does. One that does not fit into the view
// begins where its column does, so that it is marked as cut.
func (t *tableView) spans(object int, into []text.Span) []text.Span {
	cell, tree := text.Width("0", text.Mono, look.RowText), t.table.tree
	if t.marks[uint32(object)] {
		into = append(into, text.Span{Bar: treeMark, Colour: look.Colour(theme.ColorNameHyperlink)})
	}
	for i, end := range t.ends {
		node := t.table.cell(object, t.left+i)
		if node < 0 {
			continue
		}
		s := text.Span{Text: cellWords(tree, node), Style: text.Mono, Colour: kindColour(tree.Kind(node)), X: end - float32(t.table.widths[t.left+i])*cell, Limit: min(end+tableGap/2, t.width)}
		if _, number := tree.Number(node); number && end <= t.width && tree.Kind(node) != value.Bool && utf8.RuneCountInString(s.Text) <= t.table.widths[t.left+i] {
			s.X, s.Limit, s.Right = end, 0, true
		}
		into = append(into, s)
	}
	return into
}

// tipWords are the cells of a row that is cut, a line each.
func (t *tableView) tipWords(key uint32) (words []string) {
	if t.Index(key) < 0 || !text.Cut(t.spans(int(key), nil), look.RowText, t.width, text.ScaleOf(t.rows)) {
		return nil
	}
	const most, longest = 12, 200 // cells, and characters of one
	for i := range t.table.columns {
		if node := t.table.cell(int(key), i); node >= 0 && len(words) < most {
			beginning, _ := nodeText(t.table.tree, node, 8*longest)
			words = append(words, fmt.Sprintf("%s: %s", nameWords(t.table.columns[i]), format.ExcerptOf(beginning, longest)))
		}
	}
	return words
}

// rowOf is the object of the list that a node stands in, -1 when it stands elsewhere.
func (t *tableView) rowOf(node int) int {
	if t.table == nil {
		return -1
	}
	for i := node; i > 0; i = t.table.tree.Parent(i) {
		if t.table.tree.Parent(i) == t.table.list {
			return i
		}
	}
	return -1
}

// restyle takes the colours of a new theme.
func (t *tableView) restyle() {
	t.epoch++
	t.place(t.width)
	t.rows.Refresh()
}
