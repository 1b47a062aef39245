package topics

import (
	"fyne.io/fyne/v2"

	"mangrove/model"
	"mangrove/ui/format"
	"mangrove/ui/widgets/text"
)

// treeColumn is one of the columns on the right of the tree, from left to right.
type treeColumn int

const (
	columnMark treeColumn = iota // R for retained
	columnCount
	columnRate
	columnAge
	columnsEnd
)

// columnTitles are the columns that have one, and what a menu calls them.
var columnTitles = [columnsEnd]struct {
	title, name string
	by          model.Sort
}{
	columnMark:  {name: "R for retained"},
	columnCount: {"Msgs", "Number of messages", model.ByMessages},
	columnRate:  {"per s", "Messages a second", model.ByRate},
	columnAge:   {"Age", "Age", model.ByUpdate},
}

// Room of the columns.
const (
	columnGap  = 9   // before each
	columnEdge = 4   // behind the last
	leastValue = 170 // for name and value: columns give way before that
)

// columnsGiveWay is the order in which they do.
var columnsGiveWay = [...]treeColumn{columnCount, columnRate, columnAge, columnMark}

// treeColumns say where the columns stand. They are as wide as what they have
// had to hold, so that they do not move to and fro.
type treeColumns struct {
	hidden int                 // a bit for each that the user does not want
	need   [columnsEnd]float32 // room, with the gap; 0 while there is nothing in it
	ends   [columnsEnd]float32 // where each ends; 0 when it is not shown
	left   float32             // where the first begins
}

// widen makes room in a column for a text. It reports whether that was needed.
func (c *treeColumns) widen(col treeColumn, s string, style text.Style, size float32) bool {
	if s == "" {
		return false
	}
	w := text.Width(s, style, size) + columnGap
	if w <= c.need[col] {
		return false
	}
	c.need[col] = w
	return true
}

// place puts the columns into a width. It reports whether any has moved.
func (c *treeColumns) place(width float32) (moved bool) {
	before := *c
	shown, total := [columnsEnd]bool{}, float32(columnEdge)
	for col := range shown {
		shown[col] = c.need[col] > 0 && c.hidden&(1<<col) == 0
		if shown[col] {
			total += c.need[col]
		}
	}
	for _, col := range columnsGiveWay {
		if width-total >= leastValue {
			break
		}
		if shown[col] {
			shown[col] = false
			total -= c.need[col]
		}
	}
	c.left = width - columnEdge
	for col := columnsEnd - 1; col >= 0; col-- {
		c.ends[col] = 0
		if shown[col] {
			c.ends[col] = c.left
			c.left -= c.need[col]
		}
	}
	return before != *c
}

// shown reports whether there is room for a column.
func (c *treeColumns) shown(col treeColumn) bool { return c.ends[col] > 0 }

// at is the column at x, columnsEnd when there is none.
func (c *treeColumns) at(x float32) treeColumn {
	for col := range columnsEnd {
		if c.shown(col) && x > c.ends[col]-c.need[col] && x <= c.ends[col]+columnEdge {
			return col
		}
	}
	return columnsEnd
}

// ColumnsKey is where the preferences keep which columns are not wanted.
const ColumnsKey = "tree.hidden-columns"

// columnItems are the columns as items of a menu, which shows or hides them in
// every tree.
func (c *treeColumns) columnItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for col := range columnsEnd {
		item := fyne.NewMenuItem(format.Excerpt(format.Fill("Show: {name}", "name", columnTitles[col].name)), func() {
			fyne.CurrentApp().Preferences().SetInt(ColumnsKey, storedColumns()^1<<col)
		})
		item.Checked = c.hidden&(1<<col) == 0
		items = append(items, item)
	}
	return items
}

// storedColumns are the columns of the tree that are hidden, as bits. The number of
// messages is, unless asked for: the value needs the room more.
func storedColumns() int {
	return fyne.CurrentApp().Preferences().IntWithFallback(ColumnsKey, 1<<columnCount) & (1<<columnsEnd - 1)
}
