package model

// The children of a node that are shown stand in a search tree by (key, name, id)
// that is kept balanced, see [view.balance]: whoever chooses the names cannot make
// it deep. Every link knows how many rows its left half takes, so that finding the
// child at a row, and the row of a child, costs the depth, and looks at nothing but
// the links on the way: a hundred thousand children under one parent are no special
// case.

// orderLinks are the two halves below a child in the order of its siblings.
type orderLinks struct {
	left, right ID
	before      uint32 // rows of the left half
}

// A sort anew of so many takes too long to be done at once. They go over from the
// earlier order to the new one some at a time, see [view.resort]; until then those
// that wait stand in an order of their own behind the others.

// compareSteps is the work of comparing two siblings, whose names are anywhere.
const compareSteps = 4

// insert puts a child into its parent's arranged order; its rows and key must
// be set.
func (v *view) insert(parent, child ID) {
	c := v.member(child)
	c.order, c.up = orderLinks{}, Root
	v.linkHalves(child, Root, Root)
	p := v.at(parent)
	if p.top == Root {
		p.top = child
		return
	}
	if !v.insertBeside(v.latest, child) {
		v.insertBelow(p.top, child)
	}
	v.inTurn = v.latest != Root && (v.previous(child) == v.latest || v.next(child) == v.latest)
	v.latest = child
	v.balance(parent, c.up)
}

// insertBelow looks for the place of a child from the top of an order on.
func (v *view) insertBelow(top, child ID) {
	c := v.member(child)
	steps := compareSteps + len(v.store.name(child))/lookBytes
	for at := top; ; {
		v.store.mu.spend(steps)
		n := v.member(at)
		next := &n.order.right
		if v.compare(child, at) < 0 {
			n.order.before += c.rows
			next = &n.order.left
		}
		if *next == Root {
			*next = child
			c.up = at
			return
		}
		at = *next
	}
}

// insertBeside puts a child right behind or before the sibling that was inserted last,
// if that is its place and was so for that one: names often come in their order, or in
// the reverse, and then they need not be compared but with their neighbours.
func (v *view) insertBeside(sibling, child ID) bool {
	parent := v.store.nodes.at(child).parent
	if !v.inTurn || sibling == child || v.store.nodes.at(sibling).parent != parent || v.member(sibling).flags&linked == 0 {
		return false
	}
	v.store.mu.spend(2*compareSteps + len(v.store.name(child))/lookBytes)
	c, n := v.member(child), v.member(sibling)
	if v.compare(child, sibling) > 0 {
		next := v.next(sibling)
		switch {
		case next != Root && v.compare(child, next) > 0:
			return false
		case n.order.right == Root:
			n.order.right, c.up = child, sibling
		default:
			v.member(next).order.left, c.up = child, next
		}
	} else {
		previous := v.previous(sibling)
		switch {
		case previous != Root && v.compare(child, previous) < 0:
			return false
		case n.order.left == Root:
			n.order.left, c.up = child, sibling
		default:
			v.member(previous).order.right, c.up = child, previous
		}
	}
	v.growBefore(child, c.rows)
	return true
}

// remove takes a child out of its parent's arranged order. If both halves below it
// have members, the one that comes next takes its place.
func (v *view) remove(parent, child ID) {
	c := v.member(child)
	v.growBefore(child, -c.rows)
	from := c.up
	switch left, right := c.order.left, c.order.right; {
	case left == Root:
		v.replace(parent, child, right)
	case right == Root:
		v.replace(parent, child, left)
	default:
		next := v.leftmost(right)
		n := v.member(next)
		if from = next; next != right {
			from = n.up
			for up := from; up != child; up = v.member(up).up {
				v.member(up).order.before -= n.rows
			}
			v.replace(parent, next, n.order.right)
			right = c.order.right
		}
		if next == right {
			right = n.order.right
		}
		v.replace(parent, child, next)
		v.linkHalves(next, left, right)
		n.order.before = c.order.before
		n.height = c.height // as above it is known still
	}
	c.order, c.up = orderLinks{}, Root
	c.flags &^= linked
	v.balance(parent, from)
}

// replace makes what pointed to old point to id instead.
func (v *view) replace(parent, old, id ID) {
	up := v.member(old).up
	switch {
	case up == Root && v.at(parent).top != old:
		v.late[parent] = id
	case up == Root:
		v.at(parent).top = id
	case v.member(up).order.left == old:
		v.member(up).order.left = id
	default:
		v.member(up).order.right = id
	}
	if id != Root {
		v.member(id).up = up
	}
}

// growBefore adds to the rows before all siblings that come after one.
func (v *view) growBefore(id ID, by uint32) {
	for up := v.member(id).up; up != Root; {
		n := v.member(up)
		if n.order.left == id {
			n.order.before += by
		}
		id, up = up, n.up
	}
}

// total is how many rows an order takes.
func (v *view) total(top ID) (rows uint32) {
	for id := top; id != Root; {
		n := v.member(id)
		rows += n.order.before + n.rows
		id = n.order.right
	}
	return rows
}

// childAt finds the child of parent that covers a row, counted from the first
// child's, and how far into it the row lies. The row must exist.
func (v *view) childAt(parent ID, row uint32) (child ID, into uint32) {
	v.store.mu.spend(1)
	p := v.ordered(parent)
	at := p.top
	if p.flags&behind != 0 {
		if sorted := v.total(at); row >= sorted {
			row, at = row-sorted, v.late[parent]
		}
	}
	// Which way it goes nobody can guess, the processor neither: so it computes that,
	// and does not branch.
	for {
		n := v.member(at)
		into = row - n.order.before // beyond all rows when it is less than 0
		if into < n.rows {
			return at, into
		}
		right := uint32((uint64(row)-uint64(n.order.before))>>63) - 1 // all bits, or none
		at = n.order.left ^ (n.order.left^n.order.right)&ID(right)
		row -= (n.order.before + n.rows) & right
	}
}

// rowsBefore is how many rows the siblings before a child take.
func (v *view) rowsBefore(child ID) uint32 {
	p := v.ordered(v.store.nodes.at(child).parent)
	n := v.member(child)
	rows := n.order.before
	id := child
	for n.up != Root {
		up := n.up
		u := v.member(up)
		if u.order.right == id {
			rows += u.order.before + u.rows
		}
		id, n = up, u
	}
	if id != p.top {
		rows += v.total(p.top)
	}
	return rows
}

// ordered is the place of a node whose children are in order: now, if they were not.
func (v *view) ordered(id ID) *place {
	p := v.at(id)
	if p.sorted != v.generation {
		v.arrange(id)
	}
	return p
}

// first is the first child shown, the root when there is none.
func (v *view) first(parent ID) ID {
	if top := v.ordered(parent).top; top != Root {
		return v.leftmost(top)
	}
	return v.leftmost(v.lateOf(parent))
}

// last is the last child shown, the root when there is none.
func (v *view) last(parent ID) ID {
	p := v.ordered(parent)
	if late := v.lateOf(parent); late != Root {
		return v.rightmost(late)
	}
	return v.rightmost(p.top)
}

func (v *view) leftmost(id ID) ID {
	for at := id; at != Root; at = v.member(at).order.left {
		id = at
	}
	return id
}

func (v *view) rightmost(id ID) ID {
	for at := id; at != Root; at = v.member(at).order.right {
		id = at
	}
	return id
}

// next is the next sibling shown, the root when there is none.
func (v *view) next(child ID) ID {
	n := v.member(child)
	if n.order.right != Root {
		return v.leftmost(n.order.right)
	}
	id := child
	for n.up != Root {
		up := n.up
		u := v.member(up)
		if u.order.left == id {
			return up
		}
		id, n = up, u
	}
	if parent := v.store.nodes.at(child).parent; v.at(parent).top == id {
		return v.leftmost(v.lateOf(parent))
	}
	return Root
}

// previous is the sibling shown before, the root when there is none.
func (v *view) previous(child ID) ID {
	n := v.member(child)
	if n.order.left != Root {
		return v.rightmost(n.order.left)
	}
	id := child
	for n.up != Root {
		up := n.up
		u := v.member(up)
		if u.order.right == id {
			return up
		}
		id, n = up, u
	}
	if top := v.at(v.store.nodes.at(child).parent).top; top != id {
		return v.rightmost(top)
	}
	return Root
}
