package model

// limit is how many bytes the log may hold. The latest value of every topic
// stays whatever the history's budget says, and letting go needs some slack to be cheap:
// with half as much again as those values take, a segment let go is on average
// at most two thirds full of values to copy forward.
//
// It is never more than the memory leaves. When that is less, values have to go.
func (s *Store) limit() int64 {
	return min(max(s.budget, withSlack(s.live)+2*segmentSize), s.memory.log)
}

// evict lets the oldest segments go until the log is within its limit again, with
// some bytes that are to come. Entries that are still needed are copied to the end
// of the log.
func (s *Store) evict(coming int64) {
	if s.latestBytes() > s.mostLatest() {
		s.letLargestGo(coming)
	}
	last := s.history.first + uint64(len(s.history.segments)) - 1
	for s.history.first < last && s.history.held+coming > s.limit() {
		number := s.history.first
		seg := s.history.segments[0]
		for at := 0; at < len(seg); { // which is held meanwhile
			id, size := entryOwner(seg[at:])
			if pos := number<<segmentBits | uint64(at); s.leaves.at(id).last == pos || s.paused.holds(id, pos) {
				s.takeAlong(pos, seg)
			} else {
				s.intake.Evicted++
			}
			at += size
			if s.mu.spend(evictSteps + min(size, copiedAtOnce)/lookBytes) {
				s.mu.breathe()
			}
		}
		s.history.reuse(s.history.dropOldest())
	}
}

// evictSteps is the work of letting an entry go.
const evictSteps = 2

// takeAlong copies an entry that is still needed forward, out of its segment.
func (s *Store) takeAlong(pos uint64, seg []byte) {
	e, _ := readEntry(seg[pos&(segmentSize-1):])
	l := s.leaves.at(e.id)
	latest := l.last == pos
	if latest && s.givesWay(l.entrySize()) {
		s.giveUp(&e)
		s.resize(l, e.size())
		s.tree.nodeRevised(e.id)
	}
	e.prev = 0 // what came before it went with it
	e.flags |= entryKept
	var moved uint64
	if e.size() > segmentSize {
		moved = s.history.adopt(&e, seg) // which is nothing but this entry
	} else {
		moved = s.history.append(&e)
	}
	if latest {
		l.last = moved
	}
	s.paused.moved(e.id, pos, moved)
}
