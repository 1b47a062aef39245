package verify

import (
	"strings"
	"time"

	"github.com/tidwall/gjson"

	"mangrove/model/checklist"
	"mangrove/model/value"
)

// subject is the state of a device or a rule.
type subject struct {
	*checklist.Subject
	members []*member
	byName  map[string]*member // of the members that a rule names
	sets    []*set
	many    bool // a device that may have values on several topics
}

// member is a device, or a topic of a rule.
type member struct {
	of     *subject
	name   string
	topic  string // of a rule's; empty: none has come yet
	judges []*judge

	live     bool // a message came that was sent now
	hollow   bool // an empty one came that may be nobody's
	says     bool // it said now that it is online
	on       bool // that was the last that it said, whenever it was
	out      bool // a person has taken it away
	kept     bool // a message came that the broker had kept
	keptAt   time.Time
	keptCite []int
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
			m.judges = append(m.judges, newJudge(c))
		}
	}
	s.members = append(s.members, m)
	return m
}

// expects reports whether a topic belongs to a member that is wanted by name, and has not come.
func (s *subject) expects(topic string) bool {
	m := s.byName[s.Member(topic)]
	return m != nil && m.topic == ""
}

// expect makes a member that a rule wants by name.
func (s *subject) expect(name string) {
	if s.byName == nil {
		s.byName = map[string]*member{}
	}
	s.byName[name] = s.newMember(name)
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
		if j.verdict.State == Pending && j.verdict.Reason.Code == NeverSeen {
			j.verdict.Reason = Reason{Code: OnlyEmpty, At: h.at}
			j.verdict.Evidence = h.cite()
		}
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
		m.live = true
	case !m.kept:
		m.kept, m.keptAt, m.keptCite = true, h.at, h.cite()
	}
	for _, j := range m.judges {
		j.value(m, h)
	}
	for _, s := range m.of.sets {
		s.value(h)
	}
}

// signal judges what says whether a device can be reached.
func (m *member) signal(h *hearing) {
	says := strings.TrimSpace(string(h.message.Payload))
	if path := m.of.Online.Path; path != "" && strings.HasPrefix(says, "{") && value.IsJSON(h.message.Payload) {
		says = gjson.Get(says, path).String()
	}
	if m.on = says == m.of.Online.Online; m.on && h.live() {
		m.says = true
	}
	for _, j := range m.judges {
		switch j.check.Kind {
		case checklist.Online:
			j.online(m, says, h)
		case checklist.LWTTest:
			j.outage.signal(says, h)
		default: // which it says nothing of
		}
	}
}

// source judges a message that may tell of a device what does not stand in its values.
func (m *member) source(h *hearing, kind checklist.Kind, s checklist.Source) {
	if !value.IsJSON(h.message.Payload) || s.Where != "" && gjson.GetBytes(h.message.Payload, s.Where).String() != s.Is {
		return
	}
	found := gjson.GetBytes(h.message.Payload, s.Path)
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
	for _, m := range s.members {
		for _, j := range m.judges {
			j.pass(m, r, now)
		}
	}
}

func (s *subject) finish(end ending) {
	for _, m := range s.members {
		for _, j := range m.judges {
			if j.verdict.State == Pending && j.unheard(s, end.Run) {
				continue
			}
			j.finish(m, end)
		}
	}
	for _, one := range s.sets {
		if refused := end.deaf(s.Filters...); refused != "" && one.verdict.State == Pending {
			one.verdict.State, one.verdict.Reason = NotVerifiable, Reason{Code: Refused, Found: refused}
			continue
		}
		one.finish(s, end.lost)
	}
}

// unheard is the verdict where the broker did not take the subscription that the check needs.
func (j *judge) unheard(s *subject, r *Run) bool {
	if len(r.refused) == 0 {
		return false
	}
	needs := s.Filters
	switch {
	case j.check.Command != nil:
		needs = []string{j.check.Command.Reply}
	case (j.check.Kind == checklist.Online || j.check.Kind == checklist.LWTTest) && s.Online != nil:
		needs = []string{s.Online.Topic}
	case len(s.Sources[j.check.Kind]) > 0:
		needs = nil
		for _, source := range s.Sources[j.check.Kind] {
			needs = append(needs, source.Filter)
		}
	}
	refused := r.deaf(needs...)
	if refused != "" {
		j.verdict.State, j.verdict.Reason = NotVerifiable, Reason{Code: Refused, Found: excerpt(refused)}
	}
	return refused != ""
}
