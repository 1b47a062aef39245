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

// setSort makes every order stale; each is made anew where somebody looks.
func (v *view) setSort(by Sort, reverse bool) {
	v.sort, v.reverse = by, reverse
	if v.generation++; v.generation == 0 {
		v.generation = 1 // 0 marks orders never made
	}
}

// compare is the order among siblings. Keys are taken when a child is put into
// the order, so that a changing value cannot break the order under way.
func (v *view) compare(a, b ID) int {
	if c := cmp.Compare(v.member(a).key, v.member(b).key); c != 0 {
		return c
	}
	c := compareNames(v.store.name(a), v.store.name(b))
	if c == 0 {
		c = cmp.Compare(a, b)
	}
	if v.reverse && v.sort == ByName {
		return -c
	}
	return c
}

// sortKey is the number the siblings are ordered by first.
func (v *view) sortKey(id ID) uint64 {
	n := v.store.nodes.at(id)
	var key uint64
	switch v.sort {
	case ByName:
		key = nameKey(v.store.name(id))
	case ByArrival:
		key = uint64(id)
	case ByUpdate:
		key = ^n.rate.at
	case ByMessages:
		key = ^n.messages
	case ByTopics:
		key = ^uint64(n.topics)
	case ByRate:
		key = ^v.store.rateKey(n.rate)
	case BySize:
		key = ^uint64(v.store.payloadSize(id))
	}
	if v.reverse {
		key = ^key
	}
	return key
}

// rateKey orders rates brought up to date at different times: since all decay
// with the same time constant, ln r + t/span keeps their order for ever. One that is over
// keeps its place, too, until the others have passed it: no key changes by itself.
func (s *Store) rateKey(r rate) uint64 {
	if r.messages <= 0 || r.at < s.offline {
		return 0
	}
	v := math.Log(r.messages) + float64(r.at)/float64(rateSpan.Milliseconds())
	return uint64((v + 1000) * (1 << 40))
}

// payloadSize is the length of a node's latest payload in bytes, as the view
// shows it.
func (s *Store) payloadSize(id ID) int {
	pos := s.latest(id)
	if pos == 0 {
		return 0
	}
	e := s.history.at(pos)
	return e.payloadSize()
}

// arrange makes the order of a node's children if it is stale.
func (v *view) arrange(parent ID) {
	p := v.at(parent)
	switch {
	case p.sorted == v.generation:
		return
	case p.children == 0:
		p.sorted, p.top = v.generation, Root
		if v.store.nodes.at(parent).children >= wide {
			p.flags |= broad
		}
		return
	case p.flags&broad != 0:
		v.arrangeAnew(parent)
		return
	case v.store.nodes.at(parent).children == 1: // as in long chains of levels
		p.sorted, p.top = v.generation, Root
		if id := v.store.nodes.at(parent).child; v.shown(id) {
			v.at(id).key = v.sortKey(id)
			v.insert(parent, id)
		}
		return
	}
	v.store.mu.spend(int(v.store.nodes.at(parent).children))
	ids := make([]ID, 0, p.children)
	for id := v.store.nodes.at(parent).child; id != Root; id = v.store.nodes.at(id).older {
		if v.shown(id) {
			v.at(id).key = v.sortKey(id)
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, v.compare)
	p.top, _ = v.build(ids)
	p.sorted = v.generation
}

// reorder moves a node whose values changed to its new place. Names and the
// order of arrival never change.
func (v *view) reorder(id ID) {
	n := v.at(id)
	if v.sort == ByName || v.sort == ByArrival || id == Root || n.flags&linked == 0 {
		return
	}
	parent := v.store.nodes.at(id).parent
	if v.at(parent).sorted != v.generation {
		return
	}
	if key := v.sortKey(id); key != n.key {
		v.remove(parent, id)
		n.key = key
		v.insert(parent, id)
	}
}
