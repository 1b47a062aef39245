package series

import (
	"math"
	"time"
)

// Class is what kind of series numbers are.
type Class string

// The classes.
const (
	Empty    Class = "empty"    // there is no number
	Single   Class = "single"   // there is one
	Constant Class = "constant" // it is always the same
	Switch   Class = "switch"   // it is one of two
	Step     Class = "step"     // it stays at one of a few
	Counter  Class = "counter"  // it grows, until it begins again
	Periodic Class = "periodic" // it repeats itself
	Quantity Class = "quantity" // something that is measured
	Silent   Class = "silent"   // a number should have come by now
)

// Summary says what numbers of a time are. Which of its values hold depends on its class.
type Summary struct {
	Class  Class
	Of     Class // for Silent: what it was before
	Points int
	Latest float64

	Low, High float64
	Whole     bool // all are whole numbers

	// Quantity and Periodic.
	Mean, Spread float64
	Trend        float64 // in the whole of the time; 0 where it is not larger than the spread
	Over         time.Duration
	Period       time.Duration

	// Switch and Step.
	OnOff   bool // a switch of 0 and 1, and all numbers there are lie between these
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

// fewLevels is how many different numbers a series may have that goes by steps.
const fewLevels = 8

// Summarize says what the numbers of a time are. now is the time that the last of them
// has lasted until; the zero time where that is not known, as without a connection.
func (s *Series) Summarize(from, to int64, now time.Time) Summary {
	shown, _, ok := s.Range(from, to)
	if !ok {
		return Summary{Class: Empty}
	}
	p := pass{low: shown.Low, high: shown.High, scale: scaleOf(shown.Low, shown.High), end: to, over: math.MaxInt64}
	if !now.IsZero() {
		p.over = now.UnixNano()
		p.end = min(p.end, p.over)
	}
	s.Each(from, to, p.add)
	if p.n == 0 { // they have gone meanwhile
		return Summary{Class: Empty}
	}
	p.finish()
	sum := Summary{Points: p.n, Latest: p.last.Value, Low: p.least, High: p.most, Whole: p.whole, Over: time.Duration(p.last.At - p.first.At)}
	p.classify(&sum)
	if sum.Class == Quantity {
		if period := s.period(Window{From: p.first.At, To: p.last.At, Low: shown.Low, High: shown.High}); period > 0 {
			sum.Class, sum.Period = Periodic, period
		}
	}
	if silence := time.Duration(p.over - p.last.At); !now.IsZero() && to >= p.over && p.overdue(silence) {
		sum.Of, sum.Class, sum.Silence = sum.Class, Silent, silence
	}
	sum.OnOff = p.isSwitch() && p.least == 0 && p.most == 1 && s.allWithin(0, 1)
	return sum
}

// allWithin reports whether all numbers there are, not only those of a time, lie between two.
func (s *Series) allWithin(low, high float64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.extent(0, s.n)
	return all.low >= low && all.high <= high
}

// pass is what is found out by going through numbers once.
type pass struct {
	low, high float64 // what lies outside is a stray
	end, over int64

	n           int
	first, last Point
	least, most float64
	scale       float64 // what numbers are multiplied by, so that their squares are numbers
	counted     int     // without strays, as all of these:
	v, vv       float64 // sums of what they are above the lowest that is no stray
	t, tt, tv   float64 // and of the seconds since it

	levels    [fewLevels]level
	different int // numbers seen, one more than there is room for when there are more

	changes, rises, falls, resets int
	grown                         float64
	between                       time.Duration // the numbers, without gaps,
	known                         time.Duration // and with the time since the last
	longest                       time.Duration
	intervals                     int
	whole                         bool // all are whole numbers
}

// level is one number, and how long it was.
type level struct {
	value float64
	lasts time.Duration
}

func (p *pass) add(now Point, gap bool) {
	if p.n == 0 {
		p.first, p.least, p.most, p.whole = now, now.Value, now.Value, true
	} else if before := p.last; !gap {
		p.interval(before, now)
	}
	p.n++
	p.last = now
	p.least, p.most = min(p.least, now.Value), max(p.most, now.Value)
	p.whole = p.whole && now.Value == math.Trunc(now.Value)
	p.at(now.Value, 0)
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

// interval takes in that one number came after another, with nothing unknown between.
func (p *pass) interval(before, now Point) {
	lasted := time.Duration(now.At - before.At)
	p.at(before.Value, lasted)
	p.between += lasted
	p.longest = max(p.longest, lasted)
	p.intervals++
	switch d := now.Value - before.Value; {
	case d > 0:
		p.changes, p.rises, p.grown = p.changes+1, p.rises+1, p.grown+d
	case d < 0:
		p.changes, p.falls = p.changes+1, p.falls+1
		if now.Value >= 0 && now.Value <= before.Value/2 { // it has begun again
			p.resets, p.grown = p.resets+1, p.grown+now.Value
		}
	}
}

// at notes how long a number was there.
func (p *pass) at(v float64, lasted time.Duration) {
	if p.different > fewLevels { // nobody will ask
		return
	}
	for i := range min(p.different, fewLevels) {
		if p.levels[i].value == v {
			p.levels[i].lasts += lasted
			return
		}
	}
	if p.different < fewLevels {
		p.levels[p.different] = level{v, lasted}
	}
	p.different++
}

// finish has the last number last until the end.
func (p *pass) finish() {
	p.known = p.between
	if lasted := time.Duration(p.end - p.last.At); lasted > 0 && p.over != math.MaxInt64 {
		p.at(p.last.Value, lasted)
		p.known += lasted
	}
}

// overdue reports whether a silence is so long that a number should have come.
func (p *pass) overdue(silence time.Duration) bool {
	const (
		leastIntervals = 6
		patience       = 3 // times the longest silence
	)
	return p.intervals >= leastIntervals && silence > patience*p.longest && silence > 5*time.Second
}

const (
	// changesToGrow is how often a number must have grown, and never have become
	// smaller but by beginning again, to be a counter; one with decimals more often,
	// since what is measured may rise for a while.
	changesToGrow        = 8
	changesToGrowDecimal = 40
	resetShare           = 10 // rises to a reset at the least
	stepShare            = 4  // numbers to a change of steps at the least
)

func (p *pass) classify(sum *Summary) {
	sum.Changes = p.changes
	switch {
	case p.n == 1:
		sum.Class = Single
	case p.isSwitch():
		sum.Class, sum.Share = Switch, p.share(p.most)
		sum.Lasts = p.lasts()
	case p.different == 1:
		sum.Class = Constant
	case p.counts():
		sum.Class, sum.Resets = Counter, p.resets
		if p.between > 0 {
			sum.Rate = bounded(bounded(p.grown) / p.between.Seconds())
		}
	case p.different <= fewLevels && p.n >= p.different*2 && p.changes*stepShare <= p.n:
		sum.Class, sum.Levels = Step, p.different
		for _, l := range p.levels[:p.different] {
			if share := p.share(l.value); share >= sum.Share {
				sum.Usual, sum.Share = l.value, share
			}
		}
	default:
		p.measure(sum)
	}
}

// isSwitch reports whether it is one of two, or may become: 0 and 1 alone.
func (p *pass) isSwitch() bool {
	if p.different == 1 {
		return false
	}
	return p.different == 2 && (p.least == 0 && p.most == 1 || p.changes > 1 && p.n >= 8)
}

// lasts is how long the higher one of two lasts, on average.
func (p *pass) lasts() time.Duration {
	times := p.rises
	if p.first.Value == p.most {
		times++
	}
	for _, l := range p.levels[:2] {
		if l.value == p.most && times > 0 {
			return l.lasts / time.Duration(times)
		}
	}
	return 0
}

// share is for how much of the time it was a number.
func (p *pass) share(v float64) float64 {
	for _, l := range p.levels[:min(p.different, fewLevels)] {
		if l.value == v && p.known > 0 {
			return float64(l.lasts) / float64(p.known)
		}
	}
	return 0
}

func (p *pass) counts() bool {
	least := changesToGrowDecimal
	if p.whole {
		least = changesToGrow
	}
	return p.least >= 0 && p.rises >= least && p.falls == p.resets && p.rises >= resetShare*p.resets &&
		p.last.At > p.first.At
}

// measure says where numbers lie, and whether they go somewhere: that is more than they
// differ from the line that they go by.
func (p *pass) measure(sum *Summary) {
	n := float64(p.counted)
	if sum.Class, sum.Mean = Quantity, p.last.Value; n == 0 { // all are others meanwhile
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
