package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// rowTexts is what the rows of the tree say.
func (b *bench) rowTexts() []string {
	var list []string
	for _, r := range b.lookAt(time.Now()).Rows {
		list = append(list, r.Text)
	}
	return list
}

func (b *bench) wantRow(i int, parts ...string) {
	t := b.t
	t.Helper()
	rows := b.rowTexts()
	if i >= len(rows) {
		t.Fatalf("%d rows: %q", len(rows), rows)
	}
	for _, p := range parts {
		if !strings.Contains(rows[i], p) {
			t.Errorf("row %d says %q, want %q in it", i, rows[i], p)
		}
	}
}

// selectTopic clicks on a topic.
func (b *bench) selectTopic(topic string) {
	b.t.Helper()
	id, ok := b.tabs.active.Conn.Store.Find(topic)
	if !ok {
		b.t.Fatalf("there is no topic %q", topic)
	}
	b.tabs.active.Tree.Reveal(id)
	b.step()
}

func TestTreeShowsWhatArrives(t *testing.T) {
	b := newBench(t)
	b.showAllColumns()
	b.connect()
	retained := msg("house/hall/temperature", "21.4")
	retained.Retained = true
	b.receive(retained, msg("house/hall/temperature", "21.5"), msg("single", ""), msg("공장/상태", "정상"))
	b.step()
	b.wantRow(0, "▾", "house", "2")
	b.wantRow(1, "▸", "hall", "1 topic")
	b.wantRow(2, "single", "(empty)", "1", "now")
	b.selectTopic("house/hall/temperature")
	b.wantRow(2, "temperature", " = ", "21.5", "2")
	b.wantRow(5, "상태", "정상")
	if placed[*widget.Label](b, "tree empty").Text != "" {
		t.Errorf("a tree with rows says %q", placed[*widget.Label](b, "tree empty").Text)
	}
}

func TestEmptyTreeSaysWhy(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.step()
	if !strings.Contains(placed[*widget.Label](b, "tree empty").Text, "Nothing has arrived yet for #") {
		t.Errorf("%q", placed[*widget.Label](b, "tree empty").Text)
	}
	b.session.set(broker.Status{Phase: broker.Connecting})
	b.step()
	if placed[*widget.Label](b, "tree empty").Text != "Connecting…" {
		t.Errorf("%q", placed[*widget.Label](b, "tree empty").Text)
	}
}

// TestNoticeGivesItsRoomBack has the tree stand where the notice was.
func TestNoticeGivesItsRoomBack(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.step()
	all := e.Tree.Object.Size().Height
	for range 2 {
		e.Notice.Offer("Cleared.", "Undo", func() {})
		if h := e.Tree.Object.Size().Height; h >= all {
			t.Errorf("the tree is %g high with the notice, and was %g", h, all)
		}
		test.Tap(e.Notice.Action)
		if h := e.Tree.Object.Size().Height; h != all {
			t.Errorf("the tree is %g high without the notice, and was %g", h, all)
		}
	}
}

func TestTreeKeys(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a/b/c", "1"), msg("a/b/d", "2"), msg("z", "3"))
	b.step()
	press := func(key fyne.KeyName, want string) {
		t.Helper()
		placed[*widgets.Rows](b, "tree").TypedKey(&fyne.KeyEvent{Name: key})
		b.step()
		if e.Conn.Topic != want {
			t.Errorf("%s selects %q, want %q", key, e.Conn.Topic, want)
		}
	}
	press(fyne.KeyHome, "a")
	press(fyne.KeyRight, "a/b")   // opened by itself: on to the first child
	press(fyne.KeyRight, "a/b")   // opens
	press(fyne.KeyRight, "a/b/c") // its first child
	press(fyne.KeyRight, "a/b/c") // nothing to open
	press(fyne.KeyDown, "a/b/d")
	press(fyne.KeyLeft, "a/b")
	press(fyne.KeyLeft, "a/b") // closes
	press(fyne.KeyLeft, "a")
	press(fyne.KeyEnd, "z")
	if got := e.Conn.Store.Tree().Len(); got != 3 {
		t.Errorf("%d rows at the end", got)
	}
}

func TestInspectorShowsThePayload(t *testing.T) {
	b := newBench(t)
	b.connect()
	binary := msg("binary", "\x00\x01")
	b.receive(msg("json", `{"id":12345678901234567890,"ok":true}`), msg("text", "line 1\nline 2"), binary, msg("parent/child", "x"))
	cases := []struct {
		topic, words, payload string
		view                  payload.View
	}{
		{"json", "Shown as JSON, because it begins with {", "id: 12345678901234567890\nok: true", payload.AutoView},
		{"json", "Shown as JSON, as you chose", "{\n  \"id\": 12345678901234567890,\n  \"ok\": true\n}\n", payload.PrettyView},
		{"json", "Shown as text", `{"id":12345678901234567890,"ok":true}`, payload.TextView},
		{"json", "Shown as bytes", "00000000  7b 22 69 64", payload.HexView},
		{"text", "Shown as text, because it is valid UTF-8", "line 1\nline 2", payload.AutoView},
		{"text", "because it is not valid JSON", "line 1\nline 2", payload.PrettyView},
		{"binary", "Shown as bytes, because byte 0 is zero", "00000000  00 01", payload.AutoView},
	}
	for _, c := range cases {
		b.selectTopic(c.topic)
		placed[*widget.Select](b, "payload format").SetSelectedIndex(int(c.view))
		b.until(c.topic+" as "+format.ViewNames[c.view]+": "+c.words, func() bool {
			return strings.Contains(b.payloadWords(), c.words) && strings.HasPrefix(b.payloadSeen(), c.payload)
		})
	}
	placed[*widget.Select](b, "payload format").SetSelectedIndex(int(payload.AutoView))
	b.selectTopic("parent")
	if placed[*widgets.TextView](b, "payload view").Visible() || !strings.HasPrefix(placed[*widget.Label](b, "payload hint").Text, "Nothing has been published to this level") {
		t.Errorf("a level without a message says %q", placed[*widget.Label](b, "payload hint").Text)
	}
	if facts := placed[*widgets.Strip](b, "facts").Text(); !strings.Contains(facts, "subtree: 1 topic, 1 message") {
		t.Errorf("its facts are %q", facts)
	}
}

func TestConnectionBarSaysWhatHappens(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.step()
	if got := placed[*widgets.Strip](b, "state").Text(); !strings.Contains(got, "connected") || !strings.Contains(got, "MQTT 5") || !strings.Contains(got, "mqtt://plant:1883") {
		t.Errorf("%q", got)
	}
	b.session.set(broker.Status{Phase: broker.Stopped, Problem: &broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: 0x86}})
	b.step()
	if placed[*widget.Label](b, "problem").Text == "" || !placed[*widget.Label](b, "problem").Visible() || !b.button("connect now").Visible() {
		t.Errorf("a refused login shows %q", placed[*widget.Label](b, "problem").Text)
	}
	test.Tap(b.button("connect now"))
	if b.session.retried != 1 {
		t.Errorf("retried %d times", b.session.retried)
	}
	denied := broker.Grant{Subscription: broker.Subscription{Filter: "#"}, Answered: true, Denied: &broker.Refusal{Packet: "SUBACK", Version: broker.V5, Code: 0x87, Subject: "#"}}
	b.session.set(broker.Status{Phase: broker.Connected, Version: broker.V311, Subscriptions: []broker.Grant{denied}})
	b.step()
	if !strings.Contains(placed[*widget.Label](b, "problem").Text, "The broker denied the subscription to #") {
		t.Errorf("a denied subscription shows %q", placed[*widget.Label](b, "problem").Text)
	}
}

func TestReportSaysWhatIsSeen(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("a/b", "1"))
	b.window.Canvas().Focus(b.publishTopic())
	b.reported = b.reported.Add(-reportEvery)
	b.step()
	r := b.reports[len(b.reports)-1]
	if r.Page != "explore" || r.State != "connected" || r.Topics != 1 || len(r.Rows) == 0 || r.Rows[0].Topic != "a" {
		t.Errorf("%+v", r)
	}
	if p := r.Places["publish"]; p.W == 0 || p.X == 0 {
		t.Errorf("the publish button is at %+v", p)
	}
	if r.Keyboard != "publish topic" {
		t.Errorf("the keyboard is in %q", r.Keyboard)
	}
}

func TestStatusBarCountsWhatWasLost(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a", "1"))
	e.Conn.Store.Lost(3)
	b.step()
	if got := b.status.left.Text(); !strings.Contains(got, "1 topic ") || !strings.Contains(got, "3 dropped") {
		t.Errorf("%q", got)
	}
	var _ model.Sink = e.Conn.Store
}

// TestSelectionIsByTopic has the store let the selected topic go: its number
// goes to another.
func TestSelectionIsByTopic(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("first", "1"))
	b.selectTopic("first")
	e.Conn.Topic = "another" // as the store would now say of the number
	b.step()
	if e.Conn.Selected != model.Root || !strings.Contains(e.Notice.Words.Text, "was removed") {
		t.Errorf("%d is selected, and the notice says %q", e.Conn.Selected, e.Notice.Words.Text)
	}
}

// TestFormatByFilter shows payloads as the profile says for their topics.
func TestFormatByFilter(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	e.Conn.FollowStored(profiles.Profile{Subscriptions: []profiles.Subscription{{Filter: "#"}, {Filter: "raw/#", Decoder: "Hex"}, {Filter: "x", Decoder: "from a newer program"}}})
	b.receive(msg("raw/a", "abc"), msg("other", "abc"))
	b.selectTopic("raw/a")
	b.until("bytes are shown", func() bool {
		return b.payloadWords() == "Shown as bytes, as set in the connection for raw/#"
	})
	placed[*widget.Select](b, "payload format").SetSelectedIndex(int(payload.TextView))
	b.until("what the user chooses comes first", func() bool { return b.payloadWords() == "Shown as text, as you chose for this topic" })
	placed[*widget.Select](b, "payload format").SetSelectedIndex(int(payload.AutoView))
	b.until("also to have it found out", func() bool { return strings.HasPrefix(b.payloadWords(), "Shown as text, because") })
	b.selectTopic("other")
	b.until("other topics are found out", func() bool {
		return strings.HasPrefix(b.payloadWords(), "Shown as text, because")
	})
}
