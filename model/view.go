package model

// view is one way to look at a store's nodes: which of them are shown, which
// show their children, in what order siblings stand, and so which row is which
// node. The whole tree is a view, and so is what a search finds.
//
// The order of a node's children is either arranged, and then kept up with
// every change, or stale, and then made when somebody looks: most parents of a
// large tree are never looked at. What does not depend on it, the number of
// rows, is kept up at once.
type view struct {
	store      *Store
	chunks     []*[slabSize]place // made when a node of theirs is first touched
	opened     bool               // whether nodes show their children unless told otherwise
	sort       Sort
	reverse    bool
	topics     int       // accepted
	generation uint16    // of the sort: an order of another one is stale
	late       map[ID]ID // of wide parents being put in order anew, the top of what still waits
	sorting    []ID      // those parents
	latest     ID        // the child that was inserted last,
	inTurn     bool      // and whether right beside the one inserted before it
}

// place is a node's place in a view. What it takes to find a row stands together, so
// that it is mostly in one line of the processor's cache.
type place struct {
	key      uint64 // sort key among the siblings
	order    orderLinks
	rows     uint32 // rows it takes: 0 hidden, 1, or 1 and those below it
	up       ID     // the link above it in the order of its siblings
	top      ID     // root of the order of the children, when arranged
	children uint32 // of its children shown
	sorted   uint16 // the sort generation its children are in; 0: stale
	flags    uint8
	height   uint8 // of the order of its siblings, below and with it
}

// Flags of a place.
const (
	turned   = 1 << iota // shows its children although the view's nodes do not, or the other way round
	accepted             // shown for its own sake, not only for what is below
	linked               // is in its parent's arranged order
	broad                // its children are in an order that is kept up, be it a stale one
	behind               // some of its children are still in an earlier order
	decided              // somebody has opened or closed it
)

// wide is how many children, shown or not, are kept in order as they come, so that
// nobody has to wait for it when they are first looked at.
const wide = 256

// few is how many are left to be put in order when they are first looked at even if
// one has a name of more than longName bytes: to compare such names takes time.
const (
	few      = 16
	longName = 1_000
)

func newView(s *Store) *view {
	v := &view{store: s, generation: 1, late: map[ID]ID{}}
	v.at(Root).rows = 0
	return v
}

func (v *view) at(id ID) *place {
	i := int(id >> slabBits)
	for i >= len(v.chunks) {
		v.chunks = append(v.chunks, nil)
	}
	if v.chunks[i] == nil {
		v.chunks[i] = new([slabSize]place)
	}
	return &v.chunks[i][id&(slabSize-1)]
}

// member is [view.at] for nodes that have a place already, as all that stand in an
// order have.
func (v *view) member(id ID) *place { return &v.chunks[id>>slabBits][id&(slabSize-1)] }

// peek is [view.at] for whoever only reads: it makes no room for nodes never touched.
func (v *view) peek(id ID) *place {
	if i := int(id >> slabBits); i < len(v.chunks) && v.chunks[i] != nil {
		return &v.chunks[i][id&(slabSize-1)]
	}
	return &untouched
}

var untouched place

// open reports whether a node shows its children.
func (v *view) open(id ID) bool {
	return id == Root || v.opened != (v.at(id).flags&turned != 0)
}

// shown reports whether a node takes a row, if everything above it is open.
func (v *view) shown(id ID) bool { return id == Root || v.at(id).rows > 0 }

// arranged reports whether the order of a node's children is kept up.
func (v *view) arranged(p *place) bool {
	return p.sorted == v.generation || p.flags&broad != 0
}

// widen keeps the order of a node's children up from now on.
func (v *view) widen(parent ID) {
	if v.at(parent).flags&broad == 0 {
		v.arrange(parent)
		v.at(parent).flags |= broad
	}
}

// needed reports whether a node is to have a row: for its own sake, or for what has
// one below it.
func (v *view) needed(id ID) bool {
	n := v.at(id)
	return n.flags&accepted != 0 || n.children > 0
}

// lookedAt reports whether the view is still one of the tree's. Others are not told of
// nodes that are let go.
func (v *view) lookedAt() bool {
	t := &v.store.tree
	return v == t.all || v == t.found
}

// show gives a node a row, and everything above it too. It breathes on the way up:
// what has a row below something that has none is seen by nobody. What it was for may
// have been let go meanwhile.
func (v *view) show(id ID) {
	for !v.shown(id) && v.lookedAt() {
		n := v.at(id)
		if n.flags&accepted == 0 && n.children == 0 {
			return // it is not needed
		}
		n.rows = 1
		if n.children > 0 && v.open(id) {
			n.rows += v.rowsBelow(id)
		}
		parent := v.store.nodes.at(id).parent
		p := v.at(parent)
		if p.children == 0 && v.store.nodes.at(parent).children >= wide {
			v.arrange(parent)
		}
		p.children++
		if v == v.store.tree.all {
			v.store.tree.opening.grown(parent, p.children)
		}
		v.touch(parent)
		switch {
		case v.arranged(p):
			n.key = v.sortKey(id)
			v.insert(parent, id)
		case p.children == wide, p.children >= few && len(v.store.name(id)) > longName:
			v.arrange(parent)
		}
		if parent == Root || p.rows > 0 {
			v.grow(parent, int32(n.rows))
			return
		}
		id = parent
		v.store.tree.breatheIf(2)
	}
}

// hide takes a node's row away when nothing below it is shown, and those of
// the nodes above that were shown only because of it. It breathes on the way.
func (v *view) hide(id ID) {
	for id != Root && v.shown(id) && !v.needed(id) && v.lookedAt() {
		n := v.at(id)
		parent := v.store.nodes.at(id).parent
		p := v.at(parent)
		if n.flags&linked != 0 && v.arranged(p) {
			v.remove(parent, id)
		}
		n.rows, n.flags = 0, n.flags&^linked
		p.children--
		v.touch(parent)
		v.grow(parent, -1)
		id = parent
		v.store.tree.breatheIf(2)
	}
}

// rowsBelow is how many rows the children of a node take.
func (v *view) rowsBelow(id ID) uint32 {
	p := v.at(id)
	if v.arranged(p) {
		return v.total(p.top) + v.total(v.lateOf(id))
	}
	if p.children == 0 {
		return 0
	}
	var rows uint32
	for child := v.store.nodes.at(id).child; child != Root; child = v.store.nodes.at(child).older {
		rows += v.peek(child).rows
	}
	return rows
}

// grow adds to the rows below a node: to its own, if it shows them, and so on
// upwards. Below 0 it takes them away.
func (v *view) grow(id ID, by int32) {
	steps := 0
	for id != Root && v.shown(id) && v.open(id) {
		steps++
		n := v.at(id)
		n.rows += uint32(by)
		v.growOrder(id, by)
		id = v.store.nodes.at(id).parent
	}
	v.store.mu.spend(steps)
	if id == Root {
		v.at(Root).rows += uint32(by)
	}
}

// growOrder adds to the rows of a node in the order of its siblings. The links
// of a stale order may lead to topics elsewhere that have got the id of one
// that was let go.
func (v *view) growOrder(id ID, by int32) {
	if v.at(id).flags&linked == 0 || !v.arranged(v.at(v.store.nodes.at(id).parent)) {
		return
	}
	v.growBefore(id, uint32(by))
}

// setOpen shows or hides the children of a node. It reports whether that
// changed anything.
func (v *view) setOpen(id ID, open bool) bool {
	if id == Root || v.open(id) == open || v.store.nodes.at(id).children == 0 {
		return false
	}
	below := int32(v.rowsBelow(id))
	if !open {
		below = -below
	}
	n := v.at(id)
	n.flags |= turned
	if open == v.opened {
		n.flags &^= turned
	}
	if !v.shown(id) {
		return true
	}
	n.rows += uint32(below)
	v.growOrder(id, below)
	v.grow(v.store.nodes.at(id).parent, below)
	return true
}

// judge takes in whether a topic is to be shown for its own sake.
func (v *view) judge(id ID, now bool) {
	n := v.at(id)
	was := n.flags&accepted != 0
	if now != was {
		n.flags ^= accepted
		v.touch(id)
		if now {
			v.topics++
			v.show(id)
		} else {
			v.topics--
			v.hide(id)
		}
	}
}

// touch notes that the row of a node is another than whoever looked has seen.
func (v *view) touch(id ID) { v.store.nodes.at(id).revision = v.store.tree.revision }

// drop takes a node without children out.
func (v *view) drop(id ID) {
	v.topics -= int(v.at(id).flags&accepted) / accepted
	v.at(id).flags &^= accepted
	v.hide(id)
	if v.at(id).flags&behind != 0 {
		delete(v.late, id)
	}
	*v.at(id) = place{}
}

// index gives the row of a node, -1 when it has none.
func (v *view) index(id ID) int {
	row := -1
	for id != Root {
		v.store.mu.spend(1)
		parent := v.store.nodes.at(id).parent
		if !v.shown(id) || !v.open(parent) {
			return -1
		}
		row += 1 + int(v.rowsBefore(id))
		id = parent
	}
	return row
}

// locate finds the node of a row and how deep it lies, from 0; the root when
// there is no such row.
func (v *view) locate(row int) (id ID, depth int) {
	if row < 0 || row >= int(v.at(Root).rows) {
		return Root, 0
	}
	parent := Root
	for {
		child, into := v.childAt(parent, uint32(row))
		if into == 0 {
			return child, depth
		}
		parent, row = child, int(into)-1
		depth++
	}
}

// follower is the row after a node's, the root at the end and the first row after
// the root.
func (v *view) follower(id ID) ID {
	next, _ := v.following(id, 0)
	return next
}

// preceding is the row before a node's, the root before the first and the last row
// before the root.
func (v *view) preceding(id ID) ID {
	at := Root
	if id != Root {
		if at = v.previous(id); at == Root {
			return v.store.nodes.at(id).parent
		}
	}
	for v.open(at) {
		below := v.last(at)
		if below == Root {
			break
		}
		at = below
	}
	return at
}

// following is the row after a node's, the root at the end.
func (v *view) following(id ID, depth int) (ID, int) {
	if v.at(id).children > 0 && v.open(id) {
		return v.first(id), depth + 1
	}
	for id != Root {
		if sibling := v.next(id); sibling != Root {
			return sibling, depth
		}
		id = v.store.nodes.at(id).parent
		depth--
	}
	return Root, 0
}
