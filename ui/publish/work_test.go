package publish

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/jobs"
	"mangrove/broker/request"
	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/widgets"
)

// Subscribe implements broker.Session.
func (s *session) Subscribe(context.Context, ...broker.Subscription) error { return nil }

// Unsubscribe implements broker.Session.
func (s *session) Unsubscribe(context.Context, ...string) error { return nil }

// asked is a field of the question that is asked.
func asked[T fyne.CanvasObject](b *bench, name string) T {
	b.t.Helper()
	for _, o := range b.desk.Asked {
		if got, ok := o.Object.(T); ok && o.Name == name {
			return got
		}
	}
	b.t.Fatalf("nothing is asked for %q", name)
	panic("unreachable")
}

func (b *bench) confirm() {
	asked[*widgets.Button](b, "confirm").OnTapped()
	b.step()
}

// ends has all that the panel does end with the test.
func (b *bench) ends(p *Panel) *Panel {
	b.t.Cleanup(func() { p.Stop()() })
	return p
}

// press presses a button of a line under the panel.
func (b *bench) press(l *workLine, name string) {
	b.t.Helper()
	for _, button := range l.buttons {
		if button.Visible() && button.Tip == name {
			button.OnTapped()
			b.step()
			return
		}
	}
	b.t.Fatalf("%q has no button %q", l.words, name)
}

// TestAJobIsStartedPausedAndStopped from the panel, and its line says how it stands.
func TestAJobIsStartedPausedAndStopped(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	p.topic.SetText("a/b")
	p.payload.SetText("ON")
	p.qos.Choose(1)
	if b.step(); p.work.line.object.Visible() {
		t.Error("there is a line without a job")
	}
	p.work.askRepeat()
	asked[*widgets.Entry](b, "every").SetText("5 parsecs")
	b.confirm()
	if words := b.dialogWords(); !strings.Contains(words, "Type the interval as a time") || len(p.work.jobs) != 0 {
		t.Fatalf("it says %q", words)
	}
	asked[*widgets.Entry](b, "every").SetText("1 ms")
	b.confirm()
	p.topic.SetText("other") // the job goes on with the message as it was
	b.until("it publishes", func() bool { return len(b.sent()) > 20 })
	b.press(p.work.line, "Pause")
	if !strings.Contains(p.work.line.words, "paused") {
		t.Errorf("it says %q", p.work.line.words)
	}
	b.press(p.work.line, "Resume")
	n := len(b.sent())
	b.until("it goes on", func() bool { return len(b.sent()) > n+20 })
	b.press(p.work.line, "Stop")
	b.until("it is stopped", func() bool { return strings.Contains(p.work.line.words, "stopped") })
	for _, m := range b.sent() {
		if m.Topic != "a/b" || string(m.Payload) != "ON" || m.QoS != 1 {
			t.Fatalf("sent %+v", m)
		}
	}
	b.press(p.work.line, "Remove ended jobs")
	if p.work.line.object.Visible() {
		t.Errorf("it says %q", p.work.line.words)
	}
}

// begin begins a job that goes on until it is stopped.
func (b *bench) begin(p *Panel) {
	b.t.Helper()
	maker, err := draft.NewMaker(draft.Draft{Topic: "a/b", QoS: 1}, &p.shelf)
	if err != nil {
		b.t.Fatal(err)
	}
	p.work.start("a/b", jobs.Plan{Steps: []jobs.Step{{Maker: maker}}, Every: time.Millisecond})
}

// TestJobsEnd with the connection, with the guard and with the tab.
func TestJobsEnd(t *testing.T) {
	for name, end := range map[string]func(b *bench, p *Panel){
		"all are stopped":   func(b *bench, p *Panel) { b.press(p.work.line, "Stop all jobs") },
		"read only":         func(b *bench, p *Panel) { b.conn.Profile.ReadOnly = true; p.Draw() },
		"the tab is closed": func(_ *bench, p *Panel) { p.Stop()() },
		"it is disconnected": func(b *bench, p *Panel) {
			b.conn.Session = connection.DisconnectedFrom(broker.Status{}, time.Now())
			p.Draw()
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			p := b.ends(b.connect())
			b.begin(p)
			b.begin(p)
			b.until("both publish", func() bool { return len(b.sent()) > 10 && strings.HasPrefix(p.work.line.words, "2 jobs running") })
			end(b, p)
			b.until("both have ended", func() bool { return strings.HasPrefix(p.work.line.words, "0 jobs running, 2 ended") })
			for _, r := range p.work.jobs {
				if s := r.job.Status(); !s.Stopped || s.Problem != nil {
					t.Errorf("%+v", s)
				}
			}
		})
	}
}

// TestWhatCannotBeRepeated is said before anything is asked.
func TestWhatCannotBeRepeated(t *testing.T) {
	for _, c := range []struct{ name, topic, payload, says string }{
		{"a wildcard", "a/#", "x", "wildcard"},
		{"no topic", "", "x", "needs at least one character"},
		{"clearing", "a", "", "Publish it by hand"},
	} {
		b := newBench(t)
		p := b.ends(b.connect())
		p.topic.SetText(c.topic)
		p.payload.SetText(c.payload)
		p.retain.SetChecked(c.payload == "")
		p.work.askRepeat()
		if b.desk.Asked != nil || !strings.Contains(p.words, c.says) {
			t.Errorf("%s: it says %q", c.name, p.words)
		}
	}
}

// TestMostJobs are going on at a time, and a long list of ended ones is not kept.
func TestMostJobs(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	for range mostJobs {
		b.begin(p)
	}
	if words := p.work.cannotStart(); !strings.Contains(words, "Stop one first") {
		t.Errorf("it says %q", words)
	}
	p.work.stopJobs()
	b.until("all have ended", func() bool { return strings.HasPrefix(p.work.line.words, "0 jobs") })
	b.begin(p)
	if len(p.work.jobs) != mostEnded+1 {
		t.Errorf("%d jobs are listed", len(p.work.jobs))
	}
}

// answers has the session answer each message to dev/NAME/set on dev/NAME/state, but for deaf.
func (b *bench) answers() {
	b.conn.Listeners = &model.Listeners{}
	sink := b.conn.Listeners.Before(b.conn.Store)
	b.session.onPublish = func(m broker.Publication) {
		if name := strings.Split(m.Topic, "/")[1]; name != "deaf" {
			sink.Apply(model.Batch{At: time.Now(), Messages: []model.Message{msg("dev/"+name+"/state", "done "+string(m.Payload))}})
		}
	}
}

// TestAnAnswer stands under the panel, and is gone to with a click.
func TestAnAnswer(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	b.answers()
	var went string
	p.OnGoTo = func(topic string, at time.Time, payload []byte) {
		id, _ := b.conn.Store.Find(topic)
		if pos := b.conn.Store.Came(id, at, payload, 0); pos != 0 {
			went = fmt.Sprintf("%s %s", topic, payload)
		}
	}
	p.topic.SetText("dev/1/set")
	p.payload.SetText("ON")
	p.work.askRequest()
	b.confirm()
	if words := b.dialogWords(); !strings.Contains(words, "A response topic needs MQTT 5") {
		t.Errorf("without a filter it says %q", words)
	}
	asked[*widgets.Entry](b, "reply filter").SetText("dev/+/state")
	asked[*widgets.Entry](b, "within").SetText("60s")
	b.confirm()
	b.until("the answer is told", func() bool { return strings.Contains(p.work.asking.words, "on dev/1/state: done ON") })
	b.press(p.work.asking, "Go to the answer")
	if went != "dev/1/state done ON" {
		t.Errorf("it went to %q", went)
	}
	b.press(p.work.asking, "Remove")
	if p.work.asking.object.Visible() {
		t.Error("the line stays")
	}
}

// sortBeside presses the head of the table of answers, and waits until they are sorted.
func (b *bench) sortBeside(r *round, x float32) {
	b.t.Helper()
	r.table.tapHead(x)
	if !r.sorting || r.in == r.order {
		b.t.Error("the goroutine that draws has sorted")
	}
	b.until("they are sorted", func() bool { return !r.sorting })
}

// TestAnswersOfManyDevices are a table, by a filter and by a CSV file.
func TestAnswersOfManyDevices(t *testing.T) {
	table := filepath.Join(t.TempDir(), "devices.csv")
	if err := os.WriteFile(table, []byte("name\n10\ndeaf\n9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, variable string
		way            int
	}{{"filter", "{{.1}}", byFilter}, {"table", "{{.name}}", byTable}} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			p := b.ends(b.connect())
			b.answers()
			b.receive(msg("dev/10/state", "x"), msg("dev/deaf/state", "x"), msg("dev/9/state", "x"))
			p.topic.SetText("dev/" + c.variable + "/set")
			p.payload.SetText("for " + c.variable)
			p.work.askRequest()
			asked[*widgets.Entry](b, "reply filter").SetText("dev/" + c.variable + "/state")
			asked[*widgets.Entry](b, "within").SetText("300ms")
			asked[*widgets.Select](b, "devices by").SetSelectedIndex(c.way)
			asked[*widgets.Entry](b, "devices filter").SetText("dev/+/state")
			asked[*widgets.Entry](b, "devices table").SetText(table)
			asked[*widgets.Entry](b, "at a time").SetText("3")
			b.confirm()
			b.until("all are over", func() bool { return p.work.round != nil && !p.work.round.comes() })
			r := p.work.round
			if want := "2 of 3 requests answered, 1 without an answer"; p.work.asking.words != want {
				t.Errorf("it says %q", p.work.asking.words)
			}
			tap := func(x float32) { b.sortBeside(r, x) }
			tap(r.table.ends[1] + 10) // by latency, those without last
			if last := r.results[2]; last.Err == nil || last.Topic != "dev/deaf/set" {
				t.Errorf("the last is %+v", last)
			}
			for _, got := range r.results[:2] {
				if name := strings.Split(got.Topic, "/")[1]; string(got.Answer.Payload) != "done for "+name {
					t.Errorf("%s answered %q", got.Topic, got.Answer.Payload)
				}
			}
			tap(r.table.ends[1] + 10)
			if r.results[0].Err == nil {
				t.Error("falling, those without are not first")
			}
			tap(10)
			if r.in.by != byDevice || r.table.Len() != 3 || r.table.Index(uint32(r.results[0].Index)) != 0 {
				t.Errorf("by %v: %v", r.in.by, r.index)
			}
			b.desk.Dismiss()
			if r.table != nil {
				t.Error("the table is still drawn")
			}
		})
	}
}

// TestAnswersAreBounded: what is too large is said not to be kept.
func TestAnswersAreBounded(t *testing.T) {
	b := newBench(t)
	r := &round{work: b.connect().work}
	large := make([]byte, 100<<20)
	for i := range 3 {
		r.addAnswer(request.Result{Index: i, Answer: request.Answer{Payload: large}})
	}
	r.draw()
	b.until("they are taken in", func() bool { return !r.comes() })
	if r.without != 1 || !errors.Is(r.results[2].Err, errNotKept) || r.results[2].Answer.Payload != nil {
		t.Errorf("%d without, %v", r.without, r.results[2].Err)
	}
}

// TestSavedAnswersAreWhole: what is pressed while they are sorted has all that had come by then,
// in the order that was asked for, and what was shown before is not written to.
func TestSavedAnswersAreWhole(t *testing.T) {
	b := newBench(t)
	r := &round{work: b.connect().work}
	table := &answerTable{round: r}
	come := func(i int, device string) {
		r.addAnswer(request.Result{Index: i, Device: request.Device{Name: device}, Answer: request.Answer{Payload: []byte(device)}})
	}
	come(1, "b")
	come(0, "a")
	r.sort()
	b.until("they are sorted", func() bool { return len(r.results) == 2 })
	shown, order := r.answers, answerOrder{byDevice, true}
	come(2, "c")
	r.sort()
	r.order = order
	come(3, "d")
	table.save("answers.csv", request.WriteCSV)
	if b.window.Canvas().Overlays().Top() != nil || len(r.results) != 2 {
		t.Error("half of them would be written")
	}
	b.until("they can be saved", func() bool { return b.window.Canvas().Overlays().Top() != nil })
	if len(r.results) != 4 || r.in != order || r.results[0].Device.Name != "d" || r.words[2] != "c" || r.index[3] != 0 {
		t.Errorf("%+v", r.answers)
	}
	if len(shown.words) != 2 || shown.results[0].Device.Name != "a" || shown.index[1] != 1 {
		t.Errorf("what was shown is %+v", shown)
	}
}

func TestTypedTime(t *testing.T) {
	for s, want := range map[string]time.Duration{"": 0, "10ms": 10 * time.Millisecond, "1 s": time.Second, "2": 2 * time.Second, "0.5": 500 * time.Millisecond, "1h30m": 90 * time.Minute,
		"1,500 ms": 1500 * time.Millisecond, "1,000.5ms": 1000500 * time.Microsecond} {
		if got, ok := typedTime(s); !ok || got != want {
			t.Errorf("%q is %v, %v", s, got, ok)
		}
	}
	for _, s := range []string{"-1s", "x", "10 parsecs", "99999h", "1e9", "1,5", "0,5s", "2,25s", "1,5000ms", ",500s"} {
		if got, ok := typedTime(s); ok {
			t.Errorf("%q is %v", s, got)
		}
	}
}

// TestTypedCount: a comma between groups of digits is none, any other may be a decimal point.
func TestTypedCount(t *testing.T) {
	for s, want := range map[string]int{"": 0, " 12 ": 12, "1,000": 1000, "12 000": 12000, "1,00,000": 100_000, "1,5": -1, "10,00": -1, "1000,000": -1, "-1": -1, "2.0": -1} {
		if got, ok := typedCount(s, 1_000_000); ok != (want >= 0) || ok && got != want {
			t.Errorf("%q is %d, %v", s, got, ok)
		}
	}
}

// TestPropertiesOfAnswersAreBounded, too: they are as long as a broker likes.
func TestPropertiesOfAnswersAreBounded(t *testing.T) {
	r := &round{}
	large := make([]byte, mostAnswers/2)
	for range 3 {
		r.addAnswer(request.Result{Answer: request.Answer{Topic: "a", Payload: []byte("x"), Properties: large}})
	}
	if r.came[0].Err != nil || !errors.Is(r.came[1].Err, errNotKept) || r.came[1].Answer.Properties != nil || r.kept > mostAnswers {
		t.Errorf("%v, %v, %d bytes", r.came[0].Err, r.came[1].Err, r.kept)
	}
}
