package verify

import (
	"slices"
	"strings"
	"time"

	"mangrove/model/checklist"
)

// willing is what is known of the will of a device. A subscriber does not see it: it is known by
// what the convention of the device keeps on the topic of its will, by its birth, by a test in
// which its power was taken away, or by a broker that tells who is connected.
type willing struct {
	run     *Run
	topic   string // that the broker keeps a message on, which says how the device stands; empty: none that is known
	online  bool   // that it is online is the last that it said there
	at      time.Time
	cited   []int
	heard   bool      // something came on the topic of its will
	named   time.Time // of a birth of Sparkplug that names the will; zero: none came
	listed  time.Time // when a client with such a will was connected; zero: there was none
	wanted  string    // the topic of its will, or with a / at its end what that begins with; empty: it is not known
	listing string    // the topic of the will of that client
}

// addWill notes what the will of a member is known by.
func (r *Run) addWill(m *member) {
	for _, j := range m.judges {
		if j.check.Kind != checklist.Will {
			continue
		}
		s := m.of
		j.will = &willing{run: r}
		switch {
		case s.Online != nil:
			j.will.wanted = s.Online.Topic
		case s.Edge != nil:
			node := checklist.Edge{Group: s.Edge.Group, Node: s.Edge.Node}
			j.will.wanted = node.Topic("DEATH")
			r.filters.add(node.Topic("BIRTH"), target{subject: s, member: m, as: asBirth})
		}
		r.announced = append(r.announced, announcement{j, m})
	}
}

// announcement is a member of which a will is asked for.
type announcement struct {
	*judge
	member *member
}

// missedWills forgets what the broker keeps: it may have been cleared.
func (r *Run) missedWills() {
	for _, a := range r.announced {
		a.will.topic = ""
	}
}

// Wills tells the topics of the wills of all clients that are connected to the broker now. Only a
// broker of our own says that.
func (r *Run) Wills(at time.Time, topics []string) {
	if r.finished || r.since.IsZero() {
		return
	}
	r.listing = true
	known := make(map[string]string, len(topics))
	for _, topic := range topics {
		known[topic] = topic
		for i := range len(topic) {
			if topic[i] == '/' {
				known[topic[:i+1]] = topic
			}
		}
	}
	for _, a := range r.announced {
		wanted := a.will.wanted
		if wanted == "" {
			wanted = a.member.below()
		}
		if topic, is := known[wanted]; is && wanted != "" {
			a.will.listed, a.will.listing = at, topic
			a.announces(a.member, r)
		}
	}
}

// below is what all topics of a member of a rule begin with; empty where nothing says that.
func (m *member) below() string {
	if m.of.Device || m.of.Level < 0 || m.topic == "" {
		return ""
	}
	end := 0
	for range m.of.Level + 1 {
		next := strings.IndexByte(m.topic[end:], '/')
		if next < 0 {
			return ""
		}
		end += next + 1
	}
	return m.topic[:end]
}

// willSaid takes what a message says on the topic of the will.
func (j *judge) willSaid(m *member, online, known bool, h *hearing) {
	w := j.will
	switch {
	case len(h.message.Payload) == 0:
		if h.live() {
			w.topic = ""
		}
		return
	case !known:
	case !h.live():
		w.topic, w.at, w.online, w.cited = h.topic, h.at, online, h.cite()
	default:
		w.online = online // which may be kept, or not
	}
	w.heard = true
	j.announces(m, h.run)
}

// willReached takes what a topic says of a device that only its discovery describes.
func (m *member) willReached(h *hearing) {
	for _, j := range m.judges {
		if j.will != nil && m.of.Online == nil {
			j.willSaid(m, true, true, h)
		}
	}
}

// born takes the birth of a node of Sparkplug: the number in it is that of its will
// [tck-id-topics-nbirth-bdseq-included].
func (m *member) born(h *hearing) {
	if !h.live() {
		return
	}
	node, known := h.run.network.Unit(h.topic, h.at)
	for _, j := range m.judges {
		if j.will == nil {
			continue
		}
		if j.will.heard = true; known && node.BdSeq >= 0 {
			j.will.named, j.will.cited = h.at, h.cite()
		}
		j.announces(m, h.run)
	}
}

// announces gives the verdict as it stands.
func (j *judge) announces(m *member, r *Run) {
	state, why, cited := j.announced(m, r)
	j.verdict.State, j.verdict.Reason, j.verdict.Evidence = state, why, cited
	if state == Pass {
		j.verdict.Samples = 1
	}
}

// announced is what is known of a will, and by what: what the broker says and a test of it tell
// more than any rule.
func (j *judge) announced(m *member, r *Run) (State, Reason, []int) {
	w := j.will
	if !w.listed.IsZero() { // the broker knows
		return Pass, Reason{Code: WillListed, Found: excerpt(w.listing), At: w.listed}, nil
	}
	if state, why, cited := m.tested(); state != Pending {
		return state, why, cited
	}
	switch {
	case r.listing && w.wanted != "" && m.lives():
		return Pending, Reason{Code: WillNotListed, Found: excerpt(w.wanted)}, nil
	case !w.named.IsZero():
		return Pass, Reason{Code: WillNamed, At: w.named}, w.cited
	case w.topic == "" || !m.of.isWill(w.topic) || m.described.via:
	case w.online && !m.lives():
		return Pending, Reason{Code: OnlyRetained, At: w.at}, w.cited
	default:
		return Pass, Reason{Code: WillKept, Found: excerpt(w.topic), At: w.at}, w.cited
	}
	if m.heard(w) {
		return Pending, Reason{Code: WillUnseen}, nil
	}
	return Pending, j.verdict.Reason, j.verdict.Evidence
}

// tested is what a test of the member's outage says of its will; pending: nothing.
func (m *member) tested() (State, Reason, []int) {
	o := m.outage()
	if o == nil {
		return Pending, Reason{}, nil
	}
	switch went, why := o.showed(); {
	case went:
		return Pass, Reason{Code: WillSeen, Span: o.span, At: why.At}, o.verdict.Evidence
	case why.Code == NotOffline:
		return Fail, Reason{Code: NoWillSeen, Limit: why.Limit}, nil
	}
	return Pending, Reason{}, nil
}

// lives reports whether the member has sent something now.
func (m *member) lives() bool { return m.live || m.says }

// heard reports whether anything was, of the member or on the topic of its will.
func (m *member) heard(w *willing) bool { return m.lives() || m.kept || w.heard }

// isWill reports whether the will of a device is on a topic, by its convention or by what
// describes it.
func (s *subject) isWill(topic string) bool {
	return s.onlyDescribed() || s.Online != nil && s.Online.Will && s.Online.Topic == topic
}

// outage is the test of the member's will; nil: there is none.
func (m *member) outage() *outage {
	i := slices.IndexFunc(m.judges, func(j *judge) bool { return j.outage != nil })
	if i < 0 {
		return nil
	}
	return m.judges[i].outage
}

// showed reports whether the device went offline after its power was taken away, which only its
// will can have said. Before that it may have said goodbye.
func (o *outage) showed() (went bool, why Reason) {
	why = o.verdict.Reason
	switch o.verdict.State {
	case Pass:
		return true, why
	case Fail:
		return !o.early && slices.Contains([]Code{OfflineLate, BackLate, NotBack}, why.Code), why
	default:
		return false, Reason{}
	}
}

// finishWill is for the end of the run. What a subscriber cannot see is not verifiable; it fails
// where the device was never seen, or a test has shown that there is none.
func (j *judge) finishWill(m *member, end ending) {
	if j.verdict.State != Pending {
		return
	}
	w, heard := j.will, m.heard(j.will)
	switch code := j.verdict.Reason.Code; {
	case m.of.onlyDescribed() && j.finishDescribed(m):
	case code == WillNotListed, code == OnlyRetained, code == OnlyEmpty:
		j.verdict.State = NotVerifiable
	case !heard:
		j.verdict.State, j.verdict.Reason = Fail, Reason{Code: NeverSeen}
	case !w.heard && m.of.onlyBorn():
		j.verdict.Reason = Reason{Code: WillUnborn}
	case w.heard && !end.asked && len(j.willTopics(m)) > 0:
		j.verdict.Reason = Reason{Code: NotAsked}
	default:
		j.verdict.State, j.verdict.Reason = NotVerifiable, Reason{Code: WillUnseen}
	}
}

// finishWill gives the verdict on the will of a member, as far as it could be heard.
func (m *member) finishWill(end ending) {
	for _, j := range m.judges {
		if j.will == nil {
			continue
		}
		if j.announces(m, end.Run); j.verdict.State == Pending && j.unheard(m, end.Run) {
			continue
		}
		before := j.verdict
		j.finishWill(m, end)
		end.reopen(j.check, &j.verdict, before)
	}
}

// willCleared takes it that the broker keeps nothing any more on the topic of the will.
func (m *member) willCleared() {
	for _, j := range m.judges {
		if j.will != nil {
			j.will.topic = ""
			j.announces(m, j.will.run)
		}
	}
}

// onlyDescribed reports whether only discovery messages say how a device is known to be online.
func (s *subject) onlyDescribed() bool { return s.Described != nil && s.Online == nil }

// onlyBorn reports whether only births and deaths of Sparkplug do.
func (s *subject) onlyBorn() bool { return s.Edge != nil && s.Online == nil }

// willTopics are those of which the broker is to be asked whether it keeps them.
func (j *judge) willTopics(m *member) []string {
	switch s := m.of; {
	case j.check.Kind != checklist.Will || j.will.topic != "":
		return nil
	case s.Online != nil && s.Online.Will:
		return []string{s.Online.Topic}
	case s.onlyDescribed():
		return m.described.listened(asReach)
	}
	return nil
}
