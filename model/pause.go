package model

// pause keeps what the view showed when it was paused, while messages go on
// arriving: the latest entry of every topic that has changed since.
type pause struct {
	applied uint64        // messages applied when the pause began
	latest  map[ID]uint64 // log positions, 0 for a topic that had none
	held    int64         // bytes in the log of what is kept
}

// Pause freezes the view: rows, counts and values stay as they are. The intake
// goes on.
func (s *Store) Pause() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.paused == nil {
		s.paused = &pause{applied: s.intake.Applied, latest: map[ID]uint64{}}
		s.tree.reviseAll() // nothing is overdue in it
	}
}

// Resume lets the view catch up at the next tick.
func (s *Store) Resume() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.paused == nil {
		return
	}
	s.thawing = append(s.thawing, s.paused.latest)
	s.live -= s.paused.held
	s.paused = nil
	s.measure()
	s.tree.reviseAll()
}

// thaw takes the marks away that a pause has left on topics. It reports whether there
// were any.
func (s *Store) thaw() bool {
	if len(s.thawing) == 0 {
		return false
	}
	for len(s.thawing) > 0 {
		marked := s.thawing[0]
		for id := range marked {
			delete(marked, id)
			if s.paused == nil || !s.paused.has(id) {
				s.leaves.at(id).state &^= frozen
			}
			if s.mu.spend(judgeSteps) {
				s.mu.breathe()
			}
		}
		s.thawing = s.thawing[1:]
	}
	return true
}

// has reports whether the value that is shown of a topic has been kept.
func (p *pause) has(id ID) bool {
	_, kept := p.latest[id]
	return kept
}

// Paused reports whether the view is paused, and how many messages have
// arrived since.
func (s *Store) Paused() (paused bool, waiting uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.paused == nil {
		return false, 0
	}
	return true, s.intake.Applied - s.paused.applied
}

// latest is the position of the entry the view shows for a node, 0 for none.
func (s *Store) latest(id ID) uint64 {
	if s.paused != nil {
		if pos, changed := s.paused.latest[id]; changed {
			return pos
		}
	}
	return s.leaves.at(id).last
}

// keptShare is the part of what is left to a pause that one value may take: so
// there is room for small ones when large ones have come before.
const keptShare = 4

// keepAside keeps the value that is shown of a topic, which has another now. One
// that is too large for what is left is let go: the view says so then.
func (s *Store) keepAside(id ID, l *leaf) {
	p, pos, size := s.paused, l.last, int64(l.entrySize())
	left := s.memory.pause - withSlack(p.held) - int64(len(p.latest))*noteBytes
	if size > entryHeader && withSlack(size) > left/keptShare {
		e := s.history.at(pos)
		s.giveUp(&e)
		e.prev = 0
		e.flags |= entryKept
		pos, size = s.history.append(&e), entryHeader
		s.tree.nodeRevised(id)
	}
	p.latest[id] = pos
	p.held += size
	s.live += size
	s.memory.log += withSlack(size)
}

// noteBytes is what it takes to note which value is kept of a topic.
const noteBytes = 32

// forget leaves out a topic that is let go: its id will be another's.
func (p *pause) forget(id ID) {
	if p != nil {
		delete(p.latest, id)
	}
}

func (p *pause) holds(id ID, pos uint64) bool { return p != nil && p.latest[id] == pos }

func (p *pause) moved(id ID, from, to uint64) {
	if p.holds(id, from) {
		p.latest[id] = to
	}
}
