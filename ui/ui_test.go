package ui

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/ui/explore"
	"mangrove/ui/report"
	"mangrove/ui/topics"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// fakeSession is a session without a network.
type fakeSession struct {
	mu        sync.Mutex
	status    broker.Status
	published []broker.Publication

	subscribed []broker.Subscription
	refuse     error
	retried    int
	readOnly   bool
	closed     chan struct{}
}

func newFakeSession() *fakeSession {
	return &fakeSession{
		closed: make(chan struct{}),
		status: broker.Status{Phase: broker.Connected, Version: broker.V5, Limits: broker.Limits{MaxQoS: 2}, Subscriptions: []broker.Grant{{Subscription: broker.Subscription{Filter: "#"}, Answered: true}}},
	}
}

func (s *fakeSession) Status() broker.Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.status
}

func (s *fakeSession) set(st broker.Status) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status = st
}

func (s *fakeSession) Subscribe(_ context.Context, subs ...broker.Subscription) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.subscribed = append(s.subscribed, subs...)
	return nil
}

// asked is what was subscribed to.
func (s *fakeSession) asked() []broker.Subscription {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.subscribed
}

func (s *fakeSession) Unsubscribe(context.Context, ...string) error { return nil }
func (s *fakeSession) Retry()                                       { s.retried++ }
func (s *fakeSession) SetReadOnly(on bool)                          { s.readOnly = on }

func (s *fakeSession) Publish(_ context.Context, p broker.Publication) (broker.Acknowledgement, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.published = append(s.published, p)
	return broker.Acknowledgement{}, s.refuse
}

func (s *fakeSession) Close() error {
	close(s.closed)
	return nil
}

// bench is a window on a bench: everything around it is the test's own, and
// it draws when the test says so.
type bench struct {
	*Window
	t       *testing.T
	session *fakeSession // of the last connection
	all     []*fakeSession
	before  []broker.Opened // what connections went on with
	opened  []broker.Profile
	box     *uitest.Box
	boxErr  error
	first   *broker.Status // of connections, unless they are to stand at once
	reports []report.Report
	posted  chan func()
}

func newBench(t *testing.T, with ...func(*Services)) *bench {
	t.Helper()
	b := &bench{t: t, box: uitest.NewBox(), posted: make(chan func(), 100)}
	app := test.NewTempApp(t)
	s := Services{
		Connect: func(p broker.Profile, before broker.Opened) broker.Opened {
			b.session = newFakeSession()
			b.opened = append(b.opened, p)
			if b.first != nil {
				b.session.status = *b.first
			}
			b.all = append(b.all, b.session)
			if before.Store == nil {
				return broker.Opened{Session: b.session, Retry: b.session.Retry, SetReadOnly: b.session.SetReadOnly,
					Store: model.NewStore(model.Options{}), System: model.NewStore(model.Options{})}
			}
			before.Session, before.Retry, before.SetReadOnly = b.session, b.session.Retry, b.session.SetReadOnly
			b.before = append(b.before, before)
			return before
		},
		StartBox: func(string) (broker.Box, error) { return b.box, b.boxErr },
		StartDemo: func() (broker.Box, broker.Profile, error) {
			p, err := broker.ParseURL(b.box.Address())
			return b.box, p, errors.Join(err, b.boxErr)
		},
		Report: func(r report.Report) { b.reports = append(b.reports, r) },
	}
	for _, more := range with {
		more(&s)
	}
	b.Window = newWindow(app, s)
	b.loop.Post = func(f func()) { b.posted <- f }
	b.window.Resize(fyne.NewSize(1280, 800))
	t.Cleanup(b.close)
	return b
}

func (b *bench) close() {
	b.Stop()
	if !b.shelf.Wait(patience) { // a slow disk may take longer than Stop does
		b.t.Error("the connections are still being written")
	}
	for _, s := range b.all {
		<-s.closed
	}
	test.NewCanvas().Capture() // the toolkit lets go of what is drawn no more when it has drawn
}

// connect opens a connection to the fake broker.
func (b *bench) connect() *explore.Page {
	p, err := broker.ParseURL("mqtt://plant:1883")
	if err != nil {
		b.t.Fatal(err)
	}
	b.Connect(p)
	return b.tabs.active
}

// showAllColumns has the tree show those too that are hidden unless asked for.
func (b *bench) showAllColumns() { b.app.Preferences().SetInt(topics.ColumnsKey, 0) }

// openPublish opens the publish panel of the current connection.
func (b *bench) openPublish() {
	b.tabs.active.Publish.SetFolded(false)
	b.step()
}

// receive has messages arrive, and shows them.
func (b *bench) receive(m ...model.Message) {
	b.tabs.active.Conn.Store.Apply(batch(m...))
	b.step()
}

// placed is what stands at a place of the window, hidden or not.
func placed[T fyne.CanvasObject](b *bench, place string) T {
	b.t.Helper()
	o, ok := b.lookAt(time.Now()).Object(place).(T)
	if !ok {
		b.t.Fatalf("at %q there is no %T", place, o)
	}
	return o
}

// button is the one that stands at a place of the window.
func (b *bench) button(place string) *widgets.Button {
	b.t.Helper()
	return placed[*widgets.Button](b, place)
}

// do has the current tab do a command.
func (b *bench) do(name string) {
	b.t.Helper()
	for _, c := range b.tabs.active.Commands() {
		if c.Name == name {
			c.Run()
			return
		}
	}
	b.t.Fatalf("there is no command %q", name)
}

// isPlaced reports whether something stands at a place and is seen.
func (b *bench) isPlaced(place string) bool {
	_, ok := b.lookAt(time.Now()).Places[place]
	return ok
}

// payloadSeen is the payload on view, as far as it is seen.
func (b *bench) payloadSeen() string { return b.lookAt(time.Now()).Payload }

// payloadWords say what it is shown as, and why.
func (b *bench) payloadWords() string { return b.lookAt(time.Now()).Shown }

// topicMenu chooses from the menu of a topic of the current tab.
func (b *bench) topicMenu(id model.ID, name string) {
	b.tabs.active.Tree.OnMenu(id, fyne.NewPos(10, 10))
	b.choose(name)
}

// payloadMenu chooses from the menu of the payload.
func (b *bench) payloadMenu(name string) {
	placed[*widgets.TextView](b, "payload view").TappedSecondary(&fyne.PointEvent{})
	b.choose(name)
}

// step is one turn of the loop.
func (b *bench) step() {
	b.prepare(time.Now())
	b.loop.DrawNow()
}

// patience is how long a test waits for another goroutine.
const patience = uitest.Patience

// until steps until something has come from another goroutine.
func (b *bench) until(what string, done func() bool) {
	b.t.Helper()
	uitest.Until(b.t, what, b.step, done)
}

func batch(m ...model.Message) model.Batch { return model.Batch{At: time.Now(), Messages: m} }

func msg(topic, payload string) model.Message {
	return model.Message{Topic: []byte(topic), Payload: []byte(payload), QoS: 1}
}
