package series

import (
	"math"
	"testing"
	"time"
)

// TestANumberThatIsNotKnownAnyMore holds until it was said so, and not until the next one.
func TestANumberThatIsNotKnownAnyMore(t *testing.T) {
	s := every(time.Minute, 0, 1, 0, 1, 0, 1)
	at := func(minutes float64) int64 {
		return epoch.Add(time.Duration(minutes * float64(time.Minute))).UnixNano()
	}
	s.End(time.Unix(0, at(6)))
	s.End(time.Unix(0, at(7)))
	if ended, unknown := s.Ended(); !unknown || ended != at(6) {
		t.Errorf("it is not known since %v, %t", time.Unix(0, ended), unknown)
	}
	if p, ok := s.Near(at(5.5)); !ok || p.Value != 1 {
		t.Errorf("before it is %v, %t", p, ok)
	}
	if p, ok := s.Near(at(6.5)); ok {
		t.Errorf("after it is %v", p)
	}
	now := time.Unix(0, at(65))
	sum := s.Summarize(at(0), at(65), now)
	if sum.Class != Switch || sum.Share != 0.5 || sum.Lasts != time.Minute {
		t.Errorf("that it holds no more is not told: %+v", sum)
	}
	s.Add(time.Unix(0, at(8)), 0)
	if _, unknown := s.Ended(); unknown {
		t.Error("it is not known, though a number came")
	}
	if p, ok := s.Near(at(7.5)); ok {
		t.Errorf("in the gap it is %v", p)
	}
	if p, ok := s.Near(at(5)); !ok || p.Value != 1 {
		t.Errorf("where the last one before the gap came, it is %v, %t", p, ok)
	}
	gaps := 0
	s.Each(0, math.MaxInt64, func(_ Point, gap bool) {
		if gap {
			gaps++
		}
	})
	if gaps != 1 {
		t.Errorf("%d gaps", gaps)
	}
}

// TestTheEndMovesWithTheClock, as all that came before does.
func TestTheEndMovesWithTheClock(t *testing.T) {
	s := every(time.Minute, 1, 2, 3)
	s.End(epoch.Add(3 * time.Minute))
	s.Settle(epoch.Add(-time.Hour))
	last, _ := s.Last()
	if ended, unknown := s.Ended(); !unknown || time.Duration(ended-last.At) != time.Minute {
		t.Errorf("it ends %v after the last number", time.Duration(ended-last.At))
	}
	empty := New(0)
	if empty.End(epoch); empty.Len() != 0 {
		t.Error("there is a number")
	}
	if _, unknown := empty.Ended(); unknown {
		t.Error("what never was known has ended")
	}
}
