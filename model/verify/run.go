package verify

import (
	"hash/maphash"
	"slices"
	"strings"
	"time"

	"mangrove/model"
	"mangrove/model/checklist"
)

// Run judges a checklist by what comes, from Begin to Finish. It belongs to one goroutine.
type Run struct {
	list       *checklist.Checklist
	subjects   []*subject
	filters    filters[target]
	subscribed *filters[string]  // what has to be subscribed to
	topics     map[string]*topic // those that have come
	seed       maphash.Seed
	evidence   map[int]Evidence // by its number

	began    time.Time
	since    time.Time     // from when on there is a connection; zero: there is none
	heard    time.Duration // for how long there was one, up to since
	longest  time.Duration // without a gap, and after the retained messages, up to since
	latest   time.Time     // that it was told of
	last     time.Time     // when it looked at what has not come
	proof    moment        // of the latest message: then the connection was alive
	missed   int           // how often something may have come that it knows nothing of
	whole    time.Time     // from when on it missed nothing; zero: there is no connection
	set      time.Duration // by how much our clock was set at the most while it ran
	setAt    time.Time
	gaps     []Gap
	lost     int
	most     limits
	names    int      // bytes of the topics
	made     int      // checks of members that the checklist does not name
	bytes    int      // of the payloads and properties that are kept as evidence
	named    int      // checks of those that it does
	cited    int      // messages that have become evidence, whether they still are or not
	swept    int      // how many of them had when it was last looked at which still are
	unkept   int      // messages that would have been evidence, and were not kept
	refused  []string // filters that the broker did not take, at some time
	granted  byte     // the QoS that messages can come with at the most
	asked    bool     // the broker has been asked what it keeps, at the end
	finished bool
}

// Gap is a time without a connection.
type Gap struct{ From, To time.Time }

// target is whom a message on a topic is for, and as what.
type target struct {
	subject *subject
	member  *member // nil: the one of the topic, which is made when the first message comes
	as      purpose
	source  int // of its sources, for asSource
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
)

// New makes a run that has not begun.
func New(list *checklist.Checklist) *Run {
	r := &Run{list: list, topics: map[string]*topic{}, evidence: map[int]Evidence{}, seed: maphash.MakeSeed(), most: usual, granted: 2}
	for _, s := range list.Subjects {
		r.add(s)
	}
	r.subscribed = new(filters[string])
	for _, f := range r.Filters() {
		r.subscribed.add(f, f)
	}
	for _, s := range r.subjects {
		for _, m := range s.members {
			r.named += len(m.judges)
		}
	}
	return r
}

// add makes the state of a subject, and notes which topics are for it.
func (r *Run) add(of *checklist.Subject) {
	s := &subject{Subject: of, many: of.Device && (len(of.Filters) > 1 || strings.ContainsAny(of.Filters[0], "+#"))}
	r.subjects = append(r.subjects, s)
	if !of.Device {
		s.sets = newSets(of)
		for _, name := range of.Members {
			s.expect(name)
		}
		r.filters.add(of.Filters[0], target{subject: s})
		return
	}
	m := s.newMember(of.ID)
	for _, f := range of.Filters {
		r.filters.add(f, target{subject: s, member: m})
	}
	if of.Online != nil {
		r.filters.add(of.Online.Topic, target{subject: s, member: m, as: asSignal})
	}
	for kind, sources := range of.Sources {
		if !s.asks(kind) {
			continue
		}
		for i, source := range sources {
			r.filters.add(source.Filter, target{subject: s, member: m, as: asSource, source: i, kind: kind})
		}
	}
}

// Filters are what has to be subscribed to, none of which another one covers, and no two of
// which overlap if that can be had.
func (r *Run) Filters() (all []string) {
	var wanted []string
	for _, s := range r.subjects {
		wanted = append(wanted, s.Filters...)
		if s.Online != nil && s.asks(checklist.Online) {
			wanted = append(wanted, s.Online.Topic)
		}
		for kind, sources := range s.Sources {
			for _, source := range sources {
				if s.asks(kind) {
					wanted = append(wanted, source.Filter)
				}
			}
		}
	}
	return disjoint(uncovered(wanted))
}

// Begin starts the run, with a connection.
func (r *Run) Begin(at time.Time) {
	r.began, r.since, r.latest, r.last, r.whole = at, at, at, at, at
}

// Granted tells the QoS that the broker granted at the least. Messages may have come before
// it was known.
func (r *Run) Granted(qos byte) {
	if r.granted == qos || r.finished {
		return
	}
	r.granted = qos
	for _, s := range r.subjects {
		for _, m := range s.members {
			for _, j := range m.judges {
				j.allowFor(qos)
			}
		}
	}
}

// Refused tells that the broker did not take a subscription, which one of [Run.Filters] asks
// for: what it stands for is not heard.
func (r *Run) Refused(filter string) {
	if !r.finished && !slices.Contains(r.refused, filter) {
		r.refused = append(r.refused, filter)
	}
}

// deaf is a refused filter that messages on one of these would have come by; empty: none.
func (r *Run) deaf(filters ...string) string {
	for _, f := range filters {
		for _, refused := range r.refused {
			if model.Covers(refused, f) {
				return refused
			}
		}
	}
	return ""
}

// Asked tells that the broker has been asked for [Run.Unkept], and that all that it keeps of
// these has come.
func (r *Run) Asked() { r.asked = true }

// Elapsed is for how long there was a connection: what a run's times are counted in.
func (r *Run) Elapsed(at time.Time) time.Duration {
	if r.since.IsZero() {
		return r.heard
	}
	return r.heard + max(0, at.Sub(r.since))
}

// Disconnected tells that there is no connection any more: every clock stands still, and
// the silences that are open say nothing.
func (r *Run) Disconnected(at time.Time) {
	if r.since.IsZero() || r.finished {
		return
	}
	r.longest = r.unbroken(at)
	r.heard, r.since = r.Elapsed(at), time.Time{}
	r.gaps, r.proof = append(r.gaps, Gap{From: at}), moment{}
	r.miss(time.Time{})
}

// miss notes that something may have come that the run knows nothing of, and from when on it
// misses nothing again: the silences that were open are void.
func (r *Run) miss(until time.Time) {
	r.missed++
	r.whole = until
}

// unbroken is the longest time with a connection that had no gap, after the retained
// messages have been replayed.
func (r *Run) unbroken(at time.Time) time.Duration {
	if r.since.IsZero() {
		return r.longest
	}
	return max(r.longest, r.Elapsed(at)-max(r.heard, r.list.Settle))
}

// smallStep is by how much times may differ that are not told in their order.
const smallStep = time.Second

// advance notices that our clock was set. The run's own time goes on from where it was.
func (r *Run) advance(at time.Time) {
	step := at.Round(0).Sub(r.latest.Round(0)) - at.Sub(r.latest) // what the monotonic clock knows nothing of
	if back := at.Sub(r.latest); back <= -smallStep {
		step = back
		r.longest = r.unbroken(r.latest)
		if !r.since.IsZero() {
			r.heard, r.since = r.Elapsed(r.latest), at
		}
		r.latest, r.last, r.proof = at, at, moment{}
		r.miss(r.since)
	} else if back > 0 {
		r.latest = at
	}
	if step.Abs() >= smallStep {
		if r.setAt = at; step.Abs() > r.set.Abs() {
			r.set = step
		}
	}
}

// Connected tells that there is a connection again.
func (r *Run) Connected(at time.Time) {
	if !r.since.IsZero() || r.finished {
		return
	}
	r.since, r.whole = at, at
	if n := len(r.gaps); n > 0 {
		r.gaps[n-1].To = at
	}
}

// Lost tells of messages that did not reach the run, though they were sent.
func (r *Run) Lost(messages int) {
	if r.finished || messages <= 0 {
		return
	}
	r.lost += messages
	if r.since.IsZero() {
		r.miss(time.Time{})
		return
	}
	r.miss(r.latest)
}

// Message judges a message. Its slices are borrowed.
func (r *Run) Message(at time.Time, m *model.Message) {
	if r.finished || r.began.IsZero() {
		return
	}
	if r.advance(at); !m.Retained && r.Due(at) {
		return
	}
	r.proof = moment{at: at, elapsed: r.Elapsed(at)}
	r.judge(at, m)
	r.Tick(at)
}

// Kept judges a message that the broker keeps, as it says when it is asked on another
// connection: that says nothing of ours. Its slices are borrowed.
func (r *Run) Kept(at time.Time, m *model.Message) {
	if r.finished || r.began.IsZero() {
		return
	}
	r.advance(at)
	r.judge(at, m)
}

// judge judges a message.
func (r *Run) judge(at time.Time, m *model.Message) {
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
	heard := &hearing{run: r, topic: on.name, at: at, elapsed: r.Elapsed(at), message: m, first: !known, again: on.again(m, r.seed), clears: clears}
	for i := range on.targets {
		t := &on.targets[i]
		switch t.as {
		case asValue:
			t.member.value(heard)
		case asSignal:
			t.member.signal(heard)
		case asSource:
			t.member.source(heard, t.kind, t.subject.Sources[t.kind][t.source])
		}
	}
}

// empty tells devices of an empty message on a topic that nothing had come on: it may be of a
// device, or clear a message that nobody kept.
func (r *Run) empty(at time.Time, m *model.Message) {
	heard := &hearing{run: r, topic: string(m.Topic), at: at, elapsed: r.Elapsed(at), message: m}
	r.filters.matching(heard.topic, func(t target) {
		if t.member != nil && t.as == asValue {
			t.member.empty(heard)
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

// Tick lets time pass: what had to come by now has not.
func (r *Run) Tick(at time.Time) {
	if r.finished || r.began.IsZero() {
		return
	}
	if r.advance(at); at.Sub(r.last) < tick || r.Due(at) { // what is beyond the deadline counts for nothing
		return
	}
	r.last = at
	if r.since.IsZero() {
		return
	}
	now := moment{at, r.Elapsed(at)}
	for _, s := range r.subjects {
		s.pass(r, now)
	}
}

// Due reports whether the deadline is over. Nothing that is sent after it is judged; the run
// ends with Finish.
func (r *Run) Due(at time.Time) bool {
	return r.list.Deadline > 0 && !r.began.IsZero() && r.Elapsed(at) >= r.list.Deadline
}

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
	return uncovered(wanted)
}

// tick is how often the run looks at what has not come.
const tick = 100 * time.Millisecond

// moment is a time, and how long the run had a connection by then.
type moment struct {
	at      time.Time
	elapsed time.Duration
}

// Finish ends the run: what was never seen has failed, and what held of enough messages
// has passed.
func (r *Run) Finish(at time.Time) {
	if r.finished {
		return
	}
	if !r.began.IsZero() {
		r.advance(at)
	}
	if beyond := r.Elapsed(at) - r.list.Deadline; r.list.Deadline > 0 && beyond > 0 && !r.since.IsZero() {
		at = at.Add(-beyond) // the broker took so long to say what it keeps
	}
	r.longest = r.unbroken(at)
	end := ending{moment{at, r.Elapsed(at)}, r}
	for _, s := range r.subjects {
		s.finish(end)
	}
	r.finished, r.last = true, at
	if n := len(r.gaps); n > 0 && r.gaps[n-1].To.IsZero() {
		r.gaps[n-1].To = at
	}
}

// ending is when a run ended.
type ending struct {
	moment
	*Run
}

// Finished reports whether the run is over.
func (r *Run) Finished() bool { return r.finished }

// Evidence is a message that a verdict names by its number.
func (r *Run) Evidence(number int) Evidence { return r.evidence[number] }
