package learn

import (
	"cmp"
	"slices"
	"time"

	"mangrove/model"
	"mangrove/model/lint"
)

// Ready is how much of a site has been seen for a checklist to be worth something.
type Ready struct {
	Enough int           // topics with as many messages as a line needs that is not marked as few
	Few    int           // topics that are not there yet
	AtRest int           // topics that the broker keeps, and that nothing came on
	Names  []string      // of the first few of Few, those that need the longest first
	Wait   time.Duration // until the slowest of these with a rhythm is there, if they go on so; 0: none has one
}

// ready says how much has been seen by a time.
func (l *Learner) ready(end time.Time) (r Ready) {
	type slow struct {
		name string
		wait time.Duration
	}
	var few []slow
	for _, t := range l.topics {
		levels := model.Levels(t.name)
		switch {
		case isDescription(levels), lint.IsCommand(t.name), t.live+t.kept == 0:
		case t.live >= likelyFrom:
			r.Enough++
		case t.live == 0:
			r.AtRest++
		default:
			r.Few++
			wait := t.rest(end)
			r.Wait = max(r.Wait, wait)
			few = append(few, slow{t.name, wait})
		}
	}
	slices.SortFunc(few, func(a, b slow) int { return cmp.Or(cmp.Compare(b.wait, a.wait), cmp.Compare(a.name, b.name)) })
	for _, one := range few[:min(len(few), namedLeft)] {
		r.Names = append(r.Names, one.name)
	}
	r.Wait = r.Wait.Round(time.Second)
	return r
}

// rest is how long a topic takes until enough has come on it, at its usual pace; 0: it has none.
func (t *topic) rest(end time.Time) time.Duration {
	if t.rhythm.n == 0 {
		return 0
	}
	usual := time.Duration(t.rhythm.median()) * time.Millisecond
	return max(0, time.Duration(likelyFrom-t.live)*usual-min(t.rhythm.open(end), usual))
}
