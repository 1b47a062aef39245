package learn

import (
	"hash/maphash"
	"slices"
	"strings"
	"time"

	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/lint"
)

const (
	mostMembers = 1_000 // that a rule lists; more are counted
	namingFrom  = 50    // topics of which all have names of one form
)

// leaves are the topics that are left to rules, and how many were left out for which reason.
func (l *Learner) leaves(left omitted) (root *node) {
	root = &node{}
	for _, t := range l.topics {
		if t.owned {
			continue
		}
		levels := model.Levels(t.name)
		switch {
		case isDescription(levels):
			left.topic(Description, t.name)
		case lint.IsCommand(t.name):
			left.topic(Commands, t.name)
		case t.kept == 0 && t.live == 0: // only cleared
		default:
			root.add(t)
		}
	}
	return root
}

// isDescription: Home Assistant's discovery, and that of Tasmota, describe devices to others.
func isDescription(levels []string) bool {
	n := len(levels)
	return n >= 4 && levels[0] == "homeassistant" && levels[n-1] == "config" || n == 4 && levels[0] == "tasmota" && levels[1] == "discovery"
}

// rules are those for the topics that no device has.
func (l *Learner) rules(end time.Time, left omitted) (all []*Subject) {
	s := &sorter{maphash.MakeSeed()}
	sets := l.apart(s.sets(l.leaves(left), 0))
	slices.SortFunc(sets, func(a, b *set) int { return slices.Compare(a.levels, b.levels) })
	for _, one := range sets {
		name, ok := one.written()
		if !ok {
			left.topics(Braces, one.topics)
			continue
		}
		if !slices.ContainsFunc(one.topics, func(t *topic) bool { return l.comesAgain(t, end) }) {
			for _, t := range one.topics {
				left.topic(t.rare(), t.name)
			}
			continue
		}
		if r := l.rule(name, one, end, left); len(r.Lines) > 0 {
			all = append(all, r)
		} else {
			left.topics(Unchecked, one.topics)
		}
	}
	return append(all, l.naming()...)
}

// comesAgain reports whether a topic can be expected at another time.
func (l *Learner) comesAgain(t *topic, end time.Time) bool {
	return t.isKept(l.asked) || t.live >= likelyFrom || l.group([]*topic{t}, false, end).periodic
}

// rare is why a topic that does not come again has no rule.
func (t *topic) rare() LeftCode {
	if t.live+t.kept == 1 {
		return Once
	}
	return Rare
}

// apart takes sets apart whose filters match other topics, too.
func (l *Learner) apart(sets []*set) (all []*set) {
	in := map[string]*set{}
	matchers := &matcher{}
	for _, one := range sets {
		for _, t := range one.topics {
			in[t.name] = one
		}
		if one.named >= 0 {
			matchers.add(one)
		}
	}
	odd := map[*set]bool{}
	for name := range l.topics {
		matchers.match(model.Levels(name), func(one *set) {
			if in[name] != one {
				odd[one] = true
			}
		})
	}
	for _, one := range sets {
		if !odd[one] {
			all = append(all, one)
			continue
		}
		for _, t := range one.topics {
			levels := model.Levels(t.name)
			all = append(all, &set{levels: levels, any: make([]bool, len(levels)), named: -1, topics: []*topic{t}})
		}
	}
	return all
}

// matcher finds the sets whose filter matches a topic.
type matcher struct {
	next map[string]*matcher
	any  *matcher
	here []*set
}

func (m *matcher) add(s *set) {
	for i, level := range s.levels {
		to := &m.any
		if !s.any[i] {
			if m.next == nil {
				m.next = map[string]*matcher{}
			}
			one := m.next[level]
			if one == nil {
				one = &matcher{}
				m.next[level] = one
			}
			m = one
			continue
		}
		if *to == nil {
			*to = &matcher{}
		}
		m = *to
	}
	m.here = append(m.here, s)
}

func (m *matcher) match(levels []string, do func(*set)) {
	if len(levels) == 0 {
		for _, s := range m.here {
			do(s)
		}
		return
	}
	if next := m.next[levels[0]]; next != nil {
		next.match(levels[1:], do)
	}
	if m.any != nil {
		m.any.match(levels[1:], do)
	}
}

// written is the topic of a rule as a checklist has it; not ok where a level of it would be
// taken for a name.
func (s *set) written() (topic string, ok bool) {
	levels := slices.Clone(s.levels)
	for i, level := range levels {
		switch {
		case i == s.named:
			levels[i] = "{" + s.nameOf(i) + "}"
		case s.any[i]:
			levels[i] = "+"
		case len(level) > 2 && level[0] == '{' && level[len(level)-1] == '}':
			return "", false
		}
	}
	return strings.Join(levels, "/"), true
}

// nameOf is what the members are called: as the level above them, which names them all.
func (s *set) nameOf(at int) string {
	above := ""
	if at > 0 && !s.any[at-1] {
		above = s.levels[at-1]
	}
	one, plural := strings.CutSuffix(above, "s")
	switch {
	case plural && len(one) > 2 && !strings.HasSuffix(one, "s") && !strings.HasSuffix(one, "u") && isWord(one):
		return one
	case isID(s.names[0]):
		return "id"
	}
	return "name"
}

func isWord(s string) bool {
	return strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz") == ""
}

func namesOf(topics []*topic) (names []string) {
	for _, t := range topics {
		names = append(names, t.name)
	}
	return names
}

// rule is what holds of a set of topics.
func (l *Learner) rule(topic string, of *set, end time.Time, left omitted) *Subject {
	s := &Subject{Keys: []Key{{"topic", topic}}, Topics: len(of.topics)}
	s.names = namesOf(of.topics)
	g := l.group(of.topics, false, end)
	if of.named >= 0 {
		n := len(of.names)
		check, why := &checklist.Check{Kind: checklist.Members}, Basis{Code: Listed, N: n, Sure: Sure}
		if s.Members = slices.Sorted(slices.Values(of.names)); n > mostMembers || l.left[ManyTopics] > 0 {
			s.Members, check = nil, &checklist.Check{Kind: checklist.Count, Low: n, High: -1}
		}
		s.Lines = append(s.Lines, Line{check, why})
	}
	if line, ok := g.kept(); ok {
		s.Lines = append(s.Lines, line)
	}
	if line, ok := g.qos(); ok {
		s.Lines = append(s.Lines, line)
	}
	if g.periodic {
		s.Lines = append(s.Lines, g.interval)
	}
	s.Lines = append(s.Lines, g.payloads(left)...)
	return s
}
