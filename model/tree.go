package model

import "slices"

// Tree is the view of a store as rows: which nodes show their children, in
// what order siblings stand, and which row is which node. It changes only at
// [Tree.Tick] and by the methods here, so that rows stand still between.
type Tree struct {
	store      *Store
	sort       Sort
	reverse    bool
	generation uint16 // of the sort; a parent of another one is not in order
	revision   uint32 // grows with every change that can be seen
}

func (t *Tree) at(id ID) *node { return t.store.nodes.at(id) }

// open reports whether a node shows its children.
func (t *Tree) open(id ID) bool { return t.at(id).flags&expanded != 0 }

// revise notes that something to be seen has changed.
func (t *Tree) revise() { t.revision++ }

// Revision grows whenever the rows or what they show may have changed.
func (t *Tree) Revision() uint32 {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	return t.revision
}

// place puts a new node among its siblings.
func (t *Tree) place(id ID) {
	n := t.at(id)
	n.flags |= placed | shown
	n.key = t.sortKey(id)
	n.rows = 1
	t.insert(n.parent, id)
	if t.open(n.parent) {
		t.bump(n.parent, 1)
	}
}

// Toggle opens a closed node and closes an open one.
func (t *Tree) Toggle(id ID) {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	t.setOpen(id, !t.open(id))
}

// SetOpen shows or hides the children of a node.
func (t *Tree) SetOpen(id ID, open bool) {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	t.setOpen(id, open)
}

func (t *Tree) setOpen(id ID, open bool) {
	if id == Root || t.open(id) == open {
		return
	}
	n := t.at(id)
	if n.children == 0 {
		return
	}
	n.flags ^= expanded
	below := t.half(n.top)
	if !open {
		below = -below
	}
	t.bump(id, below)
	t.revise()
	n.revision = t.revision
}

// SetOpenBelow shows or hides the children of a node and of all nodes below it.
func (t *Tree) SetOpenBelow(id ID, open bool) {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	for _, id := range t.parentsBelow(id) {
		t.setOpen(id, open)
	}
}

// parentsBelow lists a node and all below it that have children, each behind
// those below it: whoever opens them in this order changes every parent once.
func (t *Tree) parentsBelow(id ID) []ID {
	list := []ID{id}
	for i := 0; i < len(list); i++ {
		for _, child := range t.members(t.at(list[i]).top, nil) {
			if t.at(child).children > 0 {
				list = append(list, child)
			}
		}
	}
	slices.Reverse(list)
	return list
}

// Reveal opens everything above a node, so that it has a row.
func (t *Tree) Reveal(id ID) {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	for id != Root {
		id = t.at(id).parent
		t.setOpen(id, true)
	}
}

// Parent gives the node above; the root's is the root.
func (t *Tree) Parent(id ID) ID {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	return t.at(id).parent
}

// Len is how many rows there are.
func (t *Tree) Len() int {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	return int(t.at(Root).rows)
}

// Index gives the row of a node, -1 when it has none: not yet placed, hidden,
// or below a closed node.
func (t *Tree) Index(id ID) int {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	row := -1
	for id != Root {
		n := t.at(id)
		if n.flags&placed == 0 || n.rows == 0 || !t.open(n.parent) {
			return -1
		}
		row += 1 + int(t.rowsBefore(id))
		id = n.parent
	}
	return row
}

// IDAt gives the node of a row, the root when there is no such row.
func (t *Tree) IDAt(row int) ID {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	id, _ := t.locate(row)
	return id
}

// locate finds the node of a row and how deep it lies, from 0.
func (t *Tree) locate(row int) (id ID, depth int) {
	if row < 0 || row >= int(t.at(Root).rows) {
		return Root, 0
	}
	parent := Root
	for {
		child, into := t.childAt(parent, uint32(row))
		if into == 0 {
			return child, depth
		}
		parent, row = child, int(into)-1
		depth++
	}
}

// following is the row after a node's, Root at the end.
func (t *Tree) following(id ID, depth int) (ID, int) {
	if t.open(id) {
		if child := t.first(id); child != Root {
			return child, depth + 1
		}
	}
	for id != Root {
		if sibling := t.next(id); sibling != Root {
			return sibling, depth
		}
		id = t.at(id).parent
		depth--
	}
	return Root, 0
}
