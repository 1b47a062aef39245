package verify

import (
	"hash/maphash"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/decode/sparkplug"
)

// Run judges a checklist by what comes, from Begin to Finish. It belongs to one goroutine.
type Run struct {
	list       *checklist.Checklist
	subjects   []*subject
	filters    filters[target]
	subscribed *filters[string]  // what has to be subscribed to
	wanted     []string          // of these, what is known from the beginning
	topics     map[string]*topic // those that have come
	seed       maphash.Seed
	evidence   map[int]Evidence // by its number

	began     time.Time
	since     time.Time     // from when on there is a connection; zero: there is none
	heard     time.Duration // for how long there was one, up to since
	longest   time.Duration // without a gap, and after the retained messages, up to since
	latest    time.Time     // that it was told of
	last      time.Time     // when it looked at what has not come
	proof     moment        // of the latest message: then the connection was alive
	missed    int           // how often something may have come that it knows nothing of
	whole     time.Time     // from when on it missed nothing; zero: there is no connection
	set       time.Duration // by how much our clock was set at the most while it ran
	setAt     time.Time
	gaps      []Gap
	lost      int
	most      limits
	names     int                     // bytes of the topics
	made      int                     // checks of members that the checklist does not name
	bytes     int                     // of the payloads and properties that are kept as evidence
	named     int                     // checks of those that it does
	cited     int                     // messages that have become evidence, whether they still are or not
	swept     int                     // how many of them had when it was last looked at which still are
	unkept    int                     // messages that would have been evidence, and were not kept
	refused   []string                // filters that the broker did not take, at some time
	refusals  filters[string]         // the same
	refusedIs map[string]bool         // the same, each once
	network   *sparkplug.Network      // nil: the checklist has nothing of Sparkplug
	position  uint64                  // of the latest message of it
	nodes     map[nodeName]*numbering // of Sparkplug, whose numbers are followed
	bridges   map[string]*bridge      // that devices speak through
	order     uint64                  // of the latest message
	discovery *discovery              // nil: the checklist has no device that only its discovery describes
	announced []announcement          // whose will is asked for
	listing   bool                    // the broker tells who is connected, and with which wills
	lints     map[string]*linting     // by the filter whose topics are looked at
	answering bool                    // what is judged is what the broker keeps, as it was asked
	granted   byte                    // the QoS that messages can come with at the most
	asked     bool                    // the broker has been asked what it keeps, at the end
	finished  bool
	steps     steps // what people do, and what is published
	waivers   atomic.Pointer[map[waived]checklist.Waiver]
}

// Gap is a time without a connection.
type Gap struct{ From, To time.Time }

// New makes a run that has not begun.
func New(list *checklist.Checklist) *Run {
	r := &Run{list: list, topics: map[string]*topic{}, evidence: map[int]Evidence{}, seed: maphash.MakeSeed(), most: usual, granted: 2}
	for _, s := range list.Subjects {
		r.add(s)
	}
	r.subscribed, r.wanted = new(filters[string]), r.wants()
	for _, f := range r.wanted {
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
	s := &subject{Subject: of, many: of.Device && (len(of.Filters) > 1 || strings.ContainsAny(strings.Join(of.Filters, ""), "+#"))}
	s.node = r.numberingOf(s)
	r.subjects = append(r.subjects, s)
	r.addWaivers(of)
	if !of.Device {
		s.sets = newSets(of)
		r.addLint(s)
		for _, name := range of.Members {
			r.addWill(s.expect(name))
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
	r.addWill(m)
	r.addVia(s, m)
	r.addEdge(s, m)
	r.addDescribed(s, m)
	r.addSteps(s, m)
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
func (r *Run) Filters() []string { return slices.Clone(r.wanted) }

// wants are the filters of all that the checklist looks at, as they are subscribed to.
func (r *Run) wants() []string {
	var wanted []string
	for _, s := range r.subjects {
		wanted = append(wanted, s.Filters...)
		if s.Online != nil && slices.ContainsFunc(bySignal, s.asks) {
			wanted = append(wanted, s.Online.Topic)
		}
		wanted = append(append(wanted, s.viaFilters()...), s.edgeFilters()...)
		if s.Described != nil {
			wanted = append(wanted, s.Described.Filters()...)
		}
		for _, c := range s.Checks {
			if c.Command != nil {
				wanted = append(wanted, c.Command.Reply)
			}
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

// Asked tells that the broker has been asked for [Run.Unkept], and that all that it keeps of
// these has come.
func (r *Run) Asked() {
	r.asked = true
	for _, l := range r.lints {
		l.answered()
	}
}

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
	r.missedEdges()
	r.missedLint()
	r.missedWills()
	r.listing = false
	r.interruptSteps()
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
	r.missedLint()
	r.missedWills()
	r.lose(messages)
}

// lose notes messages that were not judged.
func (r *Run) lose(messages int) {
	r.lost += messages
	r.missedEdges()
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
	r.answering = true
	r.judge(at, m)
	r.answering = false
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
	if r.network != nil {
		r.passEdges(at)
	}
	for _, s := range r.subjects {
		s.pass(r, now)
	}
	r.passSteps(now)
}

// Due reports whether the deadline is over. Nothing that is sent after it is judged; the run
// ends with Finish.
func (r *Run) Due(at time.Time) bool {
	return r.list.Deadline > 0 && !r.began.IsZero() && r.Elapsed(at) >= r.list.Deadline
}

// tick is how often the run looks at what has not come.
const tick = 100 * time.Millisecond

// moment is a time, and how long the run had a connection by then.
type moment struct {
	at      time.Time
	elapsed time.Duration
}

// Finish ends the run: what was never seen has failed, or is pending where the deadline was still
// to come, and what held of enough messages has passed.
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
	if r.network != nil {
		r.passEdges(at)
	}
	for _, o := range r.steps.outages {
		if len(o.doubted) > 0 {
			o.resolve(true, at)
		}
	}
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

// Evidence is a message that a verdict names by its number.
func (r *Run) Evidence(number int) Evidence { return r.hidden(r.evidence[number]) }
