package model

// Reader gives the messages of the history one after the other, in the order of their
// arrival, when it is asked. It costs nothing while messages are taken in; what the history
// lets go before it is asked is missed, and what is still the latest of its topic is given
// then as if it were retained. It belongs to one goroutine.
type Reader struct {
	store   *Store
	next    uint64 // position from which on nothing has been given
	dropped uint64 // messages that had been lost before they reached the store
	missed  bool   // some have been let go before they were given
	taken   []Followed
}

// readerSlice is how many messages are given at a time, at the most.
const readerSlice = 2_000

// NewReader begins with the first message of all: those before the oldest of the history are
// missed.
func (s *Store) NewReader() *Reader {
	first := newHistory()
	return &Reader{store: s, next: first.start()}
}

// Take calls do with messages that have not been given yet, a few thousand at the most, and
// with places where some may be missing, and reports whether there are more. The store is
// not locked meanwhile.
func (r *Reader) Take(do func(*Followed)) (more bool) {
	s := r.store
	s.mu.Lock()
	r.taken = r.taken[:0]
	if start := s.history.start(); r.next < start {
		r.next, r.missed = start, true
		r.miss()
	}
	if r.dropped != s.intake.Dropped {
		r.dropped = s.intake.Dropped
		r.miss()
	}
	r.walk()
	more = r.next < s.history.end()
	s.handOver(r.taken, do)
	return more
}

func (r *Reader) miss() { r.taken = append(r.taken, Followed{Missed: true}) }

// walk takes what is next in the history.
func (r *Reader) walk() {
	s := r.store
	gap := 0
	for gap < len(s.interruptions) && s.interruptions[gap].at < r.next {
		gap++
	}
	r.next = s.history.walk(r.next, readerSlice, func(pos uint64, e *entry) int {
		s.mu.spend(1)
		for ; gap < len(s.interruptions) && s.interruptions[gap].at <= pos; gap++ {
			r.miss()
		}
		switch moved := e.flags&entryKept != 0; {
		case !moved:
			r.taken = append(r.taken, s.toFollow(pos, e))
		case r.missed:
			m := s.toFollow(pos, e)
			m.Retained = true
			r.taken = append(r.taken, m)
		}
		return 0
	})
}
