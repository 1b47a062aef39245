package topics

import (
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
	"mangrove/ui/widgets"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is a tree on a bench: the test draws.
type bench struct {
	t      *testing.T
	window fyne.Window
	tip    *widgets.Tip
	active *page
}

// page is a connection with its tree.
type page struct {
	tree *Pane
	conn *connection.Connection
}

func newBench(t *testing.T) *bench {
	t.Helper()
	test.NewTempApp(t)
	return &bench{t: t, tip: widgets.NewTip(), window: test.NewTempWindow(t, nil)}
}

// showAllColumns has the tree show those too that are hidden unless asked for.
func (b *bench) showAllColumns() { fyne.CurrentApp().Preferences().SetInt(ColumnsKey, 0) }

// connect shows the tree of another connection.
func (b *bench) connect() *page {
	c := &connection.Connection{Store: model.NewStore(model.Options{})}
	c.Status = broker.Status{Phase: broker.Connected, Subscriptions: []broker.Grant{{Subscription: broker.Subscription{Filter: "#"}}}}
	p := &page{New(c, b.tip), c}
	p.tree.OnSelect, p.tree.OnUse = func() {}, func() {}
	b.window.SetContent(container.NewStack(p.tree.Object, b.tip))
	b.window.Resize(fyne.NewSize(500, 700))
	b.active = p
	b.step()
	return p
}

// receive has messages arrive, and shows them.
func (b *bench) receive(m ...model.Message) {
	b.active.conn.Store.Apply(model.Batch{At: time.Now(), Messages: m})
	b.step()
}

// step is one turn of the loop.
func (b *bench) step() {
	now := time.Now()
	b.active.conn.Store.Tree().Tick(now)
	b.active.tree.Draw(now)
}

func (b *bench) selectTopic(topic string) {
	b.t.Helper()
	id, ok := b.active.conn.Store.Find(topic)
	if !ok {
		b.t.Fatalf("there is no topic %q", topic)
	}
	b.active.tree.Reveal(id)
	b.step()
}

func msg(topic, payload string) model.Message {
	return model.Message{Topic: []byte(topic), Payload: []byte(payload), QoS: 1}
}

func rowTexts(e *page) []string {
	var list []string
	rows, _, _ := e.tree.rows.Seen()
	for _, r := range rows {
		list = append(list, widgets.LineText(r.Spans))
	}
	return list
}

func wantRow(t *testing.T, e *page, i int, parts ...string) {
	t.Helper()
	rows := rowTexts(e)
	if i >= len(rows) {
		t.Fatalf("%d rows: %q", len(rows), rows)
	}
	for _, p := range parts {
		if !strings.Contains(rows[i], p) {
			t.Errorf("row %d says %q, want %q in it", i, rows[i], p)
		}
	}
}
