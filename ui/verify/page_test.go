package verify

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/broker/verification"
	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/look"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// session is one without a network: the test gives its sink what comes.
type session struct {
	broker.Session
	sink model.Sink

	mu     sync.Mutex
	status broker.Status
	closed bool

	published []string
}

func (s *session) Status() broker.Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.status
}

func (s *session) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return nil
}

func (s *session) isClosed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// Subscribe is asked for by whoever looks at what the broker keeps.
func (s *session) Subscribe(context.Context, ...broker.Subscription) error { return nil }

// bench is the page on a bench: the test draws.
type bench struct {
	*Page
	t       *testing.T
	window  fyne.Window
	current *connection.Connection
	posted  uitest.Posted
	gone    string // the topic that was gone to
	kept    string // the folder of earlier runs
	said    string // by a toast

	mu       sync.Mutex
	changed  map[string]func() // tells that a file was written, by path
	sessions []*session
	asked    []broker.Profile
	phase    broker.Phase // of those that are opened
}

func newBench(t *testing.T) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Dark})
	b := &bench{t: t, window: test.NewTempWindow(t, nil), phase: broker.Connected, kept: t.TempDir()}
	b.Page = New(Options{
		Desk: desk.New(b.window, b.posted.Add, error.Error), Version: "1.2.3", Open: b.openSession,
		Current: func() *connection.Connection { return b.current },
		GoTo:    func(_ *connection.Connection, topic string, _ time.Time, _ []byte) { b.gone = topic },
		History: func(path string) *verification.History { return verification.NewHistory(b.kept, path) },
		Watch:   b.watchFile,
	})
	b.window.Canvas().AddShortcut(&widgets.Note{}, func(s fyne.Shortcut) { b.said = s.(*widgets.Note).Words })
	b.window.SetContent(container.NewStack(b.Object()))
	b.window.Resize(fyne.NewSize(1280, 800))
	b.Seen(true)
	t.Cleanup(b.Stop)
	return b
}

// openSession opens one, as the program would.
func (b *bench) openSession(p broker.Profile, sink model.Sink) broker.Session {
	s := &session{sink: sink}
	s.status.Phase, s.status.Version = b.phase, broker.V5
	for _, sub := range p.Subscriptions {
		s.status.Subscriptions = append(s.status.Subscriptions, broker.Grant{Subscription: sub, Answered: true, Granted: 2})
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sessions, b.asked = append(b.sessions, s), append(b.asked, p)
	return s
}

// first is the session of the run, nil before it is open.
func (b *bench) first() *session {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.sessions) == 0 {
		return nil
	}
	return b.sessions[0]
}

func (b *bench) step() {
	b.posted.Run()
	b.Draw(time.Now())
	b.table.Rows.Update()
}

func (b *bench) until(what string, done func() bool) {
	b.t.Helper()
	uitest.Until(b.t, what, b.step, done)
}

// connect makes a connection the current one.
func (b *bench) connect() {
	p := broker.Profile{ClientID: "mine", Resume: true, Will: &broker.Will{}}
	p.Address.Host = "plant.example"
	b.current = &connection.Connection{Target: connection.Target{Profile: p}, Store: model.NewStore(model.Options{})}
	b.step()
}

// write makes a checklist.
func (b *bench) write(words string) (path string) {
	path = filepath.Join(b.t.TempDir(), "site.yaml")
	if err := os.WriteFile(path, []byte(words), 0o600); err != nil {
		b.t.Fatal(err)
	}
	return path
}

// open opens one.
func (b *bench) openFile(path string) {
	b.Read(path)
	b.until("it is read", func() bool { return b.list != nil })
}

func (b *bench) receive(lines ...string) {
	batch := model.Batch{At: time.Now()}
	for _, line := range lines {
		topic, payload, _ := strings.Cut(line, " ")
		batch.Messages = append(batch.Messages, model.Message{Topic: []byte(topic), Payload: []byte(payload)})
	}
	b.first().sink.Apply(batch)
}

func (b *bench) lines() (lines []string) {
	rows, _, _ := b.table.Rows.Seen()
	for i := range rows {
		lines = append(lines, widgets.LineText(rows[i].Spans))
	}
	return lines
}

func (b *bench) has(want string) bool {
	return strings.Contains(strings.Join(b.lines(), "\n"), want)
}

const plant = `version: 1
site: {name: Hall}
deadline: 10h
devices:
  - {id: fan, topic: hall/fan, present: true, fields: {rpm: {range: [0, 1000]}}}
  - {id: pump, topic: hall/pump, present: true}
`

// running is a page whose checklist runs.
func running(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.connect()
	b.openFile(b.write(plant))
	test.Tap(b.start)
	b.until("it runs", func() bool { return b.first() != nil && b.has("pump") })
	return b
}

// TestBeforeARun the page says what to do.
func TestBeforeARun(t *testing.T) {
	b := newBench(t)
	b.connect()
	if !b.start.Disabled() || !strings.Contains(b.table.Said(), "Open a checklist") {
		t.Errorf("without a checklist it says %q", b.table.Said())
	}
	b.openFile(b.write(plant))
	if got := b.title.Text(); got != "site.yaml   Hall  ·  2 devices and rules" || b.start.Disabled() {
		t.Errorf("with one it says %q", got)
	}
}

// TestVerdicts are shown as they stand, what failed first, with the messages they rest on.
func TestVerdicts(t *testing.T) {
	b := running(t)
	b.receive(`hall/fan {"rpm":5000}`)
	b.until("the fan has failed", func() bool { return b.has("failed  fan") })
	if lines := b.lines(); !strings.HasPrefix(lines[0], "●  failed  fan") || len(lines) != 3 {
		t.Errorf("what failed does not come first:\n%s", strings.Join(lines, "\n"))
	}
	rows, _, _ := b.table.Rows.Seen()
	b.table.Rows.OnSelect(rows[0].Key)
	if got := b.one.list.Lines; len(got) != 1 || !strings.Contains(widgets.LineText(got[0].Spans), `hall/fan  {"rpm":5000}`) {
		t.Fatalf("it rests on %d messages", len(got))
	}
	b.one.open(b.one.list.Lines[0].Key)
	if b.gone != "hall/fan" {
		t.Errorf("it leads to %q", b.gone)
	}
	b.filter.SetText("PENDING pump")
	b.until("what the filter lets through is listed", func() bool { return len(b.lines()) == 1 && b.has("pump") })
}

// TestFinish judges what has come so far, and the report can be saved in each form.
func TestFinish(t *testing.T) {
	b := running(t)
	b.receive(`hall/fan {"rpm":5000}`)
	if b.save.Visible() {
		t.Error("a report is offered of a run that goes on")
	}
	b.judge()
	b.until("it is finished", func() bool { return b.run.ended })
	if !b.first().isClosed() || !strings.Contains(b.state.Text(), "not verified") || !strings.Contains(b.title.Text(), "1 failed  ·  1 pending") || !b.save.Visible() {
		t.Errorf("closed %v, it says %q, %q", b.first().isClosed(), b.title.Text(), b.state.Text())
	}
	var first bytes.Buffer
	for i, f := range forms(b.run.handover(b.do.Version)) {
		var out bytes.Buffer
		if err := f.write(&out); err != nil || out.Len() == 0 {
			t.Errorf("%s: %d bytes, %v", f.ending, out.Len(), err)
		}
		if i == 0 {
			first = out
		}
	}
	if words := first.String(); !strings.Contains(words, "1.2.3") || !strings.Contains(words, "plant.example") {
		t.Error("the report says neither what made it nor of which broker it is")
	}
}

// TestChecklistsThatCannotBeUsed say what is wrong and where, and nothing is run.
func TestChecklistsThatCannotBeUsed(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.openFile(b.write("version: 1\ndevices:\n  - {id: fan, topc: hall/fan}\n"))
	if !strings.Contains(b.table.Said(), "topc") || !strings.Contains(b.state.Text(), "cannot be used") {
		t.Errorf("it says %q, %q", b.table.Said(), b.state.Text())
	}
	b.openFile(b.write("version: 1\ndevices:\n" + strings.Repeat("  - {id: fan, topc: hall/fan}\n", 5)))
	b.until("each fault is told in full", func() bool {
		return strings.Contains(b.table.Said(), "Two devices have the id fan.") && strings.Contains(b.table.Said(), "Line 7")
	})
	path := b.write(plant)
	b.openFile(path)
	b.until("the other one is read", func() bool { return b.list.err == nil })
	if err := os.WriteFile(path, []byte("version: 7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	test.Tap(b.start) // it is read again: who mends a file need not open it anew
	b.until("it says what is wrong with it now", func() bool { return b.list.err != nil && !b.isRunning() })
	if b.first() != nil {
		t.Error("something was run")
	}
	b.openFile(filepath.Join(t.TempDir(), "none.yaml"))
	b.until("a file that is not there is told", func() bool { return strings.Contains(b.table.Said(), "none.yaml") })
}

// members is a rule that names its members.
const members = `version: 1
site: {name: Hall}
deadline: 10h
rules:
  - {topic: "hall/{device}/#", members: [fan, pump], present: true}
`

// TestVerdictOfAMemberThatComes: the pane stays open when a member that is waited for sends
// its first message, and shows what came, though others of its topics come too.
func TestVerdictOfAMemberThatComes(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.openFile(b.write(members))
	test.Tap(b.start)
	b.until("it runs", func() bool { return b.first() != nil && b.has("pump") })
	for i := range b.table.Len() {
		rows := b.table.Fill(i, b.table.Width(), make([]widgets.Row, 1))
		if r := b.table.Item(rows[0].Key); r.Member == "pump" {
			b.table.Rows.OnSelect(rows[0].Key)
		}
	}
	if !b.below.IsOpen() || !strings.Contains(b.one.title.Text(), "pump") {
		t.Fatalf("it shows %q", b.one.title.Text())
	}
	b.receive("hall/pump/rpm 7", "hall/pump/bar 8")
	b.until("it has come", func() bool { return b.has("passed  pump") })
	b.until("the pane shows what came", func() bool {
		if !b.below.IsOpen() {
			t.Fatal("the pane is closed")
		}
		return len(b.one.list.Lines) == 1
	})
	if got := widgets.LineText(b.one.list.Lines[0].Spans); !strings.Contains(got, "hall/pump/rpm") {
		t.Errorf("it rests on %s", got)
	}
}
