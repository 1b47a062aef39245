package ui

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/model"
)

// streamTexts is what the list of messages says, without the times.
func streamTexts(e *explore) []string {
	var list []string
	rows, _, _ := e.inspector.messages.rows.Seen()
	for _, r := range rows {
		list = append(list, lineText(r.Spans[1:]))
	}
	return list
}

func TestMessagesOfASubtree(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("house/hall/t", "1"), msg("other", "2"), msg("house/hall/t", "3"), msg("house", "4"))
	b.selectTopic("house")
	e.inspector.modes.Tapped(&fyne.PointEvent{Position: fyne.NewPos(0.75*e.inspector.modes.Size().Width, 8)})
	b.step()
	b.step()
	list := streamTexts(e)
	if len(list) != 3 || !strings.Contains(list[0], "hall/t") || !strings.HasPrefix(list[2], "4") {
		t.Fatalf("%q", list)
	}
	if got := e.inspector.messages.words.Text(); got != "3 messages" {
		t.Errorf("%q", got)
	}
	b.receive(msg("house/new", "5"))
	if list = streamTexts(e); len(list) != 4 {
		t.Errorf("a message that came later: %q", list)
	}
	rows, _, _ := e.inspector.messages.rows.Seen()
	e.inspector.messages.rows.OnSelect(rows[0].Key)
	b.until("the first message is shown", func() bool {
		return strings.Join(e.inspector.payload.view.Seen(), "") == "1" && e.inspector.payload.shown.chosen
	})
	e.inspector.messages.filter.SetText("=5")
	b.until("the list is filtered", func() bool { return len(streamTexts(e)) == 1 })
	e.inspector.messages.filter.SetText("re:(")
	b.step()
	if got := e.inspector.messages.words.Text(); !strings.Contains(got, "regular expression") {
		t.Errorf("%q", got)
	}
}

func TestMessagesHeld(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a", "1"))
	b.selectTopic("a")
	e.inspector.listMessages()
	b.step()
	test.Tap(e.inspector.messages.hold)
	b.receive(msg("a", "2"), msg("a", "3"))
	b.step()
	if got := streamTexts(e); len(got) != 1 {
		t.Errorf("held, but it shows %q", got)
	}
	if got := e.inspector.messages.words.Text(); !strings.Contains(got, "3 messages  ·  held, 2 more have come") {
		t.Errorf("%q", got)
	}
	test.Tap(e.inspector.messages.hold)
	b.step()
	if got := streamTexts(e); len(got) != 3 {
		t.Errorf("released, but it shows %q", got)
	}
}

func TestClearHistoryCanBeUndone(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a/x", "1"), msg("a/x", "2"), msg("a/y", "3"), msg("a/y", "4"))
	b.selectTopic("a")
	e.inspector.listMessages()
	b.until("all are listed", func() bool { return len(streamTexts(e)) == 4 })
	e.forget(e.conn.selected)
	b.until("the notice shows", e.notice.object.Visible)
	if got := e.notice.words.Text; !strings.Contains(got, "2 messages of the history of a cleared") {
		t.Errorf("%q", got)
	}
	b.until("the latest are left", func() bool { return len(streamTexts(e)) == 2 })
	test.Tap(e.notice.action)
	b.until("all are back", func() bool { return len(streamTexts(e)) == 4 })
	if e.notice.object.Visible() {
		t.Error("the notice has nothing to say any more")
	}
}

func TestExport(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a/x", "1"), msg("a/y", "2"), msg("b", "3"))
	var name string
	var written bytes.Buffer
	e.save = func(n string, write func(io.Writer) error, saved func(string)) {
		name = n
		if err := write(&written); err != nil {
			t.Error(err)
		}
		saved("/there/" + n)
	}
	id, _ := e.conn.store.Find("a")
	e.export(id, ".csv")
	if name != "a.csv" || !strings.Contains(written.String(), "a/y") || strings.Contains(written.String(), "\nb,") {
		t.Errorf("%s: %q", name, written.String())
	}
	if got := e.notice.words.Text; got != "2 topics saved to /there/a.csv." {
		t.Errorf("%q", got)
	}
}

func TestBusiestTopics(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	for range 20 {
		b.receive(msg("busy/one", "x"), msg("busy/one", "y"), msg("calm", "z"))
	}
	e.feed.ranked = time.Time{}
	b.step()
	lines := e.inspector.busiest.list.lines
	if len(lines) != 2 || !strings.Contains(lineText(lines[0].spans), "busy/one") {
		t.Fatalf("%v", lines)
	}
	e.inspector.busiest.list.rows.OnSelect(lines[1].key)
	if e.conn.topic != "calm" {
		t.Errorf("a click leads to %q", e.conn.topic)
	}
	e.overview()
	if e.conn.selected != model.Root || e.conn.topic != "" {
		t.Error("the overview selects nothing")
	}
}

func TestOverdue(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	start := time.Now().Add(-20 * time.Second)
	for i := range 10 {
		e.conn.store.Apply(model.Batch{At: start.Add(time.Duration(i) * time.Second), Messages: []model.Message{msg("beat", "x")}})
	}
	b.prepare(time.Now())
	id, _ := e.conn.store.Find("beat")
	row := e.tree.tree.Row(id)
	st := e.conn.status
	st.Since = start
	cases := []struct {
		name      string
		connected bool
		since     time.Time
		want      bool
	}{
		{"no message for 11 s, one expected every second", true, start, true},
		{"connected a second ago", true, time.Now().Add(-time.Second), false},
		{"not connected", false, start, false},
	}
	for _, c := range cases {
		e.conn.status = b.session.Status()
		e.conn.status.Since = c.since
		if !c.connected {
			e.conn.status.Phase++
		}
		e.tree.now = time.Now()
		if got := e.tree.overdue(&row); got != c.want {
			t.Errorf("%s: overdue %v", c.name, got)
		}
	}
}

func TestTipShowsTheWholeTopic(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a", "value"))
	rows, _, _ := e.tree.rows.Seen()
	e.tree.rows.OnHover(rows[0].Key, fyne.NewPos(100, 100))
	if !e.tree.tip.draw(time.Now()) || b.tip.Visible() {
		t.Error("a tip waits until the pointer rests")
	}
	e.tree.tip.draw(time.Now().Add(time.Second))
	if !b.tip.Visible() {
		t.Error("there is no tip")
	}
	if got := strings.Join(e.tree.tipWords(rows[0].Key), "|"); got != "a|value" {
		t.Errorf("%q", got)
	}
	e.tree.rows.OnLeave()
	if b.tip.Visible() {
		t.Error("the tip stays when the pointer has gone")
	}
}

func TestMessagesShowWhereTheConnectionWasLost(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a", "1"))
	e.conn.store.Interrupted(time.Now().Add(-90*time.Second), time.Now())
	b.receive(msg("a", "2"))
	b.selectTopic("a")
	e.inspector.listMessages()
	b.until("both are listed", func() bool { return len(streamTexts(e)) == 2 })
	list := streamTexts(e)
	if strings.Contains(list[0], "without") || !strings.Contains(list[1], "after 90 s without a connection") {
		t.Errorf("%q", list)
	}
}

// TestMessagesListedAnew has a topic under the one whose messages are listed
// speak for the first time: the list is another from then on.
func TestMessagesListedAnew(t *testing.T) {
	b := newBench(t, func(s *Services) {
		connect := s.Connect
		s.Connect = func(p broker.Profile, before Opened) Opened {
			o := connect(p, before)
			o.Store = model.NewStore(model.Options{Budget: -1})
			return o
		}
	})
	e := b.connect()
	b.receive(msg("a", "1"))
	for range 30 { // the log moves on, and the message to its end
		b.receive(msg("b", strings.Repeat("x", 1_000_000)))
	}
	b.receive(msg("a", "2"))
	b.selectTopic("a")
	e.inspector.listMessages()
	b.until("both are listed", func() bool { return len(streamTexts(e)) == 2 })
	messages := e.inspector.messages
	rows, _, _ := messages.rows.Seen()
	messages.rows.Select(rows[1].Key, false)
	test.Tap(messages.hold)
	b.receive(msg("a/x", "3"))
	b.step()
	if got := streamTexts(e); len(got) != 2 {
		t.Errorf("held, but it shows %q", got)
	}
	if got := messages.words.Text(); !strings.HasSuffix(got, "held") {
		t.Errorf("%q", got)
	}
	test.Tap(messages.hold)
	b.step()
	if got := streamTexts(e); len(got) != 2 || !strings.HasPrefix(got[0], "2") || !strings.Contains(got[1], "x   =   3") {
		t.Errorf("it shows %q", got)
	}
	if _, selected := messages.rows.Selected(); selected {
		t.Error("another message is marked than the one that was selected")
	}
}

// TestMessagesOfATopicLetGo lists what came on topics that had to make room.
func TestMessagesOfATopicLetGo(t *testing.T) {
	b := newBench(t, func(s *Services) {
		connect := s.Connect
		s.Connect = func(p broker.Profile, before Opened) Opened {
			o := connect(p, before)
			o.Store = model.NewStore(model.Options{Topics: 100})
			return o
		}
	})
	e := b.connect()
	b.receive(msg("plant", "own"))
	for i := range 200 {
		b.receive(msg("plant", "own"), msg(fmt.Sprint("plant/", i), "below"))
	}
	b.selectTopic("plant")
	e.inspector.listMessages()
	b.until("all are listed", func() bool { return e.inspector.messages.Len() == 401 })
	e.inspector.messages.rows.ScrollTo(0)
	for _, row := range streamTexts(e) {
		if strings.HasPrefix(row, "below") {
			t.Fatalf("%q looks like a message of plant itself", row)
		}
	}
	e.overview()
	b.until("all are listed", func() bool { return len(streamTexts(e)) > 0 })
	e.inspector.messages.rows.ScrollTo(0)
	for _, row := range streamTexts(e) {
		if strings.Contains(row, `""`) {
			t.Fatalf("%q", row)
		}
	}
}
