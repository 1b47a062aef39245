package verify

import (
	"strings"

	"github.com/tidwall/gjson"

	"mangrove/model/checklist"
)

// judge is how things stand with one check of one member.
type judge struct {
	check     *checklist.Check
	verdict   Verdict
	rhythm    *rhythm            // of Interval
	often     *often             // of Rate
	clock     *clocks            // of Skew
	still     *onTopic[still]    // of Stuck
	from      string             // of Field: the topic that the value has come on; empty: on none yet
	sequence  *onTopic[sequence] // of Seq
	numbering *numbering         // of Seq, where the messages of a node of Sparkplug share their numbers; nil: else
	came      bool               // of Seq: a number has
	lived     bool               // one of its samples was sent now
	outage    *outage            // of LWTTest
	command   *command           // of Commanded
	will      *willing           // of Will
	parts     []*judge           // of Types: one for each value
	strict    bool               // it holds all against a member that is away, too
	missed    int                // what the run had missed when it was last told of something
}

func newJudge(c *checklist.Check) *judge {
	j := &judge{check: c, verdict: Verdict{State: Pending}}
	switch c.Kind {
	case checklist.Interval:
		j.rhythm = &rhythm{}
	case checklist.Rate:
		j.often = &often{}
	case checklist.Skew:
		j.clock = &clocks{}
	case checklist.Stuck:
		j.still = &onTopic[still]{}
	case checklist.Seq:
		j.sequence = &onTopic[sequence]{}
	case checklist.Types:
		for _, part := range c.Parts {
			j.parts = append(j.parts, newJudge(part))
		}
	default: // the verdict is all there is
	}
	j.verdict.Reason.Code = NeverSeen
	return j
}

// set gives the verdict, with the message that it rests on.
func (j *judge) set(state State, why Reason, h *hearing) {
	j.verdict.State, j.verdict.Reason = state, why
	if h != nil {
		j.verdict.Evidence = h.cite()
	}
}

// failed reports whether nothing can mend the verdict any more.
func (j *judge) failed() bool { return j.verdict.State == Fail }

// value judges a message of the member's values.
func (j *judge) value(m *member, h *hearing) {
	j.catchUp(h.run)
	switch j.check.Kind {
	case checklist.Present:
		j.present(h)
	case checklist.Online, checklist.Battery:
		j.alive(m)
	case checklist.Retained:
		j.retained(h)
	case checklist.Naming:
		j.naming(h)
	case checklist.QoS, checklist.Size, checklist.Schema, checklist.Field, checklist.Types:
		if !h.again {
			j.each(m, h)
		}
	case checklist.Interval:
		j.interval(h)
	case checklist.Rate:
		j.rate(h)
	case checklist.Skew:
		j.skew(m, h)
	case checklist.Stuck:
		j.stuck(m, h)
	case checklist.Seq:
		j.seq(m, h)
	case checklist.Will:
		j.announces(m, h.run)
	default: // told by other topics, or of the set
	}
}

// each judges what has to hold of every message, once for each.
func (j *judge) each(m *member, h *hearing) {
	switch j.check.Kind {
	case checklist.QoS:
		j.qos(h)
	case checklist.Size:
		n := len(h.message.Payload)
		j.sample(h, Reason{Code: TooLarge, N: n, Of: int(j.check.Bytes)}, int64(n) <= j.check.Bytes)
	case checklist.Schema:
		j.schema(h)
	case checklist.Types:
		j.types(m, h)
	default:
		j.field(m, h)
	}
}

// sample counts a message that what holds of every message was looked for in. The first
// violation that is not let pass decides, whatever comes after it.
func (j *judge) sample(h *hearing, otherwise Reason, fits bool) {
	j.verdict.Samples++
	j.lived = j.lived || h.live()
	if !fits {
		j.verdict.Violations++
	}
	switch {
	case j.failed() || j.verdict.State == NotVerifiable:
	case j.verdict.Violations > j.check.Allow:
		j.set(Fail, otherwise, h)
	case j.verdict.Evidence == nil:
		j.verdict.Evidence = h.cite()
		fallthrough
	default:
		j.verdict.Reason = Reason{Code: TooFew, N: j.verdict.Samples, Of: j.check.Samples}
		if j.verdict.Samples >= j.check.Samples {
			j.verdict.Reason = Reason{Code: Held, N: j.verdict.Samples}
		}
	}
}

func (j *judge) present(h *hearing) {
	switch {
	case j.verdict.State == Pass:
	case !h.live():
		if j.verdict.Reason.Code == NeverSeen {
			j.verdict.Reason = Reason{Code: OnlyRetained, At: h.at}
			j.verdict.Evidence = h.cite()
		}
	case j.failed() || j.check.Within > 0 && h.elapsed > j.check.Within:
		if j.verdict.Reason.Code != Late || j.verdict.Reason.At.IsZero() {
			j.set(Fail, Reason{Code: Late, Span: h.elapsed, Limit: j.check.Within, At: h.at}, h)
		}
	default:
		j.set(Pass, Reason{Code: Seen, At: h.at, Found: h.topic}, h)
	}
}

// retained judges whether the broker keeps a message: it sends those with a subscription.
func (j *judge) retained(h *hearing) {
	switch {
	case h.live() && len(h.message.Payload) == 0 && j.verdict.State == Pass: // which may clear it
		j.set(Pending, Reason{Code: NotKept}, h)
	case h.live():
		if j.verdict.Reason.Code == NeverSeen {
			j.verdict.Reason = Reason{Code: NotKept}
			j.verdict.Evidence = h.cite()
		}
	case len(h.message.Payload) == 0: // which clears one
	case j.check.Kept:
		if j.verdict.State != Pass {
			j.set(Pass, Reason{Code: Kept, At: h.at}, h)
		}
	case !j.failed():
		j.set(Fail, Reason{Code: Kept, At: h.at}, h)
	}
}

// cleared takes it that what the broker kept was taken away.
func (j *judge) cleared(h *hearing) {
	if j.check.Kind == checklist.Retained && j.verdict.State == Pass {
		j.set(Pending, Reason{Code: NotKept}, h)
	}
}

// naming looks at each topic once: it does not change.
func (j *judge) naming(h *hearing) {
	if !h.first || j.failed() {
		return
	}
	j.verdict.Samples++
	topic := h.topic
	if j.check.Pattern.MatchString(topic) {
		j.set(Pass, Reason{Code: Fits, Found: topic, Want: j.check.Pattern.String()}, h)
		return
	}
	j.verdict.Violations = 1
	j.set(Fail, Reason{Code: NoMatch, Found: topic, Want: j.check.Pattern.String()}, h)
}

// qos judges the delivered QoS, which is never above the subscription's.
func (j *judge) qos(h *hearing) {
	if got := h.message.QoS; got < j.check.QoS && h.run.granted < j.check.QoS && !j.failed() {
		j.verdict.Samples++
		j.set(NotVerifiable, Reason{Code: LowGranted, N: int(got), Of: int(h.run.granted)}, h)
		return
	}
	j.sample(h, Reason{Code: LowQoS, N: int(h.message.QoS), Of: int(j.check.QoS)}, h.message.QoS >= j.check.QoS)
}

// allowFor takes back what was said of messages that could not come with more.
func (j *judge) allowFor(granted byte) {
	if j.check.Kind == checklist.QoS && j.verdict.Reason.Code == LowQoS && granted < j.check.QoS {
		j.verdict.State = NotVerifiable
		j.verdict.Reason.Code, j.verdict.Reason.Of = LowGranted, int(granted)
	}
}

// online judges what says whether a device can be reached. What the broker kept of it may
// be of a device that is gone: it counts once the device itself has been heard.
func (j *judge) online(m *member, says string, h *hearing) {
	s := m.of.Online
	if online, known := s.Means(says); known {
		j.saysOnline(m, online, h)
		return
	}
	j.set(Pending, Reason{Code: SaysOther, Found: excerpt(says), Want: s.Online}, h)
}

func (j *judge) saysOnline(m *member, online bool, h *hearing) {
	if !online {
		j.set(Pending, Reason{Code: SaysOffline, At: h.at}, h)
		return
	}
	m.says = m.says || h.live()
	j.set(Pass, Reason{Code: SaysOnline, At: h.at}, h)
	if !m.live && !m.says {
		j.verdict.State, j.verdict.Reason.Code = Pending, OnlyRetained
	}
}

// alive takes what the broker kept for true, as the device has been heard.
func (j *judge) alive(m *member) {
	if m.live && j.verdict.State == Pending && j.verdict.Reason.Code == OnlyRetained {
		j.verdict.State, j.verdict.Reason.Code = Pass, SaysOnline
		if j.check.Kind == checklist.Battery {
			j.verdict.Reason.Code = Fits
		}
	}
}

// told judges a value that is compared with a bound. The latest counts.
func (j *judge) told(m *member, found gjson.Result, path string, h *hearing) {
	want := j.check.Bound.String()
	if !found.Exists() {
		j.set(Pending, Reason{Code: NoAnswer, Want: path}, h)
		return
	}
	j.verdict.Samples++
	j.lived = j.lived || h.live()
	shown := excerpt(found.String())
	holds, ok := false, false
	if j.check.Kind == checklist.Battery {
		charge, number := numberOf(found)
		holds, ok = j.check.Bound.HoldsNumber(charge), number
	} else if found.Type == gjson.String || found.Type == gjson.Number {
		holds, ok = j.check.Bound.Holds(strings.Trim(found.Raw, `"`))
	}
	switch {
	case !ok:
		j.set(Fail, Reason{Code: NoNumber, Found: shown, Want: want}, h)
	case holds && j.check.Kind == checklist.Battery && !h.live() && !m.live: // it may be empty since
		j.set(Pending, Reason{Code: OnlyRetained, Found: shown, Want: want, At: h.at}, h)
	case holds:
		j.set(Pass, Reason{Code: Fits, Found: shown, Want: want}, h)
	default:
		j.set(Fail, Reason{Code: FitsNot, Found: shown, Want: want}, h)
	}
}

// pass lets time pass. A silence is held against a device only when a message has come after
// its end, of whatever device: until then it may be the connection that is dead, which it
// takes a while to find out.
func (j *judge) pass(m *member, r *Run, now moment) {
	switch j.check.Kind {
	case checklist.Present:
		if j.refusedBy(m, r) == "" {
			j.late(now, r.proof)
		}
	case checklist.Interval:
		if j.catchUp(r); (!m.out || j.strict) && j.refusedBy(m, r) == "" {
			j.judgeSilence(r, now)
		}
	case checklist.Seq:
		if j.numbering != nil {
			j.numbers()
		}
	default: // only messages tell
	}
}

// late judges what has not come in its time.
func (j *judge) late(now, proof moment) {
	within := j.check.Within
	if within == 0 || now.elapsed <= within || j.verdict.State != Pending {
		return
	}
	if j.verdict.Reason.Code != OnlyRetained {
		j.verdict.Reason = Reason{Code: Late, Span: now.elapsed, Limit: within}
	}
	if proof.elapsed > within {
		j.verdict.State = Fail
	}
}

// catchUp forgets what was open when the run missed something.
func (j *judge) catchUp(r *Run) {
	if j.missed == r.missed {
		return
	}
	j.missed = r.missed
	j.void()
}

// void forgets what is open.
func (j *judge) void() {
	switch {
	case j.rhythm != nil:
		j.rhythm.void()
	case j.often != nil:
		j.often.void()
	case j.still != nil:
		j.still.each((*still).void)
	case j.sequence != nil:
		j.sequence.each((*sequence).void)
	}
}
