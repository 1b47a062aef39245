package ui

import (
	"fyne.io/fyne/v2"

	"mangrove/model"
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

// treeHead is the line of column titles over the tree. A click on one sorts by
// it, another click turns the order round.
type treeHead struct {
	object fyne.CanvasObject
	strip  *widgets.Header
	pane   *treePane
}

func newTreeHead(p *treePane) *treeHead {
	h := &treeHead{strip: widgets.NewHeader(22, 11), pane: p}
	h.strip.OnTapped = func(x float32) { h.sortBy(h.column(x)) }
	h.strip.OnMenu = func(at fyne.Position) { showMenu(h.strip, at, sortItems(p.tree)...) }
	h.object = widgets.NewPanel(colorRaised, h.strip, 0, 0)
	return h
}

// column is the order that the title at x stands for.
func (h *treeHead) column(x float32) model.Sort {
	w := h.pane.width
	switch {
	case x > w-columnAge:
		return model.ByUpdate
	case w >= narrowest && x > w-columnAge-columnRate:
		return model.ByRate
	case x > w-h.pane.columns():
		return model.ByMessages
	}
	return model.ByName
}

func (h *treeHead) sortBy(by model.Sort) {
	old, reverse := h.pane.tree.Sorting()
	h.pane.tree.SetSort(by, old == by && !reverse)
}

// draw shows the titles, and which one the tree is sorted by.
func (h *treeHead) draw() {
	p := h.pane
	by, reverse := p.tree.Sorting()
	title := func(name string, of model.Sort) text.Span {
		if by != of {
			return text.Span{Text: name, Colour: p.colours.muted}
		}
		arrow := " ▾"
		if (of == model.ByName) != reverse {
			arrow = " ▴"
		}
		return text.Span{Text: name + arrow, Style: text.Bold, Colour: p.colours.name}
	}
	first := title("Topic", model.ByName)
	first.X = rowStart + rowArrow
	spans := []text.Span{first}
	for _, s := range sortNames {
		if s.by == by && (by == model.ByArrival || by == model.ByTopics || by == model.BySize) {
			spans = append(spans, text.Span{Text: "   sorted by: " + s.name, Style: text.Bold, Colour: p.colours.name, X: -1})
		}
	}
	x := p.width - columnAge
	right := func(s text.Span, x float32) {
		s.X, s.Right = x, true
		spans = append(spans, s)
	}
	if p.width >= narrowest {
		right(title("per s", model.ByRate), x-2)
		x -= columnRate
	}
	right(title("Messages", model.ByMessages), x)
	right(title("Age", model.ByUpdate), p.width-4)
	h.strip.Set(spans...)
}

// sortItems are the orders as items of a menu.
func sortItems(t *model.Tree) []*fyne.MenuItem {
	by, reverse := t.Sorting()
	var items []*fyne.MenuItem
	for _, s := range sortNames {
		item := fyne.NewMenuItem(s.name, func() { t.SetSort(s.by, false) })
		item.Checked = s.by == by
		items = append(items, item)
	}
	turned := fyne.NewMenuItem("The other way round", func() { t.SetSort(by, !reverse) })
	turned.Checked = reverse
	return append(items, fyne.NewMenuItemSeparator(), turned)
}
