package verify

import (
	"slices"
	"testing"
	"time"
)

// TestSilenceRestsOnItsEnds: the messages around a silence show it, not the first one of the run.
func TestSilenceRestsOnItsEnds(t *testing.T) {
	const each = "0s a 0\n1s a 1\n2s a 2\n3s a 3\n"
	for _, c := range []struct {
		name, interval, script string
		code                   Code
		violations             int
		payloads               []string
	}{
		{"open at the end", "max: 2s", each + "9s end", Silent, 0, []string{"3"}},
		{"open at the end of what is usual", "expect: 1s", each + "30s end", Silent, 0, []string{"3"}},
		{"shown by another topic", "max: 2s", each + "9s b x", Silent, 1, []string{"3"}},
		{"shown by another topic, and then ended", "max: 2s", each + "9s b x\n10s a 4\n11s a 5", Silent, 1, []string{"3", "4"}},
		{"ended", "max: 2s", each + "9s a 4\n10s a 5", Paused, 1, []string{"3", "4"}},
		{"a second one", "max: 2s", each + "9s a 4\n20s a 5", Paused, 2, []string{"3", "4"}},
		{"ended after an interruption", "max: 2s", each + "4s down\n5s up\n9s b x\n10s a 4", Silent, 1, []string{"3"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := play(t, "version: 1\nrules:\n  - {topic: a, interval: {"+c.interval+"}}\n  - {topic: b, present: true}\n", c.script)
			got := r.Results()[0]
			var payloads []string
			for _, n := range got.Evidence {
				payloads = append(payloads, string(r.Evidence(n).Payload))
			}
			if got.State != Fail || got.Reason.Code != c.code || got.Violations != c.violations || !slices.Equal(payloads, c.payloads) {
				t.Errorf("%s, %+v, %d violations, rests on %q", got.State, got.Reason, got.Violations, payloads)
			}
		})
	}
}

// TestEndedEarly: a run that is ended before its deadline does not fail what time could still have
// brought; what failed for another reason has.
func TestEndedEarly(t *testing.T) {
	const head = "version: 1\ndeadline: 3m\n"
	const rule, device = head + "rules:\n  - {topic: ", head + "devices:\n  - {id: d, "
	for _, c := range []struct {
		name, file, script string
		early              State
		code               Code
		late               State
	}{
		{"present", rule + "a, present: true}", "", Pending, NotYetSeen, Fail},
		{"present in time", rule + "a, present: 1m}", "", Pending, NotYetSeen, Fail},
		{"present, and its own time is over", rule + "a, present: 5s}", "", Fail, NoTopic, Fail},
		{"present, and its own time was seen to be over", device + "topic: a, present: 5s}", "7s tick", Fail, Late, Fail},
		{"only retained", device + "topic: a, present: true}", "0s R a x", Pending, OnlyRetained, Fail},
		{"interval", device + "topic: a, interval: {max: 5s}}", "", Pending, NotYetSeen, Fail},
		{"a silence", device + "topic: a, interval: {max: 5s}}", "1s a x", Fail, Silent, Fail},
		{"a field", device + "topic: a, fields: {v: {type: number}}}", "", Pending, NotYetSeen, Fail},
		{"a wrong field", device + "topic: a, fields: {v: {type: number}}}", "1s a {\"v\":\"x\"}", Fail, WrongType, Fail},
		{"rate", device + "topic: a, rate: {max: 5/s}}", "", Pending, NotYetSeen, Fail},
		{"kept", device + "topic: a, retained: true}", "8s asked", Pending, NotYetSeen, Fail},
		{"sent and not kept", device + "topic: a, retained: true}", "1s a x\n8s asked", Fail, NotKept, Fail},
		{"members", rule + "\"s/{m}\", members: [x, y]}", "1s s/x 1", Pending, Missing, Fail},
		{"an unexpected member", rule + "\"s/{m}\", members: [x]}", "1s s/z 1", Fail, Unexpected, Fail},
		{"too few", rule + "\"s/+\", count: {min: 2}}", "1s s/x 1", Pending, Counted, Fail},
		{"too many", rule + "\"s/+\", count: {max: 1}}", "1s s/x 1\n2s s/y 1", Fail, Counted, Fail},
		{"none", rule + "\"s/+\", count: {max: 1}}", "", Pending, NotYetSeen, Fail},
		{"a rule without a topic", rule + "\"s/+\", size: {max: 5}}", "", Pending, NotYetSeen, Fail},
		{"offline", device + "topic: a, availability: {topic: st}, online: true}", "1s st offline", Pending, SaysOffline, Fail},
		{"online", device + "topic: a, availability: {topic: st}, online: true}", "", Pending, NotYetSeen, Fail},
		{"a will", device + "topic: a, availability: {topic: st}, will: announced}", "", Pending, NotYetSeen, Fail},
		{"not described", device + "use: homeassistant, name: x, present: true}", "", Pending, NotDescribed, Fail},
		{"a test of an outage", device + "availability: {topic: st}, lwt_test: {operator: pull, within: 5s}}", "", Pending, NotOnline, Fail},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := play(t, c.file, c.script+"\n8s end").Results()[0]
			if got.State != c.early || got.Reason.Code != c.code {
				t.Errorf("ended early: %s, %+v", got.State, got.Reason)
			}
			if got.Reason.Code == NotYetSeen && (got.Reason.Span != 8*time.Second || got.Reason.Limit < time.Minute) {
				t.Errorf("it was not seen in %v of %v", got.Reason.Span, got.Reason.Limit)
			}
			if got := play(t, c.file, c.script+"\n180s end").Results()[0]; got.State != c.late {
				t.Errorf("at the deadline: %s, %+v", got.State, got.Reason)
			}
		})
	}
}
