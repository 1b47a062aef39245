package verify

import (
	"slices"

	"mangrove/model/checklist"
)

// limiting are the checks that bound whatever there is, and expect nothing to be there.
var limiting = []checklist.Kind{checklist.Naming, checklist.Lint, checklist.Size, checklist.Rate}

// Knows reports whether the checklist expects something on a topic. A rule that only bounds
// whatever comes, as one for names does, expects nothing.
func (r *Run) Knows(topic string) (known bool) {
	r.filters.matching(topic, func(t target) {
		switch {
		case known:
		case t.subject == nil:
			known = t.shared != nil && t.shared.edge
		case t.subject.Device:
			known = true
		default:
			known = t.as == asValue && slices.ContainsFunc(t.subject.Checks, func(c *checklist.Check) bool { return !slices.Contains(limiting, c.Kind) })
		}
	})
	return known
}
