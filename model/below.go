package model

import (
	"cmp"
	"slices"
)

// walk is a way through the children of a node during which the lock is let go.
// What is let go of the store meanwhile is left out, see [Store.drop].
type walk struct{ next ID }

// eachChild calls do for the children of a node, the latest first, with a breath
// now and then.
func (s *Store) eachChild(parent ID, do func(ID)) {
	w := &walk{next: s.nodes.at(parent).child}
	s.walks = append(s.walks, w)
	for w.next != Root {
		id := w.next
		w.next = s.nodes.at(id).older
		do(id)
		if s.mu.spend(1) {
			s.mu.breathe()
		}
	}
	s.walks = slices.DeleteFunc(s.walks, func(other *walk) bool { return other == w })
}

// leave has walks under way leave out a node that is let go.
func (s *Store) leave(id ID) {
	for _, w := range s.walks {
		if w.next == id {
			w.next = s.nodes.at(id).older
		}
	}
}

// parentsBelow lists a node and all below it that have children, each before
// those below it.
func (s *Store) parentsBelow(id ID) (list pile[ID]) {
	list.add(id)
	for i := 0; i < list.n; i++ {
		s.eachChild(*list.at(i), func(child ID) {
			if s.nodes.at(child).children > 0 {
				list.add(child)
			}
		})
	}
	return list
}

// SortedBelow lists every topic at and below a node that has received
// something, in the order of the tree with everything opened. Those that are
// hidden come after the others of their level, by name. It takes a while when
// there are many.
func (t *Tree) SortedBelow(id ID) []ID {
	s := t.store
	s.mu.Lock()
	var list pile[ID]
	stack := []ID{id}
	for len(stack) > 0 {
		id := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		n := s.nodes.at(id)
		if n.flags&isTopic != 0 {
			list.add(id)
		}
		if n.children > 0 {
			stack = t.childrenInOrder(id, stack)
		}
		if s.mu.spend(nodeSteps) {
			s.mu.breathe()
		}
	}
	s.mu.Unlock()
	return list.list()
}

// sibling is a child with what it is ordered by.
type sibling struct {
	key    uint64
	name   []byte
	id     ID
	hidden bool
}

// childrenInOrder puts the children of a node on a stack, the first on top. Many are
// sorted without the lock: their names are never written to again.
func (t *Tree) childrenInOrder(parent ID, stack []ID) []ID {
	s := t.store
	var few [8]sibling
	list := few[:0]
	var many pile[sibling]
	wideOne := s.nodes.at(parent).children >= wide
	s.eachChild(parent, func(id ID) {
		c := sibling{id: id, name: s.name(id), hidden: !t.all.shown(id)}
		if !c.hidden {
			c.key = t.all.sortKey(id)
		}
		if wideOne {
			many.add(c)
		} else {
			list = append(list, c)
		}
	})
	reverse := t.all.reverse && t.all.sort == ByName
	if wideOne {
		s.mu.Unlock()
		list = many.list()
		defer s.mu.Lock()
	}
	slices.SortFunc(list, func(a, b sibling) int { return -compareSiblings(&a, &b, reverse) })
	for i := range list {
		stack = append(stack, list[i].id)
	}
	return stack
}

// compareSiblings is the order of [view.compare].
func compareSiblings(a, b *sibling, reverse bool) int {
	switch {
	case a.hidden != b.hidden && b.hidden:
		return -1
	case a.hidden != b.hidden:
		return 1
	}
	if c := cmp.Compare(a.key, b.key); c != 0 {
		return c
	}
	c := cmp.Or(compareNames(a.name, b.name), cmp.Compare(a.id, b.id))
	if reverse && !a.hidden {
		return -c
	}
	return c
}
