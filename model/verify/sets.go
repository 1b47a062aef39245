package verify

import (
	"slices"

	"mangrove/model/checklist"
)

// namedAtMost is how many members a reason names.
const namedAtMost = 10

// set is how things stand with a check of all members of a rule together.
type set struct {
	check   *checklist.Check
	verdict Verdict
	names   map[string]bool // of the members that have come
	odd     []string        // those that were not expected
	lints   *linting        // of Lint
	left    []string        // the first of the expected ones that have not come, as a reason shows them
	looked  int             // how many of the expected ones were looked at for that
}

func newSets(of *checklist.Subject) (all []*set) {
	for _, c := range of.Checks {
		if c.OfSet() {
			all = append(all, &set{check: c, verdict: Verdict{State: Pending, Reason: Reason{Code: NoTopic}}, names: map[string]bool{}})
		}
	}
	return all
}

// joined notes a member that has come.
func (s *set) joined(of *subject, m *member) {
	if s.lints != nil || s.names[m.name] {
		return
	}
	s.names[m.name] = true
	s.verdict.Samples = len(s.names)
	if s.check.Kind == checklist.Count {
		s.counted()
		return
	}
	if of.byName[m.name] == nil {
		s.odd = append(s.odd, m.name)
		s.verdict.State, s.verdict.Reason = Fail, Reason{Code: Unexpected, N: len(s.odd), Names: firstOf(s.odd)}
		return
	}
	if s.verdict.State == Pending {
		s.missing(of)
	}
}

// value keeps the first message as evidence: it proves that there is a member.
func (s *set) value(h *hearing) {
	if s.verdict.Evidence == nil && s.lints == nil {
		s.verdict.Evidence = h.cite()
	}
}

// counted says how many there are. No topic at all is what is wanted only where that is
// said. What has come does not go away: more than the most have failed, and the least are
// enough where there is no most.
func (s *set) counted() {
	n, low, high := len(s.names), s.check.Low, s.check.High
	s.verdict.Reason = Reason{Code: Counted, N: n, Of: low}
	switch {
	case high >= 0 && n > high:
		s.verdict.State, s.verdict.Reason.Of = Fail, high
	case high < 0 && n >= low:
		s.verdict.State = Pass
	}
}

// missing says which members have not come. It looks at each expected one once, however
// often it is called.
func (s *set) missing(of *subject) {
	n := len(of.Members) - (len(s.names) - len(s.odd))
	if n == 0 {
		s.verdict.State, s.verdict.Reason = Pass, Reason{Code: Complete, N: len(of.Members)}
		return
	}
	s.left = slices.DeleteFunc(s.left, func(name string) bool { return s.names[name] })
	for ; len(s.left) < namedAtMost && s.looked < len(of.Members); s.looked++ {
		if name := of.Members[s.looked]; !s.names[name] {
			s.left = append(s.left, name)
		}
	}
	s.verdict.Reason = Reason{Code: Missing, N: n, Of: len(of.Members), Names: firstOf(s.left)}
}

func (s *set) finish(of *subject, lost int) {
	switch {
	case s.check.Kind == checklist.Members && len(s.odd) > 0:
		s.missing(of)
		why := s.verdict.Reason
		s.verdict.State = Fail
		s.verdict.Reason = Reason{Code: Unexpected, N: len(s.odd), Names: firstOf(s.odd)}
		if why.Code == Missing {
			s.verdict.Reason.Of, s.verdict.Reason.Others = why.N, why.Names
		}
	case s.verdict.State != Pending:
	case s.check.Kind == checklist.Members:
		s.missing(of)
		s.verdict.State = Fail
	case len(s.names) == 0 && s.check.Low < 0 && s.check.High > 0:
		s.verdict.State = Fail
	default:
		s.finishCount(lost)
	}
}

// finishCount passes when there are enough. Whether there are too many is not known when
// messages were lost.
func (s *set) finishCount(lost int) {
	s.counted()
	switch {
	case s.verdict.State != Pending:
	case len(s.names) < s.check.Low:
		s.verdict.State = Fail
	case lost > 0:
		s.verdict.State = Warn
		s.verdict.Reason = Reason{Code: CountedButLost, N: len(s.names), Of: lost}
	default:
		s.verdict.State = Pass
	}
}

// firstOf are the names that a reason shows.
func firstOf(names []string) []string {
	return slices.Clone(names[:min(len(names), namedAtMost)])
}
