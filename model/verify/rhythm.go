package verify

import (
	"math"
	"slices"
	"time"

	"mangrove/model/checklist"
)

// keptGaps are the times between messages that a median is taken of: the latest.
const keptGaps = 64

// rhythm is when the live messages of a member came.
type rhythm struct {
	last    time.Time // of the message before; zero: it is not known
	longest time.Duration
	gaps    []time.Duration // the latest, in a ring
	seen    int             // gaps, in all
	live    bool            // a live message came
	from    time.Time       // from when on it is heard again, after a person took it away; zero: it never was
}

func (r *rhythm) void() { r.last = time.Time{} }

// add notes a gap. Each is of live messages with a connection between them.
func (r *rhythm) add(gap time.Duration) {
	if len(r.gaps) < keptGaps {
		r.gaps = append(r.gaps, gap)
	} else {
		r.gaps[r.seen%keptGaps] = gap
	}
	r.seen++
	r.longest = max(r.longest, gap)
}

func (r *rhythm) median() time.Duration { return median(r.gaps) }

func median(of []time.Duration) time.Duration {
	if len(of) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(of))
	a, b := sorted[(len(sorted)-1)/2], sorted[len(sorted)/2]
	return a/2 + b/2 + (a%2+b%2)/2 // their sum may be more than there is room for
}

// interval judges the time since the message before.
func (j *judge) interval(h *hearing) {
	r := j.rhythm
	if !h.live() {
		return
	}
	r.live = true
	before := r.last
	r.last = h.at
	if before.IsZero() || h.at.Before(before) { // the first one, or the clock was set back
		j.provisional(h)
		return
	}
	gap := h.at.Sub(before)
	r.add(gap)
	j.verdict.Samples++
	if limit := j.check.Max; limit > 0 && gap > limit {
		j.paused(Reason{Code: Paused, Span: gap, Limit: limit, At: h.at}, before, h)
	}
	j.provisional(h)
}

// paused judges a silence that a message has ended. It rests on the messages at both of its ends.
func (j *judge) paused(why Reason, since time.Time, h *hearing) {
	known := j.failed() && j.verdict.Reason.Code == Silent && j.verdict.Reason.At.Equal(since) // and counted, as it went on
	if !known {
		j.verdict.Violations++
	}
	switch {
	case known:
		j.verdict.Reason.Span = why.Span
	case j.failed():
		return
	default:
		j.verdict.State, j.verdict.Reason = Fail, why
	}
	j.verdict.Evidence = append(slices.Clip(j.verdict.Evidence), h.cite()...)
}

// provisional says how far a rhythm is known.
func (j *judge) provisional(h *hearing) {
	if j.failed() {
		return
	}
	j.verdict.Evidence = h.cite() // a silence rests on the message before it
	if r := j.rhythm; r.seen < j.check.Samples {
		j.verdict.Reason = Reason{Code: TooFew, N: r.seen, Of: j.check.Samples}
	} else {
		j.verdict.Reason = j.regular()
	}
}

// regular says how regularly messages came.
func (j *judge) regular() Reason {
	r, c := j.rhythm, j.check
	if c.Expect == 0 {
		return Reason{Code: InTime, N: r.seen, Span: r.longest, Limit: c.Max}
	}
	why := Reason{Code: Regular, N: r.seen, Span: r.median(), Limit: c.Expect}
	if float64((why.Span - c.Expect).Abs()) > c.Tolerance*float64(c.Expect) {
		why.Code = Irregular
	}
	return why
}

// since is from when on nothing has come: since the message before, or since the run hears
// everything again. Zero: none has come at all, or nothing can come.
func (r *rhythm) since(run *Run) time.Time {
	switch {
	case !r.last.IsZero() || !r.live:
		return r.last
	case run.whole.IsZero() || run.whole.After(r.from):
		return run.whole
	}
	return r.from
}

// silenceOf is the longest silence that a usual time between two messages lets pass at the
// end: as many are missing then as are wanted to know a rhythm by.
func silenceOf(c *checklist.Check) time.Duration {
	return time.Duration(min(float64(c.Expect)*(1+c.Tolerance)*float64(max(c.Samples, 1)), math.MaxInt64/2))
}

// judgeSilence says of the silence since the last message whether it is too long.
func (j *judge) judgeSilence(r *Run, now moment) {
	since := j.rhythm.since(r)
	if since.IsZero() || j.failed() || j.check.Max == 0 {
		return
	}
	open := now.at.Sub(since)
	if open <= j.check.Max {
		return
	}
	j.verdict.Reason = Reason{Code: Silent, Span: open, Limit: j.check.Max, At: since}
	if r.proof.at.Sub(since) > j.check.Max {
		j.verdict.Violations++
		j.verdict.State = Fail
	}
}

func (j *judge) finishInterval(m *member, end ending) {
	j.catchUp(end.Run)
	r, since := j.rhythm, j.rhythm.since(end.Run)
	if m.out {
		since = time.Time{}
	}
	switch {
	case !r.live:
		j.unseen(m)
		return
	case j.check.Max > 0 && !since.IsZero() && end.at.Sub(since) > j.check.Max:
		j.verdict.State, j.verdict.Reason = Fail, Reason{Code: Silent, Span: end.at.Sub(since), Limit: j.check.Max, At: since}
		return
	case r.seen < j.check.Samples:
		j.verdict.Reason = Reason{Code: TooFew, N: r.seen, Of: j.check.Samples}
		return
	case j.check.Expect > 0 && !since.IsZero() && end.at.Sub(since) > silenceOf(j.check):
		j.verdict.State, j.verdict.Reason = Fail, Reason{Code: Silent, Span: end.at.Sub(since), Limit: silenceOf(j.check), At: since}
		return
	}
	why := j.regular()
	if why.Code == Irregular {
		j.verdict.State, j.verdict.Reason = Fail, why
		return
	}
	j.verdict.State, j.verdict.Reason = Pass, why
	if end.lost > 0 {
		j.verdict.State, j.verdict.Reason = Warn, Reason{Code: HeldButLost, N: r.seen, Of: end.lost}
	}
}
