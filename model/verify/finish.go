package verify

import (
	"github.com/tidwall/gjson"

	"mangrove/model/checklist"
)

// finish gives the verdict at the end: what had to be seen and was not has failed; what
// had to hold of every message has passed when there were enough, and none was lost.
func (j *judge) finish(m *member, end ending) {
	if j.revise(m, end); j.verdict.State != Pending || j.parts == nil && j.isOpen(m) {
		return
	}
	switch {
	case j.parts != nil:
		j.finishTypes(m, end)
	case j.outage != nil:
		j.outage.finish(end)
	case j.command != nil:
		j.command.finish(end)
	default:
		j.finishSeen(m, end)
	}
}

// finishSeen is for what only messages tell.
func (j *judge) finishSeen(m *member, end ending) {
	switch j.check.Kind {
	case checklist.Present, checklist.Online, checklist.Firmware, checklist.Battery:
		j.verdict.State = Fail
	case checklist.Retained:
		j.unkept(m, end)
	case checklist.Interval:
		j.finishInterval(m, end)
	case checklist.Skew:
		j.finishSkew(m)
	case checklist.Stuck:
		j.finishStuck(m, end)
	case checklist.Rate:
		j.finishRate(m, end)
	default:
		j.finishEach(m, end)
	}
}

// revise takes back what is not so, as the end of the run shows.
func (j *judge) revise(m *member, end ending) {
	switch {
	case j.check.Kind == checklist.Skew && !end.setAt.IsZero() && j.verdict.Samples > 0:
		j.set(NotVerifiable, Reason{Code: OurClock, Span: end.set, At: end.setAt}, nil)
	case j.verdict.State != Pass:
	case j.check.Kind == checklist.Online:
		j.throughGone(m)
		j.notSince(m, end)
	case j.check.Kind == checklist.Naming && m.of.Device:
		j.held(j.verdict.Reason, end) // a topic of its may not have come
	}
}

// isOpen reports whether what did not come is no failure: it could not be told.
func (j *judge) isOpen(m *member) bool {
	code := j.verdict.Reason.Code
	switch {
	case m.hollow && !m.live && code == OnlyEmpty:
		j.verdict.State = NotVerifiable
	case m.of.Described != nil && j.finishDescribed(m):
	case j.check.Kind == checklist.Online && (code == AwaitingBirth || code == NotSince):
	case m.unnamed && j.verdict.Samples == 0 && j.check.Places != nil:
		j.verdict.Reason = Reason{Code: AwaitingBirth}
	default:
		return false
	}
	return true
}

// finishEach is for what had to hold of every message by itself.
func (j *judge) finishEach(m *member, end ending) {
	switch {
	case j.check.Kind == checklist.Size:
		j.finishSize(m, end)
	case j.check.Kind == checklist.Seq:
		j.finishSeq(m, end)
	case j.check.Kind == checklist.Field && j.finishField(m):
	default:
		j.universal(m, end)
	}
}

// unkept is for a member that the broker keeps no message of.
func (j *judge) unkept(m *member, end ending) {
	switch {
	case m.live && !end.asked:
		j.verdict.Reason = Reason{Code: NotAsked}
	case j.check.Kept:
		j.verdict.State = Fail
	case m.live:
		j.verdict.State, j.verdict.Reason = Pass, Reason{Code: NotKept}
	default:
		j.verdict.State = Fail // it was never seen
	}
}

// universal is for what had to hold of every message.
func (j *judge) universal(m *member, end ending) {
	n := j.verdict.Samples
	switch {
	case n == 0:
		j.unseen(m)
	case !j.lived && j.check.Samples > 1: // one that is enough may be of before
		j.verdict.Reason = Reason{Code: OnlyRetained, At: m.keptAt}
	case n < j.check.Samples:
		j.verdict.Reason = Reason{Code: TooFew, N: n, Of: j.check.Samples}
	default:
		j.held(Reason{Code: Held, N: n}, end)
	}
}

// finishSize passes when all that was seen is small enough: it is a limit of what is sent, so
// that a topic at rest keeps it.
func (j *judge) finishSize(m *member, end ending) {
	switch {
	case j.verdict.Samples == 0:
		j.unseen(m)
	case !m.live:
		j.held(Reason{Code: AtRest, Span: end.elapsed}, end)
	default:
		j.held(Reason{Code: Held, N: j.verdict.Samples}, end)
	}
}

// held passes, unless a message that was lost could have decided otherwise.
func (j *judge) held(why Reason, end ending) {
	j.verdict.State, j.verdict.Reason = Pass, why
	if end.lost > 0 {
		j.verdict.State, j.verdict.Reason = Warn, Reason{Code: HeldButLost, N: j.verdict.Samples, Of: end.lost}
	}
}

// unseen fails for want of messages.
func (j *judge) unseen(m *member) {
	j.verdict.State, j.verdict.Reason = Fail, Reason{Code: NeverSeen}
	if m.kept && !m.live {
		j.verdict.Reason = Reason{Code: OnlyRetained, At: m.keptAt}
		j.verdict.Evidence = m.keptCite
	}
}

// absent is for a value that is watched and never came, though messages did.
func (j *judge) absent(m *member) {
	switch {
	case !m.live:
		j.unseen(m)
	case j.check.Optional:
		j.verdict.State, j.verdict.Reason = Pass, Reason{Code: LeftOut}
	default:
		j.verdict.State, j.verdict.Reason = Fail, Reason{Code: NoAnswer, Want: j.check.Path}
	}
}

// finishField is for a value that never came, though messages did. It reports whether that
// was so.
func (j *judge) finishField(m *member) bool {
	if j.verdict.Samples > 0 || !m.live && !m.kept {
		return false
	}
	if means := j.check.Value.AbsentMeans; means != nil && m.live { // on several topics it is missing on none of them
		j.verdict.State, j.verdict.Reason = Pass, Reason{Code: LeftOut}
		if why, fits := checkValue(gjson.Parse(*means), j.check.Value); !fits {
			j.verdict.State, j.verdict.Reason = Fail, why
		}
		return true
	}
	if j.check.Value.Optional {
		j.verdict.State, j.verdict.Reason = Pass, Reason{Code: LeftOut}
		return true
	}
	j.verdict.State, j.verdict.Reason = Fail, Reason{Code: NoAnswer, Want: j.check.Path}
	return true
}
