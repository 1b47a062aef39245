package publish

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/broker/cause"
	"mangrove/broker/draft"
	"mangrove/broker/jobs"
	"mangrove/broker/sent"
	"mangrove/broker/simulate"
	"mangrove/model"
	"mangrove/ui/widgets"
)

// TestWorksAreListed: a job, a sequence, a request and a clearing are each one entry of the
// history, with what came of them.
func TestWorksAreListed(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	b.keep(p)
	b.answers()
	p.topic.SetText("dev/1/set")
	p.payload.SetText("ON")
	p.work.askRepeat()
	asked[*widgets.Entry](b, "every").SetText("1ms")
	asked[*widgets.Entry](b, "times").SetText("3")
	b.confirm()
	b.until("the job is kept", func() bool { return len(b.history(p)) == 1 })
	p.work.askRequest()
	asked[*widgets.Entry](b, "reply filter").SetText("dev/+/state")
	asked[*widgets.Entry](b, "within").SetText("60s")
	b.confirm()
	b.until("the request is kept", func() bool { return len(b.history(p)) == 2 })
	p.work.addStep()
	p.work.addStep()
	p.work.showSequence()
	b.confirm()
	b.until("the sequence is kept", func() bool { return len(b.history(p)) == 3 })
	b.wantWorks(b.history(p))
	l := b.openList(p, listSent, 3)
	if b.dialogButton("Cancel") != nil || b.dialogButton("Close") == nil {
		t.Error("the list offers to cancel nothing")
	}
	for i, want := range []string{"sequence of 2 messages", "request: ON", "3 times: ON"} {
		if words := widgets.LineText(l.line(i, 600)); !strings.Contains(words, want) {
			t.Errorf("line %d is %q, want %q", i, words, want)
		}
	}
	l.list.Rows.Select(1, true)
	l.choose()
	l.drawAbout()
	if words := l.about.Text(); !strings.Contains(words, "answer on dev/1/state: done ON") {
		t.Errorf("of the request it says %q", words)
	}
	l.search.SetText("done") // stands in the answer, and in how works have ended
	b.untilListed(p, 3)
}

// wantWorks has seen a sequence, a request and a job, the latest first.
func (b *bench) wantWorks(all []sent.Entry) {
	t := b.t
	t.Helper()
	if e := all[2]; e.Kind != sent.Job || e.Outcome.State != sent.Done || e.Counts.Published != 3 || e.Draft.Text != "ON" {
		t.Errorf("of the job it has %+v, %+v", e, e.Counts)
	}
	if e := all[1]; e.Kind != sent.Request || e.Outcome.State != sent.Answered || e.Reply == nil || string(e.Reply.Payload) != "done ON" || e.Reply.Latency <= 0 {
		t.Errorf("of the request it has %+v, %+v", e, e.Reply)
	}
	if e := all[0]; e.Kind != sent.Sequence || e.Counts.Published != 2 || e.Counts.Steps != 2 {
		t.Errorf("of the sequence it has %+v, %+v", e, e.Counts)
	}
}

// TestAClearingIsListed, cannot be sent again, and can be undone from the list.
func TestAClearingIsListed(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.keep(p)
	b.receive(held("dev/a", "1"), held("dev/b", "2"))
	p.AskClearBelow(b.find("dev"))
	b.until("it is asked", func() bool { return b.dialogButton("Clear 2") != nil })
	test.Tap(b.dialogButton("Clear 2"))
	b.until("it is kept", func() bool { return len(b.history(p)) == 1 })
	b.until("it is over", func() bool { return strings.Contains(p.words, "Cleared 2 of 2") })
	l := b.openList(p, listSent, 1)
	if words := widgets.LineText(l.line(0, 600)); !strings.Contains(words, "2 retained messages cleared") {
		t.Errorf("the line is %q", words)
	}
	if !l.put.Disabled() || !l.save.Disabled() || l.again.Text != "Undo the clearing…" || l.again.Disabled() {
		t.Errorf("it offers %q", l.again.Text)
	}
	l.takeSelected()
	l.saveSelected()
	if !l.isOpen() || p.topic.Value() == "dev/#" {
		t.Error("a clearing is taken for a message")
	}
	test.Tap(l.again)
	b.until("it is asked", func() bool { return b.dialogButton("Publish 2") != nil })
	b.until("it can be answered", func() bool { return !b.dialogButton("Publish 2").Disabled() })
	test.Tap(b.dialogButton("Publish 2"))
	b.until("it is kept, too", func() bool { return len(b.history(p)) == 2 })
	if e := b.history(p)[0]; e.Kind != sent.Restoring || e.Counts.Published != 2 {
		t.Errorf("kept %+v", e)
	}
	b.until("it is said", func() bool { return strings.Contains(p.words, "again") })
}

// TestAJobEndsBeforeItClears: a template that makes nothing only later ends its job, and the
// reason is said.
func TestAJobEndsBeforeItClears(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	p.TakeDraft(draft.Draft{Topic: "dev/1/set", Text: `{{if eq counter 1}}x{{end}}`, Template: true, Retain: true, QoS: 1})
	p.work.askRepeat()
	asked[*widgets.Entry](b, "every").SetText("1ms")
	b.confirm()
	b.until("it is said", func() bool { return strings.Contains(p.work.line.words, "clears what the broker keeps") })
	if all := b.sent(); len(all) != 1 || string(all[0].Payload) != "x" {
		t.Errorf("sent %+v", all)
	}
}

// TestAnEmptyMessageSaysWhatItIs: it is sent, and with Retain it is asked about by name.
func TestAnEmptyMessageSaysWhatItIs(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.topic.SetText("a/b")
	p.publish()
	b.until("it is said", func() bool { return strings.Contains(p.words, "Sent an empty message, not retained, to a/b at QoS 0") })
	b.receive(held("a/b", "1"))
	p.retain.SetChecked(true)
	p.publish()
	b.until("it is asked", func() bool { return strings.Contains(b.dialogWords(), "delete the retained message of a/b") })
	if all := b.sent(); len(all) != 1 || all[0].Retain {
		t.Errorf("sent %+v", all)
	}
}

// TestAStepIsEdited, and what is wrong with it is said before it is kept.
func TestAStepIsEdited(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.topic.SetText("dev/1/set")
	p.payload.SetText("ON")
	p.more.content.SetText("x/y")
	p.work.addStep()
	p.work.showSequence()
	for _, button := range dialogButtons(b) {
		if button.Tip == "Edit the message" {
			button.OnTapped()
		}
	}
	payload := asked[*widgets.Entry](b, "step payload")
	asked[*widgets.Entry](b, "step topic").SetText("dev/#")
	b.confirm()
	if words := b.dialogWords(); !strings.Contains(words, "wildcards") {
		t.Errorf("it says %q", words)
	}
	asked[*widgets.Entry](b, "step topic").SetText("dev/2/set")
	payload.SetText("OFF\nnow")
	b.confirm()
	want := draft.Properties{ContentType: "x/y", CorrelationData: []byte{}}
	if d := p.Sequence().Steps[0].Draft; d.Topic != "dev/2/set" || d.Text != "OFF\nnow" || d.Properties == nil || d.Properties.ContentType != want.ContentType {
		t.Errorf("the step is %+v", d)
	}
	if asked[*widgets.Entry](b, "rounds") == nil {
		t.Error("the sequence is not on view")
	}
}

// TestTopicAlias is typed, checked and kept.
func TestTopicAlias(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.conn.Status.Version = broker.V5
	p.topic.SetText("a")
	for typed, want := range map[string]uint16{"0": 0, "65536": 0, "x": 0, " 7 ": 7, "65535": 65535} {
		p.more.alias.SetText(typed)
		d, wrong := p.read()
		if (wrong != nil) != (want == 0) || wrong == nil && d.Properties.TopicAlias != want {
			t.Errorf("%q is %+v, %v", typed, d.Properties, wrong)
		}
	}
	p.TakeDraft(draft.Draft{Topic: "a", Properties: &draft.Properties{TopicAlias: 12}})
	if got := p.more.alias.Value(); got != "12" {
		t.Errorf("it shows %q", got)
	}
	p.publish()
	b.until("it is published", func() bool { return len(b.sent()) == 1 })
	if m := b.sent()[0]; m.Topic != "a" || m.Properties.TopicAlias != 12 {
		t.Errorf("sent %+v", m.Properties)
	}
}

// played starts the devices of a file, which end after a time if one is given.
func (b *bench) played(p *Panel, after string) {
	b.t.Helper()
	b.simulated(p, plugs)
	b.until("it is asked", func() bool { return b.dialogButton("Start") != nil })
	asked[*widgets.Entry](b, "end after").SetText(after)
	b.confirm()
}

// TestSimulationsAreListed, each once at its end, and are never sent again.
func TestSimulationsAreListed(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	b.keep(p)
	b.played(p, "")
	b.until("they publish", func() bool { return len(b.sent()) > 9 })
	b.press(p.work.playing, "Stop the devices")
	b.until("it is kept", func() bool { return len(b.history(p)) == 1 })
	if e := b.history(p)[0]; e.Kind != sent.Simulation || e.File != "plugs.yaml" || e.Outcome.State != sent.Stopped || e.Counts.Published < 9 || e.Counts.Took <= 0 || e.At.IsZero() {
		t.Errorf("kept %+v, %+v", e, e.Counts)
	}
	b.played(p, "10ms")
	b.until("the other is kept, too", func() bool { return len(b.history(p)) == 2 })
	if e := b.history(p)[0]; e.Outcome.State != sent.Done && (e.Outcome.State != sent.Failed || e.Counts.Published > 0) {
		t.Errorf("of one whose time is over it has %+v", e.Outcome)
	}
	b.checkSimulationInList(b.openList(p, listSent, 2))
}

// checkSimulationInList: the last line of the list is of a simulation that was stopped.
func (b *bench) checkSimulationInList(l *messageList) {
	t := b.t
	t.Helper()
	if words := widgets.LineText(l.line(1, 600)); !strings.Contains(words, "plugs.yaml") || !strings.Contains(words, "simulation") || !strings.Contains(words, "stopped") || strings.Contains(words, `""`) {
		t.Errorf("the line is %q", words)
	}
	if !l.again.Disabled() || !l.put.Disabled() || !l.save.Disabled() || strings.Contains(l.about.Text(), "QoS") {
		t.Errorf("it offers %q of %q", l.again.Text, l.about.Text())
	}
	l.takeSelected()
	l.saveSelected()
	if !l.isOpen() {
		t.Error("a simulation is taken for a message")
	}
	l.remove()
	b.until("it is removed and said", func() bool { return strings.Contains(l.about.Text(), "plugs.yaml was removed") })
}

// unconnected is a connection that cannot be made.
type unconnected struct{ device }

func (unconnected) Status() broker.Status {
	return broker.Status{Phase: broker.Stopped, Problem: broker.ErrNotConnected}
}

// TestASimulationThatNeverConnectsHasFailed, and its entry says why.
func TestASimulationThatNeverConnectsHasFailed(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	b.keep(p)
	b.simulated(p, plugs)
	b.until("it is asked", func() bool { return b.dialogButton("Start") != nil })
	p.Open = func(broker.Profile, model.Sink) broker.Session { return unconnected{device{b.session}} }
	b.confirm()
	b.until("it fails", func() bool { return p.work.played != nil && p.work.played.run.Status().Problem != nil })
	b.press(p.work.playing, "Stop the devices")
	b.until("it is kept", func() bool { return len(b.history(p)) == 1 })
	if e := b.history(p)[0]; e.Outcome.State != sent.Failed || e.Outcome.Cause == nil || e.Outcome.Reason != "" || e.Counts.Published != 0 {
		t.Errorf("kept %+v", e.Outcome)
	}
}

func TestSimulationOutcome(t *testing.T) {
	for name, c := range map[string]struct {
		status  simulate.Status
		stopped bool
		want    sent.State
	}{
		"its time ran out":                 {simulate.Status{Connects: 1, Problem: broker.ErrClosed}, false, sent.Done},
		"stopped":                          {simulate.Status{Connects: 1}, true, sent.Stopped},
		"stopped before it could connect":  {simulate.Status{}, true, sent.Stopped},
		"stopped as it could not connect":  {simulate.Status{Problem: broker.ErrNotConnected}, true, sent.Failed},
		"its time was too short to do it":  {simulate.Status{}, false, sent.Failed},
		"its time ran out while it failed": {simulate.Status{Problem: broker.ErrNotConnected}, false, sent.Failed},
	} {
		got := simulationOutcome(&c.status, c.stopped)
		if got.State != c.want || got.Reason != "" || (got.Cause != nil) != (c.want == sent.Failed) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestWhyWords: the sentence is made of the cause that is kept; what an earlier program kept is
// shown as it is.
func TestWhyWords(t *testing.T) {
	failed := func(o sent.Outcome) *sent.Entry {
		return &sent.Entry{Kind: sent.Job, Address: "mqtt://plant.example", Outcome: o}
	}
	for want, e := range map[string]*sent.Entry{
		"The connection to plant.example:1883 was lost.":    failed(sent.Outcome{State: sent.Failed, Cause: cause.Of(broker.ErrLost)}),
		"No device was connected before the time ran out.":  failed(sent.Outcome{State: sent.Failed, Cause: &cause.Cause{Code: cause.NoDevice}}),
		"Not connected to the broker. Wait, for yesterday.": failed(sent.Outcome{State: sent.Failed, Reason: "Not connected to the broker. Wait, for yesterday."}),
		`the broker said "no"`:                              {Outcome: sent.Outcome{State: sent.Refused, Reason: "no"}},
	} {
		if got := whyWords(e); !strings.HasPrefix(got, want) || want == "" {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := whyWords(failed(sent.Outcome{State: sent.Done})); got != "" {
		t.Errorf("of nothing %q", got)
	}
}

// TestASequenceIsPutBack from the history with all of its messages, and each of them into
// the panel; what is not kept is said.
func TestASequenceIsPutBack(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	b.keep(p)
	for _, m := range [][2]string{{"dev/1/set", "ON"}, {"dev/2/set", "OFF"}, {"dev/3/set", strings.Repeat("x", sent.LargestPayload+1)}} {
		p.topic.SetText(m[0])
		p.payload.SetText(m[1])
		p.work.addStep()
	}
	q := p.Sequence()
	q.Gone, q.Every, q.Steps[1].After = jobs.End, 10, 1
	p.SetSequence(q)
	p.work.showSequence()
	b.confirm()
	b.until("the sequence is kept", func() bool { return len(b.history(p)) == 1 })
	l := b.openList(p, listSent, 1)
	if words := widgets.LineText(l.line(0, 600)); !strings.Contains(words, "sequence of 3 messages: dev/1/set ON, dev/2/set OFF, dev/3/set (64 kB, not kept)") {
		t.Errorf("the line is %q", words)
	}
	l.search.SetText("dev/2 off")
	b.untilListed(p, 1)
	p.SetSequence(jobs.Sequence{Rounds: 7, Steps: q.Steps[:1]})
	l.takeSelected()
	if got := p.Sequence(); len(got.Steps) != 2 || got.Steps[1].Draft.Text != "OFF" || got.Steps[1].After != 1 || got.Gone != jobs.End || got.Every != 10 {
		t.Errorf("put back %+v", got)
	}
	if words := b.dialogWords(); !strings.Contains(words, "this is without message 3. Add what is missing") {
		t.Errorf("it says %q", words)
	}
	b.offered.do()
	if got := p.Sequence(); got.Rounds != 7 || len(got.Steps) != 1 {
		t.Errorf("undone it is %+v", got)
	}
	p.SetSequence(q)
	p.work.showSequence()
	var each []*widgets.Button
	for _, button := range dialogButtons(b) {
		if button.Tip == "Copy to the panel" {
			each = append(each, button)
		}
	}
	each[1].OnTapped()
	if p.topic.Value() != "dev/2/set" || p.payload.Value() != "OFF" {
		t.Errorf("the panel has %q", p.topic.Value())
	}
}
