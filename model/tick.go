package model

import "time"

// tickSlice is how many nodes a tick works on before it lets go of the lock,
// so that it never holds up the connection for long.
const tickSlice = 2_000

// Tick brings the tree up to what has arrived: new topics take their places,
// counts and rates are rolled up to the parents, siblings whose values changed
// move, and a search goes on. It reports whether anything did. One goroutine
// at a time may call it.
func (t *Tree) Tick(now time.Time) bool {
	s := t.store
	s.mu.Lock()
	defer s.mu.Unlock()
	changed := false
	if s.paused == nil {
		t.advance(now)
		if len(s.changed) > 0 {
			changed = true
			t.catchUp()
		}
	}
	if t.scan() {
		changed = true
	}
	if changed {
		t.revise()
	}
	return changed
}

// advance takes the time.
func (t *Tree) advance(now time.Time) {
	before := t.now
	t.now = t.store.sinceStart(now)
	t.weight = rateWeight(max(t.now, before) - before)
}

// catchUp works off the list of changes.
func (t *Tree) catchUp() {
	s := t.store
	changed := s.changed
	s.changed = nil
	t.revise()
	var touched []ID
	now, weight := t.now, t.weight // which can go on between slices
	t.inSlices(len(changed), func(i int) { touched = t.rollUp(changed[i], now, weight, touched) })
	t.inSlices(len(touched), func(i int) { t.settle(touched[i]) })
}

// inSlices calls do n times under the lock, with a breath between slices.
func (t *Tree) inSlices(n int, do func(i int)) {
	for i := range n {
		do(i)
		if i%tickSlice == tickSlice-1 {
			t.breathe()
		}
	}
}

// breathe lets others have the lock. Who looked meanwhile has seen this
// revision: what changes after it is a new one.
func (t *Tree) breathe() {
	t.store.mu.Unlock()
	t.store.mu.Lock()
	t.revise()
}

// settle shows a node whose values have changed where it belongs now.
func (t *Tree) settle(id ID) {
	if t.store.nodes.at(id).flags&gone != 0 {
		return // meanwhile
	}
	if t.store.nodes.at(id).flags&isTopic != 0 {
		t.all.judge(id)
		if t.found != nil && int(id) < t.looked {
			t.judgeFound(id)
		}
	}
	t.all.reorder(id)
	if t.found != nil {
		t.found.reorder(id)
	}
}

// rollUp adds what a leaf received to itself and everything above. Nodes
// touched for the first time in this tick are appended.
func (t *Tree) rollUp(c change, now uint64, weight float64, touched []ID) []ID {
	s := t.store
	l := s.leaves.at(c.id)
	if l.state&dirty == 0 {
		return touched // it has been let go meanwhile
	}
	messages, bytes := l.count-c.messages, l.bytes-c.bytes
	if l.state&sent == 0 || l.lastAt < s.offlineAt {
		weight = 0
	} else {
		s.talk(c.id, s.nodes.at(c.id))
	}
	l.state &^= dirty | sent
	var topics uint32
	if n := s.nodes.at(c.id); n.flags&isTopic == 0 {
		n.flags |= isTopic
		topics = 1
	}
	at := s.moment(now)
	for id := c.id; ; id = s.nodes.at(id).parent {
		n := s.nodes.at(id)
		n.messages += messages
		n.bytes += bytes
		n.topics += topics
		n.rate.add(messages, bytes, at, weight)
		if n.revision != t.revision {
			n.revision = t.revision
			touched = append(touched, id)
		}
		if id == Root {
			return touched
		}
	}
}
