package topics

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"
)

// TestWhichColumnsGiveWay to the value: first how many messages there were, last whether one is retained.
func TestWhichColumnsGiveWay(t *testing.T) {
	all := treeColumns{need: [columnsEnd]float32{columnMark: 20, columnCount: 50, columnRate: 60, columnAge: 40}}
	const whole = leastValue + columnEdge + 20 + 50 + 60 + 40
	for _, c := range []struct {
		name   string
		hidden int
		width  float32
		want   []treeColumn
	}{
		{"room for all", 0, whole, []treeColumn{columnMark, columnCount, columnRate, columnAge}},
		{"a unit less", 0, whole - 1, []treeColumn{columnMark, columnRate, columnAge}},
		{"no room for two", 0, whole - 50 - 1, []treeColumn{columnMark, columnAge}},
		{"no room for three", 0, whole - 50 - 60 - 1, []treeColumn{columnMark}},
		{"no room at all", 0, leastValue, nil},
		{"one that is not wanted", 1 << columnCount, whole - 50, []treeColumn{columnMark, columnRate, columnAge}},
	} {
		columns := all
		columns.hidden = c.hidden
		columns.place(c.width)
		var got []treeColumn
		for col := range columnsEnd {
			if columns.shown(col) {
				got = append(got, col)
			}
		}
		if !slices.Equal(got, c.want) || len(got) > 0 && columns.ends[got[len(got)-1]] != c.width-columnEdge {
			t.Errorf("%s: %v, which end at %v", c.name, got, columns.ends)
		}
		if columns.place(c.width) {
			t.Errorf("%s: put into the same width, they move", c.name)
		}
	}
}

// TestEachColumnIsShownOrHidden by itself, and the others stay as they are.
func TestEachColumnIsShownOrHidden(t *testing.T) {
	test.NewTempApp(t)
	hidden := storedColumns()
	for _, col := range []treeColumn{columnAge, columnRate, columnAge, columnCount} {
		columns := treeColumns{hidden: hidden}
		item := columns.columnItems()[col]
		if item.Checked != (hidden&(1<<col) == 0) {
			t.Errorf("%s is checked: %v, of %b", item.Label, item.Checked, hidden)
		}
		item.Action()
		if got := storedColumns(); got != hidden^(1<<col) {
			t.Errorf("%s: %b become %b", item.Label, hidden, got)
		}
		hidden = storedColumns()
	}
}
