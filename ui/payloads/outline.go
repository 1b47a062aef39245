package payloads

import (
	"slices"

	"mangrove/model/value"
)

// outline says which nodes of a tree have rows: those that nothing closed stands above,
// or what a filter keeps. It knows no toolkit.
type outline struct {
	tree  *value.Tree
	open  bits
	keep  bits     // what a filter shows; nil: everything
	shown []uint32 // the nodes that have rows, in order

	steps map[int][]uint32 // of lists that were looked into, every elementStride-th element
}

// bits are one for each node.
type bits []uint64

func newBits(n int) bits { return make(bits, (n+63)/64) }

func (b bits) has(i int) bool { return b[i/64]>>(i%64)&1 != 0 }

func (b bits) set(i int, on bool) {
	if on {
		b[i/64] |= 1 << (i % 64)
	} else {
		b[i/64] &^= 1 << (i % 64)
	}
}

// openAtFirst is how many rows a tree that was not seen before has at the most, so far as
// its outermost nodes leave a choice.
const openAtFirst = 2_000

// newOutline shows a tree with as many levels open as are still read.
func newOutline(t *value.Tree) *outline {
	o := &outline{tree: t, open: newBits(t.Len())}
	o.openLevels(openAtFirst)
	o.arrange()
	return o
}

// openLevels opens one level after the other while there are no more rows than most.
func (o *outline) openLevels(most int) {
	if o.tree.Len() == 0 {
		return
	}
	level, rows := []int{0}, 1
	for len(level) > 0 {
		var next []int
		more := 0
		for _, i := range level {
			if !o.tree.Kind(i).HasBelow() {
				continue
			}
			more += o.tree.Count(i)
		}
		if level[0] != 0 && rows+more > most {
			return
		}
		for _, i := range level {
			if !o.tree.Kind(i).HasBelow() {
				continue
			}
			o.open.set(i, true)
			if rows+more <= most {
				next = slices.AppendSeq(next, o.tree.Below(i))
			}
		}
		rows, level = rows+more, next
	}
}

// first is the first node that has a row: the whole has none when something is in it.
func (o *outline) first() int {
	if o.tree.Len() > 0 && o.tree.Count(0) > 0 {
		return 1
	}
	return 0
}

// arrange finds out which nodes have rows.
func (o *outline) arrange() {
	o.shown = o.shown[:0]
	for i := o.first(); i < o.tree.Len(); {
		switch {
		case o.keep != nil && !o.keep.has(i):
			i = o.tree.Next(i)
			continue
		case o.keep != nil || o.open.has(i):
			o.shown = append(o.shown, uint32(i))
			i++
		default:
			o.shown = append(o.shown, uint32(i))
			i = o.tree.Next(i)
		}
	}
}

// row is the row of a node, -1 when it has none.
func (o *outline) row(node int) int {
	if at, ok := slices.BinarySearch(o.shown, uint32(node)); ok {
		return at
	}
	return -1
}

// isOpen reports whether what stands below a node has rows.
func (o *outline) isOpen(node int) bool { return o.keep != nil || o.open.has(node) }

func (o *outline) canOpen(node int) bool { return o.tree.Count(node) > 0 }

// setOpen shows or hides what is below a node that has something below it.
func (o *outline) setOpen(node int, open bool) {
	if o.canOpen(node) {
		o.open.set(node, open)
		o.arrange()
	}
}

// setBelow opens or closes a node and everything below it.
func (o *outline) setBelow(node int, open bool) {
	for i := node; i < o.tree.Next(node); i++ {
		o.open.set(i, open && o.canOpen(i))
	}
	o.arrange()
}

// setLevels opens so many levels and closes all that is deeper.
func (o *outline) setLevels(levels int) {
	clear(o.open)
	var ends []int // of what is open above
	for i := 0; i < o.tree.Len(); {
		for len(ends) > 0 && i >= ends[len(ends)-1] {
			ends = ends[:len(ends)-1]
		}
		if len(ends) > levels {
			i = ends[len(ends)-1]
			continue
		}
		if o.canOpen(i) {
			o.open.set(i, len(ends) < levels)
			ends = append(ends, o.tree.Next(i))
		}
		i++
	}
	o.arrange()
}

// reveal opens what stands above a node.
func (o *outline) reveal(node int) {
	changed := false
	for i := o.tree.Parent(node); i >= 0; i = o.tree.Parent(i) {
		if !o.open.has(i) {
			o.open.set(i, true)
			changed = true
		}
	}
	if changed {
		o.arrange()
	}
}

// filter shows the nodes given, in order, with what stands above them; nil shows all.
func (o *outline) filter(nodes []int) {
	if nodes == nil && o.keep == nil {
		return
	}
	if o.keep = nil; nodes != nil {
		o.keep = newBits(o.tree.Len())
		for _, node := range nodes {
			for i := node; i >= 0 && !o.keep.has(i); i = o.tree.Parent(i) {
				o.keep.set(i, true)
			}
		}
	}
	o.arrange()
}

// elementStride is how far apart the elements are whose places are kept.
const elementStride = 256

// placeIn is the place of an element in its list.
func (o *outline) placeIn(list, node int) (place int) {
	if o.tree.Next(list)-list-1 == o.tree.Count(list) {
		return node - list - 1 // no element has anything below it
	}
	steps, known := o.steps[list]
	if !known {
		for at := range o.tree.Below(list) {
			if place%elementStride == 0 {
				steps = append(steps, uint32(at))
			}
			place++
		}
		if o.steps == nil {
			o.steps = map[int][]uint32{}
		}
		o.steps[list] = steps
	}
	i, exact := slices.BinarySearch(steps, uint32(node))
	if exact {
		return i * elementStride
	}
	place = (i - 1) * elementStride
	for at := int(steps[i-1]); at < node; at = o.tree.Next(at) {
		place++
	}
	return place
}
