package topics

import (
	"fyne.io/fyne/v2"

	"mangrove/model"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// sortNames are the orders of the tree as a menu offers them.
var sortNames = []struct {
	by   model.Sort
	name string
}{
	{model.ByName, "Name"},
	{model.ByArrival, "First arrival"},
	{model.ByUpdate, "Latest message"},
	{model.ByMessages, "Number of messages"},
	{model.ByTopics, "Number of topics"},
	{model.ByRate, "Messages a second"},
	{model.BySize, "Size of the payload"},
}

// treeNarrowest is the least width of a tree: a name and the beginning of a
// value.
const treeNarrowest = 170

// headText is the size of the titles.
const headText = 11

// treeHead is the line of column titles over the tree. A click on one sorts by
// it, another click turns the order round.
type treeHead struct {
	object fyne.CanvasObject
	strip  *widgets.Header
	pane   *Pane
}

func newTreeHead(p *Pane) *treeHead {
	h := &treeHead{strip: widgets.NewHeader(22, headText), pane: p}
	h.strip.OnTapped = func(x float32) {
		p.OnUse()
		h.sortBy(h.column(x))
	}
	h.strip.OnMenu = func(at fyne.Position) { widgets.ShowMenu(h.strip, at, h.items()...) }
	h.strip.SetMinWidth(treeNarrowest)
	h.object = widgets.NewPanel(look.Raised, h.strip, 0, 0)
	return h
}

// column is the order that the title at x stands for.
func (h *treeHead) column(x float32) model.Sort {
	switch col := h.pane.columns.at(x); col {
	case columnsEnd, columnMark:
		return model.ByName
	default:
		return columnTitles[col].by
	}
}

func (h *treeHead) sortBy(by model.Sort) {
	old, reverse := h.pane.tree.Sorting()
	h.pane.sort(by, old == by && !reverse)
}

// items are the menu of the head.
func (h *treeHead) items() []*fyne.MenuItem {
	items := append(h.pane.SortItems(), fyne.NewMenuItemSeparator())
	return append(items, h.pane.columns.columnItems()...)
}

// title is the title of an order, and whether the tree is sorted by it.
func (h *treeHead) title(name string, of model.Sort) (title string, sorted bool) {
	by, reverse := h.pane.tree.Sorting()
	switch {
	case by != of:
		return name, false
	case (of == model.ByName) != reverse:
		return name + " ▴", true
	}
	return name + " ▾", true
}

// widenColumns makes room for the titles.
func (h *treeHead) widenColumns() (wider bool) {
	for col := columnCount; col < columnsEnd; col++ {
		title, _ := h.title(columnTitles[col].title, columnTitles[col].by)
		wider = h.pane.columns.widen(col, title, text.Bold, headText) || wider
	}
	return wider
}

// draw shows the titles, and which one the tree is sorted by.
func (h *treeHead) draw() {
	p := h.pane
	by, _ := p.tree.Sorting()
	var spans []text.Span
	put := func(title string, sorted bool, x float32, right bool) {
		s := text.Span{Text: title, Colour: p.colours.muted, X: x, Right: right}
		if sorted {
			s.Style, s.Colour = text.Bold, p.colours.name
		}
		if !right {
			s.Limit = p.columns.left
		}
		spans = append(spans, s)
	}
	title, sorted := h.title("Topic", model.ByName)
	put(title, sorted, rowStart+rowArrow, false)
	titled := sorted
	for col := columnCount; col < columnsEnd; col++ {
		if p.columns.shown(col) {
			title, sorted = h.title(columnTitles[col].title, columnTitles[col].by)
			put(title, sorted, p.columns.ends[col], true)
			titled = titled || sorted
		}
	}
	for _, s := range sortNames {
		if s.by == by && !titled {
			put(format.Fill("   sorted by: {name}", "name", s.name), true, -1, false)
			last := len(spans) - 1
			spans = append([]text.Span{spans[0], spans[last]}, spans[1:last]...)
		}
	}
	h.strip.Set(spans...)
}

// SortItems are the orders as items of a menu.
func (p *Pane) SortItems() []*fyne.MenuItem {
	by, reverse := p.tree.Sorting()
	var items []*fyne.MenuItem
	for _, s := range sortNames {
		item := fyne.NewMenuItem(format.Excerpt(s.name), func() { p.sort(s.by, false) })
		item.Checked = s.by == by
		items = append(items, item)
	}
	turned := fyne.NewMenuItem("Reverse the order", func() { p.sort(by, !reverse) })
	turned.Checked = reverse
	return append(items, fyne.NewMenuItemSeparator(), turned)
}
