package model

import (
	"math"
	"slices"
)

// forgetting is a wish not to see what was under a node before a position.
type forgetting struct {
	top    ID
	before uint64
	undo   []sparing
}

// sparing is what an entry was before a wish changed it: which one came before
// it, and whether it had been spared by an earlier wish.
type sparing struct {
	pos, prev uint64
	spared    bool
}

// Forget clears the history of a node and everything below, all but the
// latest message of each topic. The room is given back as the log moves on:
// until then, undo brings back what is left. It reports how many messages
// there were.
func (s *Store) Forget(top ID) (messages int, undo func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := &forgetting{top: top, before: s.history.end()}
	stack := []ID{top}
	for len(stack) > 0 {
		id := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if chain := s.chain(s.leaves.at(id).last, math.MaxInt); len(chain) > 0 {
			messages += len(chain) - 1
			f.spare(&s.history, chain)
		}
		for child := s.nodes.at(id).child; child != Root; child = s.nodes.at(child).older {
			stack = append(stack, child)
		}
	}
	if messages == 0 {
		f.restore(&s.history)
		return 0, func() {}
	}
	s.forgets = slices.DeleteFunc(s.forgets, func(f *forgetting) bool { return f.before < s.history.start() })
	s.forgets = append(s.forgets, f)
	return messages, func() { s.remember(f) }
}

// spare marks the latest of a topic's entries, the first of the list. The
// oldest may have been spared before, and is not any more.
func (f *forgetting) spare(h *history, chain []uint64) {
	set := func(pos uint64, spare bool) {
		e := h.at(pos)
		was := sparing{pos, e.prev, e.flags&entrySpared != 0}
		if was.spared != spare {
			f.undo = append(f.undo, was)
			h.setSpared(pos, 0, spare)
		}
	}
	set(chain[0], true)
	if oldest := chain[len(chain)-1]; len(chain) > 1 {
		set(oldest, false)
	}
}

// remember takes a wish back.
func (s *Store) remember(f *forgetting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forgets = slices.DeleteFunc(s.forgets, func(other *forgetting) bool { return other == f })
	f.restore(&s.history)
}

func (f *forgetting) restore(h *history) {
	for _, was := range f.undo {
		if h.holds(was.pos) {
			h.setSpared(was.pos, was.prev, was.spared)
		}
	}
}

// forgotten reports whether an entry is not to be seen any more.
func (s *Store) forgotten(e *entry, pos uint64) bool {
	if e.flags&entrySpared != 0 {
		return false
	}
	for _, f := range s.forgets {
		if pos < f.before && s.within(e.id, f.top) {
			return true
		}
	}
	return false
}

// within reports whether a node is another or lies below it.
func (s *Store) within(id, top ID) bool {
	for id != top {
		if id == Root {
			return false
		}
		id = s.nodes.at(id).parent
	}
	return true
}
