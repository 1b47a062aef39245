package verify

import (
	"time"

	"mangrove/model/checklist"
)

// Tally is how many verdicts there are of each state.
type Tally struct {
	Pass, Warn, Fail, Pending, NotVerifiable int
}

// add counts a verdict.
func (t *Tally) add(s State) {
	switch s {
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

// State is that of the whole: failed when one has, pending while one is.
func (t Tally) State() State {
	switch {
	case t.Fail > 0:
		return Fail
	case t.Pending > 0:
		return Pending
	case t.Warn > 0:
		return Warn
	case t.Pass > 0:
		return Pass
	case t.NotVerifiable > 0:
		return NotVerifiable
	}
	return Pending
}

// Result is the verdict of one check of one member.
type Result struct {
	Subject *checklist.Subject
	Member  string // of a rule; empty: the verdict is of the device, or of the whole rule
	Topic   string // of a rule's member; empty: none has come
	Check   *checklist.Check
	Verdict
}

// Results are all verdicts, in the order of the checklist: of a rule first those of the
// whole, then those of its members in the order in which they came.
func (r *Run) Results() (all []Result) {
	for _, s := range r.subjects {
		for _, one := range s.sets {
			all = append(all, Result{Subject: s.Subject, Check: one.check, Verdict: one.verdict})
		}
		if len(s.members) == 0 {
			all = append(all, s.nobody(r.finished)...)
		}
		for _, m := range s.members {
			for _, j := range m.judges {
				one := Result{Subject: s.Subject, Topic: m.topic, Check: j.check, Verdict: j.verdict}
				if !s.Device {
					one.Member = m.name
				}
				all = append(all, one)
			}
		}
	}
	return all
}

// nobody are the verdicts of a rule that no topic has come for: they never pass.
func (s *subject) nobody(finished bool) (all []Result) {
	v := Verdict{State: Pending, Reason: Reason{Code: NoTopic}}
	if finished {
		v.State = Fail
	}
	for _, c := range s.Checks {
		if !c.OfSet() {
			all = append(all, Result{Subject: s.Subject, Check: c, Verdict: v})
		}
	}
	return all
}

// Tally counts the verdicts.
func (r *Run) Tally() (t Tally) {
	for _, s := range r.subjects {
		for _, one := range s.sets {
			t.add(one.verdict.State)
		}
		if len(s.members) == 0 {
			for _, one := range s.nobody(r.finished) {
				t.add(one.State)
			}
		}
		for _, m := range s.members {
			for _, j := range m.judges {
				t.add(j.verdict.State)
			}
		}
	}
	return t
}

// Account is how well a run could hear: what a report states before anything else.
type Account struct {
	Began, Ended time.Time     // Ended: zero while it goes on
	Heard        time.Duration // with a connection
	Gaps         []Gap
	Lost         int
	Granted      byte
}

// Account says how well the run could hear.
func (r *Run) Account() Account {
	a := Account{Began: r.began, Heard: r.Elapsed(r.last), Gaps: r.gaps, Lost: r.lost, Granted: r.granted}
	if r.finished {
		a.Ended = r.last
	}
	return a
}
