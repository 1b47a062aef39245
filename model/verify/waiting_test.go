package verify

import (
	"strings"
	"testing"
	"time"
)

// TestWaiting: what would be judged at once when the run is finished waits for nothing.
func TestWaiting(t *testing.T) {
	const list = `version: 1
devices:
  - {id: a, topic: a, present: true, retained: true, interval: {max: 60s, samples: 2}, size: {max: 1kB}, types: {number: [v, w]}, fields: {v: {range: [1, 5]}, x: {type: number, optional: true}}}
`
	for _, c := range []struct {
		name, script string
		waiting      int
	}{
		{"nothing has come", "", 7},
		{"one message", "1s a {\"v\":1,\"w\":2}", 3},
		{"all that is needed", "1s a {\"v\":1,\"w\":2}\n2s a {\"v\":1,\"w\":2}\n3s a {\"v\":1,\"w\":2}\n4s a {\"v\":1,\"w\":2}", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := play(t, list, c.script)
			if n := Waiting(r.Results(), 5*time.Second); n != c.waiting {
				t.Errorf("%d wait, not %d: %+v", n, c.waiting, r.Results())
			}
			happen(t, r, r.began.Add(6*time.Second), "asked")
			happen(t, r, r.began.Add(6*time.Second), "keeps a {\"v\":1,\"w\":2}")
			r.Finish(r.began.Add(7 * time.Second))
			if open := Waiting(r.Results(), time.Minute); c.waiting == 0 && (open != 0 || r.Tally().Pending+r.Tally().Fail > 0) {
				t.Errorf("at the end: %+v", r.Results())
			}
		})
	}
}

// TestWaitingForAnOptionalValue: one that may be left out keeps no check of types waiting, and what
// came of the others is told.
func TestWaitingForAnOptionalValue(t *testing.T) {
	const list = `version: 1
devices:
  - {id: a, topic: a, types: {number: [v], optional: {string: [w]}}}
`
	r := play(t, list, strings.Repeat("1s a {\"v\":1}\n", 10))
	if n := Waiting(r.Results(), time.Minute); n != 0 {
		t.Errorf("%d wait: %+v", n, r.Results())
	}
	if v := r.Results()[0].Verdict; v.Samples != 10 || v.Reason.Code == NeverSeen {
		t.Errorf("after ten messages: %+v", v)
	}
}

// TestWaitingForMembers: a member that is on the list and has not come is waited for.
func TestWaitingForMembers(t *testing.T) {
	const list = "version: 1\nrules:\n  - {topic: \"s/{m}\", members: [a, b], lint: [blank], payload: {type: number, samples: 1}}\n"
	r := play(t, list, "1s s/a 1\n2s s/a 1\n3s s/a 1")
	if n := Waiting(r.Results(), time.Minute); n != 2 {
		t.Errorf("%d wait: %+v", n, r.Results())
	}
	happen(t, r, r.began.Add(4*time.Second), "s/b 1")
	if n := Waiting(r.Results(), time.Minute); n != 0 {
		t.Errorf("%d wait: %+v", n, r.Results())
	}
}

// TestDevicesAreCountedOnce counts devices and members, each once, and those that were never there.
func TestDevicesAreCountedOnce(t *testing.T) {
	const list = `version: 1
devices:
  - {id: here, topic: h, present: true}
  - {id: gone, topic: g, present: true, retained: true, fields: {v: {type: number}}}
  - {id: odd, topic: o, present: true, fields: {v: {type: number, samples: 1}}}
  - {id: unkept, topic: k, present: true, retained: true}
  - {id: speaks, topic: q, present: true, online: true, availability: {topic: q/LWT, online: Here, offline: Away}, fields: {v: {type: number}}}
rules:
  - {topic: "s/{m}", members: [a, b], present: true}
`
	r := play(t, list, "1s h 1\n1s k 1\n1s q/LWT Here\n2s o {\"v\":\"x\"}\n3s s/a 1\n60s asked\n60s end")
	d := CountDevices(r.Results())
	if d.All() != 7 || d.Pass != 2 || d.Fail != 5 || d.Absent != 2 {
		t.Errorf("%+v of %+v", d, r.Results())
	}
}
