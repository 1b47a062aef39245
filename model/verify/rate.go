package verify

import "time"

// keptTimes is of how many messages it is known when they came. Where more are allowed, that is
// known of every second, third and so on: up to one of 128 more than allowed may not be seen, and
// what is seen has been.
const keptTimes = 128

// often is when the latest messages came.
type often struct {
	came  int             // messages, since nothing was missed
	times []time.Duration // of the run, of every so manieth of them, in a ring
}

// add notes a message. It gives the last messages that are more than most, as few as are known:
// how many, and how long they took. 0: there were not so many.
func (o *often) add(now time.Duration, most int) (n int, span time.Duration) {
	every := max(1, (most+keptTimes-1)/keptTimes)
	if at := o.came / every; o.came%every == 0 && at < keptTimes+2 {
		o.times = append(o.times, now)
	} else if o.came%every == 0 {
		o.times[at%(keptTimes+2)] = now
	}
	o.came++
	first := (o.came - 1 - most) / every
	if o.came <= most {
		return 0, 0
	}
	return o.came - first*every, now - o.times[first%(keptTimes+2)]
}

func (o *often) void() { o.came, o.times = 0, o.times[:0] }

// rate judges how many messages came in any window, after the retained ones have been
// replayed.
func (j *judge) rate(h *hearing) {
	if !h.live() || h.elapsed < h.run.list.Settle {
		return
	}
	j.verdict.Samples++
	n, span := j.often.add(h.elapsed, j.check.Most)
	if n > 0 && span < j.check.Window {
		j.verdict.Violations++
		if !j.failed() {
			j.set(Fail, Reason{Code: TooOften, N: n, Of: j.check.Most, Span: j.check.Window}, h)
		}
	}
	if !j.failed() {
		j.verdict.Reason = Reason{Code: Held, N: j.verdict.Samples}
	}
}

// finishRate passes when a whole window was heard. It is a limit of what is sent, so that a
// topic at rest keeps it.
func (j *judge) finishRate(m *member, end ending) {
	heard := end.longest
	switch {
	case !m.live && !m.kept:
		j.unseen(m)
	case heard < j.check.Window:
		j.verdict.Reason = Reason{Code: Watched, Span: max(0, heard), Limit: j.check.Window}
		j.verdict.Evidence = m.keptCite
	case j.verdict.Samples == 0:
		j.held(Reason{Code: AtRest, Span: heard}, end)
		j.verdict.Evidence = m.keptCite
	default:
		j.held(Reason{Code: Held, N: j.verdict.Samples}, end)
	}
}
