package model

import (
	"bytes"
	"slices"
)

// forgetting is a wish not to see what was under a node before a position.
type forgetting struct {
	top    ID
	before uint64
	undo   pile[sparing]
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
// there were. It takes a while when there are many, and so does undo: no goroutine
// that draws may wait for them.
func (s *Store) Forget(top ID) (messages int, undo func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := &forgetting{top: top, before: s.history.end()}
	var stack pile[ID]
	stack.add(top)
	for at := 0; at < stack.n; at++ {
		id := *stack.at(at)
		messages += s.forgetTopic(f, id)
		s.eachChild(id, stack.add)
		if s.mu.spend(nodeSteps) {
			s.mu.breathe()
		}
	}
	if messages == 0 {
		s.restore(f)
		return 0, func() {}
	}
	s.forgets = slices.DeleteFunc(s.forgets, func(f *forgetting) bool { return f.before < s.history.start() })
	s.forgets = append(s.forgets, f)
	return messages, func() { s.remember(f) }
}

// forgetTopic marks the latest entry of a topic before a wish as spared, and says
// how many there are besides. The oldest may have been spared before, and is not any
// more.
func (s *Store) forgetTopic(f *forgetting, id ID) (messages int) {
	var latest, oldest uint64
	for pos := s.leaves.at(id).last; pos != 0 && s.history.holds(pos); {
		if pos < f.before {
			if latest == 0 {
				latest = pos
			}
			oldest = pos
			messages++
		}
		e := s.history.at(pos)
		pos = e.prev
		if s.mu.spend(1) {
			s.mu.breathe()
		}
	}
	if latest == 0 {
		return 0
	}
	f.set(&s.history, latest, true)
	if oldest != latest {
		f.set(&s.history, oldest, false)
	}
	return messages - 1
}

// set marks an entry as spared or not, if it is still held.
func (f *forgetting) set(h *history, pos uint64, spare bool) {
	if !h.holds(pos) {
		return
	}
	e := h.at(pos)
	was := sparing{pos, e.prev, e.flags&entrySpared != 0}
	if was.spared != spare {
		f.undo.add(was)
		h.setSpared(pos, 0, spare)
	}
}

// remember takes a wish back.
func (s *Store) remember(f *forgetting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.restore(f)
	s.forgets = slices.DeleteFunc(s.forgets, func(other *forgetting) bool { return other == f })
}

func (s *Store) restore(f *forgetting) {
	for i, n := 0, f.undo.n; i < n; i++ {
		if was := *f.undo.at(i); s.history.holds(was.pos) {
			s.history.setSpared(was.pos, was.prev, was.spared)
		}
		if s.mu.spend(1) {
			s.mu.breathe()
		}
	}
}

// forgotten reports whether an entry is not to be seen any more, and how much work
// it was to find out.
func (s *Store) forgotten(e *entry, pos uint64) (yes bool, steps int) {
	if e.flags&entrySpared != 0 {
		return false, 0
	}
	for _, f := range s.forgets {
		if pos < f.before {
			within, more := s.within(e.id, f.top)
			if steps += more; within {
				return true, steps
			}
		}
	}
	return false, steps
}

// nearLevels is how many levels a node is followed upwards. Where there are more its
// name tells sooner what it lies below.
const nearLevels = 16

// within reports whether a node is another or lies below it, and how much work it
// was to find out. A node that was let go lies where it was.
func (s *Store) within(id, top ID) (yes bool, steps int) {
	if top == Root {
		return true, 0
	}
	for ; id != top; steps++ {
		n := s.nodes.at(id)
		if id == Root {
			return false, steps
		}
		if steps >= nearLevels && n.flags&gone == 0 {
			return s.below(id, top), steps + 1 + len(s.topic(top))/lookBytes
		}
		id = n.parent
	}
	return true, steps
}

// below reports whether the topic of a node begins with that of another.
func (s *Store) below(id, top ID) bool {
	rest, ok := bytes.CutPrefix(s.topic(id), s.topic(top))
	return ok && len(rest) > 0 && rest[0] == '/'
}
