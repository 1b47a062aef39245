package verify

import (
	"time"

	"mangrove/model/checklist"
)

// keptOffsets are those that the median of a clock's offset is taken of.
const keptOffsets = 5

// clock is by how much the times in payloads were behind.
type clock struct {
	offsets []time.Duration // the latest
	worst   time.Duration   // a median above the limit
	worstAt time.Time
}

// skew judges the clock that a time in a payload was read from.
func (j *judge) skew(m *member, h *hearing) {
	if !h.live() {
		return // the time is of before
	}
	v, _, ok := j.find(h)
	if !ok || !v.Exists() {
		return
	}
	t, ok := checklist.TimeOf(v)
	if !ok {
		return // which the check of the field says
	}
	c := j.clock.of(h, j.apart(m))
	if j.verdict.Evidence == nil {
		j.verdict.Evidence = h.cite()
	}
	c.offsets = append(c.offsets, h.at.Sub(t))
	if len(c.offsets) > keptOffsets {
		c.offsets = c.offsets[1:]
	}
	j.verdict.Samples++
	if !h.run.setAt.IsZero() {
		j.set(NotVerifiable, Reason{Code: OurClock, Span: h.run.set, At: h.run.setAt}, h)
		return
	}
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
	most, worst := 0, false
	j.clock.each(func(one *clock) {
		most, worst = max(most, len(one.offsets)), worst || one.worst != 0
	})
	switch {
	case j.verdict.Samples == 0:
		j.absent(m)
	case most < keptOffsets: // too few, as it says
	case worst:
		j.verdict.State = Warn
	default:
		j.verdict.State = Pass
	}
}
