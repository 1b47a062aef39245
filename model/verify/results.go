package verify

import (
	"slices"
	"time"

	"mangrove/model/checklist"
)

// Tally is how many verdicts there are of each state. What is waived counts as that only.
type Tally struct {
	Pass, Warn, Fail, Pending, NotVerifiable, Manual, Waived int
}

// All is how many there are.
func (t Tally) All() int {
	return t.Pass + t.Warn + t.Fail + t.Pending + t.NotVerifiable + t.Manual + t.Waived
}

// add counts a verdict.
func (t *Tally) add(s State) {
	switch s {
	case Manual:
		t.Manual++
	case Waived:
		t.Waived++
	case Pass:
		t.Pass++
	case Warn:
		t.Warn++
	case Fail:
		t.Fail++
	case NotVerifiable:
		t.NotVerifiable++
	case Pending:
		t.Pending++
	}
}

// State is that of the whole: failed when one has, pending while one is, and so
// on: passed is what has nothing that somebody has to see to.
func (t Tally) State() State {
	switch {
	case t.Fail > 0:
		return Fail
	case t.Pending > 0:
		return Pending
	case t.Manual > 0:
		return Manual
	case t.NotVerifiable > 0:
		return NotVerifiable
	case t.Waived > 0:
		return Waived
	case t.Warn > 0:
		return Warn
	case t.Pass > 0:
		return Pass
	}
	return Pending
}

// Result is the verdict of one check of one member.
type Result struct {
	Subject *checklist.Subject
	Member  string // of a rule; empty: the verdict is of the device, or of the whole rule
	Topic   string // of a rule's member; empty: none has come
	Check   *checklist.Check
	Waiver  *checklist.Waiver // who accepts that it did not pass; nil: nobody does, or it did
	Verdict
}

// each calls a function for every verdict, in the order of the checklist: of a rule first those
// of the whole, then those of its members in the order in which they came.
func (r *Run) each(do func(*subject, *member, *checklist.Check, *Verdict)) {
	for _, s := range r.subjects {
		for _, one := range s.sets {
			do(s, nil, one.check, &one.verdict)
		}
		for _, c := range s.Checks {
			if len(s.members) == 0 && !c.OfSet() {
				nobody := r.nobody(c)
				do(s, nil, c, &nobody)
			}
		}
		for _, m := range s.members {
			for _, j := range m.judges {
				do(s, m, j.check, &j.verdict)
			}
		}
	}
}

// nobody is the verdict of a rule that no topic has come for.
func (r *Run) nobody(c *checklist.Check) Verdict {
	open := Verdict{State: Pending, Reason: Reason{Code: NoTopic}}
	if !r.finished {
		return open
	}
	failed := open
	failed.State = Fail
	ending{moment{r.last, r.Elapsed(r.last)}, r}.reopen(c, &failed, open)
	return failed
}

// Results are all verdicts, in the order of the checklist: of a rule first those of the
// whole, then those of its members in the order in which they came.
func (r *Run) Results() (all []Result) {
	r.each(func(s *subject, m *member, c *checklist.Check, v *Verdict) {
		one := Result{Subject: s.Subject, Check: c, Verdict: *v, Waiver: r.waiver(c, m, v.State)}
		if m != nil {
			one.Topic = m.topic
			if !s.Device {
				one.Member = m.name
			}
		}
		all = append(all, one)
	})
	return all
}

// Tally counts the verdicts.
func (r *Run) Tally() (t Tally) {
	r.each(func(_ *subject, m *member, c *checklist.Check, v *Verdict) {
		if r.waiver(c, m, v.State) != nil {
			t.add(Waived)
			return
		}
		t.add(v.State)
	})
	return t
}

// Account is how well a run could hear: what a report states before anything else.
type Account struct {
	Began, Ended time.Time     // Ended: zero while it goes on
	Heard        time.Duration // with a connection
	Gaps         []Gap
	Lost         int
	NotKept      int // messages that verdicts rest on, and that there was no room for
	Granted      byte
	Refused      []string // filters that the broker did not take
}

// Account says how well the run could hear.
func (r *Run) Account() Account {
	a := Account{Began: r.began, Heard: r.Elapsed(r.last), Gaps: r.gaps, Lost: r.lost, NotKept: r.unkept, Granted: r.granted, Refused: slices.Clone(r.refused)}
	if r.finished {
		a.Ended = r.last
	}
	return a
}
