package model

import (
	"math"
	"slices"
)

// forgetting is a wish not to see what was under a node before a position.
type forgetting struct {
	top    ID
	before uint64
}

// Forget clears the history of a node and everything below, all but the
// latest message of each topic. The room is given back as the log moves on.
// It reports how many messages that were.
func (s *Store) Forget(top ID) (messages int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	stack := []ID{top}
	for len(stack) > 0 {
		id := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if pos := s.leaves.at(id).last; pos != 0 {
			messages += len(s.chain(pos, math.MaxInt)) - 1
			s.history.spare(pos)
		}
		for child := s.nodes.at(id).child; child != Root; child = s.nodes.at(child).older {
			stack = append(stack, child)
		}
	}
	s.forgets = slices.DeleteFunc(s.forgets, func(f forgetting) bool { return f.before < s.history.start() })
	s.forgets = append(s.forgets, forgetting{top, s.history.end()})
	return messages
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
