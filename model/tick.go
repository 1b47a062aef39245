package model

import "time"

// tickSlice is how many nodes a tick works on before it lets go of the lock,
// so that it never holds up the connection for long.
const tickSlice = 2_000

// Tick brings the tree up to what has arrived: new nodes take their places,
// counts and rates are rolled up to the parents, siblings whose values changed
// move. It reports whether anything did. One goroutine at a time may call it.
func (t *Tree) Tick(now time.Time) bool {
	s := t.store
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.paused != nil || len(s.changed) == 0 && len(s.born) == 0 {
		return false
	}
	born, changed := s.born, s.changed
	s.born, s.changed = nil, nil
	t.revise()
	t.inSlices(len(born), func(i int) { t.place(born[i]) })
	at := s.sinceStart(now)
	var touched []ID
	t.inSlices(len(changed), func(i int) { touched = t.rollUp(changed[i], at, touched) })
	t.inSlices(len(touched), func(i int) { t.reorder(touched[i]) })
	return true
}

// inSlices calls do n times under the lock, with a breath between slices. Who
// looked in between has seen this revision: what changes after it is a new one.
func (t *Tree) inSlices(n int, do func(i int)) {
	for i := range n {
		do(i)
		if i%tickSlice == tickSlice-1 {
			t.store.mu.Unlock()
			t.store.mu.Lock()
			t.revise()
		}
	}
}

// rollUp adds what a leaf received to itself and everything above. Nodes
// touched for the first time in this tick are appended.
func (t *Tree) rollUp(c change, now uint32, touched []ID) []ID {
	l := t.store.leaves.at(c.id)
	l.state &^= dirty
	messages, bytes := l.count-c.messages, l.bytes-c.bytes
	var topics uint32
	if n := t.at(c.id); n.flags&isTopic == 0 {
		n.flags |= isTopic
		topics = 1
	}
	for id := c.id; ; id = t.at(id).parent {
		n := t.at(id)
		n.messages += messages
		n.bytes += bytes
		n.topics += topics
		n.rate.add(messages, bytes, now)
		if n.revision != t.revision {
			n.revision = t.revision
			touched = append(touched, id)
		}
		if id == Root {
			return touched
		}
	}
}
