package series

import (
	"math"
	"sort"
	"sync"
	"time"
	"unsafe"
)

// Point is a number at a time, in ns since 1970.
type Point struct {
	At    int64
	Value float64
}

// Series is numbers in the order in which they came, the oldest of which go when there
// is no room for more. Any goroutine may use it.
//
// Time goes forward in it, whatever the clock of the computer does: when that is set
// back, all that came before moves back with it.
type Series struct {
	mu     sync.Mutex
	chunks []*chunk // all but the last are full
	n      int      // points
	most   int      // chunks
	shift  int64    // what is kept is so much later than the clock says
	gap    bool     // one comes before the next point
	ended  int64    // when it was said that the number is not known; 0: the last one holds
	added  uint64   // points, with those that went
	era    int      // how often all was taken away
	judged judged
	fences fences
}

const (
	chunkSize = 1024
	blockSize = 64
	// leastBytes is what a series always has room for.
	leastBytes = 4 * int(unsafe.Sizeof(chunk{}))
)

// extent is the lowest and the highest of some points.
type extent struct{ low, high float64 }

func (e *extent) add(v float64) { e.low, e.high = min(e.low, v), max(e.high, v) }

// chunk is some points with what is known of each block of them and of all, so that
// only the points at the edges of a column need be looked at.
type chunk struct {
	at     [chunkSize]int64
	value  [chunkSize]float64
	gap    [chunkSize / blockSize]uint64 // bits: nothing is known of the time before a point
	blocks [chunkSize / blockSize]extent
	all    extent
	traits traits
	gaps   bool // there are some
}

// New makes an empty series that takes so many bytes at the most.
func New(bytes int) *Series {
	s := &Series{}
	s.SetRoom(bytes)
	return s
}

// SetRoom says how many bytes it may take. The oldest points go where they are fewer.
func (s *Series) SetRoom(bytes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.most = max(bytes, leastBytes) / int(unsafe.Sizeof(chunk{}))
	for len(s.chunks) > s.most {
		s.dropOldest()
	}
}

func (s *Series) dropOldest() {
	s.n -= min(s.n, chunkSize)
	s.chunks[0] = nil
	s.chunks = s.chunks[1:]
}

// Add adds a number that came at a time of the clock. One that is infinite or none at all
// is a gap: among others there would be no lowest and no highest any more.
func (s *Series) Add(at time.Time, v float64) {
	if !finite(v) {
		s.Gap()
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.kept(at.UnixNano())
	if last := s.lastAt(); s.n > 0 && t < last {
		s.shift = later(s.shift, apart(t, last))
		t = last
	}
	i := s.n % chunkSize
	if i == 0 {
		if len(s.chunks) >= s.most {
			s.dropOldest()
		}
		s.chunks = append(s.chunks, &chunk{all: extent{v, v}})
	}
	c := s.chunks[len(s.chunks)-1]
	c.at[i], c.value[i] = t, v
	if c.all.add(v); i%blockSize == 0 {
		c.blocks[i/blockSize] = extent{v, v}
	} else {
		c.blocks[i/blockSize].add(v)
	}
	c.traits.number(v)
	if s.gap {
		c.gap[i/blockSize] |= 1 << (i % blockSize)
		c.gaps, s.gap = true, false
	} else if i > 0 {
		c.traits.interval(Point{c.at[i-1], c.value[i-1]}, Point{t, v})
	}
	s.n++
	s.added++
	s.ended = 0
}

// End notes that the number is not known from a time of the clock on, until the next one.
func (s *Series) End(at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.n == 0 || s.ended != 0 {
		return
	}
	s.gap, s.ended = true, max(s.kept(at.UnixNano()), s.lastAt())
	s.added++ // something is another
}

// Ended is since when the number is not known, if it is not.
func (s *Series) Ended() (at int64, ended bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ended - s.shift, s.ended != 0
}

// Gap notes that nothing is known of the time before the next number.
func (s *Series) Gap() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gap = s.n > 0
}

// Clear takes all numbers away: others are added in their place.
func (s *Series) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chunks, s.n, s.shift, s.gap, s.ended = nil, 0, 0, false, 0
	s.judged, s.fences, s.era = judged{}, fences{}, s.era+1
	s.added++ // something is another
}

// Settle says what time it is. A clock that is behind the last number was set back.
func (s *Series) Settle(now time.Time) {
	const jitter = int64(2 * time.Second)
	s.mu.Lock()
	defer s.mu.Unlock()
	if t, last := s.kept(now.UnixNano()), s.lastAt(); s.n > 0 && last > later(t, jitter) {
		s.shift = later(s.shift, apart(t, last))
	}
}

// Added is how often numbers have been added so far, those included that went since, or
// all taken away.
func (s *Series) Added() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.added
}

// Len is how many numbers there are.
func (s *Series) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.n
}

// Count is how many numbers there are of a time.
func (s *Series) Count(from, to int64) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return max(0, s.after(to)-s.from(from))
}

// Span is when the first and the last number came, as the clock goes now; ok is false
// when there is none.
func (s *Series) Span() (first, last int64, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.n == 0 {
		return 0, 0, false
	}
	return s.at(0) - s.shift, s.lastAt() - s.shift, true
}

// Last is the latest number; ok is false when there is none.
func (s *Series) Last() (p Point, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.n == 0 {
		return p, false
	}
	return s.point(s.n - 1), true
}

// Near is the last number at a time or before it; ok is false where nothing is known of that
// time.
func (s *Series) Near(at int64) (p Point, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.after(at) - 1
	switch {
	case i < 0, i+1 < s.n && s.gapBefore(i+1) && s.kept(at) > s.at(i):
		return p, false
	case i+1 == s.n && s.ended != 0 && s.kept(at) > s.ended:
		return p, false
	}
	return s.point(i), true
}

// breath is how many points are gone through with the lock held: a millisecond's work.
const breath = 64 * chunkSize

// Each goes through the numbers of a time, both ends included. It must not call another
// method of the series.
func (s *Series) Each(from, to int64, do func(p Point, gap bool)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.each(s.from(from), s.after(to), do)
}

// each goes through the points from i to before end, with the lock held but for a moment
// now and then.
func (s *Series) each(i, end int, do func(p Point, gap bool)) {
	for left := breath; i < end; {
		c, at := s.chunks[i/chunkSize], i%chunkSize
		stop := min(chunkSize, at+end-i)
		i += stop - at
		left -= stop - at
		for ; at < stop; at++ {
			do(Point{c.at[at] - s.shift, c.value[at]}, c.gap[at/blockSize]&(1<<(at%blockSize)) != 0)
		}
		if left <= 0 { // let others in, who may let points go
			gone := s.added - uint64(s.n)
			s.mu.Unlock()
			left = breath
			s.mu.Lock()
			more := int(s.added - uint64(s.n) - gone)
			i, end = max(0, i-more), end-more
		}
	}
}

// slice is how many numbers [Series.Slices] gives at a time.
const slice = 4 * chunkSize

// Slices gives the numbers of a time a few at a time, which others may add to and read
// meanwhile, until an error. What is let go meanwhile is left out.
func (s *Series) Slices(from, to int64, do func(points []Point) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, end := s.from(from), s.after(to)
	list := make([]Point, 0, min(slice, max(0, end-i)))
	for i < end {
		for list = list[:0]; i < end && len(list) < slice; i++ {
			list = append(list, s.point(i))
		}
		gone := s.added - uint64(s.n)
		s.mu.Unlock()
		err := do(list)
		s.mu.Lock()
		if err != nil {
			return err
		}
		more := int(min(s.added-uint64(s.n)-gone, uint64(end)))
		i, end = max(0, i-more), end-more
	}
	return nil
}

// Copy is the numbers of a time, at most so many of the latest, for a file.
func (s *Series) Copy(from, to int64, most int) []Point {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, end := s.from(from), s.after(to)
	i = max(i, end-max(0, most))
	list := make([]Point, 0, max(0, end-i))
	s.each(i, end, func(p Point, _ bool) { list = append(list, p) })
	return list
}

func (s *Series) at(i int) int64      { return s.chunks[i/chunkSize].at[i%chunkSize] }
func (s *Series) value(i int) float64 { return s.chunks[i/chunkSize].value[i%chunkSize] }
func (s *Series) point(i int) Point   { return Point{s.at(i) - s.shift, s.value(i)} }

func (s *Series) lastAt() int64 {
	if s.n == 0 {
		return 0
	}
	return s.at(s.n - 1)
}

func (s *Series) gapBefore(i int) bool {
	c := s.chunks[i/chunkSize]
	i %= chunkSize
	return c.gap[i/blockSize]&(1<<(i%blockSize)) != 0
}

// from is the first point at a time of the clock or later, after the first later than it.
func (s *Series) from(t int64) int {
	t = s.kept(t)
	return sort.Search(s.n, func(i int) bool { return s.at(i) >= t })
}

func (s *Series) after(t int64) int {
	t = s.kept(t)
	return sort.Search(s.n, func(i int) bool { return s.at(i) > t })
}

// kept is a time of the clock as it stands in what is kept.
func (s *Series) kept(t int64) int64 { return later(t, s.shift) }

// later is a time so much later, or the last there is.
func later(t, by int64) int64 {
	if t > math.MaxInt64-by {
		return math.MaxInt64
	}
	return t + by
}

// apart is how much later one time is than another before it, or the most there is.
func apart(before, after int64) int64 {
	if by := after - before; by >= 0 {
		return by
	}
	return math.MaxInt64
}

// Before is when the last but so many of the numbers came, or the first where there are
// not as many; ok is false where there is none.
func (s *Series) Before(n int) (at int64, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.n == 0 {
		return 0, false
	}
	return s.at(max(0, s.n-1-n)) - s.shift, true
}
