package series

import (
	"errors"
	"math"
	"sync"
	"testing"
	"time"
)

// TestNoNumberIsAGap: what is infinite or no number at all takes nothing away from those
// that there are.
func TestNoNumberIsAGap(t *testing.T) {
	for _, odd := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		s := New(1 << 20)
		s.Add(time.Unix(1, 0), 1)
		s.Add(time.Unix(2, 0), odd)
		s.Add(time.Unix(3, 0), 3)
		w, _, ok := s.Range(0, math.MaxInt64)
		if !ok || w.Low != 1 || w.High != 3 || s.Len() != 2 {
			t.Errorf("%g: %d numbers from %g to %g", odd, s.Len(), w.Low, w.High)
		}
		gaps := 0
		s.Each(0, math.MaxInt64, func(_ Point, gap bool) {
			if gap {
				gaps++
			}
		})
		if gaps != 1 {
			t.Errorf("%g: %d gaps", odd, gaps)
		}
	}
}

// TestTheEndsOfTime hold all that there is, whatever the clock did.
func TestTheEndsOfTime(t *testing.T) {
	const n = 100
	for name, back := range map[string]time.Duration{"as it goes": 0, "set back": -time.Hour, "set back by centuries": -200 * 365 * 24 * time.Hour} {
		s := New(1 << 20)
		at := epoch
		for i := range n {
			if at = at.Add(time.Second); i == n/2 {
				at = at.Add(back)
			}
			s.Add(at, float64(i))
		}
		s.Settle(time.Unix(0, math.MaxInt64))
		from, to := int64(math.MinInt64), int64(math.MaxInt64)
		if got := s.Count(from, to); got != n {
			t.Errorf("%s: %d of %d are counted", name, got, n)
		}
		if got := len(s.Copy(from, to, n)); got != n {
			t.Errorf("%s: %d of %d are copied", name, got, n)
		}
		if p, ok := s.Near(to); !ok || p.Value != n-1 {
			t.Errorf("%s: near the end is %v, %t", name, p, ok)
		}
		w, _, ok := s.Range(from, to)
		if !ok || w.Low != 0 || w.High != n-1 {
			t.Errorf("%s: %v, %t", name, w, ok)
		}
		columns := make([]Column, 7)
		s.Columns(w, columns)
		drawn := 0
		for _, c := range columns {
			drawn += c.Count
		}
		if drawn != n {
			t.Errorf("%s: %d of %d are drawn", name, drawn, n)
		}
		if got := s.Count(to, from); got != 0 {
			t.Errorf("%s: backwards there are %d", name, got)
		}
	}
}

// TestTheLastColumnEndsWithTheTime, however long that is.
func TestTheLastColumnEndsWithTheTime(t *testing.T) {
	s := New(1 << 20)
	to := time.Unix(1_700_000_000, 123_456_789).UnixNano()
	s.Add(time.Unix(0, to-1), 1)
	for from := to - 10; from > 0; from -= from/3 + 1 {
		for _, n := range []int{1, 3, 997} {
			columns := make([]Column, n)
			s.Columns(Window{From: from, To: to, Low: 0, High: 2}, columns)
			if columns[n-1].Count != 1 {
				t.Errorf("from %d in %d columns the last is empty", from, n)
			}
		}
	}
}

// TestStraysOfHugeNumbers are found where the differences are more than there is.
func TestStraysOfHugeNumbers(t *testing.T) {
	s := New(1 << 20)
	for i := range 100 {
		s.Add(time.Unix(int64(i), 0), 5e306*math.Sin(float64(i)))
	}
	s.Add(time.Unix(100, 0), math.MaxFloat64)
	s.Add(time.Unix(101, 0), -math.MaxFloat64)
	w, strays, ok := s.Range(math.MinInt64, math.MaxInt64)
	if !ok || strays != 2 || w.High > 5e306 || w.Low < -5e306 {
		t.Errorf("%d strays, %g to %g", strays, w.Low, w.High)
	}
}

// TestCopyTakesNoMoreThanItGives.
func TestCopyTakesNoMoreThanItGives(t *testing.T) {
	s := New(8 << 20)
	for i := range 200_000 {
		s.Add(time.Unix(int64(i), 0), float64(i))
	}
	list := s.Copy(0, math.MaxInt64, 10)
	if len(list) != 10 || cap(list) > 1000 || list[9].Value != 199_999 {
		t.Errorf("%d points with room for %d", len(list), cap(list))
	}
	if len(s.Copy(0, math.MaxInt64, -1)) != 0 {
		t.Error("less than none are some")
	}
}

// TestNumbersAreTakenAwayWhileTheyAreRead.
func TestNumbersAreTakenAwayWhileTheyAreRead(t *testing.T) {
	s := New(4 << 20)
	fill := func(from int) {
		for i := range breath + 3*slice {
			s.Add(time.Unix(0, int64(from+i)), float64(i%7))
		}
	}
	fill(1)
	end := errors.New("enough")
	turns := 0
	if err := s.Slices(0, math.MaxInt64, func([]Point) error { // at a known place
		if turns++; turns > 10 {
			return end
		}
		s.Clear()
		for i := range turns * 1000 {
			s.Add(time.Unix(0, int64(i+1)), 1)
		}
		return nil
	}); err != nil || turns != 1 {
		t.Errorf("%d slices of what is no more there, %v", turns, err)
	}
	fill(1)
	var readers sync.WaitGroup
	for _, read := range []func(){
		func() { _ = s.Slices(0, math.MaxInt64, func([]Point) error { return nil }) },
		func() { s.Each(0, math.MaxInt64, func(Point, bool) {}) },
		func() { s.Copy(0, math.MaxInt64, 100_000) },
		func() {
			if sum := s.Summarize(0, math.MaxInt64, time.Unix(0, 10)); math.IsNaN(sum.Mean) {
				t.Error("the mean is no number")
			}
		},
	} {
		readers.Add(1)
		go func() {
			defer readers.Done()
			for range 3 {
				read()
			}
		}()
	}
	for i := range 4 { // of few, as each waits for the readers
		s.Clear()
		s.Add(time.Unix(0, int64(i)), 1)
		s.SetRoom(1 << 20)
		s.Add(time.Unix(0, int64(i)), 2)
	}
	readers.Wait()
}

// TestOtherNumbersMeanwhile: those that lay within the others are gone, and what is said is
// of numbers all the same.
func TestOtherNumbersMeanwhile(t *testing.T) {
	p := pass{low: 1, high: 2, scale: 1, over: math.MaxInt64}
	for i := range 20 {
		p.add(Point{int64(i), float64(100 + i*i%17)}, false)
	}
	p.finish()
	var sum Summary
	p.measure(&sum)
	if math.IsNaN(sum.Mean) || sum.Mean < p.least || sum.Mean > p.most {
		t.Errorf("the mean is %g", sum.Mean)
	}
}
