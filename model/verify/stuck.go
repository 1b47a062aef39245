package verify

import (
	"hash/maphash"
	"time"
)

// still is for how long a value has been the same.
type still struct {
	value   uint64        // hash of it
	since   time.Time     // zero: no value is known
	elapsed time.Duration // of the run, then
	longest time.Duration
	first   time.Duration // of the run, when the first value came that nothing was missed after
	watched time.Duration // the longest from such a first value to one after it
}

func (s *still) void() { s.since = time.Time{} }

// stuck judges for how long a value has not changed, while messages came.
func (j *judge) stuck(m *member, h *hearing) {
	if !h.live() {
		return
	}
	v, _, ok := j.find(h)
	if !ok || !v.Exists() {
		return
	}
	s := j.still.of(h, j.apart(m))
	if j.verdict.Samples++; j.verdict.Samples == 1 {
		j.verdict.Evidence = h.cite()
	}
	if s.since.IsZero() {
		s.first = h.elapsed
	}
	s.watched = max(s.watched, h.elapsed-s.first)
	value := maphash.String(h.run.seed, v.Raw)
	same := !s.since.IsZero() && s.value == value
	if !same {
		s.value, s.since, s.elapsed = value, h.at, h.elapsed
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
	if j.verdict.Samples == 0 {
		j.absent(m)
		return
	}
	var s still
	j.still.each(func(one *still) {
		s.watched, s.longest = max(s.watched, one.watched), max(s.longest, one.longest)
	})
	if s.watched < j.check.Within {
		j.verdict.Reason = Reason{Code: Watched, Span: s.watched, Limit: j.check.Within}
		return
	}
	j.held(Reason{Code: Changes, Span: s.longest, Limit: j.check.Within}, end)
}
