package series

import (
	"math"
	"time"
)

// Summary says what a series is, and how its numbers of a time are. Which of its values hold
// depends on its class.
type Summary struct {
	Class  Class
	Of     Class // for Silent: what it was before
	Points int   // of the time, none where nothing came
	Latest float64

	// Stays says that it is all the same in the time, though it is not at others.
	Stays bool

	Low, High float64 // of the time; of a switch its two numbers
	Whole     bool    // all there are are whole numbers

	// Quantity and Periodic.
	Mean, Spread float64
	Trend        float64 // in the whole of the time; 0 where it is not larger than the spread
	Over         time.Duration
	Period       time.Duration

	// Switch and Step.
	OnOff   bool // a switch of 0 and 1
	Changes int
	Lasts   time.Duration // how long it is at the higher one of two, on average
	Share   float64       // of the time: at the higher one of two, or at the usual one
	Usual   float64
	Levels  int

	// Counter.
	Rate   float64 // a second
	Resets int

	Silence time.Duration
}

// Summarize says what the series is, by all of it, and how the numbers of a time are. now is
// the time that the last of them has lasted until; the zero time where that is not known, as
// without a connection.
func (s *Series) Summarize(from, to int64, now time.Time) Summary {
	k := s.Kind()
	sum := Summary{Class: k.Class, Low: k.Low, High: k.High, Whole: k.Whole, OnOff: k.OnOff, Levels: k.Levels, Period: k.Period}
	if k.Class == Empty {
		return sum
	}
	ended, unknown := s.Ended()
	until := now
	if unknown && !now.IsZero() && ended < now.UnixNano() {
		until = time.Unix(0, ended)
	}
	if p, some := s.pass(&k, from, to, until); some {
		p.describe(&k, &sum)
	}
	if unknown { // something came, which says that it is not known
		return sum
	}
	last, _ := s.Last()
	if silence := now.Sub(time.Unix(0, last.At)); !now.IsZero() && to >= now.UnixNano() && k.overdue(silence) {
		sum.Of, sum.Class, sum.Silence = sum.Class, Silent, silence
	}
	return sum
}

// pass goes through the numbers of a time, if there are some.
func (s *Series) pass(k *Kind, from, to int64, now time.Time) (p pass, some bool) {
	shown, _, ok := s.Range(from, to)
	if !ok {
		return p, false
	}
	p = pass{low: shown.Low, high: shown.High, scale: scaleOf(shown.Low, shown.High), end: to, over: math.MaxInt64}
	if !now.IsZero() {
		p.over = now.UnixNano()
		p.end = min(p.end, p.over)
	}
	if k.Class == Switch || k.Class == Step {
		p.before, p.began = s.heldAt(from)
	}
	s.Each(from, to, p.add)
	if p.n == 0 { // they have gone meanwhile
		return p, false
	}
	p.finish()
	return p, true
}

// heldAt is the number that still holds at a time at which none came, if it is known.
func (s *Series) heldAt(at int64) (p Point, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.from(at)
	if i == 0 || i >= s.n || s.gapBefore(i) {
		return p, false
	}
	return Point{at, s.value(i - 1)}, true
}

// pass is what is found out by going through the numbers of a time once.
type pass struct {
	traits

	low, high float64 // what lies outside is a stray
	end, over int64
	before    Point // what held when the time began
	began     bool  // that is known

	n           int
	first, last Point
	least, most float64
	scale       float64 // what numbers are multiplied by, so that their squares are numbers
	counted     int     // without strays, as all of these:
	v, vv       float64 // sums of what they are above the lowest that is no stray
	t, tt, tv   float64 // and of the seconds since it

	lasts   [fewLevels]time.Duration // of each level
	grown   float64
	between time.Duration // the numbers, without gaps,
	known   time.Duration // and with the time since the last
}

func (p *pass) add(now Point, gap bool) {
	switch {
	case p.n == 0:
		if p.first, p.least, p.most = now, now.Value, now.Value; p.began {
			p.went(p.before, now)
		}
	case !gap:
		p.went(p.last, now)
	}
	p.n++
	p.last = now
	p.least, p.most = min(p.least, now.Value), max(p.most, now.Value)
	p.lasted(now.Value, 0)
	if now.Value < p.low || now.Value > p.high {
		return
	}
	v, t := now.Value*p.scale-p.low*p.scale, float64(now.At-p.first.At)/1e9
	p.counted++
	p.v += v
	p.vv += v * v
	p.t += t
	p.tt += t * t
	p.tv += t * v
}

// went takes in that one number came after another, with nothing unknown between.
func (p *pass) went(before, now Point) {
	took := time.Duration(now.At - before.At)
	p.lasted(before.Value, took)
	p.between += took
	p.grown += p.interval(before, now)
}

// lasted notes how long a number was there.
func (p *pass) lasted(v float64, took time.Duration) {
	if level := p.number(v); level >= 0 {
		p.lasts[level] += took
	}
}

// finish has the last number last until the end.
func (p *pass) finish() {
	p.known = p.between
	if took := time.Duration(p.end - p.last.At); took > 0 && p.over != math.MaxInt64 {
		p.lasted(p.last.Value, took)
		p.known += took
	}
}

// describe says how the numbers of the time are, of a series of a kind.
func (p *pass) describe(k *Kind, sum *Summary) {
	sum.Points, sum.Latest, sum.Changes = p.n, p.last.Value, p.changes
	sum.Over = time.Duration(p.last.At - p.first.At)
	sum.Stays = p.different == 1 && k.Class != Constant && k.Class != Single
	if k.Class != Switch {
		sum.Low, sum.High = p.least, p.most
	}
	switch k.Class {
	case Switch:
		sum.Share, sum.Lasts = p.share(k.High), p.highLasts(k.High)
	case Counter:
		if sum.Resets = p.resets; p.between > 0 {
			sum.Rate = bounded(bounded(p.grown) / p.between.Seconds())
		}
	case Step:
		for _, v := range p.levels[:min(p.different, fewLevels)] {
			if share := p.share(v); share >= sum.Share {
				sum.Usual, sum.Share = v, share
			}
		}
	case Quantity, Periodic:
		p.measure(sum)
	}
}

// highLasts is how long the higher one of two lasts, on average.
func (p *pass) highLasts(high float64) time.Duration {
	times := p.rises
	if p.first.Value == high && !p.began || p.began && p.before.Value == high {
		times++
	}
	for i, v := range p.levels[:min(p.different, fewLevels)] {
		if v == high && times > 0 {
			return p.lasts[i] / time.Duration(times)
		}
	}
	return 0
}

// share is for how much of the time it was a number.
func (p *pass) share(v float64) float64 {
	for i, level := range p.levels[:min(p.different, fewLevels)] {
		if level == v && p.known > 0 {
			return float64(p.lasts[i]) / float64(p.known)
		}
	}
	return 0
}

// measure says where numbers lie, and whether they go somewhere: that is more than they
// differ from the line that they go by.
func (p *pass) measure(sum *Summary) {
	n := float64(p.counted)
	if sum.Mean = p.last.Value; n == 0 { // all are others meanwhile
		return
	}
	sum.Mean = max(p.low, min(p.high, (p.low*p.scale+p.v/n)/p.scale))
	if p.counted < 2 {
		return
	}
	vv, tt, tv := p.vv-p.v*p.v/n, p.tt-p.t*p.t/n, p.tv-p.t*p.v/n // about their means
	spread := math.Sqrt(max(0, vv) / (n - 1))
	sum.Spread = bounded(spread / p.scale)
	if tt <= 0 || p.counted < changesToGrow {
		return
	}
	slope := tv / tt
	rest := math.Sqrt(max(0, vv-slope*tv) / (n - 1))
	if rise := slope * sum.Over.Seconds(); math.Abs(rise) > 2*rest && math.Abs(rise) > spread {
		sum.Trend = bounded(rise / p.scale)
	}
}

// scaleOf is a power of two by which numbers of a range become about one, where their
// squares would be too large or too small; else it is one.
func scaleOf(low, high float64) float64 {
	const fine, most = 256, 1000
	_, exponent := math.Frexp(max(math.Abs(low), math.Abs(high)))
	if exponent >= -fine && exponent <= fine {
		return 1
	}
	return math.Ldexp(1, -max(-most, exponent))
}

// bounded is a number that there is.
func bounded(v float64) float64 { return max(-math.MaxFloat64, min(math.MaxFloat64, v)) }
