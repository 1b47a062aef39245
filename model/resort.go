package model

import "time"

// lateOf is the top of the order in which those children of a node stand that are
// still to be sorted anew, the root when there are none.
func (v *view) lateOf(parent ID) ID {
	if v.at(parent).flags&behind == 0 {
		return Root
	}
	return v.late[parent]
}

// arrangeAnew begins to put the children of a wide parent in order by another sort:
// all wait at first.
func (v *view) arrangeAnew(parent ID) {
	p := v.at(parent)
	waiting := v.join(parent)
	v.latest, v.inTurn = Root, false // it may be one that waits
	p.sorted, p.top = v.generation, Root
	if waiting == Root {
		p.flags &^= behind
		delete(v.late, parent)
		return
	}
	if p.flags&behind == 0 {
		v.sorting = append(v.sorting, parent)
	}
	p.flags |= behind
	v.late[parent] = waiting
	for n := 0; n < sortedAtOnce && v.lateOf(parent) != Root && v.store.mu.steps < holdSteps; n++ {
		v.resortOne(parent)
	}
}

// sortedAtOnce is how many children are put in order for who looks at them first.
const sortedAtOnce = 2 * wide

// resort goes on with putting wide parents in order. It reports whether there is
// more to do.
func (v *view) resort() (more bool) {
	for len(v.sorting) > 0 {
		parent := v.sorting[0]
		if v.lateOf(parent) == Root {
			v.at(parent).flags &^= behind
			delete(v.late, parent)
			v.sorting = v.sorting[1:]
			continue
		}
		v.resortOne(parent)
		if v.store.mu.spend(resortSteps) {
			return true
		}
	}
	return false
}

// resortOne takes the first that waits into the new order.
func (v *view) resortOne(parent ID) {
	child := v.leftmost(v.lateOf(parent))
	v.remove(parent, child)
	v.at(child).key = v.sortKey(child)
	v.insert(parent, child)
}

// resortSteps is the work of taking a child from one order into another, without
// the comparisons.
const resortSteps = 10

// resort goes on with what SetSort has begun, for a while. It reports whether
// there was anything.
func (t *Tree) resort() bool {
	if len(t.view().sorting) == 0 {
		return false
	}
	for start := time.Now(); t.view().resort() && time.Since(start) < laterScan; {
		t.breathe()
	}
	return true
}
