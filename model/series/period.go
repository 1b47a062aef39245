package series

import (
	"math"
	"time"
)

// What it takes for a series to repeat itself: so much likeness with itself a period
// and two periods later, 1 being the same, and so many periods in what is looked at.
const (
	likeness    = 0.5
	leastRounds = 3
	// likenessLeft is the likeness below which one that repeated itself does no more.
	likenessLeft = 0.35
	// mostSlots is in how many parts a time is looked at. Numbers stand in a part each, or
	// several in each: one or two would show a period that there is not.
	mostSlots = 1024
	inASlot   = 4
)

// anyPeriod is the time after which the series, or the latest part of it, repeats itself, 0
// where it does not. In all of a long one short periods are not seen.
func (s *Series) anyPeriod(did bool) time.Duration {
	const (
		part  = 8 // one in so many is looked at next
		least = mostSlots * inASlot
	)
	like := likeness
	if did {
		like = likenessLeft
	}
	for n := s.Len(); n > 0; n /= part {
		from, _ := s.Before(n - 1)
		_, to, _ := s.Span()
		w, _, ok := s.Range(from, to)
		if !ok || to <= from {
			return 0
		}
		if period := s.period(w, like); period > 0 {
			return period
		}
		if n/part < least {
			return 0
		}
	}
	return 0
}

// period is the time after which a series repeats itself, as like as that, 0 where it does
// not.
func (s *Series) period(w Window, like float64) time.Duration {
	line, ok := s.evenly(w)
	if !ok {
		return 0
	}
	lag := repeats(line, like)
	return time.Duration(lag * float64(w.To-w.From) / float64(len(line)))
}

// evenly is a series as numbers in even distances, about their mean. ok is false where
// they would not show how it goes.
func (s *Series) evenly(w Window) (line []float64, ok bool) {
	n := s.Count(w.From, w.To)
	if n > mostSlots {
		n = min(n/inASlot, mostSlots)
	}
	columns := make([]Column, n)
	s.Columns(w, columns)
	line = make([]float64, n)
	last, empty, mean, inside, scale := math.NaN(), 0, 0.0, 0.0, scaleOf(w.Low, w.High)
	for i, c := range columns {
		if c.Count > 0 {
			last = (c.Low*scale + c.High*scale) / 2
			inside += (c.High*scale - c.Low*scale) / float64(n)
		} else {
			empty++
		}
		line[i] = last
		mean += last / float64(n)
	}
	if empty > n/2 || math.IsNaN(mean) || inside > (w.High*scale-w.Low*scale)/2 {
		return nil, false
	}
	for i := range line {
		line[i] -= mean
	}
	return line, true
}

// repeats is after how many places a line is like itself, in parts of one, 0 if never.
func repeats(line []float64, least float64) float64 {
	most := len(line) / leastRounds
	like := make([]float64, 2*most+2)
	for lag := range like {
		like[lag] = alike(line, lag)
	}
	below := 0 // from where on it is like itself no more
	for below < most && like[below] > 0 {
		below++
	}
	best := 0
	for lag := max(below, 2); lag < most; lag++ {
		if like[lag] >= least && like[lag] >= like[lag-1] && like[lag] >= like[lag+1] && (best == 0 || like[lag] > like[best]+0.1) {
			best = lag
		}
	}
	const leastLag = 4
	if below >= most || best < leastLag || like[2*best] < least*2/3 {
		return 0
	}
	before, at, after := like[best-1], like[best], like[best+1]
	if curve := before - 2*at + after; curve < 0 { // between the places
		return float64(best) + (before-after)/(2*curve)
	}
	return float64(best)
}

// alike is how much a line is like itself so many places later, from -1 to 1.
func alike(line []float64, lag int) float64 {
	var both, one, other float64
	for i := range len(line) - lag {
		a, b := line[i], line[i+lag]
		both += a * b
		one += a * a
		other += b * b
	}
	if one == 0 || other == 0 {
		return 0
	}
	return both / math.Sqrt(one*other)
}
