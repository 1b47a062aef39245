package series

import (
	"math"
	"slices"
)

const (
	// sampled is how many points of a window say where most of them lie.
	sampled = 1024
	// leastForStrays is how many points there must be for one to be a stray.
	leastForStrays = 12
	// squashed is how many times as high the axis would be with the strays, at the
	// least: what fits is shown as it is. The second is where it is again.
	squashed, squashedLeft = 4, 3
	// strayShare is how many of the points may be strays, one in so many, and strayRun
	// how many one after the other: more of them are where the series has gone to.
	// strayShareLeft is where those that were strays are none any more.
	strayShare, strayShareLeft = 40, 30
	strayRun                   = 4
	// strayLooks is how many points are looked at one by one to find strays. Where more
	// are beside one, they are shown as they are: every drawing would look at them all.
	strayLooks = 100_000
)

// fences are what is no stray among all numbers that are kept, as it was found out.
type fences struct {
	low, high float64
	some      bool // there are strays
	in        extent
	strays    int
	added, n  uint64 // as it was then
}

// Range is the lowest and the highest number of a time, and of those the ones without
// strays: numbers so far from all others that are kept, whether they are of that time or
// not, that these would lie on one line. Where there are no strays, or nothing else in
// that time, both are the same. ok is false where there is no number.
func (s *Series) Range(from, to int64) (shown Window, strays int, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	shown = Window{From: from, To: to}
	i, end := s.from(from), s.after(to)
	if i >= end {
		return shown, 0, false
	}
	all := s.extent(i, end)
	shown.Low, shown.High = all.low, all.high
	f := s.fenced()
	switch {
	case !f.some || all.low >= f.low && all.high <= f.high:
		return shown, 0, true
	case i == 0 && end == s.n:
		shown.Low, shown.High = f.in.low, f.in.high
		return shown, f.strays, true
	}
	in, strays, _, ok := s.outside(i, end, f.low, f.high)
	if !ok || in.low > in.high {
		return shown, 0, true
	}
	shown.Low, shown.High = in.low, in.high
	return shown, strays, true
}

// fenced finds out which of all numbers are strays, with the lock held.
func (s *Series) fenced() *fences {
	f := &s.fences
	if f.added == s.added && f.n == uint64(s.n) {
		return f
	}
	times, share := squashed, strayShare
	if f.some {
		times, share = squashedLeft, strayShareLeft
	}
	*f = fences{added: s.added, n: uint64(s.n)}
	if s.n < leastForStrays {
		return f
	}
	all := s.extent(0, s.n)
	low, high := s.fence(0, s.n)
	if scale := scaleOf(all.low, all.high); high <= low || all.high*scale-all.low*scale < float64(times)*(high*scale-low*scale) {
		return f
	}
	in, strays, run, ok := s.outside(0, s.n, low, high)
	f.some = ok && strays > 0 && strays*share <= max(s.n, share) && run <= strayRun
	f.low, f.high, f.in, f.strays = low, high, in, strays
	return f
}

// extent is that of the points from i to before end.
func (s *Series) extent(i, end int) extent {
	var c Column
	s.gather(i, end, Window{Low: math.Inf(-1), High: math.Inf(1)}, &c)
	return extent{c.Low, c.High}
}

// fence is what is not too far from the middle half of the points: so far that of
// numbers by chance none in a hundred thousand lies outside.
func (s *Series) fence(i, end int) (low, high float64) {
	const far = 3 // times the middle half, beyond it
	n := min(end-i, sampled)
	sample := make([]float64, n)
	for k := range sample {
		sample[k] = s.value(i + k*(end-i)/n)
	}
	slices.Sort(sample)
	first, third := sample[n/4], sample[n-1-n/4]
	if first == third { // most are the same: then the rest says how far is far
		first, third = sample[n/16], sample[n-1-n/16]
	}
	return first - far*(third-first), third + far*(third-first)
}

// outside counts the points that lie outside of a fence, and the most of them one after
// the other, and gives the extent of the others. ok is false where that takes too long.
func (s *Series) outside(i, end int, low, high float64) (in extent, n, run int, ok bool) {
	w := Window{Low: low, High: high}
	in = extent{math.Inf(1), math.Inf(-1)}
	now, looks := 0, 0
	for i < end {
		b := s.chunks[i/chunkSize].blocks[i%chunkSize/blockSize]
		stop := min(end, i-i%blockSize+blockSize)
		if b.in(w) && stop-i == blockSize {
			in.low, in.high, now = min(in.low, b.low), max(in.high, b.high), 0
			i = stop
			continue
		}
		if looks += stop - i; looks > strayLooks {
			return in, n, run, false
		}
		for ; i < stop; i++ {
			if v := s.value(i); v < low || v > high {
				n, now = n+1, now+1
				run = max(run, now)
			} else {
				in.add(v)
				now = 0
			}
		}
	}
	return in, n, run, true
}
