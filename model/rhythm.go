package model

import (
	"math"
	"time"
)

// gapStats are what is remembered of the times between the live messages of a
// topic, in seconds. A message counts by the time that passed before it, so that
// a burst counts little, however many messages are in it, and the silence after it
// much. What is long ago is forgotten, by the same measure: the sums reach back
// over some of the usual silences.
type gapStats struct {
	n       uint32
	span    float32 // of all gaps together
	sum     float32 // of recent gaps
	squares float32 // of recent gaps; divided by their sum, the usual silence
	longest float32 // of those not forgotten
}

const (
	// recentGaps is how many of the usual silences the sums reach back, and
	// longestFor how many times as long the longest one is remembered.
	recentGaps = 16
	longestFor = 16
	// unknownGap is more than a silence can last, in seconds: the clock was set.
	unknownGap = 100 * 24 * 3600
)

func (g *gapStats) add(seconds float32) {
	if seconds < 0 || seconds > unknownGap {
		return // the clock was set: this gap is unknown
	}
	g.n++
	g.span += seconds
	keep := float32(1)
	if g.squares > 0 {
		keep = recentGaps * g.squares / (recentGaps*g.squares + seconds*g.sum)
	}
	g.sum = g.sum*keep + seconds
	g.squares = g.squares*keep + seconds*seconds
	g.longest = max(seconds, g.longest*(1-(1-keep)/longestFor))
}

// Intervals says how regularly a topic's live messages come. Retained replays
// and what lies across a lost connection do not count.
type Intervals struct {
	Gaps int // gaps seen
	// Learned is the usual silence before a message, 0 while it is not known:
	// for messages at regular times the time between them, and for bursts that
	// between the bursts.
	Learned time.Duration
	// Patience is how long a silence may be before a message is overdue, 0
	// while that is not known. It is known later than Learned, and well above
	// all silences there were.
	Patience time.Duration
}

// What it takes to know a rhythm: so many silences of about the same length,
// and so many seconds in all.
const (
	silencesToLearn = 2.5 // the third counts a little less than whole
	secondsToLearn  = 10
	silencesToWait  = 6
	secondsToWait   = 300
)

const (
	// patientFor is how many of the longest silences may pass.
	patientFor = 3
	// leastPatience is how long a network may stand still without a reason to
	// say so.
	leastPatience = 5 * time.Second
)

func (g *gapStats) intervals() Intervals {
	i := Intervals{Gaps: int(g.n)}
	if g.squares == 0 {
		return i
	}
	// So many silences of one length have these sums: one that is much longer
	// than the others counts as one, and the others not at all.
	silences := g.sum * g.sum / g.squares
	if silences >= silencesToLearn && g.span >= secondsToLearn {
		i.Learned = seconds(g.squares / g.sum)
	}
	if silences >= silencesToWait && g.span >= secondsToWait {
		i.Patience = max(leastPatience, seconds(patientFor*g.longest))
	}
	return i
}

func seconds(s float32) time.Duration {
	return time.Duration(math.Round(float64(s) * float64(time.Second)))
}
