package verify

import (
	"hash/maphash"
	"time"

	"mangrove/model"
	"mangrove/model/checklist"
)

// target is whom a message on a topic is for, and as what.
type target struct {
	subject *subject
	member  *member // nil: the one of the topic, which is made when the first message comes
	as      purpose
	source  int // of its sources, for asSource; of the member's judges, for asReply
	kind    checklist.Kind
}

// topic is one that has come.
type topic struct {
	name    string
	targets []target
	holds   bool    // the broker keeps a message of it, as far as is known
	live    uint64  // hash of the latest payload that was sent now
	kept    uint64  // and of the latest that the broker had kept
	copies  *copies // nil: it comes by one of our subscriptions only
}

// again reports whether a message is one that was judged before: the broker sends what it
// keeps anew with each connection.
func (t *topic) again(m *model.Message, seed maphash.Seed) bool {
	sum := maphash.Bytes(seed, m.Payload)
	if !m.Retained {
		t.live = sum
		return false
	}
	again := sum == t.kept || sum == t.live
	t.kept = sum
	return again
}

// copyWithin is the time in which a broker sends all copies of a message.
const copyWithin = 100 * time.Millisecond

// copy reports whether a message is a copy of the one before: it comes once for each of our
// subscriptions, from some brokers.
func (t *topic) copy(at time.Time, m *model.Message, seed maphash.Seed) bool {
	c := t.copies
	if c == nil || m.Retained {
		return false
	}
	again := maphash.Bytes(seed, m.Payload) == t.live && !c.at.IsZero() && at.Sub(c.at).Abs() < copyWithin
	if again && c.come < c.most {
		c.come++
		return true
	}
	c.come, c.at = 0, at
	return false
}

// copies are those of the latest message of a topic that comes by several of our subscriptions.
type copies struct {
	at         time.Time // of the message
	most, come int
}

// purpose is what a topic is to a subject.
type purpose uint8

const (
	asValue purpose = iota
	asSignal
	asSource
	asReply
)

// judge judges a message.
func (r *Run) judge(at time.Time, m *model.Message) {
	if !m.Retained && r.steps.isOwn(m) {
		return
	}
	on, known := r.topics[string(m.Topic)]
	clears := !m.Retained && len(m.Payload) == 0 && (!known || on.holds)
	if clears && !known {
		r.empty(at, m)
		return // nothing says that there is something by that name
	}
	if !known {
		on = r.meet(string(m.Topic))
	}
	if on.copy(at, m, r.seed) {
		return
	}
	if m.Retained {
		on.holds = len(m.Payload) > 0
	} else if clears {
		on.holds = false
	}
	on.tell(&hearing{run: r, topic: on.name, at: at, elapsed: r.Elapsed(at), message: m, first: !known, again: on.again(m, r.seed), clears: clears})
}

// tell has a message judged by all that it is for: at first by those that it tells whether a
// device is there.
func (t *topic) tell(heard *hearing) {
	for i := range t.targets {
		if t := &t.targets[i]; t.as == asSignal {
			t.member.signal(heard)
		}
	}
	excused := t.excused()
	for i := range t.targets {
		switch t := &t.targets[i]; t.as {
		case asValue:
			if !excused {
				t.member.value(heard)
			}
		case asSource:
			t.member.source(heard, t.kind, t.subject.Sources[t.kind][t.source])
		case asReply:
			t.member.judges[t.source].reply(heard)
		case asSignal: // it was told
		}
	}
}

// empty tells devices of an empty message on a topic that nothing had come on: it may be of a
// device, or clear a message that nobody kept.
func (r *Run) empty(at time.Time, m *model.Message) {
	heard := &hearing{run: r, topic: string(m.Topic), at: at, elapsed: r.Elapsed(at), message: m}
	r.filters.matching(heard.topic, func(t target) {
		switch {
		case t.member == nil:
		case t.as == asValue:
			t.member.empty(heard)
		case t.as == asReply:
			t.member.judges[t.source].reply(heard)
		}
	})
}

// meet finds whom the messages on a topic are for. Where there is no room for it, a member of
// a rule that it would make counts as lost; a device, and a member that is waited for, are
// there already.
func (r *Run) meet(name string) *topic {
	on, lost, made := &topic{name: name}, false, false
	if n := r.subscribed.count(name); n > 1 {
		on.copies = &copies{most: n - 1}
	}
	full := len(r.topics) >= r.most.topics || r.names+len(name) > r.most.names || r.made >= r.most.checks
	r.filters.matching(name, func(t target) {
		if t.member == nil {
			expected := t.subject.expects(name) && r.names < 2*r.most.names
			if full && !expected {
				lost = true
				return
			}
			t.member, made = t.subject.memberOf(name), true
			if !expected {
				r.made += len(t.member.judges)
			}
		}
		on.targets = append(on.targets, t)
	})
	if lost {
		r.Lost(1)
	}
	if made || !full {
		r.names += len(name)
		r.topics[name] = on
	}
	return on
}
