package model

import (
	"math"
	"time"
)

// rateSpan is the time constant of the moving rates: what lies this far back
// weighs 1/e.
const rateSpan = 5 * time.Second

// rate is an exponentially weighted number of messages and bytes a second. It
// is of double precision because what a level sends itself is the difference
// of large sums.
type rate struct {
	messages float64
	bytes    float64
	at       uint64 // ms since the store began, when they were last brought up to date
}

// add brings the rate up to now (ms since the store began) and adds to it, with
// a weight from [rateWeight].
func (r *rate) add(messages, bytes, now uint64, weight float64) {
	r.decay(now)
	r.messages += float64(messages) * weight
	r.bytes += float64(bytes) * weight
}

// rateWeight is what a message adds to a rate when all that is known is that it
// came within the last ms: a pause must not look like a burst at its end.
func rateWeight(ms uint64) float64 {
	if ms == 0 {
		return 1 / rateSpan.Seconds()
	}
	return -math.Expm1(-float64(ms)/float64(rateSpan.Milliseconds())) / (float64(ms) / 1000)
}

func (r *rate) decay(now uint64) {
	if now <= r.at {
		return
	}
	f := math.Exp(-float64(now-r.at) / float64(rateSpan.Milliseconds()))
	r.messages *= f
	r.bytes *= f
	r.at = now
}

// gapStats are the running statistics of the time between live messages of a
// topic, in seconds (Welford's method).
type gapStats struct {
	n        uint32
	mean     float32
	variance float32
	min, max float32
}

func (g *gapStats) add(seconds float32) {
	if seconds < 0 {
		return // the clock went backwards: this gap is unknown
	}
	if g.n == 0 || seconds < g.min {
		g.min = seconds
	}
	g.max = max(g.max, seconds)
	g.n++
	d := seconds - g.mean
	g.mean += d / float32(g.n)
	g.variance += (d*(seconds-g.mean) - g.variance) / float32(g.n)
}

// Intervals says how regularly a topic's live messages come. Retained replays
// and what lies across a lost connection do not count.
type Intervals struct {
	Gaps           int // gaps seen; all else is 0 when none
	Min, Mean, Max time.Duration
	Jitter         time.Duration // standard deviation
	// Learned is the interval in which the next message is expected: the mean
	// weighted by length, so that a burst followed by a pause counts as the
	// pause. 0 until three gaps were seen.
	Learned time.Duration
}

func (g *gapStats) intervals() Intervals {
	if g.n == 0 {
		return Intervals{}
	}
	i := Intervals{
		Gaps: int(g.n), Min: seconds(g.min), Mean: seconds(g.mean), Max: seconds(g.max),
		Jitter: seconds(float32(math.Sqrt(float64(g.variance)))),
	}
	if g.n >= 3 && g.mean > 0 {
		i.Learned = seconds(g.mean + g.variance/g.mean)
	}
	return i
}

// overdueAfter is how many learned intervals may pass without a message.
const overdueAfter = 3

// Overdue reports whether a message expected every Learned is missing when
// the last one is this old.
func (i Intervals) Overdue(age time.Duration) bool {
	return i.Learned > 0 && age > overdueAfter*i.Learned
}

func seconds(s float32) time.Duration { return time.Duration(float64(s) * float64(time.Second)) }
