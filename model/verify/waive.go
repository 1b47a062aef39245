package verify

import (
	"maps"

	"mangrove/model/checklist"
)

// waived is what a waiver is for.
type waived struct {
	check  *checklist.Check
	member string // of a rule; empty: all of them, or the device
}

// addWaivers notes what a checklist accepts though it does not pass.
func (r *Run) addWaivers(of *checklist.Subject) {
	for _, c := range of.Checks {
		for _, w := range c.Waivers {
			r.Waive(c, w)
		}
	}
}

// Waive accepts that a check does not pass; the verdict stays what it is. Other than the rest
// of a run, it may be called by any goroutine.
func (r *Run) Waive(c *checklist.Check, w checklist.Waiver) {
	for {
		before := r.waivers.Load()
		after := map[waived]checklist.Waiver{}
		if before != nil {
			maps.Copy(after, *before)
		}
		after[waived{c, w.Member}] = w
		if r.waivers.CompareAndSwap(before, &after) {
			return
		}
	}
}

// waiver is the one for a verdict; nil: there is none, or it needs none.
func (r *Run) waiver(c *checklist.Check, m *member, state State) *checklist.Waiver {
	all := r.waivers.Load()
	if all == nil || !state.Open() {
		return nil
	}
	if m != nil && !m.of.Device {
		if w, ok := (*all)[waived{c, m.name}]; ok {
			return &w
		}
	}
	if w, ok := (*all)[waived{c, ""}]; ok {
		return &w
	}
	return nil
}

// Open reports whether somebody has to see to a check: it has not passed.
func (s State) Open() bool { return s != Pass && s != Warn && s != Waived }
