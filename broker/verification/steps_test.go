package verification

import (
	"context"
	"encoding/csv"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/model/checklist"
	"mangrove/model/verify"
)

const fans = `version: 1
deadline: 10h
devices:
  - {id: fan, command: {publish: fan/set, payload: go, qos: 1, reply: fan/state, expect: "ON", within: 1h}}
  - {id: pump, command: {publish: pump/set, payload: go, reply: pump/state, expect: "ON", within: 1h}}
`

// publishes is a session whose publications the test answers.
type publishes struct {
	acted
	answer func(p broker.Publication) error
	mu     sync.Mutex
	topics []string
}

func (p *publishes) Publish(_ context.Context, m broker.Publication) (broker.Acknowledgement, error) {
	p.mu.Lock()
	p.topics = append(p.topics, m.Topic)
	p.mu.Unlock()
	return broker.Acknowledgement{}, p.answer(m)
}

// watched runs a checklist until an end that the test decides on.
func watched(t *testing.T, l *Live, s broker.Session, over func(Progress) bool) {
	t.Helper()
	ctx, end := context.WithTimeout(t.Context(), 3*time.Minute)
	defer end()
	if err := l.Watch(ctx, s, nil, func(p Progress) {
		if over(p) {
			end()
		}
	}); err != nil {
		t.Fatal(err)
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		t.Fatal("in vain was waited for the end")
	}
}

// TestCommandsOfARun are published one after the other, and each waits for its reply.
func TestCommandsOfARun(t *testing.T) {
	l := New(read(t, fans))
	l.AllowPublishing()
	s := &publishes{}
	s.become(broker.Connected, nil)
	s.answer = func(m broker.Publication) error {
		send(l, strings.ReplaceAll(m.Topic, "/set", "/state"), "ON") // before it is acknowledged
		return nil
	}
	watched(t, l, s, func(p Progress) bool { return p.Tally.Pass == 2 })
	if got := strings.Join(s.topics, " "); got != "fan/set pump/set" {
		t.Errorf("published is %s", got)
	}
}

// TestCommandsThatAreNotSent say why; those that are not allowed are not published.
func TestCommandsThatAreNotSent(t *testing.T) {
	answered := broker.Grant{Subscription: broker.Subscription{Filter: "#"}, Answered: true}
	denied := answered
	denied.Denied = &broker.Refusal{Code: broker.NotAuthorized}
	for _, c := range []struct {
		name    string
		allowed bool
		err     error
		grant   broker.Grant
		over    verify.Tally
		want    string
		topics  int
	}{
		{"not allowed", false, nil, answered, verify.Tally{NotVerifiable: 2}, "not allowed", 0},
		{"refused", true, &broker.Refusal{Code: broker.NotAuthorized}, answered, verify.Tally{Fail: 2}, "not sent", 2},
		{"read-only", true, broker.ErrReadOnly, answered, verify.Tally{Fail: 2}, "not sent", 2},
		{"the reply is denied", true, broker.ErrReadOnly, denied, verify.Tally{NotVerifiable: 2}, "refused", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := New(read(t, fans))
			if c.allowed {
				l.AllowPublishing()
			}
			s := &publishes{answer: func(broker.Publication) error { return c.err }}
			s.become(broker.Connected, nil)
			s.status.Subscriptions = []broker.Grant{c.grant}
			watched(t, l, s, func(p Progress) bool { return p.Tally == c.over })
			for _, one := range l.Run().Results() {
				if string(one.Reason.Code) != c.want || c.allowed && one.Reason.Found == "" {
					t.Errorf("%s: %+v", one.Subject.ID, one.Reason)
				}
			}
			if len(s.topics) != c.topics {
				t.Errorf("published is %q", s.topics)
			}
		})
	}
}

// TestSubscriptionsComeBeforeCommands: a reply that comes at once is not missed.
func TestSubscriptionsComeBeforeCommands(t *testing.T) {
	l := New(read(t, fans))
	l.AllowPublishing()
	s := &publishes{answer: func(broker.Publication) error { return nil }}
	st := broker.Status{Phase: broker.Connected, Subscriptions: []broker.Grant{{Answered: true}, {}}}
	l.look(&st)
	l.publish(t.Context(), s, &st)
	l.under.Wait()
	if len(s.topics) != 0 {
		t.Error("a command was published before the broker has answered the subscriptions")
	}
	st.Subscriptions[1].Answered = true
	l.publish(t.Context(), s, &st)
	l.under.Wait()
	if len(s.topics) != 1 {
		t.Error("no command was published")
	}
}

// TestEndOfARunWhileItPublishes waits for nobody.
func TestEndOfARunWhileItPublishes(t *testing.T) {
	l := New(read(t, fans))
	l.AllowPublishing()
	ctx, end := context.WithTimeout(t.Context(), 3*time.Minute)
	defer end()
	s := &hanging{began: end}
	s.become(broker.Connected, nil)
	if err := l.Watch(ctx, s, nil, nil); err != nil {
		t.Fatal(err)
	}
	if got := l.Run().Results(); got[0].Reason.Code != verify.TooEarly || got[1].Reason.Code != verify.NotSentYet {
		t.Errorf("the verdicts are %+v", got)
	}
}

// hanging is a session whose broker acknowledges nothing.
type hanging struct {
	acted
	began func()
}

func (h *hanging) Publish(ctx context.Context, _ broker.Publication) (broker.Acknowledgement, error) {
	h.began()
	<-ctx.Done()
	return broker.Acknowledgement{}, ctx.Err()
}

// TestStepsOfARun are done by a person.
func TestStepsOfARun(t *testing.T) {
	l := New(read(t, "version: 1\ndevices:\n  - {id: d, availability: {topic: st}, lwt_test: {operator: pull, within: 1h}}\n"))
	send(l, "st", "online")
	st := broker.Status{Phase: broker.Connected}
	l.look(&st)
	l.with(func(r *verify.Run) { r.Tick(time.Now().Add(time.Second)) })
	standing := l.Standing(time.Now(), true)
	if standing.Step == nil || standing.Step.Phase != verify.Ready {
		t.Fatalf("the step is %+v", standing.Step)
	}
	if !l.Done(standing.Step.Check) || l.Done(standing.Step.Check) || l.Skip(standing.Step.Check, "") || !l.Skip(standing.Step.Check, "no") {
		t.Error("it cannot be done once, and then be skipped")
	}
	if got := l.Standing(time.Now(), true); got.Step != nil || got.Tally.Manual != 1 {
		t.Errorf("it stands at %+v", got)
	}
}

// TestWaiversInReports: the verdict stays, with who accepts it and why, and the first page says so.
func TestWaiversInReports(t *testing.T) {
	list := read(t, `version: 1
devices:
  - {id: a, topic: a, present: true, waive: [{check: present, reason: "ordered <b>anew</b>", by: "=Jo"}]}
  - {id: b, topic: b, present: true}
`)
	l := New(list)
	send(l, "b", "1")
	l.run.Finish(time.Now())
	h := &Handover{List: list, Run: l.run, Broker: "mqtt://broker.example", Version: "test"}
	var page, suite, table, whole strings.Builder
	if err := errors.Join(h.HTML(&page), h.JUnit(&suite), h.CSV(&table), h.JSON(&whole)); err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(page.String(), "<h2>a</h2>")
	for _, one := range []struct{ in, has string }{
		{first, "Accepted with a waiver: 1 check did not pass and is waived"},
		{first, "1 waived"},
		{first, "What is waived"},
		{first, "waived by =Jo: ordered &lt;b&gt;anew&lt;/b&gt;"},
		{first, `<td class="state fail">✗ failed</td>`},
		{first, "Never seen."},
		{suite.String(), `failures="0" errors="0" skipped="1"`},
		{suite.String(), `message="waived by =Jo: ordered &lt;b&gt;anew&lt;/b&gt;; failed: Never seen."`},
		{whole.String(), `"state": "waived"`},
		{whole.String(), `"by": "=Jo"`},
		{whole.String(), `"waived": 1`},
	} {
		if !strings.Contains(one.in, one.has) {
			t.Errorf("%q is not in %s", one.has, one.in)
		}
	}
	if strings.Contains(first, "What did not pass") {
		t.Error("what is waived is open, too")
	}
	rows, err := csv.NewReader(strings.NewReader(table.String())).ReadAll()
	if err != nil || strings.Join(rows[1][11:], "|") != "'=Jo|ordered <b>anew</b>" || rows[1][4] != "fail" || rows[2][11] != "" {
		t.Errorf("CSV: %v: %q", err, rows)
	}
	l.run.Waive(list.Subjects[0].Checks[0], checklist.Waiver{Reason: "x", By: "y"}) // the latest counts
	page.Reset()
	if err := h.HTML(&page); err != nil || !strings.Contains(page.String(), "waived by y: x") {
		t.Errorf("%v: another waiver is not in the report", err)
	}
}

// TestManualIsSkipped in what machines read, and named on the first page.
func TestManualIsSkipped(t *testing.T) {
	list := read(t, "version: 1\ndevices:\n  - {id: d, availability: {topic: st}, lwt_test: {operator: pull, within: 1h}}\n")
	l := New(list)
	l.Unattended()
	send(l, "st", "online")
	l.run.Finish(time.Now())
	h := &Handover{List: list, Run: l.run, Broker: "mqtt://broker.example", Version: "test"}
	var page, suite strings.Builder
	if err := errors.Join(h.HTML(&page), h.JUnit(&suite)); err != nil {
		t.Fatal(err)
	}
	if out := page.String(); !strings.Contains(out, "steps for a person were left out") || !strings.Contains(out, "1 left to a person") || !strings.Contains(out, "What did not pass") {
		t.Error("the page does not say it")
	}
	if out := suite.String(); !strings.Contains(out, `failures="0" errors="0" skipped="1"`) {
		t.Errorf("JUnit: %s", out)
	}
}

// TestAllEvidenceIsPrinted: an outage rests on the message that it began with, and on the one that
// ended it.
func TestAllEvidenceIsPrinted(t *testing.T) {
	list := read(t, "version: 1\ndevices:\n  - {id: d, availability: {topic: st}, lwt_test: {operator: pull, within: 1h}}\n")
	l := New(list)
	send(l, "st", "online")
	l.look(&broker.Status{Phase: broker.Connected})
	l.with(func(r *verify.Run) { r.Tick(time.Now().Add(time.Second)) })
	step := l.Standing(time.Now(), true).Step
	if step == nil {
		t.Fatal("there is no step")
	}
	l.Done(step.Check)
	send(l, "st", "offline")
	send(l, "st", "online")
	l.run.Finish(time.Now())
	h := &Handover{List: list, Run: l.run, Broker: "mqtt://broker.example", Version: "test"}
	var page strings.Builder
	if err := h.HTML(&page); err != nil {
		t.Fatal(err)
	}
	gone, back := strings.Index(page.String(), "<pre>offline</pre>"), strings.Index(page.String(), "<pre>online</pre>")
	if gone < 0 || back < gone || strings.Count(page.String(), ", st, QoS 0") != 2 {
		t.Errorf("printed are %d messages: %s", strings.Count(page.String(), "<pre>"), page.String())
	}
}
