package sparkplug

import (
	"math/bits"
	"time"
)

// A message may come so much later than its number says before it is missing
// [tck-id-operational-behavior-host-reordering-param], by the clock and by the number of
// messages that came instead.
const (
	reorderTime     = 2 * time.Second
	reorderMessages = 64
)

// sequence follows the numbers of a node's messages, which all of its devices share
// [tck-id-payloads-sequence-num-incrementing].
type sequence struct {
	known   bool // whether the next one is
	next    uint8
	missing [4]uint64 // numbers that are still to come
	since   int       // messages since the first of them was missed
	gap     gap
}

// gap is where numbers were missed.
type gap struct {
	want, got uint8 // the first, and what came instead
	count     int   // 0: there is none
	at        time.Time
	position  uint64
}

// order is how a number stands to those before it.
type order uint8

const (
	inOrder  order = iota
	ahead          // others are missing before it
	late           // it was missing
	repeated       // it has been before
)

// begin begins anew after a number; what was missing will not come any more.
func (s *sequence) begin(n uint8) (open gap) {
	open = s.gap
	*s = sequence{known: true, next: n + 1}
	return open
}

// forget is for when messages have been missed: any number may come next.
func (s *sequence) forget() { *s = sequence{} }

// follow takes the number of the next message, and says whether it is the one that was due.
func (s *sequence) follow(n uint8, at time.Time, position uint64) order {
	if !s.known {
		s.begin(n)
		return inOrder
	}
	if s.gap.count > 0 {
		s.since++
	}
	switch skipped := n - s.next; {
	case skipped == 0:
		s.next++
		return inOrder
	case s.missing[n/64]>>(n%64)&1 == 1:
		s.missing[n/64] &^= 1 << (n % 64)
		s.count()
		return late
	case skipped < 128:
		if s.gap.count == 0 {
			s.gap, s.since = gap{want: s.next, got: n, at: at, position: position}, 0
		}
		for ; s.next != n; s.next++ {
			s.missing[s.next/64] |= 1 << (s.next % 64)
		}
		s.next++
		s.count()
		return ahead
	}
	s.next = n + 1
	return repeated
}

func (s *sequence) count() {
	s.gap.count = 0
	for _, word := range s.missing {
		s.gap.count += bits.OnesCount64(word)
	}
}

// expire gives a gap that has been waited for long enough, one with a count of 0 when
// there is none.
func (s *sequence) expire(now time.Time) (g gap) {
	if s.gap.count == 0 || now.Sub(s.gap.at) < reorderTime && s.since < reorderMessages {
		return gap{}
	}
	g = s.gap
	s.missing, s.gap = [4]uint64{}, gap{}
	return g
}
