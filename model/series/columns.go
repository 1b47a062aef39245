package series

import "math/bits"

// Column is what came in the time of one column of pixels.
type Column struct {
	Count       int // without strays
	First, Last Point
	Low, High   float64
	Gap         bool // nothing is known of some of the time before its last point
	Above       int  // strays that are higher than what is shown, and
	Below       int  // lower
}

// Window is a time, and which numbers of it are no strays.
type Window struct {
	From, To  int64
	Low, High float64
}

// Columns is the window in as many columns as there are in into, with the points before
// the first of them and after the last, which lines lead to; their times are 0 where
// there are none, or a gap lies between.
func (s *Series) Columns(w Window, into []Column) (before, after Point) {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(into)
	if s.n == 0 || len(into) == 0 || w.To <= w.From {
		return before, after
	}
	span, n := uint64(w.To)-uint64(w.From), uint64(len(into)) // of which a time below zero is no other one
	i := s.from(w.From)
	first := i
	for c := range into {
		part := uint64(c + 1)
		end := s.kept(w.From + int64(span/n*part+span%n*part/n))
		if i >= s.n || s.at(i) >= end {
			continue
		}
		to := i + s.within(i, end)
		s.gather(i, to, w, &into[c])
		i = to
	}
	if b := s.inside(first-1, -1, w); b >= 0 && first < s.n && !s.gapBefore(first) {
		before = s.point(b)
	}
	if i < s.n && !s.gapBefore(i) {
		if a := s.inside(i, 1, w); a >= 0 {
			after = s.point(a)
		}
	}
	return before, after
}

// inside is the first point from i on in a direction that is no stray, of a few.
func (s *Series) inside(i, step int, w Window) int {
	const few = 8
	for range few {
		if i < 0 || i >= s.n {
			return -1
		}
		if v := s.value(i); v >= w.Low && v <= w.High {
			return i
		}
		i += step
	}
	return -1
}

// within is how many points from i on are earlier than a time. Columns have few points
// or lie side by side, so that doubling steps find the end sooner than halving all.
func (s *Series) within(i int, t int64) int {
	step := 1
	for i+step < s.n && s.at(i+step) < t {
		step *= 2
	}
	low, high := step/2, min(step, s.n-i) // the one at low is earlier, that at high is not
	for low+1 < high {
		if middle := (low + high) / 2; s.at(i+middle) < t {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

// gather adds the points from i to before end to a column.
func (s *Series) gather(i, end int, w Window, c *Column) {
	for i < end {
		chunk, at := s.chunks[i/chunkSize], i%chunkSize
		switch {
		case at == 0 && i+chunkSize <= end && chunk.all.in(w):
			c.whole(s, i, chunkSize, chunk.all)
			c.Gap = c.Gap || chunk.gaps
			i += chunkSize
		case at%blockSize == 0 && i+blockSize <= end && chunk.blocks[at/blockSize].in(w):
			c.whole(s, i, blockSize, chunk.blocks[at/blockSize])
			c.Gap = c.Gap || chunk.gap[at/blockSize] != 0
			i += blockSize
		default:
			stop := min(end, i-at%blockSize+blockSize)
			c.Gap = c.Gap || gapsIn(chunk.gap[at/blockSize], at%blockSize, stop-i)
			for ; i < stop; i++ {
				c.one(s.point(i), w)
			}
		}
	}
}

// gapsIn reports whether any of n bits from the given one on is set.
func gapsIn(word uint64, from, n int) bool {
	return bits.TrailingZeros64(word>>from) < n
}

func (e extent) in(w Window) bool { return e.low >= w.Low && e.high <= w.High }

// whole adds n points of which the extent is known.
func (c *Column) whole(s *Series, i, n int, e extent) {
	if c.Count == 0 {
		c.First, c.Low, c.High = s.point(i), e.low, e.high
	}
	c.Low, c.High = min(c.Low, e.low), max(c.High, e.high)
	c.Last = s.point(i + n - 1)
	c.Count += n
}

// one adds a point.
func (c *Column) one(p Point, w Window) {
	switch {
	case p.Value > w.High:
		c.Above++
		return
	case p.Value < w.Low:
		c.Below++
		return
	case c.Count == 0:
		c.First, c.Low, c.High = p, p.Value, p.Value
	}
	c.Low, c.High = min(c.Low, p.Value), max(c.High, p.Value)
	c.Last = p
	c.Count++
}
