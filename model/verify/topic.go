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
	shared  *shared // what is done once, however many devices it is for; nil: the message is for one subject
}

// shared is done with the messages of a filter that are about many devices together.
type shared struct {
	edge bool // they are of a node of Sparkplug
	take func(h *hearing)
}

// topic is one that has come.
type topic struct {
	name    string
	targets []target
	holds   bool    // the broker keeps a message of it, as far as is known
	lived   bool    // something was sent on it since
	live    uint64  // hash of the latest payload that was sent now
	kept    uint64  // and of the latest that the broker had kept
	edge    bool    // it is of a node of Sparkplug that the checklist is about
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
	asShared   // to many of them
	asStanding // of a node or device of Sparkplug
	asRoot     // the description that says which one that is
	asReach    // an availability that one names
	asBirth    // of the node of Sparkplug that has the will
)

// judge judges a message.
func (r *Run) judge(at time.Time, m *model.Message) {
	if !m.Retained && r.steps.isOwn(m, r.Elapsed(at)) {
		return
	}
	on, known := r.topics[string(m.Topic)]
	clears := !m.Retained && len(m.Payload) == 0 && (!known || on.clearable())
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
	on.keep(m, clears)
	heard := &hearing{run: r, topic: on.name, at: at, elapsed: r.Elapsed(at), message: m, first: !known, again: on.again(m, r.seed), clears: clears}
	r.order++
	if on.edge {
		r.follow(heard)
	}
	if r.discovery != nil {
		r.discovery.remember(heard)
	}
	on.tell(heard)
}

// clearable reports whether an empty message may be anybody's, who takes away what is kept: the
// broker kept a message, and nothing was sent since.
func (t *topic) clearable() bool { return t.holds && !t.lived }

// keep notes what a message says of what the broker keeps.
func (t *topic) keep(m *model.Message, clears bool) {
	if m.Retained {
		t.holds = len(m.Payload) > 0
		return
	}
	t.holds, t.lived = t.holds && !clears, t.lived || !clears
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
		switch t := &t.targets[i]; {
		case t.as == asSignal:
		case t.as == asValue && excused:
			t.strictly(heard)
		default:
			t.take(heard)
		}
	}
}

// take judges a message as what it is to the member.
func (t *target) take(h *hearing) {
	switch t.as {
	case asShared:
		t.shared.take(h)
	case asValue:
		if !isTrue(t.subject.Unless, h.message.Payload) {
			t.member.value(h)
		}
	case asSignal:
		t.member.signal(h)
	case asSource:
		t.member.source(h, t.kind, t.subject.Sources[t.kind][t.source])
	case asReply:
		t.member.judges[t.source].reply(h)
	case asStanding:
		t.member.standing(h)
	case asRoot:
		t.member.viaNamed(h)
	case asReach:
		t.member.reached(h)
	case asBirth:
		t.member.born(h)
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
	full := r.full(name)
	r.filters.matching(name, func(t target) {
		switch {
		case t.as == asShared:
			on.edge = on.edge || t.shared.edge
		case t.as == asValue && t.subject.excepts(name):
			return
		case t.member == nil:
			if full && !r.expects(t.subject, name) {
				lost = true
				return
			}
			t.member, made = r.memberOf(t.subject, name), true
		default:
			on.edge = on.edge || t.subject.Edge != nil
		}
		on.targets = append(on.targets, t)
	})
	if lost {
		r.lose(1)
	}
	if made || !full {
		r.names += len(name)
		r.topics[name] = on
	}
	return on
}

// full reports whether there is no room for another topic.
func (r *Run) full(topic string) bool {
	return len(r.topics) >= r.most.topics || r.names+len(topic) > r.most.names || r.made >= r.most.checks
}

// expects reports whether a topic is of a member that is waited for, for which there is room.
func (r *Run) expects(s *subject, topic string) bool {
	return s.expects(topic) && r.names < 2*r.most.names
}

// memberOf is the member of a rule that a topic is of; one that nobody waits for is made.
func (r *Run) memberOf(s *subject, topic string) *member {
	expected := r.expects(s, topic)
	m := s.memberOf(topic)
	if !expected {
		r.made += len(m.judges)
		r.addWill(m)
	}
	return m
}

// Refused tells that the broker did not take a subscription, which one of [Run.Filters] asks
// for: what it stands for is not heard.
func (r *Run) Refused(filter string) {
	if r.finished || r.refusedIs[filter] {
		return
	}
	if r.refusedIs == nil {
		r.refusedIs = map[string]bool{}
	}
	r.refusedIs[filter] = true
	r.refused = append(r.refused, filter)
	r.refusals.add(filter, filter)
}

// deaf is a refused filter that messages on one of these would have come by; empty: none.
func (r *Run) deaf(filters ...string) (refused string) {
	for _, f := range filters {
		r.refusals.matching(f, func(one string) { refused = one })
		if refused != "" {
			break
		}
	}
	return refused
}
