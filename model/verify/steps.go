package verify

import (
	"slices"
	"time"

	"mangrove/model"
	"mangrove/model/checklist"
)

// steps are what somebody does in a run: tests that a person makes, and commands that are
// published. One is under way at a time, the commands first: a device without power obeys none.
type steps struct {
	outages  []*outage
	commands []*command
	current  *outage            // the one that a person is told of; nil: none
	sent     map[string][]*echo // what was published, by topic: it comes back to us
	allowed  bool               // to publish
}

// echoWithin is how long a command may take to come back to us.
const echoWithin = 30 * time.Second

// echo is a command that was published, and comes back once for each of our subscriptions. Its
// times are of the run.
type echo struct {
	payload string
	until   time.Duration // when it does not come any more
	came    time.Duration // when the first one came
	left    int           // how many may still come, and
	most    int           // could at first
}

// isOwn reports whether a message is a command of this run that the broker sends to us, too: it
// says nothing of any device. What else says the same is somebody's.
func (s *steps) isOwn(m *model.Message, now time.Duration) bool {
	return slices.ContainsFunc(s.sent[string(m.Topic)], func(e *echo) bool { return e.payload == string(m.Payload) && e.matches(m.Dup, now) })
}

// matches reports whether a message with the same bytes is the one that was sent. One that was sent again says so.
func (e *echo) matches(dup bool, now time.Duration) bool {
	first := e.left == e.most
	switch {
	case now > e.until:
		return false
	case dup && !first:
		return true
	case e.left == 0 || !first && now-e.came >= copyWithin:
		return false
	case first:
		e.came = now
	}
	e.left--
	return true
}

// addSteps notes what somebody has to do with a device.
func (r *Run) addSteps(s *subject, m *member) {
	for i, j := range m.judges {
		switch j.check.Kind {
		case checklist.LWTTest:
			j.outage = &outage{judge: j, run: r, member: m}
			j.verdict.Reason.Code = NotOnline
			r.steps.outages = append(r.steps.outages, j.outage)
		case checklist.Commanded:
			j.command = &command{judge: j}
			j.verdict.State, j.verdict.Reason.Code = NotVerifiable, NotAllowed
			r.steps.commands = append(r.steps.commands, j.command)
			r.filters.add(j.check.Command.Reply, target{subject: s, member: m, as: asReply, source: i})
		default: // which only listens
		}
	}
}

// AllowPublishing lets the commands be published. Without it they are not verifiable.
func (r *Run) AllowPublishing() {
	r.steps.allowed = true
	for _, c := range r.steps.commands {
		if c.verdict.Reason.Code == NotAllowed {
			c.verdict.State, c.verdict.Reason = Pending, Reason{Code: NotSentYet}
		}
	}
}

// Unattended tells that nobody is there to do anything: the tests that a person makes are
// left out, as far as they are not over.
func (r *Run) Unattended() {
	for _, o := range r.steps.outages {
		if !r.finished && !o.isOver() {
			itself := o.phase <= Ready
			o.leave(Reason{Code: Unattended})
			o.resolve(itself, r.latest)
		}
	}
}

// interruptSteps makes what is under way void: without a connection nobody knows how long it
// took.
func (r *Run) interruptSteps() {
	for _, o := range r.steps.outages {
		o.interrupt()
	}
	for _, c := range r.steps.commands {
		c.interrupt(r)
	}
}

// passSteps lets time pass for what is under way, and offers the next step.
func (r *Run) passSteps(now moment) {
	for _, c := range r.steps.commands {
		c.pass(r, now)
	}
	for _, o := range r.steps.outages {
		o.pass(r, now)
	}
	r.offer(now)
}

// offer picks the step that a person is told of. It stays until it is over; one whose device
// is not online gives way to one that can be done.
func (r *Run) offer(now moment) {
	s := &r.steps
	if s.current != nil && (s.current.isOver() || s.current.phase == Unready) {
		s.current = nil
	}
	if s.current != nil || r.since.IsZero() || slices.ContainsFunc(s.commands, (*command).waits) {
		return
	}
	for _, o := range s.outages {
		if o.isOver() {
			continue
		}
		if s.current == nil {
			s.current = o
		}
		if o.member.isOnline() {
			s.current = o
			o.offered(now)
			return
		}
	}
}

// Phase is how far a step is that a person takes.
type Phase uint8

// The phases.
const (
	Unready Phase = iota // the device is not online, so that there is nothing to be tested
	Ready                // it is to be done
	Pulled               // it is done, and the device has to go offline
	Gone                 // it is offline, and is to be put back
	settled              // the limit is over
)

// Step is what a person is to do now.
type Step struct {
	Device string // its id
	Check  *checklist.Check
	Phase  Phase
	Again  bool          // it was done before, and the connection was lost in the middle
	Early  bool          // the device has gone offline already, before the person said that it is done
	Left   time.Duration // until the limit of the phase; 0: there is none
	More   int           // steps after this one
}

// Step is the step that is to be done now. It is not ok when there is none.
func (r *Run) Step() (s Step, ok bool) {
	o := r.steps.current
	if o == nil || r.finished || o.isOver() {
		return s, false
	}
	for _, other := range r.steps.outages {
		if other != o && !other.isOver() {
			s.More++
		}
	}
	s.Device, s.Check, s.Phase, s.Again, s.Early = o.member.name, o.check, o.phase, o.again, o.phase == Ready && o.wentEarly()
	if limit, since := o.limit(); limit > 0 {
		s.Left = max(0, limit-(r.Elapsed(r.latest)-since))
	}
	return s, true
}

// Done tells that a person has done a step. It is not ok when that was not to be done now.
func (r *Run) Done(at time.Time, check *checklist.Check) (ok bool) {
	o := r.steps.of(check)
	if o == nil || r.finished || r.since.IsZero() || o.phase != Ready || o.isOver() {
		return false
	}
	r.advance(at)
	o.pulled(r, moment{at, r.Elapsed(at)})
	return true
}

// Skip tells why a person does not do a step. It is not ok when it is over, or there is no
// reason.
func (r *Run) Skip(at time.Time, check *checklist.Check, reason string) (ok bool) {
	o := r.steps.of(check)
	if o == nil || r.finished || o.isOver() || reason == "" {
		return false
	}
	itself := o.phase == Ready && !o.wentEarly()
	o.leave(Reason{Code: Skipped, Found: typed(reason), At: at})
	o.resolve(itself, at)
	r.offer(moment{at, r.Elapsed(at)})
	return true
}

func (s *steps) of(check *checklist.Check) *outage {
	if i := slices.IndexFunc(s.outages, func(o *outage) bool { return o.check == check }); i >= 0 {
		return s.outages[i]
	}
	return nil
}
