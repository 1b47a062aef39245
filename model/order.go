package model

// The children of a node stand in a treap: a search tree by (key, name, id)
// that is at the same time a heap by a priority made from the id, and so stays
// about as deep as the logarithm of its size without any bookkeeping. Every
// link knows how many rows its half takes, so that finding the child at a row,
// and the row of a child, costs the depth: a hundred thousand children under
// one parent are no special case.

// orderLinks is a child's place in the order of its siblings.
type orderLinks struct {
	left, right, up ID
	rows            uint32 // of this child and of the two halves below it
}

func priority(id ID) uint32 { return uint32(id) * 2_654_435_761 }

// insert puts a child into its parent's order; its rows must be set.
func (t *Tree) insert(parent, child ID) {
	c := t.at(child)
	c.order = orderLinks{rows: c.rows}
	p := t.at(parent)
	p.children++
	if p.top == Root {
		p.top = child
		p.sorted = t.generation
		return
	}
	at := p.top
	stale := p.sorted != t.generation
	for {
		n := t.at(at)
		n.order.rows += c.rows
		next := &n.order.right
		if !stale && t.less(child, at) {
			next = &n.order.left
		}
		if *next == Root {
			*next = child
			c.order.up = at
			break
		}
		at = *next
	}
	for c.order.up != Root && priority(child) > priority(c.order.up) {
		t.rotateUp(parent, child)
	}
}

// remove takes a child out of its parent's order.
func (t *Tree) remove(parent, child ID) {
	c := t.at(child)
	for c.order.left != Root || c.order.right != Root {
		down := c.order.left
		if down == Root || c.order.right != Root && priority(c.order.right) > priority(down) {
			down = c.order.right
		}
		t.rotateUp(parent, down)
	}
	for up := c.order.up; up != Root; up = t.at(up).order.up {
		t.at(up).order.rows -= c.rows
	}
	t.relink(parent, c.order.up, child, Root)
	c.order = orderLinks{}
	t.at(parent).children--
}

// rotateUp swaps a link with the one above it.
func (t *Tree) rotateUp(parent, id ID) {
	n := t.at(id)
	above := n.order.up
	a := t.at(above)
	t.relink(parent, a.order.up, above, id)
	n.order.up = a.order.up
	var moved ID
	if a.order.left == id {
		moved = n.order.right
		n.order.right, a.order.left = above, moved
	} else {
		moved = n.order.left
		n.order.left, a.order.right = above, moved
	}
	if moved != Root {
		t.at(moved).order.up = above
	}
	a.order.up = id
	n.order.rows = a.order.rows
	a.order.rows = a.rows + t.half(a.order.left) + t.half(a.order.right)
}

// relink makes what pointed from up to old point to id instead.
func (t *Tree) relink(parent, up, old, id ID) {
	switch {
	case up == Root:
		t.at(parent).top = id
	case t.at(up).order.left == old:
		t.at(up).order.left = id
	default:
		t.at(up).order.right = id
	}
}

// half is how many rows the part of an order below a link takes.
func (t *Tree) half(id ID) uint32 {
	if id == Root {
		return 0
	}
	return t.at(id).order.rows
}

// childAt finds the child of parent that covers a row, counted from the first
// child's, and how far into it the row lies. The row must exist.
func (t *Tree) childAt(parent ID, row uint32) (child ID, into uint32) {
	t.arrange(parent)
	at := t.at(parent).top
	for {
		n := t.at(at)
		left := t.half(n.order.left)
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
func (t *Tree) rowsBefore(child ID) uint32 {
	n := t.at(child)
	t.arrange(n.parent)
	rows := t.half(n.order.left)
	for id := child; n.order.up != Root; {
		up := n.order.up
		u := t.at(up)
		if u.order.right == id {
			rows += t.half(u.order.left) + u.rows
		}
		id, n = up, u
	}
	return rows
}

// first is the first child with rows to show, Root when there is none.
func (t *Tree) first(parent ID) ID {
	t.arrange(parent)
	return t.firstIn(t.at(parent).top)
}

func (t *Tree) firstIn(id ID) ID {
	if t.half(id) == 0 {
		return Root
	}
	for {
		n := t.at(id)
		switch {
		case t.half(n.order.left) > 0:
			id = n.order.left
		case n.rows > 0:
			return id
		default:
			id = n.order.right
		}
	}
}

// next is the next sibling with rows to show, Root when there is none.
func (t *Tree) next(child ID) ID {
	n := t.at(child)
	if id := t.firstIn(n.order.right); id != Root {
		return id
	}
	for id := child; n.order.up != Root; {
		up := n.order.up
		u := t.at(up)
		if u.order.left == id {
			if u.rows > 0 {
				return up
			}
			if id := t.firstIn(u.order.right); id != Root {
				return id
			}
		}
		id, n = up, u
	}
	return Root
}

// bump adds to the rows a child takes, in its parent's order and, where the
// parent shows its children, in everything above.
func (t *Tree) bump(id ID, by uint32) {
	for id != Root {
		n := t.at(id)
		n.rows += by
		for at := id; at != Root; at = t.at(at).order.up {
			t.at(at).order.rows += by
		}
		id = n.parent
		if !t.open(id) {
			return
		}
	}
	t.at(Root).rows += by
}
