package model

// The children of a node that are shown stand in a search tree by (key, name, id)
// that is kept balanced, see [view.balance]: whoever chooses the names cannot make
// it deep. Every link knows how many rows its half takes, so that finding the child
// at a row, and the row of a child, costs the depth: a hundred thousand children
// under one parent are no special case.

// orderLinks is a child's place in the order of its siblings.
type orderLinks struct {
	left, right, up ID
	rows            uint32 // of this child and of the two halves below it
}

// A sort anew of so many takes too long to be done at once. They go over from the
// earlier order to the new one some at a time, see [view.resort]; until then those
// that wait stand in an order of their own behind the others.

// compareSteps is the work of comparing two siblings, whose names are anywhere.
const compareSteps = 4

// insert puts a child into its parent's arranged order; its rows and key must
// be set.
func (v *view) insert(parent, child ID) {
	c := v.at(child)
	c.order = orderLinks{}
	v.link(child, Root, Root)
	p := v.at(parent)
	if p.top == Root {
		p.top = child
		return
	}
	steps := compareSteps + len(v.store.name(child))/lookBytes
	for at := p.top; ; {
		v.store.mu.spend(steps)
		n := v.at(at)
		n.order.rows += c.rows
		next := &n.order.right
		if v.compare(child, at) < 0 {
			next = &n.order.left
		}
		if *next == Root {
			*next = child
			c.order.up = at
			break
		}
		at = *next
	}
	v.balance(parent, c.order.up)
}

// remove takes a child out of its parent's arranged order. If both halves below it
// have members, the one that comes next takes its place.
func (v *view) remove(parent, child ID) {
	c := v.at(child)
	for up := c.order.up; up != Root; up = v.at(up).order.up {
		v.at(up).order.rows -= c.rows
	}
	from := c.order.up
	switch left, right := c.order.left, c.order.right; {
	case left == Root:
		v.replace(parent, child, right)
	case right == Root:
		v.replace(parent, child, left)
	default:
		next := v.leftmost(right)
		n := v.at(next)
		if from = next; next != right {
			from = n.order.up
			for up := from; up != child; up = v.at(up).order.up {
				v.at(up).order.rows -= n.rows
			}
			v.replace(parent, next, n.order.right)
			right = c.order.right
		}
		if next == right {
			right = n.order.right
		}
		v.replace(parent, child, next)
		v.link(next, left, right)
		n.height = c.height // as above it is known still
	}
	c.order = orderLinks{}
	c.flags &^= linked
	v.balance(parent, from)
}

// replace makes what pointed to old point to id instead.
func (v *view) replace(parent, old, id ID) {
	up := v.at(old).order.up
	switch {
	case up == Root && v.at(parent).top != old:
		v.late[parent] = id
	case up == Root:
		v.at(parent).top = id
	case v.at(up).order.left == old:
		v.at(up).order.left = id
	default:
		v.at(up).order.right = id
	}
	if id != Root {
		v.at(id).order.up = up
	}
}

// half is how many rows the part of an order below a link takes.
func (v *view) half(id ID) uint32 {
	if id == Root {
		return 0
	}
	return v.at(id).order.rows
}

// childAt finds the child of parent that covers a row, counted from the first
// child's, and how far into it the row lies. The row must exist.
func (v *view) childAt(parent ID, row uint32) (child ID, into uint32) {
	v.arrange(parent)
	v.store.mu.spend(1)
	at := v.at(parent).top
	if sorted := v.half(at); row >= sorted {
		row, at = row-sorted, v.lateOf(parent)
	}
	for {
		n := v.at(at)
		left := v.half(n.order.left)
		switch {
		case row < left:
			at = n.order.left
		case row < left+n.rows:
			return at, row - left
		default:
			row -= left + n.rows
			at = n.order.right
		}
	}
}

// rowsBefore is how many rows the siblings before a child take.
func (v *view) rowsBefore(child ID) uint32 {
	parent := v.store.nodes.at(child).parent
	v.arrange(parent)
	n := v.at(child)
	rows := v.half(n.order.left)
	id := child
	for n.order.up != Root {
		up := n.order.up
		u := v.at(up)
		if u.order.right == id {
			rows += v.half(u.order.left) + u.rows
		}
		id, n = up, u
	}
	if top := v.at(parent).top; id != top {
		rows += v.half(top)
	}
	return rows
}

// first is the first child shown, the root when there is none.
func (v *view) first(parent ID) ID {
	v.arrange(parent)
	if top := v.at(parent).top; top != Root {
		return v.leftmost(top)
	}
	return v.leftmost(v.lateOf(parent))
}

// last is the last child shown, the root when there is none.
func (v *view) last(parent ID) ID {
	v.arrange(parent)
	if late := v.lateOf(parent); late != Root {
		return v.rightmost(late)
	}
	return v.rightmost(v.at(parent).top)
}

func (v *view) leftmost(id ID) ID {
	for id != Root && v.at(id).order.left != Root {
		id = v.at(id).order.left
	}
	return id
}

func (v *view) rightmost(id ID) ID {
	for id != Root && v.at(id).order.right != Root {
		id = v.at(id).order.right
	}
	return id
}

// next is the next sibling shown, the root when there is none.
func (v *view) next(child ID) ID {
	n := v.at(child)
	if n.order.right != Root {
		return v.leftmost(n.order.right)
	}
	id := child
	for n.order.up != Root {
		up := n.order.up
		u := v.at(up)
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
	n := v.at(child)
	if n.order.left != Root {
		return v.rightmost(n.order.left)
	}
	id := child
	for n.order.up != Root {
		up := n.order.up
		u := v.at(up)
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
