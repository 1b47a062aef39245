package learn

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"mangrove/model"
	"mangrove/model/checklist"
)

// mostSubjects are more than anybody looks through.
const mostSubjects = 20_000

// Propose gives a checklist of what has held so far, up to a time. More may be taken in after it.
func (l *Learner) Propose(end time.Time) *Proposal {
	left := omittedFrom(l.left)
	for _, t := range l.topics {
		t.owned = false
	}
	p := &Proposal{Began: l.began, Ended: end, Away: l.away, Topics: len(l.topics), Messages: l.messages}
	p.Subjects = l.deviceSubjects(end, left)
	p.Subjects = append(p.Subjects, l.rules(end, left)...)
	if more := len(p.Subjects) - mostSubjects; more > 0 {
		p.Subjects = p.Subjects[:mostSubjects]
		left.add(ManySubjects, more)
	}
	longest := end.Sub(l.began)
	for _, s := range p.Subjects {
		for _, line := range s.Lines {
			if c := line.Check; c.Kind == checklist.Interval {
				longest = max(longest, c.Max*time.Duration(max(c.Samples, fewest)))
			}
		}
	}
	p.Deadline = max(time.Minute, roundUp(longest))
	p.Left = left.sorted()
	return p
}

var plainLevel = regexp.MustCompile(`^[a-z0-9_-]+$`)

// naming is the form of the names below each first level, where there are many topics and all
// have it.
func (l *Learner) naming() (all []*Subject) {
	if l.left[ManyTopics]+l.left[LongTopic]+l.left[Unshown] > 0 {
		return nil
	}
	type form struct{ n, least, most int }
	forms := map[string]*form{}
	for name := range l.topics {
		levels := model.Levels(name)
		f := forms[levels[0]]
		if f == nil {
			f = &form{least: len(levels)}
			forms[levels[0]] = f
		}
		if f.n++; slices.ContainsFunc(levels, func(level string) bool { return !plainLevel.MatchString(level) }) {
			f.most = deepestTopic + 1
		}
		f.least, f.most = min(f.least, len(levels)), max(f.most, len(levels))
	}
	for _, root := range slices.Sorted(maps.Keys(forms)) {
		f := forms[root]
		if f.n < namingFrom || f.most > deepestTopic || f.least < 2 {
			continue
		}
		text := "^" + regexp.QuoteMeta(root) + "(/[a-z0-9_-]+)" + times(f.least-1, f.most-1) + "$"
		pattern, err := regexp.Compile(text)
		if err != nil {
			continue
		}
		line := Line{&checklist.Check{Kind: checklist.Naming, Pattern: pattern}, Basis{Code: Topics, N: f.n, Sure: confidence(f.n)}}
		all = append(all, &Subject{Keys: []Key{{"topic", root + "/#"}}, Topics: f.n, Lines: []Line{line}})
	}
	return all
}

// times is how often a part of a pattern may come.
func times(least, most int) string {
	if least == most {
		return fmt.Sprintf("{%d}", least)
	}
	return fmt.Sprintf("{%d,%d}", least, most)
}
