package verify

import "time"

// leave notes that a person takes a device away: what it does not send says nothing, whoever
// judges it.
func (r *Run) leave(m *member, at time.Time) { r.setAway(m, true, at) }

// back notes that it is there again.
func (r *Run) back(m *member, at time.Time) {
	if m.out {
		r.setAway(m, false, at)
	}
}

// setAway tells the device, and the members of rules that its topics belong to.
func (r *Run) setAway(m *member, away bool, at time.Time) {
	m.out = away
	m.excuse(at)
	for _, on := range r.topics {
		if !on.isOf(m) {
			continue
		}
		for _, t := range on.targets {
			if t.as == asValue && t.member != m {
				t.member.out = away
				t.member.excuse(at)
			}
		}
	}
}

// isOf reports whether a topic is one of a device.
func (t *topic) isOf(m *member) bool {
	for i := range t.targets {
		if t.targets[i].member == m {
			return true
		}
	}
	return false
}

// excused reports whether a message says that a device is not online that a person has taken
// away: that is what was asked for, and is held against nobody.
func (t *topic) excused() bool {
	for i := range t.targets {
		if t := &t.targets[i]; t.as == asSignal && t.member.out && !t.member.on {
			return true
		}
	}
	return false
}

// excuse forgets what was open.
func (m *member) excuse(at time.Time) {
	for _, j := range m.judges {
		if j.often == nil { // a limit, which holds all the same
			j.void()
		}
		if j.rhythm != nil {
			j.rhythm.from = at
		}
	}
}
