package verify

import (
	"slices"
	"time"

	"mangrove/model/checklist"
)

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
	for _, one := range r.with(m) {
		one.out = away
		one.excuse(at)
	}
}

// with are a device and the members of rules that its topics belong to.
func (r *Run) with(m *member) (all []*member) {
	all = []*member{m}
	for _, on := range r.topics {
		if !on.isOf(m) {
			continue
		}
		for _, t := range on.targets {
			if t.as == asValue && t.member != m {
				all = append(all, t.member)
			}
		}
	}
	return all
}

// doubt has what the device does from now on judged in two ways, as nobody knows whether a
// person has taken it away: its checks as if one had, and copies of them as of any other device.
func (o *outage) doubt() {
	for _, m := range o.run.with(o.member) {
		if m.strict == nil {
			m.strict = m.copies()
			o.doubted = append(o.doubted, m)
		}
	}
}

// resolve ends the doubt: the device went by itself, so that the copies hold, or it was taken
// away by a person and is there again.
func (o *outage) resolve(itself bool, at time.Time) {
	for _, m := range o.doubted {
		if itself {
			m.takeStrictly()
		}
	}
	o.believe()
	if !itself {
		o.run.back(o.member, at)
	} else if o.member.out {
		for _, m := range o.run.with(o.member) {
			m.out = false
		}
	}
}

// believe ends the doubt: a person has taken the device away.
func (o *outage) believe() {
	for _, m := range o.doubted {
		m.strict = nil
	}
	o.doubted = nil
}

// takeStrictly has the copies of its checks hold.
func (m *member) takeStrictly() {
	for _, s := range m.strict {
		s.strict = false
		*m.judges[slices.IndexFunc(m.judges, func(j *judge) bool { return j.check == s.check })] = *s
	}
}

// copies are those of the checks that hold less against a member that is away.
func (m *member) copies() (all []*judge) {
	for _, j := range m.judges {
		switch j.check.Kind {
		case checklist.Interval, checklist.Stuck, checklist.Seq, checklist.Field, checklist.Types, checklist.Schema, checklist.Size:
			if j.numbering == nil {
				all = append(all, j.copy())
			}
		default: // which do not
		}
	}
	return all
}

func (j *judge) copy() *judge {
	c := *j
	c.strict = true
	if j.rhythm != nil {
		r := *j.rhythm
		r.gaps = slices.Clone(r.gaps)
		c.rhythm = &r
	}
	c.parts = nil
	for _, part := range j.parts {
		c.parts = append(c.parts, part.copy())
	}
	c.still, c.sequence = j.still.copy(), j.sequence.copy()
	return &c
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

// strictly judges a message that says that a member is not online, as of any other device.
func (t *target) strictly(h *hearing) {
	if isTrue(t.subject.Unless, h.message.Payload) {
		return
	}
	for _, j := range t.member.strict {
		j.value(t.member, h)
	}
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
