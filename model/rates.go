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

// moment is when a rate is looked at: now, and when there was no connection
// last, both in ms since the store began. What came before that is over.
type moment struct{ now, offline uint64 }

func (s *Store) moment(now uint64) moment { return moment{now, s.offline} }

// add brings the rate up to date and adds to it, with a weight from
// [rateWeight].
func (r *rate) add(messages, bytes uint64, at moment, weight float64) {
	r.decay(at)
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

func (r *rate) decay(at moment) {
	switch {
	case r.at < at.offline:
		*r = rate{at: max(at.now, r.at)}
		return
	case at.now <= r.at:
		return
	}
	f := math.Exp(-float64(at.now-r.at) / float64(rateSpan.Milliseconds()))
	r.messages *= f
	r.bytes *= f
	r.at = at.now
}

// What it takes for a rate, or a rhythm, to be over: nothing has come for so many of the
// silences that it stands for, and, of a rate, for so long. What is left of it then is how it
// fades, and says nothing about what comes.
const (
	silencesToEnd = 10
	leastToEnd    = rateSpan
)

// isOver reports whether what the rate tells of has ended.
func (r *rate) isOver(at moment) bool {
	if at.now <= r.at {
		return false
	}
	quiet := time.Duration(at.now-r.at) * time.Millisecond
	return quiet >= leastToEnd && quiet.Seconds()*r.messages >= silencesToEnd
}

// endedSince is isOver of a rate that is up to date, with the last message at a time, in ms
// since the store began.
func (r *rate) endedSince(last uint64, at moment) bool {
	if at.now <= last {
		return false
	}
	then := rate{messages: r.messages * math.Exp(float64(at.now-last)/float64(rateSpan.Milliseconds())), at: last}
	return then.isOver(at)
}

// HasEnded reports whether a silence is so much longer than the usual one that the rhythm
// says nothing any more about what comes. Without a rhythm there is none to end.
func (i Intervals) HasEnded(quiet time.Duration) bool {
	return i.Learned > 0 && quiet > silencesToEnd*i.Learned
}
