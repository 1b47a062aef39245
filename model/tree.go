package model

import "slices"

// Tree is what a window shows of a store as rows: all topics, or what a search
// has found. It changes only at [Tree.Tick] and by the methods here, so that
// rows stand still between.
type Tree struct {
	store    *Store
	all      *view
	found    *view // of the search under way, nil when there is none
	query    *Query
	revision uint32  // grows with every change that can be seen
	now      uint64  // of the last tick while the view is not paused, in ms since the store began
	weight   float64 // of a message that came between the last two of these

	// allRevised is the revision at which every row may have changed.
	allRevised  uint32
	hideCleared bool
	looked      int // how far the search has come
	hits        int // topics it shows
	rejudged    int // how far the tree of all has been judged anew,
	rejudge     int // and how far that goes
}

func (t *Tree) init(s *Store) {
	t.store = s
	t.all = newView(s)
	t.all.accept = t.accepts
}

// view is the one on show.
func (t *Tree) view() *view {
	if t.found != nil {
		return t.found
	}
	return t.all
}

// revise notes that something to be seen has changed.
func (t *Tree) revise() { t.revision++ }

// reviseAll makes every row differ from what was shown of it.
func (t *Tree) reviseAll() {
	t.revise()
	t.allRevised = t.revision
}

// nodeRevised makes the row of a node differ from what was shown of it.
func (t *Tree) nodeRevised(id ID) {
	t.revise()
	t.store.nodes.at(id).revision = t.revision
}

// SetSort orders all siblings anew. The work is done where somebody looks:
// each parent is put in order when its children are next asked for.
func (t *Tree) SetSort(by Sort, reverse bool) {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	if t.all.sort == by && t.all.reverse == reverse {
		return
	}
	t.setSort(by, reverse)
}

func (t *Tree) setSort(by Sort, reverse bool) {
	t.all.setSort(by, reverse)
	if t.found != nil {
		t.found.setSort(by, reverse)
	}
	t.revise()
}

// Sorting tells what SetSort has set.
func (t *Tree) Sorting() (by Sort, reverse bool) {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	return t.all.sort, t.all.reverse
}

// Toggle opens a closed node and closes an open one.
func (t *Tree) Toggle(id ID) {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	t.setOpen(id, !t.view().open(id))
}

// SetOpen shows or hides the children of a node.
func (t *Tree) SetOpen(id ID, open bool) {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	t.setOpen(id, open)
}

func (t *Tree) setOpen(id ID, open bool) {
	if t.view().setOpen(id, open) {
		t.revise()
		t.store.nodes.at(id).revision = t.revision
	}
}

// SetOpenBelow shows or hides the children of a node and of all nodes below it.
func (t *Tree) SetOpenBelow(id ID, open bool) {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	parents := t.store.parentsBelow(id)
	if open { // from below, so that each change reaches up to the next only
		slices.Reverse(parents)
	}
	for _, id := range parents {
		t.setOpen(id, open)
	}
}

// parentsBelow lists a node and all below it that have children, each before
// those below it.
func (s *Store) parentsBelow(id ID) []ID {
	list := []ID{id}
	for i := 0; i < len(list); i++ {
		for child := s.nodes.at(list[i]).child; child != Root; child = s.nodes.at(child).older {
			if s.nodes.at(child).children > 0 {
				list = append(list, child)
			}
		}
	}
	return list
}

// drop takes a node that is let go out of the views.
func (t *Tree) drop(id ID) {
	t.all.drop(id)
	if t.found != nil {
		t.hits -= int(t.found.at(id).flags&accepted) / accepted
		t.found.drop(id)
	}
}

// Reveal opens everything above a node, so that it has a row.
func (t *Tree) Reveal(id ID) {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	for id != Root {
		id = t.store.nodes.at(id).parent
		t.setOpen(id, true)
	}
}

// Parent gives the node above; the root's is the root.
func (t *Tree) Parent(id ID) ID {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	return t.store.nodes.at(id).parent
}

// Len is how many rows there are.
func (t *Tree) Len() int {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	return int(t.view().at(Root).rows)
}

// Index gives the row of a node, -1 when it has none: not yet placed, hidden,
// or below a closed node.
func (t *Tree) Index(id ID) int {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	return t.view().index(id)
}

// SortedBelow lists every topic at and below a node that has received
// something, in the order of the tree with everything opened. Those that are
// hidden come after the others of their level, by name.
func (t *Tree) SortedBelow(id ID) []ID {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	var list []ID
	stack := []ID{id}
	for len(stack) > 0 {
		id := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if t.store.nodes.at(id).flags&isTopic != 0 {
			list = append(list, id)
		}
		t.all.arrange(id)
		from := len(stack)
		stack = t.all.members(t.all.at(id).top, stack)
		stack = append(stack, t.hiddenBelow(id)...)
		slices.Reverse(stack[from:])
	}
	return list
}

// hiddenBelow lists the children of a node that have no row, by name.
func (t *Tree) hiddenBelow(id ID) []ID {
	var list []ID
	if t.store.nodes.at(id).children == t.all.at(id).children {
		return nil
	}
	for child := t.store.nodes.at(id).child; child != Root; child = t.store.nodes.at(child).older {
		if !t.all.shown(child) {
			list = append(list, child)
		}
	}
	slices.SortFunc(list, func(a, b ID) int { return compareNames(t.store.name(a), t.store.name(b)) })
	return list
}
