package warnings

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/look"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is the page on a bench: the test draws, and takes the turns of the watch.
type bench struct {
	*Page
	t       *testing.T
	window  fyne.Window
	current *connection.Connection
	gone    string   // the topic that was gone to
	asked   []string // topics that the broker was asked about
	answer  func(kept map[string][]byte, err error)
	posted  uitest.Posted
}

func newBench(t *testing.T) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Dark})
	b := &bench{t: t, window: test.NewTempWindow(t, nil)}
	b.Page = New(Options{
		Desk:    desk.New(b.window, b.posted.Add, error.Error),
		Current: func() *connection.Connection { return b.current },
		GoTo:    func(_ *connection.Connection, topic string) { b.gone = topic },
		Ask: func(_ *connection.Connection, topics []string, told func(map[string][]byte, error)) {
			b.asked, b.answer = topics, told
		},
	})
	b.window.SetContent(container.NewStack(b.Object()))
	b.window.Resize(fyne.NewSize(1280, 800))
	return b
}

func (b *bench) connect() {
	b.current = &connection.Connection{Store: model.NewStore(model.Options{})}
	b.current.Status = broker.Status{Phase: broker.Connected, Version: broker.V5}
	b.Draw(time.Now())
}

// receive has messages come, retained ones with "retained" in front, and looks at them.
func (b *bench) receive(lines ...string) {
	b.t.Helper()
	var all []model.Message
	for _, line := range lines {
		topic, payload, _ := strings.Cut(strings.TrimPrefix(line, "retained "), " = ")
		all = append(all, model.Message{Topic: []byte(topic), Payload: []byte(payload), Retained: strings.HasPrefix(line, "retained ")})
	}
	b.current.Store.Apply(model.Batch{At: time.Now(), Messages: all})
	b.look()
}

func (b *bench) look() {
	b.t.Helper()
	w := b.watches[b.current]
	w.looked = time.Time{}
	w.readOn(time.Now())
	b.Draw(time.Now())
	uitest.Until(b.t, "the rows stand", b.posted.Run, func() bool {
		return b.table.Len() == len(b.found.Findings) || b.filter.Value() != ""
	})
}

// listed are the rows.
func (b *bench) listed() string {
	rows, _, _ := b.table.Rows.Seen()
	var all []string
	for i := range rows {
		all = append(all, widgets.LineText(rows[i].Spans))
	}
	return strings.Join(all, "\n")
}

// TestWarnings come as the messages do; one opens with what to do, and leads to its topic.
func TestWarnings(t *testing.T) {
	b := newBench(t)
	b.Draw(time.Now())
	if !strings.Contains(b.table.Said(), "Nothing is connected") {
		t.Errorf("without a connection: %q", b.table.Said())
	}
	b.connect()
	b.receive("home/t = 1")
	if !strings.Contains(b.table.Said(), "No warnings. These are looked for") {
		t.Errorf("it says %q", b.table.Said())
	}
	b.receive(`retained home/lamp/set = {"password":"hunter2"}`, "/x = 1")
	if got := b.listed(); strings.Count(got, "\n") != 2 || !strings.Contains(got, "Retained commands") || !strings.Contains(got, "home/lamp/set: password") || strings.Contains(got, "hunter2") {
		t.Errorf("the rows are\n%s", got)
	}
	if got := b.counts.Text(); !strings.Contains(got, "3 warnings on 3 topics") {
		t.Errorf("it says %q", got)
	}
	rows, _, _ := b.table.Rows.Seen()
	b.open(rows[1].Key)
	if !b.below.IsOpen() || !strings.Contains(b.advice.Text, "Clear it") {
		t.Errorf("what to do is %q", b.advice.Text)
	}
	b.goTo()
	if b.gone != "home/lamp/set" {
		t.Errorf("it went to %q", b.gone)
	}
	if b.key(0, &fyne.KeyEvent{Name: fyne.KeyEscape}); b.below.IsOpen() {
		t.Error("Escape leaves it open")
	}
}

// TestDevicesOfOneName have a row each.
func TestDevicesOfOneName(t *testing.T) {
	b := newBench(t)
	b.connect()
	list := `[{"ieee_address":"0x1","type":"EndDevice","friendly_name":"hall"}]`
	b.receive("retained zigbee2mqtt/bridge/devices = "+list, "retained attic/bridge/devices = "+strings.ReplaceAll(list, "0x1", "0x2"), "zigbee2mqtt/hall = 1", "attic/hall = 1")
	rows, _, _ := b.table.Rows.Seen()
	if got := b.listed(); len(rows) != 2 || rows[0].Key == rows[1].Key || !strings.Contains(got, "0x1") || !strings.Contains(got, "0x2") {
		t.Errorf("the rows are\n%s", got)
	}
	b.open(rows[0].Key)
	first := b.title.Text()
	b.open(rows[1].Key)
	if second := b.title.Text(); first == second {
		t.Errorf("both open %q", first)
	}
}

// TestAskingTheBroker tells what is kept; what it could not say can be asked again.
func TestAskingTheBroker(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive("a/state = ON", "b/state = ON")
	if !b.ask.Visible() || !strings.Contains(b.notes.Text(), "2 topics of a state") {
		t.Fatalf("it says %q", b.notes.Text())
	}
	test.Tap(b.ask)
	if len(b.asked) != 2 || !b.ask.Disabled() {
		t.Fatalf("asked about %q", b.asked)
	}
	b.answer(nil, errors.New("gone"))
	if b.ask.Disabled() || len(b.found.Findings) > 0 {
		t.Errorf("after an error it says %q", b.listed())
	}
	test.Tap(b.ask)
	b.answer(map[string][]byte{"a/state": []byte("ON")}, nil)
	b.look()
	if got := b.listed(); !strings.Contains(got, "b/state") || strings.Contains(got, "a/state") || b.ask.Visible() {
		t.Errorf("the rows are\n%s", got)
	}
}

// TestAnAnswerDoesNotWait: who draws takes it while a turn goes on, and the next one looks at it.
func TestAnAnswerDoesNotWait(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive("a/state = ON")
	test.Tap(b.ask)
	w := b.watches[b.current]
	w.mu.Lock() // as a turn does
	b.answer(nil, nil)
	w.mu.Unlock()
	if !w.readOn(w.looked) {
		t.Error("the turn has no news")
	}
	b.Draw(time.Now())
	if f := b.found; len(f.Findings) != 1 || len(f.unsure) != 0 {
		t.Errorf("it finds %+v", f)
	}
}

// TestClosedTabs are let go of, though nobody looks at the page then; what was found of another
// one stays.
func TestClosedTabs(t *testing.T) {
	b := newBench(t)
	b.connect()
	first := b.current
	b.receive("/a = 1")
	rows, _, _ := b.table.Rows.Seen()
	b.open(rows[0].Key)
	b.Closed(first)
	if len(b.watches) != 0 || b.Page.current != nil || b.below.IsOpen() || len(b.found.Findings) > 0 {
		t.Errorf("%d watches, %d findings of a tab that is closed", len(b.watches), len(b.found.Findings))
	}
	b.connect()
	b.receive("/b = 1")
	b.Closed(first)
	if len(b.watches) != 1 || len(b.found.Findings) != 1 {
		t.Errorf("%d watches, %d findings of a tab that is open", len(b.watches), len(b.found.Findings))
	}
}

// TestOnlyWhileSeen: nothing is looked at while the page is not on view.
func TestOnlyWhileSeen(t *testing.T) {
	b := newBench(t)
	b.connect()
	w := b.watches[b.current]
	if w.stop != nil {
		t.Error("it looks, though nobody sees it")
	}
	b.Seen(true)
	b.Draw(time.Now())
	if w.stop == nil {
		t.Error("it does not look")
	}
	b.Stop()
	if w.stop != nil {
		t.Error("it looks on")
	}
}
