package verify

import (
	"slices"
	"strings"
	"time"

	"mangrove/model/checklist"
	devices "mangrove/model/device"
	"mangrove/model/lint"
)

// mostAsked are the topics of which a broker is asked at the end what it keeps.
const mostAsked = 2_000

// linting looks for what is unwise about the topics of a filter.
type linting struct {
	lint    *lint.Lint
	samples int                   // messages, but for those that the broker sent again
	kept    time.Time             // when the first of them came
	lived   bool                  // something was sent
	first   map[string][]int      // the first message of each topic, as evidence
	bytes   int                   // of these
	shown   map[lint.Code]shownBy // the first that shows something
	secret  map[string]bool       // topics on which there was one
	asked   map[string]bool       // of which the broker was asked, and whether it has answered
	unknown int                   // topics of which it is not known what it keeps
	report  *lint.Report          // at the end
}

// shownBy are messages that show something, as evidence, by their topics.
type shownBy map[string][]int

// addLint has the messages of a rule looked at that asks for warnings. Rules for the same topics
// share what is known of them.
func (r *Run) addLint(s *subject) {
	if !s.asks(checklist.Lint) {
		return
	}
	filter := s.Filters[0]
	l := r.lints[filter]
	if l == nil {
		l = &linting{
			lint: lint.New(), first: map[string][]int{}, shown: map[lint.Code]shownBy{}, secret: map[string]bool{}, asked: map[string]bool{},
		}
		if r.lints == nil {
			r.lints = map[string]*linting{}
		}
		r.lints[filter] = l
		r.filters.add(filter, target{as: asShared, shared: &shared{take: l.take}})
	}
	for _, one := range s.sets {
		if one.check.Kind == checklist.Lint {
			one.lints = l
		}
	}
}

// missedLint notes that messages may be missing.
func (r *Run) missedLint() {
	for _, l := range r.lints {
		l.lint.Interrupted()
	}
}

// take looks at a message. What the broker keeps, as it says when it is asked, is an answer.
func (l *linting) take(h *hearing) {
	if h.run.answering {
		if answered, is := l.asked[h.topic]; is && !answered && len(h.message.Payload) > 0 {
			l.asked[h.topic] = true
			l.lint.Asked([]string{h.topic}, map[string][]byte{h.topic: h.message.Payload})
		}
		return
	}
	m := h.message
	shows := l.lint.Take(&devices.Message{Topic: h.topic, Payload: m.Payload, At: h.at, Retained: m.Retained})
	if !h.again && len(m.Payload) > 0 {
		l.samples++
		l.lived = l.lived || h.live()
		if l.kept.IsZero() {
			l.kept = h.at
		}
	}
	l.show(h, shows)
}

// show keeps a message as evidence where it is the first of its topic, or the first that shows
// something. There is room for as many topics as a run judges.
func (l *linting) show(h *hearing, shows []lint.Code) {
	if h.run.topics[h.topic] == nil {
		return
	}
	if slices.Contains(shows, lint.Secret) {
		l.secret[h.topic] = true
	}
	if _, known := l.first[h.topic]; !known {
		l.first[h.topic] = l.citeFirst(h)
	}
	for _, code := range shows {
		if l.shown[code] == nil {
			l.shown[code] = shownBy{}
		}
		if l.shown[code][h.topic] == nil {
			l.shown[code][h.topic] = l.cite(h)
		}
	}
}

// cite makes a message evidence, without its payload where that may have a secret.
func (l *linting) cite(h *hearing) []int {
	if l.secret[h.topic] {
		return h.citeBare(true)
	}
	return h.cite()
}

// mostFirst are the bytes that the first messages of all topics may take as evidence: what verdicts
// rest on needs the rest of the room.
const mostFirst = 64 << 20

// citeFirst makes the first message of a topic evidence, as far as there is room.
func (l *linting) citeFirst(h *hearing) []int {
	size := len(h.message.Payload) + len(h.message.Properties)
	if l.bytes+size > mostFirst {
		return h.citeBare(l.secret[h.topic])
	}
	l.bytes += size
	return l.cite(h)
}

// cites notes the messages that are evidence.
func (l *linting) cites(note func([]int)) {
	for _, numbers := range l.first {
		note(numbers)
	}
	for _, by := range l.shown {
		for _, numbers := range by {
			note(numbers)
		}
	}
}

// ask gives the topics of which the broker has to be asked what it keeps: where that is not known,
// and where what it kept may have been cleared since.
func (l *linting) ask(at time.Time) (topics []string) {
	topics = l.lint.Unsure(mostAsked)
	report := l.lint.Report(at)
	l.unknown = report.Unsure - len(topics)
	for i := range report.Findings {
		switch f := &report.Findings[i]; f.Code {
		case lint.RetainedCommand, lint.NeverRetained:
			if len(topics) < mostAsked {
				topics = append(topics, f.Topic)
			}
		default: // which says nothing of what is kept, or is so for certain
		}
	}
	l.asked = make(map[string]bool, len(topics))
	for _, topic := range topics {
		l.asked[topic] = false
	}
	l.unknown += len(topics)
	return topics
}

// answered takes it that the broker has told all that it keeps of the topics that it was asked for.
func (l *linting) answered() {
	var none []string
	for topic, told := range l.asked {
		if !told {
			none = append(none, topic)
		}
	}
	l.lint.Asked(none, nil)
	l.unknown -= len(l.asked)
}

// found is what was found at the end, and what it is not known of whether the broker keeps it.
func (l *linting) found(end ending) *lint.Report {
	if l.report == nil {
		report := l.lint.Report(end.at)
		l.report = &report
		if !end.asked {
			l.unknown = report.Unsure
		}
	}
	return l.report
}

// lintSoFar says how many messages were looked at. What was found is said at the end: until then
// it may be mended.
func (s *set) lintSoFar() {
	if l := s.lints; l != nil && s.verdict.State == Pending && l.samples > s.verdict.Samples {
		s.verdict.Samples = l.samples
		s.verdict.Reason = Reason{Code: TooFew, N: l.samples, Of: s.check.Samples}
		if l.samples >= s.check.Samples {
			s.verdict.Reason = Reason{Code: NotUnwise, N: l.samples}
		}
	}
}

// finishLint fails with what was found and is not let pass. That there is nothing is known only
// where enough came, and nothing was lost.
func (s *set) finishLint(end ending) {
	l, code := s.lints, lint.Code(s.check.Path)
	report := l.found(end)
	lost := end.lost + report.Left
	found, allowed := s.sort(report.Findings)
	more := report.More[code]
	s.verdict.Samples, s.verdict.Violations = l.samples, len(found)
	why := Reason{Of: allowed}
	switch {
	case len(found) > 0:
		s.unwise(found, lost, allowed)
		return
	case l.samples == 0: // no topic, as it says
		s.verdict.State = Fail
		return
	case more > 0:
		s.verdict.State, why = NotVerifiable, Reason{Code: NotAllListed, N: more}
	case lost > 0:
		s.verdict.State, why = NotVerifiable, Reason{Code: CleanButLost, Of: lost}
	case code.ByKeeping() && l.unknown > 0 && !end.asked:
		s.verdict.State, why = Pending, Reason{Code: NotAsked}
	case code.ByKeeping() && l.unknown > 0:
		s.verdict.State, why = NotVerifiable, Reason{Code: KeepUnknown, N: l.unknown}
	case !l.lived:
		s.verdict.State, why = Pending, Reason{Code: OnlyRetained, At: l.kept}
	case l.samples < s.check.Samples:
		s.verdict.State, why = Pending, Reason{Code: TooFew, N: l.samples, Of: s.check.Samples}
	default:
		s.verdict.State, why.Code, why.N = Pass, NotUnwise, l.samples
	}
	s.verdict.Reason = why
}

// sort takes out the findings of the warning, and counts those that are let pass.
func (s *set) sort(all []lint.Finding) (found []lint.Finding, allowed int) {
	for i := range all {
		f := &all[i]
		switch {
		case string(f.Code) != s.check.Path:
		case slices.ContainsFunc(s.check.Except, func(e checklist.Exception) bool { return e.Allows(f) }):
			allowed++
		default:
			found = append(found, *f)
		}
	}
	return found, allowed
}

// byLoss are the warnings that a lost message may have made: what would have contradicted them.
var byLoss = []lint.Code{lint.NoWill, lint.Exploding, lint.Ghost, lint.TakingTurns, lint.Reconnecting, lint.OutOfDate}

func (s *set) unwise(found []lint.Finding, lost, allowed int) {
	s.verdict.State = Fail
	s.verdict.Reason = Reason{Code: Unwise, N: len(found), Of: allowed, Findings: slices.Clone(found[:min(len(found), namedAtMost)])}
	if code := lint.Code(s.check.Path); lost > 0 && slices.Contains(byLoss, code) {
		s.verdict.State, s.verdict.Reason.Code, s.verdict.Reason.Of = NotVerifiable, UnwiseOrLost, lost
	}
	s.verdict.Evidence = nil
	for i := range s.verdict.Reason.Findings {
		s.verdict.Evidence = append(s.verdict.Evidence, s.lints.evidenceOf(&s.verdict.Reason.Findings[i])...)
	}
}

// evidenceOf is the message that shows a finding, or the first one of what it is about.
func (l *linting) evidenceOf(f *lint.Finding) (numbers []int) {
	for _, topic := range l.lint.Topics(f, 1) {
		if shown := l.shown[f.Code][topic]; shown != nil {
			return shown
		}
		numbers = append(numbers, l.firstAt(topic)...)
	}
	if f.Other != "" && f.Code == lint.CaseTwin {
		numbers = append(numbers, l.firstAt(f.Other)...)
	}
	return numbers
}

// firstAt is the first message of a topic, or of one below it: a finding may be about a level.
func (l *linting) firstAt(topic string) []int {
	if numbers, is := l.first[topic]; is {
		return numbers
	}
	best := ""
	for name := range l.first {
		if strings.HasPrefix(name, topic+"/") && (best == "" || name < best) {
			best = name
		}
	}
	return l.first[best]
}
