package verification

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"html"
	"strings"
	"sync"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/retained"
	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/verify"
)

// acted is a session whose status the test decides.
type acted struct {
	broker.Session
	mu     sync.Mutex
	status broker.Status
}

func (a *acted) Status() broker.Status {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.status
}

func (a *acted) become(phase broker.Phase, problem error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.status.Phase, a.status.Problem = phase, problem
}

func read(t *testing.T, text string) *checklist.Checklist {
	t.Helper()
	list, err := checklist.Read([]byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func send(l *Live, topic, payload string) {
	l.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte(topic), Payload: []byte(payload)}}})
}

const lamp = "version: 1\nsite: {name: \"=Villa <A>\"}\ndevices:\n  - {id: lamp, topic: \"home/{room}/lamp\", present: 1m, retained: true, fields: {on: {type: boolean, samples: 1}}}\n"

// TestWatch follows a session until it is told to end. The time without a connection is
// noted.
func TestWatch(t *testing.T) {
	l := New(read(t, lamp))
	if subs := l.Subscriptions(); len(subs) != 1 || subs[0].Filter != "home/+/lamp" || subs[0].RetainAsPublished {
		t.Errorf("it subscribes to %+v", subs)
	}
	s := &acted{}
	s.become(broker.Connecting, nil)
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	stage := 0
	told := func(p Progress) { // on the goroutine of Watch
		switch {
		case stage == 0:
			s.become(broker.Connected, nil)
			stage = 1
		case stage == 1 && p.Connected:
			send(l, "home/hall/lamp", `{"on":true}`)
			s.become(broker.Waiting, nil)
			stage = 2
		case stage == 2 && !p.Connected:
			s.become(broker.Connected, nil)
			l.Interrupted(time.Now(), time.Now())
			stage = 3
		case stage == 3 && p.Connected:
			end()
		}
	}
	find := func([]string) (*retained.Found, error) { // asked at the end, though nobody wants to wait any longer
		return &retained.Found{Messages: []broker.Publication{{Topic: "home/hall/lamp", Payload: []byte(`{"on":true}`)}}}, nil
	}
	go func() { ended <- l.Watch(ctx, s, find, told) }() // ends with ctx
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	a := l.Run().Account()
	if len(a.Gaps) != 1 || a.Ended.IsZero() {
		t.Errorf("the account is %+v", a)
	}
	if got := l.Run().Tally(); got != (verify.Tally{Pass: 3}) {
		t.Errorf("the verdicts are %+v", l.Run().Results())
	}
}

// TestTheRunGoesOn when it is looked at between CONNACK and the session's word that it is
// connected.
func TestTheRunGoesOn(t *testing.T) {
	l := New(read(t, lamp))
	connected, not := broker.Status{Phase: broker.Connected}, broker.Status{Phase: broker.Connecting}
	l.look(&connected)
	l.look(&not)
	l.Interrupted(time.Now(), time.Now())
	l.look(&not)
	l.look(&connected)
	if a := l.account(); a.Gaps[len(a.Gaps)-1].To.IsZero() {
		t.Errorf("it stands still: %+v", a)
	}
}

// TestRefusedSubscriptions are told in every report, and nothing is concluded from them.
func TestRefusedSubscriptions(t *testing.T) {
	list := read(t, lamp)
	l := New(list)
	l.look(&broker.Status{Phase: broker.Connected, Subscriptions: []broker.Grant{{Subscription: l.Subscriptions()[0], Answered: true, Denied: errors.New("no")}}})
	l.Run().Finish(time.Now())
	if got := l.Run().Tally(); got != (verify.Tally{NotVerifiable: 3}) {
		t.Errorf("the verdicts are %+v", l.Run().Results())
	}
	h := Handover{List: list, Run: l.Run(), Broker: "mqtt://localhost", Version: "1"}
	var page, document strings.Builder
	if err := errors.Join(h.HTML(&page), h.JSON(&document)); err != nil {
		t.Fatal(err)
	}
	for what, s := range map[string]string{"the page": html.UnescapeString(page.String()), "the JSON": document.String()} {
		if !strings.Contains(s, "home/+/lamp") || strings.Contains(s, "Passed") {
			t.Errorf("%s: %s", what, s)
		}
	}
}

// TestWatchNeverConnected gives why.
func TestWatchNeverConnected(t *testing.T) {
	why := errors.New("refused")
	l, s := New(read(t, lamp)), &acted{}
	s.become(broker.Stopped, why)
	if err := l.Watch(t.Context(), s, nil, nil); !errors.Is(err, why) {
		t.Errorf("the error is %v", err)
	}
}

// TestAskKept: what the broker keeps is known with a new subscription only.
func TestAskKept(t *testing.T) {
	for name, kept := range map[string]bool{"kept": true, "not kept": false} {
		l := New(read(t, lamp))
		send(l, "home/hall/lamp", `{"on":true}`)
		err := l.askKept(func(filters []string) (*retained.Found, error) {
			if strings.Join(filters, " ") != "home/+/lamp" {
				t.Errorf("asked for %q", filters)
			}
			found := &retained.Found{}
			if kept {
				found.Messages = []broker.Publication{{Topic: "home/hall/lamp", Payload: []byte(`{"on":true}`)}}
			}
			return found, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		l.run.Finish(time.Now())
		want := verify.Fail
		if kept {
			want = verify.Pass
		}
		if got := l.run.Results()[1]; got.Check.Kind != checklist.Retained || got.State != want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// handover is of a run with every kind of state, of a device that sends hostile texts.
func handover(t *testing.T) *Handover {
	t.Helper()
	list := read(t, lamp+"rules:\n  - {topic: \"x/{id}\", members: [a, b], payload: {enum: [ok]}}\n")
	l := New(list)
	send(l, "home/hall/lamp", `{"on":"<script>alert(1)</script>`+"\u202e\"}")
	send(l, "x/a", "ok")
	l.run.Asked()
	l.run.Finish(time.Now())
	return &Handover{List: list, Run: l.run, Broker: "mqtt://broker.example", Version: "test"}
}

func written(t *testing.T, write func(*Handover, *strings.Builder) error) string {
	t.Helper()
	var b strings.Builder
	if err := write(handover(t), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestJSON has the exact bytes of what a verdict rests on.
func TestJSON(t *testing.T) {
	out := written(t, func(h *Handover, b *strings.Builder) error { return h.JSON(b) })
	var d document
	if err := json.Unmarshal([]byte(out), &d); err != nil {
		t.Fatal(err)
	}
	if d.State != "fail" || d.Tally.Fail == 0 || d.Tally.Pending == 0 || len(d.Checklist) != 64 {
		t.Errorf("it is %+v", d)
	}
	found := false
	payloads := make(map[int]string)
	for _, r := range d.Results {
		for _, e := range r.Evidence {
			if e.Payload != nil { // which it has where the message is named first
				payloads[e.Message] = string(e.Payload)
			}
		}
		if r.Check == "field on" {
			found = len(r.Evidence) == 1 && payloads[r.Evidence[0].Message] == `{"on":"<script>alert(1)</script>`+"\u202e\"}"
		}
	}
	if !found {
		t.Errorf("the evidence of the field is not in %s", out)
	}
}

// TestCSV has a row for each check, and nothing that a spreadsheet would calculate.
func TestCSV(t *testing.T) {
	out := written(t, func(h *Handover, b *strings.Builder) error { return h.CSV(b) })
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 7 || len(rows[0]) != 13 || !strings.Contains(out, "\r\n") {
		t.Errorf("the rows are %q", rows)
	}
}

// TestJUnit: what is pending is skipped, and never passed.
func TestJUnit(t *testing.T) {
	out := written(t, func(h *Handover, b *strings.Builder) error { return h.JUnit(b) })
	var s suites
	if err := xml.Unmarshal([]byte(out), &s); err != nil {
		t.Fatal(err)
	}
	skipped := 0
	for _, one := range s.Suites {
		skipped += one.Skipped
	}
	if s.Tests != 6 || s.Failures != 4 || skipped != 1 || len(s.Suites) != 2 {
		t.Errorf("it is %s", out)
	}
	first, _, _ := strings.Cut(out, "<testsuite ")
	if strings.Contains(first, "skipped=") || !strings.Contains(first, ` time="`) {
		t.Errorf("it begins with %s", first)
	}
	for _, one := range s.Suites {
		for _, c := range one.Cases {
			if c.Failure != nil && (c.Failure.Text == "" || c.Failure.Text != c.Failure.Message) {
				t.Errorf("%s fails with the text %q", c.Name, c.Failure.Text)
			}
		}
	}
	if n := strings.Count(out, ` time="`); n != 1+len(s.Suites)+s.Tests {
		t.Errorf("%d times in %s", n, out)
	}
}

// TestHTML refers to nothing outside, runs nothing, and shows no mark of direction.
func TestHTML(t *testing.T) {
	out := written(t, func(h *Handover, b *strings.Builder) error { return h.HTML(b) })
	for _, not := range []string{"<script", "\u202e", "http", "src=", "@import", "url("} {
		if strings.Contains(out, not) {
			t.Errorf("the page has %q", not)
		}
	}
	for _, has := range []string{"=Villa &lt;A&gt;", "Failed.", `&lt;script&gt;`, `\u202e`, "home/hall/lamp", "SHA-256", "1 missing: b"} {
		if !strings.Contains(out, has) {
			t.Errorf("the page lacks %q", has)
		}
	}
}

// TestHTMLFitsOnPages: a name as long as a topic can be is cut with a mark, and a rule that is
// called like the device before it is another section.
func TestHTMLFitsOnPages(t *testing.T) {
	long := strings.Repeat("a-long-name", 5_000)
	list := read(t, "version: 1\nsite: {name: \"a\\u202eb\"}\ndevices:\n  - {id: x, topic: x, present: 1m}\nrules:\n  - {topic: x, present: 1m}\n  - {topic: y/#, present: 1m}\n  - {topic: "+long+", present: 1m}\n")
	l := New(list)
	send(l, "y/"+long, "1")
	l.run.Finish(time.Now())
	h := &Handover{List: list, Run: l.run, Broker: "mqtt://broker.example", Version: "test"}
	var page, suite strings.Builder
	if err := errors.Join(h.HTML(&page), h.JUnit(&suite)); err != nil {
		t.Fatal(err)
	}
	if out := page.String(); len(out) > 20_000 || strings.Count(out, "<h2>x</h2>") != 2 || !strings.Contains(out, "bytes more; the JSON has all of them]") {
		t.Errorf("a page of %d bytes, with %d sections of one name", len(out), strings.Count(out, "<h2>x</h2>"))
	}
	if n := strings.Count(suite.String(), `<testsuite name="x"`); n != 2 {
		t.Errorf("%d suites of one name", n)
	}
	if !strings.Contains(suite.String(), `name="a\u202eb"`) {
		t.Error("the name of the site turns the direction of writing")
	}
}

// TestNotKept: evidence that there was no room for is told on the first page and where it is
// missing.
func TestNotKept(t *testing.T) {
	if words := strings.Join(explain.RunAccount(&verify.Account{NotKept: 12}), "\n"); !strings.Contains(words, "Messages behind verdicts that could not be kept, for lack of room: 12.") {
		t.Errorf("the account is %s", words)
	}
	if got := shownRow(&result{NotKept: true}); !strings.Contains(got.Note, "not kept") {
		t.Errorf("the row is %+v", got)
	}
}
