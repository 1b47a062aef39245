package model

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
	opening     opening
	looked      int         // how far the search has come
	again       pile[ID]    // topics changed since it looked at them,
	lookedAgain int         // and how many of them it has looked at again
	hits        int         // topics it shows
	rolling     int         // roll-ups under way, during which no topic is let go
	roll        rollUp      // the room of the last one
	looking     []candidate // the room of the last list that was looked through
	rejudged    int         // how far the tree of all has been judged anew,
	rejudge     int         // and how far that goes
}

func (t *Tree) init(s *Store) {
	t.store = s
	t.all = newView(s)
}

// widen keeps the order of a node's children up from now on, in every view.
func (t *Tree) widen(parent ID) {
	t.all.widen(parent)
	if t.found != nil {
		t.found.widen(parent)
	}
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
	t.view().at(id).flags |= decided
	if t.view().setOpen(id, open) {
		t.revise()
		t.store.nodes.at(id).revision = t.revision
	}
}

// SetOpenBelow shows or hides the children of a node and of all nodes below it. It
// takes a while when there are many: no goroutine that draws may wait for it.
func (t *Tree) SetOpenBelow(id ID, open bool) {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	parents := t.store.parentsBelow(id)
	for i, n := 0, parents.n; i < n; i++ {
		at := i
		if open { // from below, so that each change reaches up to the next only
			at = n - 1 - i
		}
		if id := *parents.at(at); t.store.nodes.at(id).flags&gone == 0 {
			t.setOpen(id, open)
		}
		t.breatheIf(nodeSteps)
	}
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
		t.breatheIf(nodeSteps)
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
