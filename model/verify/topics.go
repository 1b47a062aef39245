package verify

// What a run keeps at the most of topics: a broker may send more of them than there is memory
// for. What goes beyond counts as lost.
const (
	mostTopics = 500_000
	mostNames  = 512 << 20 // bytes
	mostJudges = 2_000_000 // besides those of the devices and members that the checklist names
)

// heardOf notes a topic that has come, and finds whom it is for. Where there is no room for
// it, a member of a rule that it would make counts as lost; a device, and a member that is
// waited for, are there already.
func (r *Run) heardOf(topic string) known {
	of, lost, made := known{topic: topic}, false, false
	full := len(r.topics) >= mostTopics || r.names+len(topic) > mostNames
	r.filters.matching(topic, func(t target) {
		if t.member == nil {
			expected := t.subject.expects(topic) && r.names < 2*mostNames
			if !expected && (full || r.judges+t.subject.each() > r.named+mostJudges) {
				lost = true
				return
			}
			if made = true; !expected {
				r.judges += t.subject.each()
			}
			t.member = t.subject.memberOf(topic)
		}
		of.targets = append(of.targets, t)
	})
	if lost {
		r.lost++
	}
	if made || !full && !lost {
		r.topics[topic] = of
		r.names += len(topic)
	}
	return of
}

// uncovered are filters without those that another one covers.
func uncovered(wanted []string) (all []string) {
	var known filters[string]
	there := make(map[string]bool, len(wanted))
	for _, f := range wanted {
		if !there[f] {
			there[f] = true
			known.add(f, f)
		}
	}
	for _, f := range wanted {
		covered := !there[f] // it is among them already
		known.matching(f, func(other string) { covered = covered || other != f })
		if there[f] = false; !covered {
			all = append(all, f)
		}
	}
	return all
}
