package model

// limit is how many bytes the log may hold. The latest value of every topic
// stays whatever the budget says, and letting go needs some slack to be cheap:
// with half as much again as those values take, a segment let go is on average
// at most two thirds full of values to copy forward.
func (s *Store) limit() int64 {
	return max(s.budget, s.live+s.live/2+2*segmentSize)
}

// evict lets the oldest segments go until the log is within its limit again.
// Entries that are still needed are copied to the end of the log.
func (s *Store) evict() {
	for n := len(s.history.segments); n > 1 && s.history.held > s.limit(); n-- {
		number := s.history.first
		seg := s.history.dropOldest()
		for at := 0; at < len(seg); {
			e, size := readEntry(seg[at:])
			s.letGo(e, number<<segmentBits|uint64(at))
			at += size
		}
		s.history.reuse(seg)
	}
}

func (s *Store) letGo(e entry, pos uint64) {
	l := s.leaves.at(e.id)
	latest := l.last == pos
	if !latest && !s.paused.holds(e.id, pos) {
		s.intake.Evicted++
		return
	}
	e.prev = 0 // what came before it went with it
	e.flags |= entryKept
	moved := s.history.append(&e)
	if latest {
		l.last = moved
	}
	s.paused.moved(e.id, pos, moved)
}
