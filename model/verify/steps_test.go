package verify

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mangrove/model/checklist"
)

// TestStepsInTurn: a person is told of one step at a time, of one that can be done.
func TestStepsInTurn(t *testing.T) {
	const file = `version: 1
devices:
  - {id: a, availability: {topic: a}, lwt_test: {operator: pull a, within: 60s}}
  - {id: b, availability: {topic: b}, lwt_test: {operator: pull b, within: 60s}}
  - {id: c, command: {publish: c/set, payload: x, reply: c, expect: ON, within: 2s}}
`
	r := play(t, file, "0s allow\n1s b online\n1s a offline\n2s tick")
	if s, ok := r.Step(); ok {
		t.Errorf("a step while a command waits: %+v", s)
	}
	for _, c := range []struct {
		script string
		want   Step
	}{
		{"3s send\n4s c ON\n5s tick", Step{Device: "b", Phase: Ready, More: 1}},
		{"6s a online\n7s tick", Step{Device: "b", Phase: Ready, More: 1}}, // which stays
		{"10s done\n20s tick", Step{Device: "b", Phase: Pulled, More: 1, Left: 50 * time.Second}},
		{"30s b offline\n31s tick", Step{Device: "b", Phase: Gone, More: 1}},
		{"40s b online\n41s tick", Step{Device: "a", Phase: Ready}},
		{"42s a offline\n43s tick", Step{Device: "a", Phase: Ready, Early: true}},
		{"44s a online\n44.5s tick", Step{Device: "a", Phase: Ready, Early: true}},
		{"45s down", Step{Device: "a", Phase: Unready}},
		{"50s up\n51s tick", Step{Device: "a", Phase: Ready}},
		{"52s done\n53s down\n54s up\n55s tick", Step{Device: "a", Phase: Ready, Again: true}},
	} {
		for line := range strings.Lines(c.script) {
			when, what, _ := strings.Cut(strings.TrimSpace(line), " ")
			after, err := time.ParseDuration(when)
			if err != nil {
				t.Fatal(err)
			}
			happen(t, r, r.began.Add(after), what)
		}
		s, ok := r.Step()
		s.Check = nil
		if !ok || s != c.want {
			t.Errorf("after %q the step is %v %+v, want %+v", c.script, ok, s, c.want)
		}
	}
	s, _ := r.Step()
	if r.Skip(r.began.Add(60*time.Second), s.Check, "") || r.Done(r.began, nil) || r.Done(r.began, r.list.Subjects[1].Checks[0]) {
		t.Error("what cannot be done is done")
	}
	if !r.Skip(r.began.Add(60*time.Second), s.Check, "no key") {
		t.Error("it cannot be skipped")
	}
	if s, ok := r.Step(); ok {
		t.Errorf("one more step: %+v", s)
	}
}

// TestWaivers: what is accepted keeps its verdict, and counts as waived only.
func TestWaivers(t *testing.T) {
	const file = `version: 1
devices:
  - {id: d, topic: a, present: true, fields: {v: {range: [1, 2], samples: 1}}, waive: [{check: field v, reason: old, by: Jo}, {check: present, reason: never needed, by: Jo}]}
rules:
  - {topic: "m/{id}", members: [m1, m2], present: true, waive: [{check: present, member: m2, reason: not built, by: Al}]}
`
	r := play(t, file, "1s a {\"v\":5}\n2s m/m1 x\n60s end")
	var got []string
	for _, one := range r.Results() {
		words := fmt.Sprint(one.Subject.ID, " ", one.Member, " ", one.Check.Kind, " ", one.State)
		if one.Waiver != nil {
			words += " " + one.Waiver.By + " " + one.Waiver.Reason
		}
		got = append(got, words)
	}
	want := "d  present pass\nd  field fail Jo old\nm/{id}  members fail\nm/{id} m1 present pass\nm/{id} m2 present fail Al not built"
	if all := strings.Join(got, "\n"); all != want {
		t.Errorf("the verdicts are\n%s\nwant\n%s", all, want)
	}
	if tally := r.Tally(); tally != (Tally{Pass: 2, Fail: 1, Waived: 2}) || tally.State() != Fail || tally.All() != 5 {
		t.Errorf("the tally is %+v", tally)
	}
	r.Waive(r.list.Subjects[1].Checks[0], checklist.Waiver{Reason: "x", By: "y"})
	if tally := r.Tally(); tally != (Tally{Pass: 2, Waived: 3}) || tally.State() != Waived {
		t.Errorf("the tally is %+v", tally)
	}
}

// TestStateOfTheWhole: what nobody did has not passed.
func TestStateOfTheWhole(t *testing.T) {
	for want, tally := range map[State]Tally{
		Fail: {Pass: 1, Fail: 1, Pending: 1, Manual: 1}, Pending: {Pass: 1, Pending: 1, Manual: 1}, Manual: {Pass: 1, Manual: 1, Waived: 1, Warn: 1},
		Waived: {Pass: 1, Warn: 1, Waived: 1}, Warn: {Pass: 1, Warn: 1}, Pass: {Pass: 1}, NotVerifiable: {Pass: 1, Warn: 1, Waived: 1, NotVerifiable: 1},
	} {
		if got := tally.State(); got != want {
			t.Errorf("%+v is %s", tally, got)
		}
	}
}

// step does what somebody does. It is not ok when that was not to be done.
func step(r *Run, at time.Time, word, rest string) (ok bool) {
	s, _ := r.Step()
	under := Sending{}
	for _, c := range r.steps.commands {
		if c.times > 0 {
			under = Sending{c.check, c, c.times}
		}
	}
	ok = true
	switch word {
	case "done":
		ok = r.Done(at, s.Check)
	case "skip":
		ok = r.Skip(at, s.Check, rest)
	case "allow":
		r.AllowPublishing()
	case "unattended":
		r.Unattended()
	case "send":
		_, ok = r.Send(at)
	case "took":
		r.Sent(at, under)
	case "unsent":
		r.NotSent(at, under, rest)
	}
	return ok
}
