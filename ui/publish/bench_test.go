package publish

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/broker/collections"
	"mangrove/broker/draft"
	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/look"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

// bench is a publish panel on a bench: the test draws.
type bench struct {
	t       *testing.T
	window  fyne.Window
	desk    *desk.Desk
	conn    *connection.Connection
	session *session
	pane    *Panel
	posted  uitest.Posted
	offered struct { // what can be undone
		words, action string
		do            func()
		goes          bool
	}
}

// session is a session without a network.
type session struct {
	broker.Session
	mu        sync.Mutex
	published []broker.Publication
	refuse    error
	answer    broker.Acknowledgement
	onPublish func(broker.Publication) // nil: nothing
	less      byte                     // QoS than 2 that the broker takes
}

func (s *session) Status() broker.Status {
	return broker.Status{Phase: broker.Connected, Limits: broker.Limits{MaxQoS: 2 - s.less}}
}

func (s *session) Publish(_ context.Context, p broker.Publication) (broker.Acknowledgement, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.published = append(s.published, p)
	if s.onPublish != nil {
		s.onPublish(p)
	}
	return s.answer, s.refuse
}

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, session: &session{}}
	test.NewTempApp(t).Settings().SetTheme(look.Theme{})
	b.window = test.NewTempWindow(t, nil)
	b.desk = desk.New(b.window, b.posted.Add, error.Error)
	b.desk.OnDialog, b.desk.Place, b.desk.Keyboard = func() {}, func() any { return b.conn }, func() {}
	return b
}

// connect shows the panel of a connection.
func (b *bench) connect() *Panel {
	b.t.Helper()
	p, err := broker.ParseURL("mqtt://plant:1883")
	if err != nil {
		b.t.Fatal(err)
	}
	b.conn = &connection.Connection{Target: connection.Target{Profile: p}, Session: b.session, Store: model.NewStore(model.Options{})}
	b.conn.Status = broker.Status{Phase: broker.Connected, Limits: broker.Limits{MaxQoS: 2}}
	pane := New(b.conn, b.desk)
	pane.OnFold, pane.OnUse = func(bool) {}, func() {}
	pane.OnTurn = func() { b.window.Content().Refresh() }
	pane.OnOffer = func(words, action string, do func()) {
		b.offered.words, b.offered.action, b.offered.do, b.offered.goes = words, action, do, false
	}
	pane.OnSay = func(words string) { b.offered.words, b.offered.goes = words, true }
	pane.OnUndo = func(words string, undo func()) { pane.OnOffer(words, "Undo", undo) }
	pane.SetFolded(true)
	b.window.SetContent(container.NewStack(container.NewBorder(nil, pane.Object, nil, nil), b.desk.Toast.Object))
	b.window.Resize(fyne.NewSize(700, 700))
	b.pane = pane
	b.step()
	return pane
}

// step is one turn of the loop.
func (b *bench) step() {
	b.posted.Run()
	b.pane.Draw()
}

// until steps until something has come from another goroutine.
func (b *bench) until(what string, done func() bool) {
	b.t.Helper()
	uitest.Until(b.t, what, b.step, done)
}

// receive has messages arrive, and shows them.
func (b *bench) receive(m ...model.Message) {
	b.conn.Store.Apply(model.Batch{At: time.Now(), Messages: m})
	b.conn.Store.Tree().Tick(time.Now())
	b.step()
}

func msg(topic, payload string) model.Message {
	return model.Message{Topic: []byte(topic), Payload: []byte(payload), QoS: 1}
}

func held(topic, payload string) model.Message {
	m := msg(topic, payload)
	m.Retained = true
	return m
}

func (b *bench) find(topic string) model.ID {
	b.t.Helper()
	id, ok := b.conn.Store.Find(topic)
	if !ok {
		b.t.Fatalf("there is no topic %q", topic)
	}
	return id
}

// sent is what was published so far.
func (b *bench) sent() []broker.Publication {
	b.session.mu.Lock()
	defer b.session.mu.Unlock()
	return append([]broker.Publication{}, b.session.published...)
}

// has checks that something has the keyboard.
func (b *bench) has(what string, want fyne.Focusable) {
	b.t.Helper()
	uitest.WantKeyboard(b.t, b.window.Canvas(), what, want)
}

// dialogButton is the button of the dialog on view, nil when there is none.
func (b *bench) dialogButton(words string) *widgets.Button {
	return uitest.DialogButton(b.window.Canvas(), words)
}

// dialogWords is what the dialog on view says.
func (b *bench) dialogWords() string { return uitest.DialogWords(b.window.Canvas()) }

// typeInDialog puts a text into the field of a dialog.
func (b *bench) typeInDialog(s string) {
	for _, e := range uitest.Find[*widgets.Entry](b.window.Canvas().Overlays().Top()) {
		e.SetText(s)
	}
}

// wantCleared has seen so many topics cleared, and nothing else.
func (b *bench) wantCleared(prefix string, topics int) {
	b.t.Helper()
	for i, p := range b.sent() {
		if !p.Retain || len(p.Payload) > 0 || p.QoS != 1 || !strings.HasPrefix(p.Topic, prefix) || i >= topics {
			b.t.Errorf("sent %+v", p)
		}
	}
}

// paste puts a text into a field as the keyboard does.
func paste(into fyne.Shortcutable, s string) {
	c := fyne.CurrentApp().Clipboard()
	c.SetContent(s)
	into.TypedShortcut(&fyne.ShortcutPaste{Clipboard: c})
}

// dialogButtons are the buttons of the dialog on view.
func dialogButtons(b *bench) []*widgets.Button {
	return uitest.Find[*widgets.Button](b.window.Canvas().Overlays().Top())
}

// savedAs is a saved message, named as its topic.
func savedAs(name, text string) collections.Message {
	return collections.Message{Name: name, Draft: draft.Draft{Topic: name, Text: text}}
}
