package charts

import (
	"io"
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
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is the charts of a connection in a window of the test driver.
type bench struct {
	*Room

	feed  *connection.Feed
	at    time.Time
	said  []string
	undo  []func()
	went  []string
	board int
	saved map[string]func(io.Writer) error
}

func newBench(t testing.TB) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Dark})
	return openBench(t, "mqtt://plant:1883")
}

// openBench opens a connection to an address.
func openBench(t testing.TB, address string) *bench {
	t.Helper()
	p, err := broker.ParseURL(address)
	if err != nil {
		t.Fatal(err)
	}
	c := &connection.Connection{Target: connection.Target{Profile: p}, Store: model.NewStore(model.Options{})}
	c.Status.Phase = broker.Connected
	b := &bench{feed: &connection.Feed{Store: c.Store}, at: time.Now().Add(-time.Minute), saved: map[string]func(io.Writer) error{}}
	w := test.NewTempWindow(t, container.NewStack())
	d := desk.New(w, func(f func()) { f() }, func(err error) string { return err.Error() })
	d.Save = func(name string, write func(io.Writer) error, _ func(string)) { b.saved[name] = write }
	b.Room = New(c, b.feed, d)
	b.OnSay = func(words string) { b.said = append(b.said, words) }
	b.OnUndo = func(words string, undo func()) { b.said, b.undo = append(b.said, words), append(b.undo, undo) }
	b.OnGoTo = func(topic string) { b.went = append(b.went, topic) }
	b.OnChart = b.OnGoTo
	b.OnBoard = func(string) { b.board++ }
	b.OnUse = func() {}
	w.SetContent(container.NewHSplit(b.Pins.Object, container.NewVSplit(b.Topic.Object, container.NewBorder(b.Topic.Bar, nil, nil, nil, b.Board.Object))))
	w.Resize(fyne.NewSize(1200, 900))
	return b
}

// send has a message come, a second after the one before.
func (b *bench) send(topic, payload string) {
	b.at = b.at.Add(time.Second)
	b.conn.Store.Apply(model.Batch{At: b.at, Messages: []model.Message{{Topic: []byte(topic), Payload: []byte(payload)}}})
}

// step takes in what has come, and draws.
func (b *bench) step() {
	for range 3 {
		b.at = b.at.Add(time.Second)
		for i := 0; b.feed.Prepare(b.at) && i < 1_000; i++ { // on a busy machine some at a time
		}
		b.Draw(b.at)
		b.Topic.Draw(b.at)
		b.Board.Draw(b.at)
	}
}

func (b *bench) choose(topic string) {
	id, _ := b.conn.Store.Find(topic)
	b.conn.Choose(id)
	b.step()
}

// do chooses something in a menu.
func do(t *testing.T, items []*fyne.MenuItem, label string) {
	t.Helper()
	for _, i := range items {
		if i.Label == label && !i.Disabled {
			i.Action()
			return
		}
	}
	t.Errorf("nothing is called %q in the menu", label)
}
