package series

import (
	"math"
	"time"
)

// Class is what kind of series numbers are.
type Class string

// The classes.
const (
	Empty    Class = "empty"    // there is no number
	Single   Class = "single"   // there is one
	Constant Class = "constant" // it is always the same
	Switch   Class = "switch"   // it is one of two
	Step     Class = "step"     // it stays at one of a few
	Counter  Class = "counter"  // it grows, until it begins again
	Periodic Class = "periodic" // it repeats itself
	Quantity Class = "quantity" // something that is measured
	Silent   Class = "silent"   // a number should have come by now
)

// Kind is what a series is, by all of its numbers that are kept: whatever time of it is
// looked at, it is the same.
type Kind struct {
	Class     Class
	OnOff     bool    // a switch of 0 and 1
	Whole     bool    // all are whole numbers
	Low, High float64 // the lowest and the highest
	Levels    int     // of a switch and of steps
	Period    time.Duration

	intervals int
	longest   time.Duration // that it was without a number
}

// Holds reports whether a number holds until the next one.
func (k *Kind) Holds() bool { return k.Class != Quantity && k.Class != Periodic }

// overdue reports whether a silence is so long that a number should have come.
func (k *Kind) overdue(silence time.Duration) bool {
	const (
		leastIntervals = 6
		patience       = 3 // times the longest silence
	)
	return k.intervals >= leastIntervals && silence > patience*k.longest && silence > 5*time.Second
}

// judged is a kind that was found out.
type judged struct {
	kind     Kind
	added, n uint64 // as it was then
	searched uint64 // numbers added, when it was last looked for a period
}

// Kind says what the series is. A number or two that are just on the border do not make
// it another one and back.
func (s *Series) Kind() Kind {
	s.mu.Lock()
	j, era := s.judged, s.era
	added, n := s.added, uint64(s.n)
	if j.added == added && j.n == n && j.kind.Class != "" {
		s.mu.Unlock()
		return j.kind
	}
	t, all, class, period := s.traits(), s.extent(0, s.n), j.kind.Class, j.kind.Period
	s.mu.Unlock()

	j.added, j.n = added, n
	j.kind = Kind{Class: t.class(n, all, class), Whole: !t.fraction, Low: all.low, High: all.high, intervals: t.intervals, longest: t.longest}
	if t.different <= fewLevels {
		j.kind.Levels = t.different
	}
	j.kind.OnOff = j.kind.Class == Switch && all == extent{0, 1}
	if j.kind.Class == Quantity {
		const grown = 16 // one part in so many
		if again := added-j.searched >= n/grown; again {
			period, j.searched = s.anyPeriod(class == Periodic), added
		}
		if j.kind.Period = period; period > 0 {
			j.kind.Class = Periodic
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.era == era {
		s.judged = j
	}
	return j.kind
}

// fewLevels is how many different numbers a series may have that goes by steps.
const fewLevels = 8

// traits are what tells one kind of series from another, of some numbers in a row.
type traits struct {
	levels    [fewLevels]float64
	different int // numbers seen, one more than there is room for when there are more
	fraction  bool

	changes, rises, falls, resets int
	intervals                     int // between two numbers, with nothing unknown between
	longest                       time.Duration
}

// traits are those of all that is kept, with the lock held.
func (s *Series) traits() (all traits) {
	for i, c := range s.chunks {
		all.join(&c.traits)
		if first := i * chunkSize; i > 0 && !s.gapBefore(first) {
			all.interval(s.point(first-1), s.point(first))
		}
	}
	return all
}

// join takes in those of other numbers.
func (t *traits) join(other *traits) {
	if other.different > fewLevels {
		t.different = fewLevels + 1
	}
	for _, v := range other.levels[:min(other.different, fewLevels)] {
		t.level(v)
	}
	t.fraction = t.fraction || other.fraction
	t.changes, t.rises, t.falls, t.resets = t.changes+other.changes, t.rises+other.rises, t.falls+other.falls, t.resets+other.resets
	t.intervals, t.longest = t.intervals+other.intervals, max(t.longest, other.longest)
}

// number takes in a number, and gives its place among the levels, or -1 if they are too many.
func (t *traits) number(v float64) (level int) {
	t.fraction = t.fraction || v != math.Trunc(v)
	return t.level(v)
}

func (t *traits) level(v float64) int {
	if t.different > fewLevels { // nobody will ask
		return -1
	}
	for i := range t.different {
		if t.levels[i] == v {
			return i
		}
	}
	if t.different++; t.different > fewLevels {
		return -1
	}
	t.levels[t.different-1] = v
	return t.different - 1
}

// interval takes in that one number came after another, with nothing unknown between. It
// says how much a counter has counted meanwhile.
func (t *traits) interval(before, now Point) (grown float64) {
	t.intervals++
	t.longest = max(t.longest, time.Duration(now.At-before.At))
	switch d := now.Value - before.Value; {
	case d > 0:
		t.changes, t.rises, grown = t.changes+1, t.rises+1, d
	case d < 0:
		t.changes, t.falls = t.changes+1, t.falls+1
		if now.Value >= 0 && now.Value <= before.Value/2 { // it has begun again
			t.resets, grown = t.resets+1, now.Value
		}
	}
	return grown
}

// class is what n numbers are that were of another class, or of the same, when there were fewer.
func (t *traits) class(n uint64, all extent, was Class) Class {
	switch {
	case n == 0:
		return Empty
	case n == 1:
		return Single
	case t.different == 1:
		return Constant
	case t.switches(n, all, was):
		return Switch
	case t.counts(all, was):
		return Counter
	case t.steps(n, was):
		return Step
	}
	return Quantity
}

// switches reports whether it is one of two.
func (t *traits) switches(n uint64, all extent, was Class) bool {
	return t.different == 2 && (all == extent{0, 1} || was == Switch || t.changes > 1 && n >= 8)
}

const (
	// changesToGrow is how often a number must have grown, and never have become
	// smaller but by beginning again, to be a counter; one with decimals more often,
	// since what is measured may rise for a while.
	changesToGrow        = 8
	changesToGrowDecimal = 40
	// resetShare is how many rises come to a reset at the least, and stepShare how many
	// numbers to a change of steps; the second of each is where it ends to be one.
	resetShare, resetShareLeft = 10, 5
	stepShare, stepShareLeft   = 4, 3
)

// counts reports whether it only grows, until it begins again.
func (t *traits) counts(all extent, was Class) bool {
	least, share := changesToGrowDecimal, resetShare
	if !t.fraction {
		least = changesToGrow
	}
	if was == Counter {
		least, share = 1, resetShareLeft
	}
	return all.low >= 0 && t.rises >= least && t.falls == t.resets && t.rises >= share*t.resets && t.longest > 0
}

// steps reports whether it stays at one of a few.
func (t *traits) steps(n uint64, was Class) bool {
	share := stepShare
	if was == Step {
		share = stepShareLeft
	}
	return t.different <= fewLevels && n >= uint64(t.different*2) && uint64(t.changes*share) <= n
}
