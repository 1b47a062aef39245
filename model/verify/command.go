package verify

import (
	"time"

	"github.com/tidwall/gjson"

	"mangrove/model/checklist"
)

// mostSendings is how often a command is published at the most: again when the connection was
// lost before its time was over.
const mostSendings = 3

// command is one that is published, and the reply that is awaited. Its times are of the run.
type command struct {
	*judge
	times  int           // it was published
	open   bool          // its reply is awaited
	closed bool          // its time is over
	sent   time.Duration // when it was published
	quiet  time.Duration // not before it is published again: a reply to the time before may come
	before bool          // the message before it was sent was what is expected already
	missed int           // what the run had missed when it was published
}

// Sending is a command that is being published.
type Sending struct {
	Check *checklist.Check
	of    *command
	time  int
}

// waits reports whether a command is still to be published, or is under way.
func (c *command) waits() bool {
	return c.verdict.State == Pending && !c.closed && (c.open || c.times < mostSendings)
}

// Send gives the command that is to be published now, which counts as published from now on.
// It is not ok when there is none: one is under way, there is no connection, or it is not
// allowed.
func (r *Run) Send(at time.Time) (s Sending, ok bool) {
	if !r.steps.allowed || r.finished || r.since.IsZero() || r.began.IsZero() || r.Due(at) {
		return s, false
	}
	r.advance(at)
	for _, c := range r.steps.commands {
		if !c.waits() {
			continue
		}
		now := r.Elapsed(at)
		if c.open || now < c.quiet {
			return s, false
		}
		if refused := r.deaf(c.check.Command.Reply); refused != "" {
			c.verdict.State, c.verdict.Reason = NotVerifiable, Reason{Code: Refused, Found: excerpt(refused)}
			continue
		}
		c.times++
		c.open, c.sent, c.missed = true, now, r.missed
		c.verdict.Reason, c.verdict.Evidence = Reason{Code: Awaited, Limit: c.check.Within}, nil
		r.remember(c.check.Command, now)
		return Sending{c.check, c, c.times}, true
	}
	return s, false
}

// remember notes what comes back to us where we subscribe to it.
func (r *Run) remember(c *checklist.Command, now time.Duration) {
	if r.steps.sent == nil {
		r.steps.sent = map[string][]*echo{}
	}
	copies := max(1, r.subscribed.count(c.Topic))
	r.steps.sent[c.Topic] = append(r.steps.sent[c.Topic], &echo{payload: c.Payload, until: now + echoWithin, left: copies, most: copies})
}

// Sent tells that the broker has taken a command, or that it was written at QoS 0.
func (r *Run) Sent(at time.Time, s Sending) {
	if s.of.check.Command.QoS > 0 && s.of.isOpen(s) && !r.since.IsZero() {
		r.proof = moment{at, max(r.proof.elapsed, r.Elapsed(at))} // it was the broker that said so
	}
}

// NotSent tells that a command could not be published, and why; empty: the connection ended,
// and it is done again.
func (r *Run) NotSent(_ time.Time, s Sending, why string) {
	switch c := s.of; {
	case r.finished || !c.isOpen(s) || c.verdict.State != Pending:
	case why == "":
		c.interrupt(r)
	default:
		c.end(Fail, Reason{Code: NotSent, Found: why}, nil)
	}
}

func (c *command) isOpen(s Sending) bool { return c.open && c.times == s.time }

// end decides.
func (c *command) end(state State, why Reason, h *hearing) {
	c.open, c.closed = false, true
	c.verdict.Samples = 1
	c.set(state, why, h)
}

// interrupt makes it void: it is published again.
func (c *command) interrupt(r *Run) {
	if c.verdict.State != Pending || !c.open && !c.closed {
		return
	}
	c.open, c.closed, c.quiet = false, false, r.heard+c.check.Within
	if !r.since.IsZero() {
		c.quiet = r.Elapsed(r.latest) + c.check.Within
	}
	c.verdict.Reason, c.verdict.Evidence = Reason{Code: Interrupted}, nil
}

// reply judges a message that may be the reply: the first one that is as expected. What the
// broker had kept is of before, and so is what came before the command was published.
func (j *judge) reply(h *hearing) {
	c := j.command
	if h.topic == j.check.Command.Topic || j.verdict.State != Pending {
		return
	}
	where, found, fits := answers(h.message.Payload, j.check.Command.Expect)
	span, limit := h.elapsed-c.sent, j.check.Within
	switch {
	case !c.open && !c.closed || span < 0:
		c.before = fits
	case !h.live():
		c.before = c.before || fits
	case !fits && span <= limit:
		j.set(Pending, Reason{Code: OtherReply, Found: found, Want: where, Limit: limit}, h)
	case !fits:
	case span > limit:
		c.late(span, h)
	case c.before:
		c.end(Warn, Reason{Code: SaidBefore, Span: span, Limit: limit, At: h.at}, h)
	default:
		c.end(Pass, Reason{Code: Replied, Span: span, Limit: limit, Found: excerpt(h.topic), At: h.at}, h)
	}
}

// late judges a reply that came after its time; where messages were lost, it may not be the first.
func (c *command) late(span time.Duration, h *hearing) {
	if c.missed != h.run.missed {
		c.interrupt(h.run)
		c.before = true
		return
	}
	c.end(Fail, Reason{Code: RepliedLate, Span: span, Limit: c.check.Within, At: h.at}, h)
}

// answers reports whether a payload is what is expected, and if not, which value is otherwise.
func answers(payload []byte, expect []checklist.Expected) (where, found string, fits bool) {
	for _, e := range expect {
		v, readable := valueAt(payload, e.Path)
		switch {
		case v.Exists():
		case !readable:
			return e.Path, excerpt(string(payload)), false
		case e.Value.AbsentMeans != nil:
			v = gjson.Parse(*e.Value.AbsentMeans)
		case e.Value.Optional:
			continue
		default:
			return e.Path, "", false
		}
		if _, fits := checkValue(v, e.Value); !fits {
			return e.Path, excerpt(v.Raw), false
		}
	}
	return "", "", true
}

// pass lets time pass, as [outage.pass] has it.
func (c *command) pass(r *Run, now moment) {
	limit := c.check.Within
	if c.verdict.State != Pending || !c.open && !c.closed || now.elapsed-c.sent <= limit {
		return
	}
	if c.missed != r.missed {
		c.interrupt(r)
		return
	}
	c.open, c.closed = false, true
	if c.verdict.Reason.Code != OtherReply {
		c.verdict.Reason = Reason{Code: NoReply, Limit: limit}
	}
	if r.proof.elapsed-c.sent > limit {
		c.verdict.State = Fail
	}
}

// finish is for the end of the run.
func (c *command) finish(end ending) {
	switch {
	case c.open && end.elapsed-c.sent <= c.check.Within:
		c.verdict.Reason = Reason{Code: TooEarly, Span: end.elapsed - c.sent, Limit: c.check.Within}
	case c.open || c.closed:
		if c.verdict.Reason.Code != OtherReply {
			c.verdict.Reason = Reason{Code: NoReply, Limit: c.check.Within}
		}
		if c.verdict.State = Fail; c.missed != end.missed {
			c.verdict.State, c.verdict.Reason = Pending, Reason{Code: Interrupted}
		}
	default: // it was not published, or is void, as it says
	}
}
