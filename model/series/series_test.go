package series

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
	"time"
	"unsafe"
)

var epoch = time.Unix(1_700_000_000, 0)

// every makes a series of numbers in even distances.
func every(d time.Duration, values ...float64) *Series {
	s := New(64 << 20)
	for i, v := range values {
		s.Add(epoch.Add(time.Duration(i)*d), v)
	}
	return s
}

// gappedAtRandom is a series with strays and a gap every so many points, its points, and
// before which of them a gap is.
func gappedAtRandom(r *rand.Rand, between int) (s *Series, all []Point, gaps map[int]bool) {
	s, gaps = New(8*int(unsafe.Sizeof(chunk{}))), map[int]bool{}
	at := epoch
	for range 1 + r.IntN(9_000) {
		at = at.Add(time.Duration(r.IntN(3)) * time.Millisecond * time.Duration(1+r.IntN(50)))
		v := r.NormFloat64()
		if r.IntN(50) == 0 {
			v *= 1000
		}
		if r.IntN(between) == 0 {
			s.Gap()
			gaps[len(all)] = len(all) > 0
		}
		s.Add(at, v)
		all = append(all, Point{at.UnixNano(), v})
	}
	return s, all, gaps
}

// TestColumnsAreWhatLookingAtEachPointFinds puts random windows to random series with
// gaps and strays, and to the plainest way of doing the same.
func TestColumnsAreWhatLookingAtEachPointFinds(t *testing.T) {
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 1))
	for round := range 60 {
		between := 100
		if round%3 == 0 { // few enough for one to stand alone in a column
			between = 5_000
		}
		s, all, gaps := gappedAtRandom(r, between)
		gone := len(all) - s.Len()
		if gone > 0 && gone%chunkSize != 0 || s.Len() > 8*chunkSize {
			t.Fatalf("seed %d: %d of %d left", seed, s.Len(), len(all))
		}
		first, last := all[gone].At, all[len(all)-1].At
		span := last - first + 2
		w := Window{From: first + r.Int64N(span), Low: -3, High: 3}
		w.To = w.From + 1 + r.Int64N(span)
		if round%4 == 0 {
			w.From, w.To = first-1, last+1
		}
		most := 300
		if round%3 == 0 { // whole chunks go into a column, and all that is in them
			most, w.Low, w.High = 3, math.Inf(-1), math.Inf(1)
		}
		got := make([]Column, 1+r.IntN(most))
		s.Columns(w, got)
		for c := range got {
			n := float64(len(got))
			from := w.From + int64(float64(c)/n*float64(w.To-w.From))
			to := w.From + int64(float64(c+1)/n*float64(w.To-w.From))
			var want Column
			for i := gone; i < len(all); i++ {
				if p := all[i]; p.At >= from && p.At < to {
					want.Gap = want.Gap || gaps[i]
					want.one(p, w)
				}
			}
			if got[c] != want {
				t.Fatalf("seed %d, round %d, column %d of %d: %+v, want %+v", seed, round, c, len(got), got[c], want)
			}
		}
	}
}

// TestLinesLeadOutOfTheWindow to the points beside it, but not across a gap.
func TestLinesLeadOutOfTheWindow(t *testing.T) {
	s := every(time.Second, 1, 2, 3, 4, 5)
	s.Gap()
	s.Add(epoch.Add(5*time.Second), 6)
	at := func(sec float64) int64 { return epoch.UnixNano() + int64(sec*1e9) }
	for _, c := range []struct {
		name          string
		from, to      float64
		before, after float64 // 0: none
	}{
		{"between two points", 1.2, 1.8, 2, 3},
		{"some in it", 0.5, 2.5, 1, 4},
		{"before all", -3, -1, 0, 1},
		{"behind all", 6, 8, 0, 0},
		{"a gap behind it", 3.5, 4.5, 4, 0},
		{"a gap before it", 4.5, 5.5, 0, 0},
	} {
		before, after := s.Columns(Window{From: at(c.from), To: at(c.to), Low: math.Inf(-1), High: math.Inf(1)}, make([]Column, 10))
		if before.Value != c.before || after.Value != c.after {
			t.Errorf("%s: %v and %v, want %v and %v", c.name, before, after, c.before, c.after)
		}
	}
}

// TestTimeGoesForward whatever the clock does.
func TestTimeGoesForward(t *testing.T) {
	s := every(time.Second, 1, 2, 3)
	s.Add(epoch.Add(-time.Hour), 4) // the clock was set back
	s.Add(epoch.Add(-time.Hour+time.Second), 5)
	list := s.Copy(math.MinInt64/2, math.MaxInt64/2, 100)
	if len(list) != 5 {
		t.Fatalf("%d points, want 5", len(list))
	}
	for i, p := range list {
		if p.Value != float64(i+1) || i > 0 && p.At < list[i-1].At {
			t.Errorf("point %d is %v", i, p)
		}
	}
	if last := list[4].At; last != epoch.Add(-time.Hour+time.Second).UnixNano() {
		t.Errorf("the latest is at %v, which is not what the clock said", time.Unix(0, last))
	}
	s.Settle(epoch.Add(-2 * time.Hour))
	if p, _ := s.Last(); p.At != epoch.Add(-2*time.Hour).UnixNano() {
		t.Errorf("the latest is at %v after the clock was set back", time.Unix(0, p.At))
	}
}

// TestMemoryIsBounded, also when there is less room than before.
func TestMemoryIsBounded(t *testing.T) {
	size := int(unsafe.Sizeof(chunk{}))
	s := New(10 * size)
	for i := range 100_000 {
		s.Add(epoch.Add(time.Duration(i)), float64(i))
	}
	if len(s.chunks) > 10 || s.Len() <= 9*chunkSize-chunkSize || s.Added() != 100_000 {
		t.Errorf("%d chunks with %d points", len(s.chunks), s.Len())
	}
	s.SetRoom(0)
	if p, ok := s.Last(); len(s.chunks) != 4 || !ok || p.Value != 99_999 {
		t.Errorf("%d chunks, the last point %v", len(s.chunks), p)
	}
}

// TestStraysAreLeftOut of what is shown, and only they.
func TestStraysAreLeftOut(t *testing.T) {
	wave := func(n int) (list []float64) {
		for i := range n {
			list = append(list, 20+math.Sin(float64(i)/5))
		}
		return list
	}
	with := func(n int, at ...int) []float64 {
		list := wave(n)
		for _, i := range at {
			list[i] = 85
		}
		return list
	}
	shifted := append(wave(400), 85, 85, 85, 85, 85, 85)
	rare := make([]float64, 200)
	rare[50] = 1
	for _, c := range []struct {
		name   string
		values []float64
		strays int
	}{
		{"none", wave(300), 0},
		{"one", with(300, 100), 1},
		{"one of few", with(20, 3), 1},
		{"too few to say", with(8, 3), 0},
		{"five", with(300, 1, 60, 100, 180, 299), 5},
		{"on both sides", append(with(300, 20), -400), 2},
		{"so many that they belong to it", with(300, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100), 0},
		{"it has gone there", shifted, 0},
		{"one thing that happened", rare, 0},
	} {
		s := every(time.Second, c.values...)
		w, strays, ok := s.Range(epoch.UnixNano(), epoch.Add(time.Hour).UnixNano())
		if !ok || strays != c.strays {
			t.Errorf("%s: %d strays, want %d", c.name, strays, c.strays)
		}
		if strays > 0 && (w.Low < 19 || w.High > 21) {
			t.Errorf("%s: %g to %g is shown", c.name, w.Low, w.High)
		}
	}
}

// TestNearIsWhatHeldAtATime, which the cursor shows.
func TestNearIsWhatHeldAtATime(t *testing.T) {
	s := every(time.Second, 1, 2, 3)
	for _, c := range []struct {
		after time.Duration
		want  float64
	}{{-time.Millisecond, 0}, {0, 1}, {999 * time.Millisecond, 1}, {time.Second, 2}, {time.Hour, 3}} {
		p, ok := s.Near(epoch.Add(c.after).UnixNano())
		if p.Value != c.want || ok != (c.want != 0) {
			t.Errorf("after %v: %v", c.after, p)
		}
	}
}

func benchSeries(n int) (s *Series, w Window) {
	s = New(64 << 20)
	r := rand.New(rand.NewPCG(1, 1))
	for i := range n {
		v := 20 + 5*math.Sin(float64(i)/1000) + r.NormFloat64()
		if r.IntN(5_000) == 0 {
			v = 65_535
		}
		s.Add(epoch.Add(time.Duration(i)*time.Millisecond), v)
	}
	return s, Window{From: epoch.UnixNano(), To: epoch.UnixNano() + int64(n)*1e6, Low: -100, High: 100}
}

// BenchmarkColumns is all of a series, with strays, for one drawing 1,200 pixels wide:
// which numbers are strays, and the columns.
func BenchmarkColumns(b *testing.B) {
	for _, c := range []struct {
		name string
		n    int
	}{{"points=100000", 100_000}, {"points=1000000", 1_000_000}} {
		b.Run(c.name, func(b *testing.B) {
			s, w := benchSeries(c.n)
			into := make([]Column, 1200)
			b.ReportAllocs()
			for b.Loop() {
				shown, strays, _ := s.Range(w.From, w.To)
				if strays == 0 {
					b.Fatal("no strays")
				}
				s.Columns(shown, into)
			}
		})
	}
}

// BenchmarkSummarize is what is done once a second for a series on view.
func BenchmarkSummarize(b *testing.B) {
	s, w := benchSeries(1_000_000)
	for b.Loop() {
		s.Summarize(w.From, w.To, time.Time{})
	}
}

// BenchmarkAdd is one number that comes in.
func BenchmarkAdd(b *testing.B) {
	s := New(16 << 20)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.Add(epoch.Add(time.Duration(i)), float64(i&1023))
	}
}

// allOf are the numbers of a series, slice by slice.
func allOf(t *testing.T, s *Series) (list []float64) {
	t.Helper()
	err := s.Slices(math.MinInt64/2, math.MaxInt64/2, func(points []Point) error {
		for _, p := range points {
			list = append(list, p.Value)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return list
}

// TestSlices gives every number once, while others are added and the oldest let go.
func TestSlices(t *testing.T) {
	s := New(0)
	start := time.Unix(1_700_000_000, 0)
	add := func(i int) { s.Add(start.Add(time.Duration(i)*time.Millisecond), float64(i)) }
	fill := func(n int) {
		for i := range n {
			add(i)
		}
	}
	fill(4 * chunkSize)
	if got := allOf(t, s); len(got) != 4*chunkSize || got[0] != 0 || got[len(got)-1] != 4*chunkSize-1 {
		t.Errorf("%d numbers", len(got))
	}
	s = New(64 << 20)
	const many = 3*slice + 7
	fill(many)
	next, last := many, -1.0
	seen := 0
	err := s.Slices(math.MinInt64/2, start.Add(many*time.Millisecond).UnixNano(), func(points []Point) error {
		for _, p := range points {
			if p.Value <= last {
				t.Fatalf("%v after %v", p.Value, last)
			}
			last = p.Value
		}
		seen += len(points)
		add(next)
		next++
		if seen == slice {
			s.SetRoom(0) // most of the numbers go
		}
		return nil
	})
	if err != nil || last != many-1 || seen < slice || seen >= many {
		t.Errorf("%d numbers, the last is %v: %v", seen, last, err)
	}
	stop := errors.New("stop")
	if err := s.Slices(math.MinInt64/2, math.MaxInt64/2, func([]Point) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("%v", err)
	}
	if s.Clear(); len(allOf(t, s)) != 0 || s.Len() != 0 {
		t.Errorf("%d numbers are left", s.Len())
	}
}
