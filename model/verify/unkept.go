package verify

import "mangrove/model/checklist"

// Unkept are the filters of what is to be kept by the broker, or not to be, as far as that is
// not known: it sends what it keeps with a new subscription.
func (r *Run) Unkept() (wanted []string) {
	for _, s := range r.subjects {
		for _, m := range s.members {
			for _, j := range m.judges {
				if j.check.Kind == checklist.Retained && j.verdict.State == Pending {
					if m.topic != "" {
						wanted = append(wanted, m.topic)
					} else {
						wanted = append(wanted, s.Filters...)
					}
				}
			}
		}
	}
	for _, a := range r.announced {
		if a.verdict.State == Pending {
			wanted = append(wanted, a.willTopics(a.member)...)
		}
	}
	for _, l := range r.lints {
		wanted = append(wanted, l.ask(r.latest)...)
	}
	return uncovered(wanted)
}
