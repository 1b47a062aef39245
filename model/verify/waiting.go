package verify

import (
	"slices"
	"time"

	"mangrove/model/checklist"
)

// Waiting is how many verdicts of a run that goes on for so long wait for something that has not
// come yet. The others are given, or would be at once when the run is finished.
func Waiting(results []Result, elapsed time.Duration) (n int) {
	for of := range byDevice(results) {
		heard := slices.ContainsFunc(of, func(r Result) bool { return r.heard() })
		for i := range of {
			r := &of[i]
			if r.State == Pending && !r.isEnough(elapsed) && (!heard || !r.mayBeLeftOut()) {
				n++
			}
		}
	}
	return n
}

// mayBeLeftOut reports whether a value has not come that need not.
func (r *Result) mayBeLeftOut() bool {
	return r.Check.Kind == checklist.Field && r.Reason.Code == NeverSeen && (r.Check.Value.Optional || r.Check.Value.AbsentMeans != nil)
}

// isEnough reports whether a verdict that is pending needs the end of the run only.
func (r *Result) isEnough(elapsed time.Duration) bool {
	c := r.Check
	switch r.Reason.Code {
	case Held, HeldButLost, InTime, Regular, ClockRight, Counted, Complete, AtRest, LeftOut:
		return true
	case NotKept, NotAsked:
		return c.Kind == checklist.Retained || c.Kind == checklist.Lint // the broker is asked at the end
	default:
		return r.hasAll(elapsed)
	}
}

// hasAll is that where the reason alone does not tell.
func (r *Result) hasAll(elapsed time.Duration) bool {
	c, code := r.Check, r.Reason.Code
	switch c.Kind {
	case checklist.Will:
		return true // it is known by what becomes of the others
	case checklist.Stuck:
		return r.heard() && elapsed > c.Within
	case checklist.Rate:
		return r.heard() && elapsed > c.Window
	case checklist.Lint:
		return code != TooFew && code != NeverSeen && code != NoTopic && code != OnlyRetained
	default:
		return false
	}
}
