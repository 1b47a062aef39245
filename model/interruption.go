package model

import (
	"slices"
	"sort"
	"time"
)

// interruption is a time without a connection, and where in the history it was.
type interruption struct {
	at     uint64 // the position of the first message after it
	end    int64  // ns since 1970
	length time.Duration
}

// Interrupted notes that there was no connection from one time to another:
// what was published meanwhile may be missing. The list of messages shows it,
// and no interval is measured across it. Call it before what comes afterwards
// is applied. What came before says nothing any more about what is sent in a
// second, nor about what the broker retains.
func (s *Store) Interrupted(from, to time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.interruptions = slices.DeleteFunc(s.interruptions, func(i interruption) bool { return i.at < s.history.start() })
	s.interruptions = append(s.interruptions, interruption{s.history.end(), to.UnixNano(), max(to.Sub(from), 1)})
	s.connected = to.UnixNano()
	s.intake.Kept = 0
	s.missSome()
	s.endRates(to)
	s.tree.reviseAll()
}

// Disconnected notes that there is no connection at a time, so that nothing is
// sent in a second. It may be called again and again until there is one.
func (s *Store) Disconnected(at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endRates(at)
}

// endRates takes the rates for over, and out of the order of the tree.
func (s *Store) endRates(at time.Time) {
	alive := s.nodes.at(Root).rate.at >= s.offline
	s.offline, s.offlineAt = max(s.offline, s.sinceStart(at)), at.UnixNano()
	if alive && s.tree.all.sort == ByRate {
		s.tree.setSort(ByRate, s.tree.all.reverse)
	}
}

// interruptedBetween is how long there was no connection after the message at
// one position and before the one at another.
func (s *Store) interruptedBetween(before, after uint64) (length time.Duration) {
	from, to := s.interruptedBefore(before), s.interruptedBefore(after)
	for ; from < to; from++ {
		length += s.interruptions[from].length
	}
	return length
}

// interruptedBefore is how many interruptions were over before the message at a
// position came. One that was copied forward stands behind its place in time.
func (s *Store) interruptedBefore(pos uint64) int {
	over := func(i interruption) bool { return i.at <= pos }
	if s.history.holds(pos) {
		if e := s.history.at(pos); e.flags&entryKept != 0 {
			over = func(i interruption) bool { return i.end <= e.at }
		}
	}
	return sort.Search(len(s.interruptions), func(n int) bool { return !over(s.interruptions[n]) })
}
