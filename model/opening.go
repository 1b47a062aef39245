package model

// opening is what opens by itself.
type opening struct {
	most int      // children that a level may have to be opened; 0: nothing opens
	turn int      // of who has asked for that last
	done bool     // since the last tick
	due  pile[ID] // levels that have got their first child, or one more than that
}

// SetOpening has every level of the tree opened that has no more than so many children,
// those that come later as well; 0 has all closed. A level that gets more is closed again.
// What somebody opens or closes from then on stays so. It takes a while when there are many:
// no goroutine that draws may wait for it.
func (t *Tree) SetOpening(most int) {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	t.opening = opening{most: most, turn: t.opening.turn + 1}
	turn := t.opening.turn
	parents := t.store.parentsBelow(Root)
	for i := parents.n - 1; i >= 0; i-- { // from below, so that each change reaches up to the next only
		if id := *parents.at(i); t.store.nodes.at(id).flags&gone == 0 {
			t.all.at(id).flags &^= decided
			t.openByItself(id)
		}
		if t.breatheIf(nodeSteps); t.opening.turn != turn {
			return // meanwhile something else was asked for
		}
	}
	t.opening.done = true
	t.reviseAll()
}

// grown notes that one more child of a level is shown.
func (o *opening) grown(parent ID, children uint32) {
	if o.most > 0 && (children == 1 || int(children) == o.most+1) {
		o.due.add(parent)
	}
}

// openGrown opens and closes the levels that have grown.
func (t *Tree) openGrown() {
	due := t.opening.due
	t.opening.due = pile[ID]{}
	for i, n := 0, due.n; i < n; i++ {
		if id := *due.at(i); t.store.nodes.at(id).flags&gone == 0 {
			t.openByItself(id)
		}
		t.breatheIf(2)
	}
	if t.opening.due.n == 0 {
		t.opening.due = due.spare()
	}
}

// openByItself opens a level with few enough children, or closes it, unless somebody has
// decided on it.
func (t *Tree) openByItself(id ID) {
	n := t.all.at(id)
	if id == Root || n.flags&decided != 0 {
		return
	}
	if t.all.setOpen(id, int(n.children) <= t.opening.most) {
		t.nodeRevised(id)
	}
}
