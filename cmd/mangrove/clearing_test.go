package main

import (
	"context"
	"fmt"
	"os/exec"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client"
	"mangrove/broker/explain"
	"mangrove/broker/retained"
	"mangrove/broker/server"
	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/look"
	panel "mangrove/ui/publish"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

// clearingBench is a publish panel with a session of its own on a broker.
type clearingBench struct {
	t      *testing.T
	window fyne.Window
	desk   *desk.Desk
	conn   *connection.Connection
	panel  *panel.Panel
	posted uitest.Posted
	said   string // by the notice
	undo   func()
}

// newClearingBench connects to a broker. What was cleared is kept in a folder.
func newClearingBench(t *testing.T, url, folder string) *clearingBench {
	t.Helper()
	b := &clearingBench{t: t}
	test.NewTempApp(t).Settings().SetTheme(look.Theme{})
	b.window = test.NewTempWindow(t, nil)
	b.window.Resize(fyne.NewSize(900, 700))
	sentence := func(err error) string { return explain.Error(err, broker.Address{}) }
	b.desk = desk.New(b.window, b.posted.Add, sentence)
	p, err := broker.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	p.Subscriptions = broker.Everything()
	store := model.NewStore(model.Options{})
	session := client.Open(p, store, client.Options{})
	t.Cleanup(func() { _ = session.Close() })
	b.conn = &connection.Connection{Target: connection.Target{Profile: p}, Session: session, Store: store, System: store}
	b.panel = panel.New(b.conn, b.desk)
	b.panel.OnFold, b.panel.OnUse, b.panel.OnTurn = func(bool) {}, func() {}, func() {}
	b.panel.OnOffer = func(words, _ string, _ func()) { b.said = words }
	b.panel.OnSay = func(words string) { b.said = words }
	b.panel.OnUndo = func(words string, undo func()) { b.said, b.undo = words, undo }
	b.panel.Open = client.Network{}.Open
	b.panel.Cleared = retained.NewShelf(folder)
	b.until("connected", func() bool { return b.conn.Status.Phase == broker.Connected })
	return b
}

func (b *clearingBench) until(what string, done func() bool) {
	b.t.Helper()
	uitest.Until(b.t, what, func() {
		b.posted.Run()
		b.conn.Follow(time.Now())
		b.conn.Store.Tree().Tick(time.Now())
	}, done)
}

// press presses a button of the dialog once it can be pressed.
func (b *clearingBench) press(words string) {
	b.t.Helper()
	b.until("the button "+words, func() bool {
		button := uitest.DialogButton(b.window.Canvas(), words)
		return button != nil && !button.Disabled()
	})
	test.Tap(uitest.DialogButton(b.window.Canvas(), words))
}

// keep has the broker keep messages.
func (b *clearingBench) keep(messages []broker.Publication) {
	b.t.Helper()
	s, err := retained.Connect(b.t.Context(), b.conn.Profile, client.Network{}.Open)
	if err != nil {
		b.t.Fatal(err)
	}
	defer s.Close()
	if r := retained.Restore(b.t.Context(), s, messages, nil); r.Done != len(messages) {
		b.t.Fatalf("%+v", r.Failed)
	}
	b.until("the topics are known", func() bool { return b.conn.Store.Topics() >= len(messages) })
}

// many are messages of every kind.
func many(n int) (messages []broker.Publication) {
	for i := range n {
		m := broker.Publication{Topic: fmt.Sprintf("site/%d", i), Payload: fmt.Appendf(nil, "\x00%d\xff", i), QoS: byte(i % 3), Retain: true}
		if i%4 == 0 {
			m.Properties = &broker.Properties{ContentType: "a/b", ResponseTopic: "r", CorrelationData: fmt.Appendf(nil, "\x01\xfe%d", i), User: []broker.UserProperty{{Name: "n", Value: fmt.Sprint(i)}}}
		}
		messages = append(messages, m)
	}
	return messages
}

// typeAndPress types what is asked for, and presses.
func (b *clearingBench) typeAndPress(typed, words string) {
	b.t.Helper()
	b.until("the question for "+typed, func() bool { return uitest.DialogButton(b.window.Canvas(), words) != nil })
	for _, e := range uitest.Find[*widgets.Entry](b.window.Canvas().Overlays().Top()) {
		e.SetText(typed)
	}
	b.press(words)
}

// all is every message that the broker keeps, as an independent client gets it, and a few of
// them with their QoS: of many that need an acknowledgement brokers drop some.
// It is known how many there are: of the topics site/0 and so on, and of others.
func all(t *testing.T, url string, topics, others int) string {
	t.Helper()
	few, asked := []string{"-q", "2"}, min(15, (topics+6)/7)
	for i := range asked {
		few = append(few, "-t", fmt.Sprintf("site/%d", i*7))
	}
	const patience = "120"
	return got(t, url, "-q", "0", "-t", "#", "-C", strconv.Itoa(topics+others), "-W", patience) + "\n\n" +
		got(t, url, append(few, "-C", strconv.Itoa(asked), "-W", patience)...)
}

func got(t *testing.T, url string, args ...string) string {
	t.Helper()
	a, err := broker.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	out, _ := exec.CommandContext(ctx, "mosquitto_sub", append(args, "-h", a.Address.Host, "-p", fmt.Sprint(a.Address.Port), "-V", "5",
		"--retained-only", "-F", "%t %q %r %X %C %R %D %P")...).Output() // it ends with the time, and says so by its code
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ") // of what there is not
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// TestClearingAndUndo has the window's panel clear and bring back ten thousand topics, the
// latter also as another run of the program: an independent client gets every byte again.
func TestClearingAndUndo(t *testing.T) {
	for name, on := range map[string]func(testing.TB) string{
		"built-in broker": func(t testing.TB) string {
			s, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			return s.Address()
		},
		"Mosquitto": func(t testing.TB) string { return brokertest.Start(t, brokertest.Options{}).URL() },
	} {
		t.Run(name, func(t *testing.T) {
			url, folder := on(t), t.TempDir()
			topics := 10_000
			if testing.Short() {
				topics = 500
			}
			b := newClearingBench(t, url, folder)
			b.keep(append(many(topics), broker.Publication{Topic: "other", Payload: []byte("stays"), QoS: 1}))
			before := all(t, url, topics, 1)
			inside, err := retained.Find(t.Context(), b.conn.Profile, retained.Search{Open: b.panel.Open, Filters: []string{"#"}})
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(before, "\n"); n != topics+2+14 {
				t.Fatalf("%d messages are there", n)
			}
			id, _ := b.conn.Store.Find("site")
			b.panel.AskClearBelow(id)
			b.typeAndPress(fmt.Sprintf("clear %d", topics), "Clear "+format.Count(topics))
			b.until("cleared", func() bool { return b.undo != nil })
			if left := got(t, url, "-q", "0", "-t", "#", "-W", "4"); strings.Contains(left, "site") || !strings.HasPrefix(left, "other ") {
				t.Fatalf("left: %.200s\n%s", left, b.said)
			}
			again := newClearingBench(t, url, folder) // as another run does
			again.panel.AskUndoClear()
			again.press("Publish " + format.Count(topics))
			again.until("published again", func() bool { return strings.HasPrefix(again.said, "Published "+format.Count(topics)) })
			if now := all(t, url, topics, 1); now != before {
				t.Errorf("it is not what it was: %.300s", now)
			}
			if now, err := retained.Find(t.Context(), b.conn.Profile, retained.Search{Open: b.panel.Open, Filters: []string{"#"}}); err != nil || !reflect.DeepEqual(now, inside) {
				t.Errorf("%d are there again, %v", len(now.Messages), err)
			}
			b.undo() // once more: all of it is there
			b.until("nothing is published twice", func() bool { return strings.HasPrefix(b.said, "Published 0 ") })
		})
	}
}
