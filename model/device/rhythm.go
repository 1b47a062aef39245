package device

import (
	"slices"
	"time"
)

// rhythm is how often a device sends. Messages close to each other, as those of several
// topics at the same time, count as one.
type rhythm struct {
	gaps [16]time.Duration // the latest, in a ring
	n    int               // how many there have been
	last time.Time         // of the latest message that counted
}

const (
	together  = time.Second
	leastGaps = 4
	lateAfter = 3 // times the usual gap
)

func (r *rhythm) beat(at time.Time) {
	if r.last.IsZero() {
		r.last = at
		return
	}
	gap := at.Sub(r.last)
	if gap < together {
		return
	}
	r.gaps[r.n%len(r.gaps)] = gap
	r.n++
	r.last = at
}

// broken forgets what it waits for: there was no connection.
func (r *rhythm) broken() { r.last = time.Time{} }

// usual is the gap that is not often exceeded, false when there is no rhythm: too few
// gaps, or such that differ too much.
func (r *rhythm) usual() (time.Duration, bool) {
	n := min(r.n, len(r.gaps))
	if n < leastGaps {
		return 0, false
	}
	sorted := slices.Sorted(slices.Values(r.gaps[:n]))
	middle := sorted[n/2]
	return middle, sorted[n-1] <= 2*middle && 2*sorted[0] >= middle
}

// late is how long it has been silent, if that is longer than it should be.
func (r *rhythm) late(now time.Time) (silent, usual time.Duration, late bool) {
	usual, ok := r.usual()
	if !ok || r.last.IsZero() {
		return 0, 0, false
	}
	silent = now.Sub(r.last)
	return silent, usual, silent > lateAfter*usual
}
