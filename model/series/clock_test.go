package series

import (
	"testing"
	"time"
)

// TestColumnsGoOnWhenTheClockIsSet: all that came stands in the order in which it came,
// as far apart as the clock of its time said; set forward, the time between is empty.
func TestColumnsGoOnWhenTheClockIsSet(t *testing.T) {
	const n = 100
	for _, c := range []struct {
		name string
		by   time.Duration
		span time.Duration // from the first to the last, about
	}{
		{"not at all", 0, 2 * n * time.Second},
		{"back by an hour", -time.Hour, 2 * n * time.Second},
		{"back by half a second", -500 * time.Millisecond, 2 * n * time.Second},
		{"forward by an hour", time.Hour, time.Hour + 2*n*time.Second},
	} {
		s := New(1 << 20)
		at := epoch
		for i := range 2 * n {
			if at = at.Add(time.Second); i == n {
				at = at.Add(c.by)
			}
			s.Add(at, float64(i))
		}
		from, to, _ := s.Span()
		if span := time.Duration(to - from); to != at.UnixNano() || span < c.span-3*time.Second || span > c.span {
			t.Errorf("%s: %v to the last at %v, want %v to %v", c.name, span, time.Unix(0, to), c.span, at)
		}
		columns := make([]Column, 50)
		s.Columns(Window{From: from, To: to + 1, Low: 0, High: 2 * n}, columns)
		count, last := 0, -1.0
		for _, column := range columns {
			if column.Count == 0 {
				continue
			}
			if column.Low <= last || column.Gap {
				t.Errorf("%s: %g comes after %g, gap %t", c.name, column.Low, last, column.Gap)
			}
			count, last = count+column.Count, column.High
		}
		if count != 2*n {
			t.Errorf("%s: %d of %d points are drawn", c.name, count, 2*n)
		}
	}
}
