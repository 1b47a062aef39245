package verify

import (
	"slices"
	"strings"
	"time"

	"github.com/tidwall/gjson"

	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/value"
)

// subject is the state of a device or a rule.
type subject struct {
	*checklist.Subject
	members []*member
	byName  map[string]*member // of the members that a rule names
	sets    []*set
	many    bool       // a device that may have values on several topics
	node    *numbering // of Sparkplug, whose numbers it asks for; nil: of none
}

// member is a device, or a topic of a rule.
type member struct {
	of     *subject
	name   string
	topic  string // of a rule's; empty: none has come yet
	judges []*judge
	strict []*judge // copies of some, while it is not known whether a person has taken it away

	live     bool // a message came that was sent now
	hollow   bool // an empty one came that may be nobody's
	says     bool // it said now that it is online
	on       bool // that was the last that it said, whenever it was
	out      bool // a person has taken it away
	kept     bool // a message came that the broker had kept
	keptAt   time.Time
	keptCite []int

	missed    int       // what the run had missed when it was last heard live
	described described // of a device that only its discovery describes
	via       via       // what it speaks through
	unnamed   bool      // data came with metrics that no birth has named
}

// asks reports whether a kind of check is wanted of it.
func (s *subject) asks(kind checklist.Kind) bool {
	for _, c := range s.Checks {
		if c.Kind == kind {
			return true
		}
	}
	return false
}

func (s *subject) newMember(name string) *member {
	m := &member{of: s, name: name}
	for _, c := range s.Checks {
		if !c.OfSet() {
			j := newJudge(c)
			if c.Kind == checklist.Seq && c.Path == "" && s.Edge != nil {
				j.numbering = s.node
			}
			m.judges = append(m.judges, j)
		}
	}
	s.members = append(s.members, m)
	return m
}

// excepts reports whether a topic that a filter of the subject matches is not its own.
func (s *subject) excepts(topic string) bool {
	return slices.ContainsFunc(s.Except, func(f string) bool { return model.Match(f, topic) })
}

// isTrue reports whether there is a true at one of some paths in a payload.
func isTrue(paths []string, payload []byte) bool {
	return slices.ContainsFunc(paths, func(path string) bool {
		return path != "" && value.IsJSON(payload) && gjson.GetBytes(payload, path).Type == gjson.True
	})
}

// expects reports whether a topic belongs to a member that is wanted by name, and has not come.
func (s *subject) expects(topic string) bool {
	m := s.byName[s.Member(topic)]
	return m != nil && m.topic == ""
}

// expect makes a member that a rule wants by name.
func (s *subject) expect(name string) *member {
	if s.byName == nil {
		s.byName = map[string]*member{}
	}
	s.byName[name] = s.newMember(name)
	return s.byName[name]
}

// memberOf is the member that a topic belongs to.
func (s *subject) memberOf(topic string) *member {
	name := s.Member(topic)
	m := s.byName[name]
	if m == nil || m.topic != "" {
		m = s.newMember(name)
	}
	m.topic = topic
	for _, one := range s.sets {
		one.joined(s, m)
	}
	return m
}

// empty notes a message that may be nobody's.
func (m *member) empty(h *hearing) {
	m.hollow = true
	for _, j := range m.judges {
		j.empty(h)
	}
}

// empty notes it where nothing else has come.
func (j *judge) empty(h *hearing) {
	if j.verdict.State == Pending && j.verdict.Reason.Code == NeverSeen {
		j.verdict.Reason = Reason{Code: OnlyEmpty, At: h.at}
		j.verdict.Evidence = h.cite()
	}
	for _, part := range j.parts {
		part.empty(h)
	}
}

// value judges a message on one of the topics that a member's values come on. One that takes
// away what the broker kept is anybody's.
func (m *member) value(h *hearing) {
	if h.clears {
		for _, j := range m.judges {
			j.cleared(h)
		}
		return
	}
	switch {
	case h.live():
		m.live, m.missed = true, h.run.missed
		m.via.order = h.run.order
	case !m.kept:
		m.kept, m.keptAt, m.keptCite = true, h.at, h.cite()
	}
	if m.of.Edge != nil {
		m.standing(h)
		m.noteNamed(h)
	}
	for _, j := range m.judges {
		j.value(m, h)
	}
	for _, j := range m.strict {
		j.value(m, h)
	}
	for _, s := range m.of.sets {
		s.value(h)
	}
}

// signal judges what says whether a device can be reached.
func (m *member) signal(h *hearing) {
	if h.clears {
		m.willCleared()
		return // it says nothing of the device
	}
	says := wordOf(m.of.Online, h.message.Payload)
	online, known := m.of.Online.Means(says)
	if m.on = online; m.on && h.live() {
		m.says = true
	}
	for _, j := range m.judges {
		switch j.check.Kind {
		case checklist.Online:
			j.online(m, says, h)
		case checklist.LWTTest:
			j.outage.signal(says, h)
		case checklist.Will:
			j.willSaid(m, online, known, h)
		default: // which it says nothing of
		}
	}
}

// wordOf is what a payload says of whether something can be reached.
func wordOf(s *checklist.Signal, payload []byte) string {
	says := strings.TrimSpace(string(payload))
	if s.Path != "" && strings.HasPrefix(says, "{") && value.IsJSON(payload) {
		says = gjson.Get(says, s.Path).String()
	}
	return says
}

// source judges a message that may tell of a device what does not stand in its values.
func (m *member) source(h *hearing, kind checklist.Kind, s checklist.Source) {
	found, ok := valueAt(h.message.Payload, s.Path)
	if !ok || len(h.message.Payload) == 0 || s.Where != "" && gjson.GetBytes(h.message.Payload, s.Where).String() != s.Is || isTrue(s.Unless[:], h.message.Payload) {
		return
	}
	if at := strings.Index(found.Str, s.Behind); s.Behind != "" && at >= 0 {
		found.Str = found.Str[at+len(s.Behind):]
		found.Raw = found.Str
	}
	for _, j := range m.judges {
		if j.lived && h.again { // it is as it was before the device said something else
			continue
		}
		if j.check.Kind == kind && (found.Exists() || j.verdict.State == Pending && j.verdict.Reason.Code != NoAnswer) {
			j.told(m, found, s.Path, h)
		}
	}
}

func (s *subject) pass(r *Run, now moment) {
	for _, one := range s.sets {
		one.lintSoFar()
	}
	for _, m := range s.members {
		for _, j := range m.judges {
			j.pass(m, r, now)
		}
		for _, j := range m.strict {
			j.pass(m, r, now)
		}
	}
}

func (s *subject) finish(end ending) {
	for _, m := range s.members {
		for _, j := range m.judges {
			if j.will != nil || j.verdict.State == Pending && j.unheard(m, end.Run) {
				continue // a will is known by what becomes of the others
			}
			before := j.verdict
			j.finish(m, end)
			end.reopen(j.check, &j.verdict, before)
		}
		m.finishWill(end)
	}
	for _, one := range s.sets {
		if refused := end.deaf(s.Filters...); refused != "" && one.verdict.State == Pending {
			one.verdict.State, one.verdict.Reason = NotVerifiable, Reason{Code: Refused, Found: refused}
			continue
		}
		before := one.verdict
		if one.lints != nil {
			one.finishLint(end)
		} else {
			one.finish(s, end.lost)
		}
		end.reopen(one.check, &one.verdict, before)
	}
}

// unheard is the verdict where the broker did not take the subscription that the check needs.
func (j *judge) unheard(m *member, r *Run) bool {
	refused := j.refusedBy(m, r)
	if refused != "" {
		j.verdict.State, j.verdict.Reason = NotVerifiable, Reason{Code: Refused, Found: excerpt(refused)}
	}
	return refused != ""
}

// bySignal are the checks of what says whether a device can be reached.
var bySignal = []checklist.Kind{checklist.Online, checklist.LWTTest, checklist.Will}

// refusedBy is the subscription that the check needs and the broker did not take, empty when it
// took all of them.
func (j *judge) refusedBy(m *member, r *Run) string {
	if len(r.refused) == 0 {
		return ""
	}
	s := m.of
	needs := s.Filters
	switch {
	case j.check.Command != nil:
		needs = []string{j.check.Command.Reply}
	case slices.Contains(bySignal, j.check.Kind) && s.Online != nil:
		needs = []string{s.Online.Topic}
	case s.Edge != nil:
		needs = slices.Concat(needs, s.edgeFilters())
	case s.Described != nil:
		needs = m.described.needs(s.Described, j.check.Kind)
	case len(s.Sources[j.check.Kind]) > 0:
		needs = nil
		for _, source := range s.Sources[j.check.Kind] {
			needs = append(needs, source.Filter)
		}
	}
	return r.deaf(needs...)
}
