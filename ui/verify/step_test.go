package verify

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/ui/widgets"
)

// Publish answers at once: the device replies before the broker has acknowledged.
func (s *session) Publish(_ context.Context, p broker.Publication) (broker.Acknowledgement, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.published = append(s.published, p.Topic)
	return broker.Acknowledgement{}, nil
}

const doors = `version: 1
deadline: 10h
devices:
  - {id: door, availability: {topic: door/st}, lwt_test: {operator: Pull its battery, within: 1h}}
  - {id: gate, availability: {topic: gate/st}, lwt_test: {operator: Pull the fuse, within: 1h}}
`

func (b *bench) started(words string) {
	b.t.Helper()
	b.connect()
	b.openFile(b.write(words))
	test.Tap(b.start)
}

// judge finishes the run, and answers the question before it if there is one. Its report may be
// let go.
func (b *bench) judge() {
	b.t.Helper()
	if b.startOrFinish(); b.do.Desk.Asked != nil {
		b.tap("confirm")
	}
	b.run.saved = true
}

// question is an object of the question that is asked.
func (b *bench) question(name string) any {
	b.t.Helper()
	for _, o := range b.do.Desk.Asked {
		if o.Name == name {
			return o.Object
		}
	}
	b.t.Fatalf("nothing called %q is asked for: %v", name, b.do.Desk.Asked)
	return nil
}

func (b *bench) tap(name string) {
	b.t.Helper()
	test.Tap(b.question(name).(*widgets.Button)) //nolint:forcetypeassert // a test
}

func (b *bench) fill(name, words string) {
	b.t.Helper()
	b.question(name).(*widgets.Entry).SetText(words) //nolint:forcetypeassert // a test
}

// TestStepsOnThePage tell a person what to do, one after the other.
func TestStepsOnThePage(t *testing.T) {
	b := newBench(t)
	b.started(doors)
	b.until("it waits for a device", func() bool { return b.first() != nil && strings.Contains(b.task.words.Text(), "Nothing to do yet: ") })
	if !b.task.done.Disabled() || !b.task.object.Visible() {
		t.Error("a step can be done whose device is not online")
	}
	b.receive("gate/st online")
	b.until("a step can be done", func() bool { return strings.HasPrefix(b.task.words.Text(), "gate: Pull the fuse. (1 step after") })
	test.Tap(b.task.done)
	b.until("it waits for the outage", func() bool { return strings.HasPrefix(b.task.words.Text(), "gate: waiting for it to go offline") })
	if !b.task.done.Disabled() {
		t.Error("it can be done again")
	}
	b.receive("gate/st offline")
	b.until("it is to be put back", func() bool { return strings.Contains(b.task.words.Text(), "Put it back") })
	b.receive("gate/st online")
	b.until("it has passed", func() bool {
		return b.has("passed  gate") && strings.HasPrefix(b.task.words.Text(), "Nothing to do yet: door")
	})
	test.Tap(b.task.skip)
	if confirm := b.question("confirm").(*widgets.Button); !confirm.Disabled() { //nolint:forcetypeassert // a test
		t.Error("a step is skipped without a reason")
	}
	b.fill("skip reason", "not mounted")
	b.tap("confirm")
	b.until("it is skipped", func() bool {
		return b.has("manual  door") && b.has("Skipped: not mounted.") && !b.task.object.Visible()
	})
	if !strings.Contains(b.title.Text(), "1 manual") {
		t.Errorf("it says %q", b.title.Text())
	}
}

const fans = `version: 1
deadline: 10h
devices:
  - {id: fan, command: {publish: fan/set, payload: go, reply: fan/st, expect: "ON", within: 1h}}
`

// TestCommandsAreAskedAbout before the run, by their topics; no key allows them by itself.
func TestCommandsAreAskedAbout(t *testing.T) {
	for _, publish := range []bool{true, false} {
		b := newBench(t)
		b.started(fans)
		b.until("it is asked", func() bool { return b.do.Desk.Asked != nil })
		if b.first() != nil || b.question("confirm").(*widgets.Button).Importance != widget.DangerImportance { //nolint:forcetypeassert // a test
			t.Error("it runs before it was allowed, or by a key")
		}
		if !publish {
			b.tap("without commands")
			b.until("it is left out", func() bool { return b.has("not verifiable  fan") && b.has("Publishing was not allowed") })
			continue
		}
		b.tap("confirm")
		b.until("it is published", func() bool { return b.first() != nil && b.first().sent("fan/set") })
		b.receive("fan/st ON")
		b.until("it has replied", func() bool { return b.has("passed  fan") && b.has("Replied after") })
	}
}

// sent reports whether something was published to a topic.
func (s *session) sent(topic string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Contains(strings.Join(s.published, " "), topic)
}

// TestCommandsThatMayNotBe: nobody is asked on a connection that is read-only, and a question
// that is closed starts nothing.
func TestCommandsThatMayNotBe(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.current.Profile.ReadOnly = true
	b.openFile(b.write(fans))
	test.Tap(b.start)
	b.until("it is left out", func() bool { return b.has("not verifiable  fan") })
	if b.do.Desk.Asked != nil {
		t.Error("it is asked")
	}
	b = newBench(t)
	b.started(fans)
	b.until("it is asked", func() bool { return b.do.Desk.Asked != nil })
	b.tap("cancel")
	b.until("it can be started", func() bool { return !b.start.Disabled() && b.do.Desk.Asked == nil })
	if b.first() != nil || b.run != nil {
		t.Error("it runs")
	}
}

// TestWaivers are given once a run is over, with a reason and a name, and stand in the reports.
func TestWaivers(t *testing.T) {
	b := running(t)
	b.receive(`hall/fan {"rpm":5000}`, "hall/pump x")
	b.until("the fan has failed", func() bool { return b.has("failed  fan") })
	choose := func(i int) {
		rows, _, _ := b.table.Rows.Seen()
		b.table.Rows.OnSelect(rows[i].Key)
	}
	if choose(0); b.one.waive.Visible() {
		t.Error("a verdict is waived that may change")
	}
	test.Tap(b.start)
	b.until("it can be waived", func() bool { return b.run.ended && b.one.waive.Visible() && b.has("failed  fan    field rpm") })
	test.Tap(b.one.waive)
	b.fill("waiver reason", "new bearing ordered")
	if confirm := b.question("confirm").(*widgets.Button); !confirm.Disabled() { //nolint:forcetypeassert // a test
		t.Error("nobody is named")
	}
	b.fill("waiver name", "A. Smith")
	b.tap("confirm")
	b.until("it is waived", func() bool { return b.has("failed, waived  fan") && b.has("Waived by A. Smith: new bearing ordered") })
	if !strings.Contains(b.title.Text(), "1 waived") || !strings.Contains(b.state.Text(), "What did not pass is waived") {
		t.Errorf("it says %q, %q", b.title.Text(), b.state.Text())
	}
	if !strings.Contains(b.one.why.Text(), "A. Smith") {
		t.Errorf("the evidence says %q", b.one.why.Text())
	}
	choose(1) // one that has passed
	if b.one.waive.Visible() {
		t.Error("what has passed can be waived")
	}
	for _, f := range forms(b.run.handover("1"))[:1] {
		var out bytes.Buffer
		if err := f.write(&out); err != nil || !strings.Contains(out.String(), "waived by A. Smith: new bearing ordered") {
			t.Errorf("%v: the report does not say it", err)
		}
	}
}

// TestStepsOver: what is over cannot be skipped, and nothing is asked of what is not there.
func TestStepsOver(t *testing.T) {
	b := newBench(t)
	b.started(strings.Replace(doors, "  - {id: gate", "  - {id: x, topic: x, present: true}\n#", 1))
	b.until("it waits for a device", func() bool { return b.first() != nil && b.task.now != nil })
	b.receive("door/st online")
	b.until("the step can be done", func() bool { return !b.task.done.Disabled() })
	test.Tap(b.task.skip)
	b.fill("skip reason", "too high")
	b.finish(b.run) // behind the question
	b.until("it is finished", func() bool { return b.run.ended })
	b.tap("confirm")
	b.until("nothing is to be done", func() bool { return b.task.now == nil && b.has("manual  door") })
	if b.has("too high") {
		t.Errorf("it was skipped after the end: %v", b.lines())
	}
	b.stepDone()
	b.skipStep()
	if b.do.Desk.Asked != nil {
		t.Error("it is asked for a reason")
	}
}
