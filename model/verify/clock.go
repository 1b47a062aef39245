package verify

import (
	"time"

	"mangrove/model/checklist"
)

// keptOffsets are those that the median of a clock's offset is taken of.
const keptOffsets = 5

// clock is by how much the times in the payloads of a topic were behind.
type clock struct {
	offsets []time.Duration // the latest
	off     bool            // their median is above the limit
}

// clocks are those of the topics of a device.
type clocks struct {
	onTopic[clock]
	off     int           // topics whose clock is off now
	most    int           // offsets that are known of one
	worst   time.Duration // a median above the limit
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
	all := j.clock
	all.most = max(all.most, len(c.offsets))
	if len(c.offsets) < keptOffsets {
		if all.most < keptOffsets {
			j.verdict.Reason = Reason{Code: TooFew, N: all.most, Of: keptOffsets}
		}
		return
	}
	off := median(c.offsets)
	all.note(c, off.Abs() > j.check.Within)
	switch {
	case c.off:
		j.verdict.Violations++
		if off.Abs() > all.worst.Abs() {
			all.worst, all.worstAt = off, h.at
			j.verdict.Evidence = h.cite()
		}
		j.set(Fail, Reason{Code: offBy(off, j.check.Within), Span: off, Limit: j.check.Within, At: h.at}, nil)
	case all.off > 0: // that of another topic is
	case all.worst != 0:
		j.verdict.State, j.verdict.Reason = Pending, Reason{Code: WasOff, Span: all.worst, At: all.worstAt, Limit: j.check.Within}
	default:
		j.verdict.State, j.verdict.Reason = Pending, Reason{Code: ClockRight, Span: off, Limit: j.check.Within}
	}
}

// note notes whether the clock of a topic is off.
func (all *clocks) note(c *clock, off bool) {
	switch {
	case off && !c.off:
		all.off++
	case !off && c.off:
		all.off--
	}
	c.off = off
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
		j.absent(m)
	case j.clock.most < keptOffsets: // too few, as it says
	case j.clock.worst != 0:
		j.verdict.State = Warn
	default:
		j.verdict.State = Pass
	}
}
