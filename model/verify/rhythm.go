package verify

import (
	"slices"
	"time"
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

	window time.Time // of Rate: when the window that is counted began
	count  int       // of Rate: messages in it
}

func (r *rhythm) void() { r.last, r.window = time.Time{}, time.Time{} }

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
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
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
		j.verdict.Violations++
		if !j.failed() {
			j.set(Fail, Reason{Code: Paused, Span: gap, Limit: limit, At: h.at}, h)
		}
	}
	j.provisional(h)
}

// provisional says how far a rhythm is known.
func (j *judge) provisional(h *hearing) {
	if j.failed() {
		return
	}
	if j.verdict.Evidence == nil {
		j.verdict.Evidence = h.cite()
	}
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
		return Reason{Code: Regular, N: r.seen, Span: r.longest, Limit: c.Max}
	}
	why := Reason{Code: Regular, N: r.seen, Span: r.median(), Limit: c.Expect}
	if float64((why.Span - c.Expect).Abs()) > c.Tolerance*float64(c.Expect) {
		why.Code = Irregular
	}
	return why
}

// silence judges the silence that is open.
func (j *judge) silence(now moment) {
	r := j.rhythm
	if r.last.IsZero() || j.failed() || j.check.Max == 0 {
		return
	}
	if open := now.at.Sub(r.last); open > j.check.Max {
		j.verdict.Violations++
		j.set(Fail, Reason{Code: Silent, Span: open, Limit: j.check.Max, At: r.last}, nil)
	}
}

func (j *judge) finishInterval(m *member, end ending) {
	r := j.rhythm
	switch {
	case !r.live:
		j.unseen(m)
		return
	case r.seen < j.check.Samples:
		j.verdict.Reason = Reason{Code: TooFew, N: r.seen, Of: j.check.Samples}
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

// rate counts messages in windows, the first of which begins with the first message after
// the retained ones have been replayed.
func (j *judge) rate(h *hearing) {
	r := j.rhythm
	if !h.live() {
		return
	}
	r.live = true
	if h.elapsed < h.run.list.Settle {
		return
	}
	j.verdict.Samples++
	if since := h.at.Sub(r.window); r.window.IsZero() || since < 0 || since >= j.check.Window {
		r.window, r.count = h.at, 0
	}
	if r.count++; r.count > j.check.Most {
		j.verdict.Violations++
		if !j.failed() {
			j.set(Fail, Reason{Code: TooOften, N: r.count, Of: j.check.Most, Span: j.check.Window}, h)
		}
	}
	j.verdict.Reason.N = max(j.verdict.Reason.N, r.count)
}

// finishRate passes when a whole window was heard.
func (j *judge) finishRate(m *member, end ending) {
	heard := end.elapsed - end.settle
	switch {
	case !j.rhythm.live:
		j.unseen(m)
	case heard < j.check.Window:
		j.verdict.Reason = Reason{Code: Watched, Span: max(0, heard), Limit: j.check.Window}
	default:
		j.held(Reason{Code: Held, N: j.verdict.Samples}, end)
	}
}

// keptOffsets are those that the median of a clock's offset is taken of.
const keptOffsets = 5

// clock is by how much the times in payloads were behind.
type clock struct {
	offsets []time.Duration // the latest
	worst   time.Duration   // a median above the limit
	worstAt time.Time
}

// skew judges the clock that a time in a payload was read from.
func (j *judge) skew(h *hearing) {
	if !h.live() {
		return // the time is of before
	}
	v, ok := valueAt(h.message.Payload, j.check.Path)
	if !ok || !v.Exists() {
		return
	}
	t, ok := timeOf(v)
	if !ok {
		return // which the check of the field says
	}
	c := j.clock
	c.offsets = append(c.offsets, h.at.Sub(t))
	if len(c.offsets) > keptOffsets {
		c.offsets = c.offsets[1:]
	}
	j.verdict.Samples++
	if len(c.offsets) < keptOffsets {
		j.verdict.Reason = Reason{Code: TooFew, N: len(c.offsets), Of: keptOffsets}
		return
	}
	off := median(c.offsets)
	if off.Abs() <= j.check.Within {
		j.verdict.State, j.verdict.Reason = Pending, Reason{Code: ClockRight, Span: off, Limit: j.check.Within}
		if c.worst != 0 {
			j.verdict.Reason = Reason{Code: WasOff, Span: c.worst, At: c.worstAt, Limit: j.check.Within}
		}
		return
	}
	j.verdict.Violations++
	if off.Abs() > c.worst.Abs() {
		c.worst, c.worstAt = off, h.at
		j.verdict.Evidence = h.cite()
	}
	j.set(Fail, Reason{Code: offBy(off, j.check.Within), Span: off, Limit: j.check.Within, At: h.at}, nil)
}

// offBy tells a clock that is wrong from one of another time zone, of which there are some
// every quarter of an hour.
func offBy(off, limit time.Duration) Code {
	const quarter = 15 * time.Minute
	if rest := (off - off.Round(quarter)).Abs(); off.Round(quarter) != 0 && rest <= limit {
		return TimeZone
	}
	return ClockOff
}

func (j *judge) finishSkew(m *member) {
	switch {
	case j.verdict.Samples == 0:
		j.unseen(m)
		if m.live {
			j.verdict.Reason = Reason{Code: NoAnswer, Want: j.check.Path}
		}
	case len(j.clock.offsets) < keptOffsets: // too few, as it says
	case j.clock.worst != 0:
		j.verdict.State = Warn
	default:
		j.verdict.State = Pass
	}
}

// still is for how long a value has been the same.
type still struct {
	value   string
	since   time.Time     // zero: no value is known
	elapsed time.Duration // of the run, then
	longest time.Duration
	first   time.Duration // of the run, when the first value came
}

func (s *still) void() { s.since = time.Time{} }

// stuck judges for how long a value has not changed, while messages came.
func (j *judge) stuck(h *hearing) {
	if !h.live() {
		return
	}
	v, ok := valueAt(h.message.Payload, j.check.Path)
	if !ok || !v.Exists() {
		return
	}
	s := j.still
	if j.verdict.Samples++; j.verdict.Samples == 1 {
		s.first = h.elapsed
		j.verdict.Evidence = h.cite()
	}
	same := !s.since.IsZero() && s.value == v.Raw
	if !same {
		s.value, s.since, s.elapsed = v.Raw, h.at, h.elapsed
	}
	span := h.elapsed - s.elapsed
	s.longest = max(s.longest, span)
	if span < j.check.Within {
		return
	}
	j.verdict.Violations++
	if !j.failed() {
		j.set(Fail, Reason{Code: StuckAt, Found: excerpt(v.Raw), Span: span, Limit: j.check.Within}, h)
	}
}

func (j *judge) finishStuck(m *member, end ending) {
	s := j.still
	if j.verdict.Samples == 0 {
		j.unseen(m)
		if m.live {
			j.verdict.Reason = Reason{Code: NoAnswer, Want: j.check.Path}
		}
		return
	}
	if watched := end.elapsed - s.first; watched < j.check.Within {
		j.verdict.Reason = Reason{Code: Watched, Span: watched, Limit: j.check.Within}
		return
	}
	j.held(Reason{Code: Changes, Span: s.longest, Limit: j.check.Within}, end)
}
