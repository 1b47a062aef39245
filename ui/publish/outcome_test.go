package publish

import (
	"strings"
	"testing"

	"mangrove/broker"
)

// TestResultSaysWhatTheBrokerSaid: that nobody subscribes, and its own words.
func TestResultSaysWhatTheBrokerSaid(t *testing.T) {
	for name, c := range map[string]struct {
		answer broker.Acknowledgement
		qos    int
		want   string // the end
		never  string
	}{
		"taken":       {broker.Acknowledgement{Came: true}, 1, " ms", "nobody"},
		"nobody":      {broker.Acknowledgement{Came: true, Code: 0x10}, 1, "; nobody subscribes to it", "says"},
		"sent again":  {broker.Acknowledgement{Came: true, Again: true}, 2, "; sent again on another connection", "nobody"},
		"its words":   {broker.Acknowledgement{Came: true, Reason: "stored at node 7"}, 2, `. The broker says: "stored at node 7"`, "nobody"},
		"both":        {broker.Acknowledgement{Came: true, Code: 0x10, Reason: "no one"}, 2, `; nobody subscribes to it. The broker says: "no one"`, "\x00"},
		"a long line": {broker.Acknowledgement{Came: true, Reason: strings.Repeat("x", 5_000)}, 1, `…"`, strings.Repeat("x", 300)},
	} {
		b := newBench(t)
		p := b.connect()
		b.session.answer = c.answer
		p.topic.SetText("a/b")
		p.payload.SetText("x")
		p.qos.Choose(c.qos)
		p.publish()
		b.until(name, func() bool { return strings.Contains(p.words, "acknowledged at QoS") })
		if !strings.HasSuffix(p.words, c.want) || strings.Contains(p.words, c.never) {
			t.Errorf("%s: it says %q", name, p.words)
		}
	}
}

// TestEveryOutcomeHasASentence: whatever is sent, all of it is said, and no place is left.
func TestEveryOutcomeHasASentence(t *testing.T) {
	for _, m := range []broker.Publication{
		{Topic: "a/b"}, {Topic: "a/b", Retain: true}, {Topic: "a/b", Payload: []byte("x")}, {Topic: "a/b", Payload: []byte("x"), Retain: true},
	} {
		for m.QoS = range byte(2) {
			got := new(outcome).words(m, broker.Address{})
			if got == "" || strings.ContainsAny(got, "{}") || !strings.Contains(got, "to a/b") || strings.Contains(got, "retained") != (m.Retain || len(m.Payload) == 0) {
				t.Errorf("%+v: %q", m, got)
			}
		}
	}
}
