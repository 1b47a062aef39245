package payloads

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"mangrove/model/value"
)

// table is a list of objects as rows and columns. It knows no toolkit.
type table struct {
	tree    *value.Tree
	list    int
	rows    []uint32 // the objects, in the order in which they are seen
	columns []string
	widths  []int // of the columns, in characters
	by      int   // the column that the rows are sorted by, -1: as they came
	falling bool
}

// What is looked at to find the columns of a table, and how wide one is.
const (
	lookedAt     = 1_000 // rows
	mostColumns  = 200
	widestColumn = 40
	leastColumn  = 4
)

// newTable finds the list of objects in a tree: the whole, or the first one right below
// it. It is nil when there is none.
func newTable(tree *value.Tree) *table {
	if tree.Len() == 0 {
		return nil
	}
	if t := tableOf(tree, 0); t != nil || tree.Kind(0) != value.Object {
		return t
	}
	for i := range tree.Below(0) {
		if t := tableOf(tree, i); t != nil {
			return t
		}
	}
	return nil
}

// tableOf makes a table of a list, nil when it has something else than objects.
func tableOf(tree *value.Tree, list int) *table {
	if tree.Kind(list) != value.List || tree.Count(list) == 0 {
		return nil
	}
	t := &table{tree: tree, list: list, by: -1}
	for i := range tree.Below(list) {
		if tree.Kind(i) != value.Object {
			return nil
		}
		t.rows = append(t.rows, uint32(i))
	}
	t.findColumns()
	return t
}

func (t *table) findColumns() {
	known := map[string]int{}
	for _, object := range t.rows[:min(len(t.rows), lookedAt)] {
		for i := range t.tree.Below(int(object)) {
			name := t.tree.Name(i)
			at, is := known[name]
			if !is && len(t.columns) == mostColumns {
				continue
			}
			if !is {
				at = len(t.columns)
				known[name] = at
				t.columns, t.widths = append(t.columns, name), append(t.widths, max(leastColumn, utf8.RuneCountInString(nameWords(name))+2)) // of the sign of its order too
			}
			t.widths[at] = min(max(t.widths[at], utf8.RuneCountInString(cellWords(t.tree, i))), widestColumn)
		}
	}
}

// cell is the node in a column of a row, -1 when the object has none. A doubled name
// means the first.
func (t *table) cell(object, column int) int {
	name := t.columns[column]
	for i := range t.tree.Below(object) {
		if string(t.tree.NameBytes(i)) == name {
			return i
		}
	}
	return -1
}

// cellWords is a value as it stands in a cell: texts without quotes, and the beginning of
// what has something below.
func cellWords(tree *value.Tree, node int) string {
	switch kind := tree.Kind(node); {
	case kind == value.Text:
		b := tree.TextBytes(node)
		return strings.ToValidUTF8(string(b[:min(len(b), 4*widestColumn)]), "\ufffd")
	case !kind.HasBelow():
		return scalarWords(kind, tree.TextBytes(node), 4*widestColumn)
	case tree.Next(node)-node > widestColumn:
		return "…"
	}
	return string(tree.AppendJSON(nil, node))
}

// placeOf is the place of an object in the list, -1 when it does not stand there.
func (t *table) placeOf(object int) (place int) {
	if t == nil {
		return -1
	}
	for i := range t.tree.Below(t.list) {
		if i == object {
			return place
		}
		place++
	}
	return -1
}

// sortBy has the rows sorted by a column, or as they came for -1.
func (t *table) sortBy(column int, falling bool) {
	t.by, t.falling = column, falling
	if column < 0 {
		slices.Sort(t.rows)
		return
	}
	keys := make(map[uint32]sortKey, len(t.rows))
	for _, row := range t.rows {
		keys[row] = t.keyOf(t.cell(int(row), column))
	}
	slices.SortFunc(t.rows, func(a, b uint32) int {
		ka, kb := keys[a], keys[b]
		order := ka.compare(kb)
		if falling && ka.rank < missing && kb.rank < missing {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a, b))
	})
}

// sortKey is what a cell is sorted by: numbers first, then texts, and what is missing at
// the end whatever the order is.
type sortKey struct {
	rank   int
	number float64
	text   []byte // all of it, of which a cell may show the beginning
}

const (
	aNumber = iota
	aText
	missing
)

func (t *table) keyOf(node int) sortKey {
	if node < 0 || t.tree.Kind(node) == value.Null {
		return sortKey{rank: missing}
	}
	if n, is := t.tree.Number(node); is {
		return sortKey{rank: aNumber, number: n}
	}
	if t.tree.Kind(node).HasBelow() {
		return sortKey{rank: aText, text: []byte(cellWords(t.tree, node))}
	}
	return sortKey{rank: aText, text: t.tree.TextBytes(node)}
}

func (k sortKey) compare(o sortKey) int {
	return cmp.Or(cmp.Compare(k.rank, o.rank), cmp.Compare(k.number, o.number), bytes.Compare(k.text, o.text))
}
