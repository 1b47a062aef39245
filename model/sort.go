package model

import (
	"cmp"
	"math"
	"slices"
)

// Sort is what the siblings in a tree are ordered by. Names decide ties.
type Sort int

// The orders. All but ByName and ByArrival put the largest or latest first.
const (
	ByName Sort = iota // natural and case-folded: item2 before Item10
	ByArrival
	ByUpdate
	ByMessages
	ByTopics
	ByRate
	BySize
)

// SetSort orders all siblings anew. The work is done where somebody looks:
// each parent is put in order when its children are next asked for.
func (t *Tree) SetSort(by Sort, reverse bool) {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	if t.sort == by && t.reverse == reverse {
		return
	}
	t.sort, t.reverse = by, reverse
	t.generation++
	t.revise()
}

// less is the order among siblings. Keys are taken when a child is put into
// the order, so that a changing value cannot break the order under way.
func (t *Tree) less(a, b ID) bool { return t.compare(a, b) < 0 }

func (t *Tree) compare(a, b ID) int {
	if c := cmp.Compare(t.at(a).key, t.at(b).key); c != 0 {
		return c
	}
	c := compareNames(t.store.name(a), t.store.name(b))
	if c == 0 {
		c = cmp.Compare(a, b)
	}
	if t.reverse && t.sort == ByName {
		return -c
	}
	return c
}

// sortKey is the number the siblings are ordered by first.
func (t *Tree) sortKey(id ID) uint64 {
	n, l := t.at(id), t.store.leaves.at(id)
	var key uint64
	switch t.sort {
	case ByName:
		key = nameKey(t.store.name(id))
	case ByArrival:
		key = uint64(id)
	case ByUpdate:
		key = ^uint64(n.revision)
	case ByMessages:
		key = ^n.messages
	case ByTopics:
		key = ^uint64(n.topics)
	case ByRate:
		key = ^rateKey(n.rate)
	case BySize:
		key = ^uint64(t.store.payloadSize(l))
	}
	if t.reverse {
		key = ^key
	}
	return key
}

// rateKey orders rates brought up to date at different times: since all decay
// with the same time constant, ln r + t/span keeps their order for ever.
func rateKey(r rate) uint64 {
	if r.messages <= 0 {
		return 0
	}
	v := math.Log(float64(r.messages)) + float64(r.at)/float64(rateSpan.Milliseconds())
	return uint64((v + 1000) * (1 << 40))
}

// payloadSize is the length of a leaf's latest payload in bytes.
func (s *Store) payloadSize(l *leaf) int {
	if l.last == 0 {
		return 0
	}
	e := s.history.at(l.last)
	return len(e.payload)
}

// arrange puts the children of a node in the order of the current generation
// if they are not.
func (t *Tree) arrange(parent ID) {
	p := t.at(parent)
	if p.sorted == t.generation {
		return
	}
	p.sorted = t.generation
	ids := t.members(p.top, make([]ID, 0, p.children))
	for _, id := range ids {
		t.at(id).key = t.sortKey(id)
	}
	slices.SortFunc(ids, t.compare)
	p.top = t.build(ids)
}

// members lists an order's links from the first to the last.
func (t *Tree) members(id ID, into []ID) []ID {
	if id == Root {
		return into
	}
	n := t.at(id)
	into = t.members(n.order.left, into)
	into = append(into, id)
	return t.members(n.order.right, into)
}

// build makes an order of children that are sorted already, in one pass: the
// right edge of the treap so far is a stack.
func (t *Tree) build(ids []ID) (top ID) {
	var edge []ID
	for _, id := range ids {
		n := t.at(id)
		n.order = orderLinks{}
		var below ID
		for len(edge) > 0 && priority(edge[len(edge)-1]) < priority(id) {
			below = edge[len(edge)-1]
			edge = edge[:len(edge)-1]
			t.sum(below)
		}
		n.order.left = below
		if below != Root {
			t.at(below).order.up = id
		}
		if len(edge) > 0 {
			up := edge[len(edge)-1]
			t.at(up).order.right = id
			n.order.up = up
		}
		edge = append(edge, id)
	}
	for i := len(edge) - 1; i >= 0; i-- {
		t.sum(edge[i])
		top = edge[i]
	}
	return top
}

func (t *Tree) sum(id ID) {
	n := t.at(id)
	n.order.rows = n.rows + t.half(n.order.left) + t.half(n.order.right)
}

// reorder moves a node whose values changed to its new place. Names and the
// order of arrival never change.
func (t *Tree) reorder(id ID) {
	n := t.at(id)
	if t.sort == ByName || t.sort == ByArrival || id == Root || t.at(n.parent).sorted != t.generation {
		return
	}
	if key := t.sortKey(id); key != n.key {
		t.remove(n.parent, id)
		n.key = key
		t.insert(n.parent, id)
	}
}
