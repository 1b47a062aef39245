package verify

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/checklist"
)

// TestCommands: a message is published, and the first reply that is as expected counts.
func TestCommands(t *testing.T) {
	const send = "0s allow\n10s send\n"
	for _, c := range []struct{ name, cmd, script, want string }{
		{"not allowed", "", "1s st {\"fan\":1}\n60s end", "not verifiable, not allowed"},
		{"not published", "", "0s allow\n60s end", "pending, not sent yet"},
		{"replies", "", send + "10s took\n11s st {\"fan\":1}", "pass, replied"},
		{"replies before the broker says that it has it", "", send + "10.1s st {\"fan\":1}\n10.2s took", "pass, replied"},
		{"at the limit", "", send + "12s st {\"fan\":1}", "pass, replied"},
		{"too late", "", send + "12.1s st {\"fan\":1}", "fail, replied late"},
		{"too late, after somebody else", "", send + "13s other x\n14s st {\"fan\":1}", "fail, no reply"},
		{"before it was sent", "", "0s allow\n9.9s st {\"fan\":1}\n10s send\n13s other x", "fail, no reply"},
		{"before it was sent, and after", "", "0s allow\n9s st {\"fan\":1}\n10s send\n11s st {\"fan\":1}", "warn, said before"},
		{"changed by it", "", "0s allow\n9s st {\"fan\":0}\n10s send\n10.5s st {\"fan\":0}\n11s st {\"fan\":1}", "pass, replied"},
		{"kept of before, and replies", "", "0s allow\n9s R st {\"fan\":1}\n10s send\n11s st {\"fan\":1}", "warn, said before"},
		{"kept of before, and changed", "", "0s allow\n8s R st {\"fan\":1}\n9s st {\"fan\":0}\n10s send\n11s st {\"fan\":1}", "pass, replied"},
		{"kept of before, as comes later", "", send + "10.1s R st {\"fan\":1}\n11s st {\"fan\":1}", "warn, said before"},
		{"something else kept of before", "", "0s allow\n9s R st {\"fan\":0}\n10s send\n11s st {\"fan\":1}", "pass, replied"},
		{"only kept", "", send + "11s R st {\"fan\":1}\n60s end", "fail, no reply"},
		{"something else", "", send + "11s st {\"fan\":0}\n13s other x", "fail, other reply"},
		{"text", "", send + "11s st off\n13s other x", "fail, other reply"},
		{"twice", "", send + "11s st {\"fan\":1}\n11s st {\"fan\":0}\n13s st {\"fan\":1}\n60s end", "pass, replied"},
		{"silent, and nobody else is heard", "", send + "13s tick", "pending, no reply"},
		{"the same, and then late", "", send + "13s tick\n14s st {\"fan\":1}", "fail, replied late"},
		{"refused", "", send + "11s unsent it is not allowed\n60s end", "fail, not sent"},
		{"refused, and replied", "", send + "10.5s st {\"fan\":1}\n11s unsent it is not allowed", "pass, replied"},
		{"the connection ended while it was sent", "", send + "11s unsent\n60s end", "pending, interrupted"},
		{"a disconnect", "", send + "11s down\n12s up\n12.5s st {\"fan\":1}\n60s end", "pending, interrupted"},
		{"again after a disconnect", "", send + "11s down\n20s up\n21s st {\"fan\":0}\n22.1s send\n23s st {\"fan\":1}", "pass, replied"},
		{"lost messages", "", send + "11s lost 1\n13s other x\n14s end", "pending, interrupted"},
		{"lost messages, and a reply", "", send + "11s lost 1\n11.5s st {\"fan\":1}", "pass, replied"},
		{"lost messages, and a late reply", "", send + "11s tick\n11.99s lost 1\n12.05s st {\"fan\":1}\n20s end", "pending, interrupted"},
		{"lost messages, and a late reply, and again", "", send + "11s tick\n11.99s lost 1\n12.05s st {\"fan\":1}\n14.1s send\n15s st {\"fan\":1}", "warn, said before"},
		{"the clock is set back", "", send + "11s tick\n-3600s tick\n-3590s other x\n-3500s end", "pending, interrupted"},
		{"its own message", "reply: \"#\", expect: {fan: {equals: 1}}", send + "11s set {\"fan\":1}\n13s other {}", "fail, no reply"},
		{"the message of another on its topic", "reply: \"#\", expect: {fan: {range: [0, 9]}}", send + "11s set {\"fan\":2}\n13s b {}", "fail, no reply"},
		{"two devices at once", "reply: \"+/st\", expect: {fan: {equals: 1}}", send + "11s a/st {\"fan\":1}\n11s b/st {\"fan\":1}", "pass, replied"},
		{"plain text", "reply: st, expect: \"ON\"", send + "11s st OFF\n11.2s st ON", "pass, replied"},
		{"several values", "reply: st, expect: {a: {type: number}, b: {optional: true}, c: {absent_means: 5, range: [5, 5]}}", send + "11s st {\"a\":1}", "pass, replied"},
		{"60 kB", "reply: st, expect: {x.9999: {equals: 9999}}", send + "11s st {\"x\":[" + numbers(10_000) + "]}", "pass, replied"},
		{"60 kB that are no JSON", "", send + "11s st " + strings.Repeat("x", 60_000) + "\n13s other x", "fail, other reply"},
		{"the subscription for the reply is refused", "", "0s refused st\n0s allow\n60s end", "not verifiable, refused"},
		{"the subscription for the reply is refused later", "", send + "11s refused st\n60s end", "not verifiable, refused"},
		{"an empty reply", "reply: st, expect: \"\"", send + "11s st ", "pass, replied"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.cmd == "" {
				c.cmd = "reply: st, expect: {fan: {equals: 1}}"
			}
			file := fmt.Sprintf(device, "command: {publish: set, payload: '{\"fan\":1}', qos: 1, within: 2s, "+c.cmd+"}")
			r := play(t, file, c.script)
			if got := said(r); got != "d command: "+c.want {
				t.Errorf("the verdict is %s, want %s", got, c.want)
			}
			came := []Code{Replied, RepliedLate, SaidBefore, OtherReply}
			if v := r.Results()[0].Verdict; (len(v.Evidence) > 0) != slices.Contains(came, v.Reason.Code) {
				t.Errorf("it rests on %v", v.Evidence)
			}
		})
	}
}

// TestLatency is how long the reply took.
func TestLatency(t *testing.T) {
	r := play(t, fmt.Sprintf(device, "command: {publish: set, payload: x, reply: st/+, expect: ON, within: 2s}"), "0s allow\n10s send\n10.123s st/1 ON")
	if why := r.Results()[0].Reason; why.Span != 123*time.Millisecond || why.Limit != 2*time.Second || why.Found != "st/1" {
		t.Errorf("the reason is %+v", why)
	}
}

// TestOneCommandAtATime, and not again at once where the connection was lost: the reply to the
// first would be taken for that to the second.
func TestOneCommandAtATime(t *testing.T) {
	const file = `version: 1
deadline: 100s
devices:
  - {id: a, command: {publish: a/set, payload: x, reply: a, expect: ON, within: 2s}}
  - {id: b, command: {publish: b/set, payload: x, reply: b, expect: ON, within: 5s}}
`
	r := play(t, file, "0s allow")
	at := func(s float64) time.Time { return r.began.Add(time.Duration(s * float64(time.Second))) }
	sends := func(s float64, want string) {
		t.Helper()
		got := ""
		if c, ok := r.Send(at(s)); ok {
			got = c.Check.Command.Topic
		}
		if got != want {
			t.Fatalf("at %g s it publishes %q, want %q", s, got, want)
		}
	}
	sends(1, "a/set")
	sends(1.5, "")
	r.Tick(at(3.5)) // nobody answers
	sends(3.5, "b/set")
	r.Disconnected(at(4))
	sends(4.5, "")
	r.Connected(at(10)) // at 4 s of the run
	sends(11.9, "")     // a may still be answered
	sends(12.1, "a/set")
	r.Message(at(12.5), &model.Message{Topic: []byte("a"), Payload: []byte("ON")})
	sends(14.9, "")
	sends(15.1, "b/set")
	for _, s := range []float64{16, 17} {
		r.Disconnected(at(s))
		r.Connected(at(s + 0.5))
	}
	sends(30, "b/set")
	r.Disconnected(at(31))
	r.Connected(at(32))
	sends(90, "") // it was published three times
	sends(200, "")
	if got := said(r); got != "a command: pass, replied\nb command: pending, interrupted" {
		t.Errorf("the verdicts are\n%s", got)
	}
}

// TestOwnMessages: a command that comes back to us says nothing of any device.
func TestOwnMessages(t *testing.T) {
	const file = `version: 1
devices:
  - {id: a, topic: a/#, present: true, interval: {max: 5s, samples: 1}, fields: {v: {type: number, samples: 1}}, command: {publish: a/set, payload: x, reply: a/st, expect: ON, within: 2s}}
rules:
  - {topic: "a/+", count: {exactly: 1}, naming: "^a/st$", retained: true}
`
	r := play(t, file, "0s allow\n1s send\n1s a/set x\n60s end")
	if got := r.Results()[0]; got.State != Fail || got.Reason.Code != NeverSeen {
		t.Errorf("our own message proves that a device is there: %+v", got.Reason)
	}
	if _, known := r.topics["a/set"]; known {
		t.Error("it is judged")
	}
	r = play(t, file, "0s allow\n0.5s a/set x\n1s send\n1s a/set y\n60s end")
	if got := r.Results()[0]; got.State != Pass {
		t.Errorf("what another one sent does not count: %+v", got.Reason)
	}
}

// TestEchoes: as many messages as were published come back to us, soon; more of the same are a device's.
func TestEchoes(t *testing.T) {
	const file = `version: 1
deadline: 100s
devices:
  - {id: d, topic: a, present: 90s, interval: {max: 31s, samples: 2}, command: {publish: a, payload: "ON", reply: st, expect: ON, within: 2s}}
`
	for _, c := range []struct{ name, script, want string }{
		{"a device says the same every 30 s", "0s allow\n1s send\n1.1s a ON\n2s a ON\n32s a ON\n62s a ON\n91s tick\n92s a ON\n100s end", "d present: pass, seen\nd interval: pass, in time\n"},
		{"it has no echo, and is late", "0s allow\n1s send\n32s a ON\n62s a ON\n92s a ON\n100s end", "d present: pass, seen\nd interval: pass, in time\n"},
		{"only an echo", "0s allow\n1s send\n1.1s a ON\n95s b x\n100s end", "d present: fail, late\nd interval: fail, never seen\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := said(play(t, file, c.script)); !strings.HasPrefix(got, c.want) {
				t.Errorf("the verdicts are\n%s\nwant\n%s", got, c.want)
			}
		})
	}
	e := echo{until: echoWithin, left: 2, most: 2}
	for _, c := range []struct {
		at  time.Duration
		dup bool
		own bool
	}{{time.Second, true, true}, {time.Second, false, true}, {time.Second, false, false}, {2 * time.Second, true, true}, {40 * time.Second, true, false}} {
		if e.matches(c.dup, c.at) != c.own {
			t.Errorf("at %s it is taken for ours: %v", c.at, !c.own)
		}
	}
}

// TestWhateverHappensToACommand: a command that has passed rests on a live message that is as
// expected, after it was published, on the same connection, and in time.
func TestWhateverHappensToACommand(t *testing.T) {
	list, err := checklist.Read(fmt.Appendf(nil, device, "command: {publish: set, payload: ON, reply: '#', expect: ON, within: 5s}"), nil)
	if err != nil {
		t.Fatal(err)
	}
	passed := 0
	for seed := range uint64(3_000) {
		r := New(list)
		r.AllowPublishing()
		r.Begin(time.Unix(1_700_000_000, 0))
		c := &commanding{Run: r, rng: rand.New(rand.NewPCG(seed, 2)), now: r.began}
		for range 30 {
			c.happen()
			if v := r.Results()[0].Verdict; v.State == Pass || v.State == Warn {
				passed++
				if why := c.unproven(v); why != "" {
					t.Fatalf("seed %d: %s: %+v", seed, why, v)
				}
				break
			}
		}
	}
	if passed < 100 {
		t.Errorf("only %d of them have passed", passed)
	}
}

// commanding is a run to which anything happens while it publishes.
type commanding struct {
	*Run
	rng     *rand.Rand
	now     time.Time
	sending Sending
	sent    time.Time // the latest time
	down    time.Time // when the connection was there again
}

func (c *commanding) happen() {
	c.now = c.now.Add(time.Duration(c.rng.IntN(4_000)) * time.Millisecond)
	topic, say := []string{"set", "st", "a"}[c.rng.IntN(3)], []string{"ON", "OFF"}[c.rng.IntN(2)]
	switch c.rng.IntN(8) {
	case 0, 1, 2:
		c.Message(c.now, &model.Message{Topic: []byte(topic), Payload: []byte(say), Retained: c.rng.IntN(3) == 0})
	case 3, 4:
		if s, ok := c.Send(c.now); ok {
			c.sending, c.sent = s, c.now
		}
	case 5:
		c.Tick(c.now)
	case 6:
		if c.sending.of != nil {
			c.NotSent(c.now, c.sending, "")
		}
	case 7:
		c.Disconnected(c.now)
		c.Connected(c.now)
		c.down = c.now
	}
}

// unproven is what is wrong with a verdict that has passed; empty: nothing.
func (c *commanding) unproven(v Verdict) string {
	if len(v.Evidence) != 1 {
		return "it does not rest on one message"
	}
	e := c.Evidence(v.Evidence[0])
	switch took := e.At.Sub(c.sent); {
	case string(e.Payload) != "ON" || e.Topic == "set" || e.Retained:
		return "it rests on another one"
	case c.sent.Before(c.down):
		return "it was sent on another connection"
	case took < 0 || took > 5*time.Second || took != v.Reason.Span:
		return "it did not come in its time"
	}
	return ""
}

// TestFloodOfReplies: whatever comes, little of it is kept.
func TestFloodOfReplies(t *testing.T) {
	r := play(t, fmt.Sprintf(device, "command: {publish: set, payload: x, reply: st, expect: ON, within: 2s}"), "0s allow\n1s send")
	for i := range 5 * leastSwept {
		reply := bytes.Repeat([]byte{'0'}, 60_000)
		copy(reply, strconv.Itoa(i))
		r.Message(r.began.Add(2*time.Second), &model.Message{Topic: []byte("st"), Payload: reply})
	}
	if r.bytes > 2*leastSwept*60_000 || r.Results()[0].Reason.Code != OtherReply || len(r.Results()[0].Reason.Found) > 200 {
		t.Errorf("%d bytes are kept of %d messages", r.bytes, len(r.evidence))
	}
}

func numbers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%d,", i)
	}
	return strings.TrimSuffix(b.String(), ",")
}
