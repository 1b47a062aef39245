package verify

import (
	"time"

	"mangrove/model/checklist"
)

// left is the time that a check had, and whether the run was ended before that was over. Where
// there is no deadline, whoever ends the run says that it was long enough.
func (end ending) left(c *checklist.Check) (limit time.Duration, early bool) {
	limit = end.list.Deadline
	if limit == 0 || end.elapsed >= limit {
		return limit, false
	}
	if c.Kind == checklist.Present && c.Within > 0 {
		limit = c.Within
	}
	return limit, end.elapsed <= limit
}

// reopen takes it back that something has failed at the end which was pending before, where
// time could still have brought it.
func (end ending) reopen(c *checklist.Check, v *Verdict, before Verdict) {
	limit, early := end.left(c)
	if !early || before.State != Pending || v.State != Fail {
		return
	}
	switch v.Reason.Code {
	case NeverSeen, NoTopic:
		v.State, v.Reason = Pending, Reason{Code: NotYetSeen, Span: end.elapsed, Limit: limit}
	case OnlyRetained, OnlyEmpty, SaysOffline, SaysOther, NoAnswer, NotDescribed, NotOnline, Missing, Counted:
		v.State = Pending
	case NotBack:
		if v.Reason.Limit == 0 {
			v.State, v.Reason = Pending, before.Reason
		}
	default: // a silence or a value: no time mends it
	}
}
