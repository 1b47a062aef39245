package ui

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/ui/explore"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
)

// streamTexts is what the list of messages says, without the times.
func (b *bench) streamTexts() []string {
	var list []string
	rows, _, _ := placed[*widgets.Rows](b, "messages").Seen()
	for _, r := range rows {
		list = append(list, widgets.LineText(r.Spans[1:]))
	}
	return list
}

func TestMessagesOfASubtree(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("house/hall/t", "1"), msg("other", "2"), msg("house/hall/t", "3"), msg("house", "4"))
	b.selectTopic("house")
	placed[*widgets.Segmented](b, "modes").Tapped(&fyne.PointEvent{Position: fyne.NewPos(0.5*placed[*widgets.Segmented](b, "modes").Size().Width, 8)})
	b.step()
	b.step()
	list := b.streamTexts()
	if len(list) != 3 || !strings.Contains(list[0], "hall/t") || !strings.HasPrefix(list[2], "4") {
		t.Fatalf("%q", list)
	}
	if got := placed[*widgets.Strip](b, "messages kept").Text(); got != "3 messages kept  ·  live" {
		t.Errorf("%q", got)
	}
	b.receive(msg("house/new", "5"))
	if list = b.streamTexts(); len(list) != 4 {
		t.Errorf("a message that came later: %q", list)
	}
	rows, _, _ := placed[*widgets.Rows](b, "messages").Seen()
	placed[*widgets.Rows](b, "messages").OnSelect(rows[0].Key)
	b.until("the first message is shown", func() bool {
		return b.payloadSeen() == "1"
	})
	placed[*widgets.Entry](b, "filter").SetText("~5")
	b.until("the list is filtered", func() bool { return len(b.streamTexts()) == 1 })
	placed[*widgets.Entry](b, "filter").SetText("=nothing-like-it")
	says := func(want string) {
		t.Helper()
		b.until(want, func() bool {
			return strings.HasPrefix(placed[*widgets.Strip](b, "messages kept").Text(), want+"  ·")
		})
	}
	says("The filter finds none of 4 messages")
	b.receive(msg("house/new", "6"))
	says("The filter finds none of 5 messages")
	b.receive(msg("house/new", "nothing-like-it"))
	says("The filter finds 1 of 6 messages")
	b.receive(msg("house/new", "7"))
	says("The filter finds 1 of 7 messages")
	placed[*widgets.Entry](b, "filter").SetText("re:(")
	b.step()
	if got := placed[*widgets.Strip](b, "messages kept").Text(); !strings.HasPrefix(got, "The regular expression") {
		t.Errorf("%q", got)
	}
}

func TestMessagesPaused(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a", "1"))
	b.selectTopic("a")
	e.Inspector.ListMessages()
	b.step()
	test.Tap(placed[*widgets.PauseButton](b, "pause messages"))
	b.receive(msg("a", "2"))
	if got := placed[*widgets.Strip](b, "messages kept").Text(); !strings.Contains(got, "paused, 1 waiting") {
		t.Errorf("%q", got)
	}
	b.receive(msg("a", "3"))
	b.step()
	if got := b.streamTexts(); len(got) != 1 {
		t.Errorf("paused, but it shows %q", got)
	}
	if got := placed[*widgets.Strip](b, "messages kept").Text(); !strings.Contains(got, "3 messages kept  ·  paused, 2 waiting") {
		t.Errorf("%q", got)
	}
	test.Tap(placed[*widgets.PauseButton](b, "pause messages"))
	b.step()
	if got := b.streamTexts(); len(got) != 3 {
		t.Errorf("live, but it shows %q", got)
	}
}

// TestMessageLookedIntoStaysMarked: what is shown below is what is marked in
// the list, or nothing.
func TestMessageLookedIntoStaysMarked(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a", "1"), msg("a", "22"), msg("a", "3"))
	b.selectTopic("a")
	e.Inspector.ListMessages()
	b.until("all are listed", func() bool { return len(b.streamTexts()) == 3 })
	list, filter := placed[*widgets.Rows](b, "messages"), placed[*widgets.Entry](b, "filter")
	rows, _, _ := list.Seen()
	list.Tapped(&fyne.PointEvent{Position: fyne.NewPos(200, look.RowHeight*1.5)})
	if key, _ := list.Selected(); key != rows[1].Key {
		t.Fatal("the second message is not selected")
	}
	shown := func() string { return b.payloadSeen() }
	b.until("it is shown", func() bool { return shown() == "22" })
	marked := func() string {
		rows, _, _ := list.Seen()
		for _, r := range rows {
			if key, ok := list.Selected(); ok && key == r.Key {
				return widgets.LineText(r.Spans[1:2])
			}
		}
		return ""
	}
	filter.SetText("~2")
	b.until("the list is filtered", func() bool { return len(b.streamTexts()) == 1 })
	if marked() != "22" || shown() != "22" {
		t.Errorf("it is in the filtered list: %q is marked, %q shown", marked(), shown())
	}
	filter.SetText("")
	b.until("all are listed again", func() bool { return len(b.streamTexts()) == 3 })
	if marked() != "22" || shown() != "22" {
		t.Errorf("it is in the whole list: %q is marked, %q shown", marked(), shown())
	}
	filter.SetText("~3")
	b.until("the list is filtered again", func() bool { return len(b.streamTexts()) == 1 })
	if marked() != "" || placed[*widget.Label](b, "payload hint").Text == "" || placed[*widgets.TextView](b, "payload view").Visible() {
		t.Errorf("it is not in the filtered list: %q is marked, %q shown", marked(), shown())
	}
	filter.SetText("~22")
	b.until("it is shown again", func() bool { return placed[*widgets.TextView](b, "payload view").Visible() && shown() == "22" })
	if marked() != "22" {
		t.Errorf("it is back in the list, but %q is marked", marked())
	}
}

func TestClearHistoryCanBeUndone(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a/x", "1"), msg("a/x", "2"), msg("a/y", "3"), msg("a/y", "4"))
	b.selectTopic("a")
	e.Inspector.ListMessages()
	b.until("all are listed", func() bool { return len(b.streamTexts()) == 4 })
	b.topicMenu(e.Conn.Selected, "Clear the history")
	b.until("the notice shows", e.Notice.Object.Visible)
	if got := e.Notice.Words.Text; !strings.Contains(got, "2 messages from the history of a cleared") {
		t.Errorf("%q", got)
	}
	b.until("the latest are left", func() bool { return len(b.streamTexts()) == 2 })
	test.Tap(e.Notice.Action)
	b.until("all are back", func() bool { return len(b.streamTexts()) == 4 })
	if e.Notice.Object.Visible() {
		t.Error("the notice has nothing to say any more")
	}
}

func TestExport(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a/x", "1"), msg("a/y", "2"), msg("b", "3"))
	var name string
	var written bytes.Buffer
	b.desk.Save = func(n string, write func(io.Writer) error, saved func(string)) {
		name = n
		if err := write(&written); err != nil {
			t.Error(err)
		}
		saved("/there/" + n)
	}
	id, _ := e.Conn.Store.Find("a")
	b.topicMenu(id, "Export as CSV…")
	if name != "a.csv" || !strings.Contains(written.String(), "a/y") || strings.Contains(written.String(), "\nb,") {
		t.Errorf("%s: %q", name, written.String())
	}
	if got := e.Notice.Words.Text; got != "2 topics saved to /there/a.csv." {
		t.Errorf("%q", got)
	}
}

func TestBusiestTopics(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	for range 20 {
		b.receive(msg("busy/one", "x"), msg("busy/one", "y"), msg("calm", "z"))
	}
	e.Feed.Ranked = time.Time{}
	b.step()
	lines, _, _ := placed[*widgets.Rows](b, "busiest").Seen()
	if len(lines) != 2 || !strings.Contains(widgets.LineText(lines[0].Spans), "busy/one") {
		t.Fatalf("%v", lines)
	}
	placed[*widgets.Rows](b, "busiest").OnSelect(lines[1].Key)
	if e.Conn.Topic != "calm" {
		t.Errorf("a click leads to %q", e.Conn.Topic)
	}
	b.do("Busiest topics")
	if e.Conn.Selected != model.Root || e.Conn.Topic != "" {
		t.Error("the overview selects nothing")
	}
}

// TestTipGoesWithWhatItWasOn: the pointer rests, but is over no row of the
// tree any more.
func TestTipGoesWithWhatItWasOn(t *testing.T) {
	for name, do := range map[string]func(b *bench, e *explore.Page){
		"search":       func(_ *bench, e *explore.Page) { e.Tree.SetSearch("c") },
		"dialog":       func(b *bench, _ *explore.Page) { b.do("Subscriptions…") },
		"another page": func(b *bench, _ *explore.Page) { b.show(pageBox) },
		"another tab":  func(b *bench, _ *explore.Page) { b.tabs.choose(nil) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			e := b.connect()
			b.receive(msg("a", strings.Repeat("cut ", 40)), msg("b", "2"), msg("c", "3"))
			placed[*widgets.Rows](b, "tree").MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(40, 10)}})
			e.Tree.Tip.Draw(time.Now().Add(time.Second))
			if !b.desk.Tip.Visible() {
				t.Fatal("there is no tip")
			}
			do(b, e)
			b.step()
			e.Tree.Tip.Draw(time.Now().Add(time.Second))
			if b.desk.Tip.Visible() {
				t.Error("the tip stays")
			}
		})
	}
}

func TestMessagesShowWhereTheConnectionWasLost(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a", "1"))
	e.Conn.Store.Interrupted(time.Now().Add(-90*time.Second), time.Now())
	b.receive(msg("a", "2"))
	b.selectTopic("a")
	e.Inspector.ListMessages()
	b.until("both are listed", func() bool { return len(b.streamTexts()) == 2 })
	list := b.streamTexts()
	if strings.Contains(list[0], "without") || !strings.Contains(list[1], "after 90 s without a connection") {
		t.Errorf("%q", list)
	}
}

// TestMessagesListedAnew has a topic under the one whose messages are listed
// speak for the first time: the list is another from then on.
func TestMessagesListedAnew(t *testing.T) {
	b := newBench(t, func(s *Services) {
		connect := s.Connect
		s.Connect = func(p broker.Profile, before broker.Opened) broker.Opened {
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
	e.Inspector.ListMessages()
	b.until("both are listed", func() bool { return len(b.streamTexts()) == 2 })
	list, pause := placed[*widgets.Rows](b, "messages"), placed[*widgets.PauseButton](b, "pause messages")
	rows, _, _ := list.Seen()
	list.Select(rows[1].Key, false)
	list.OnSelect(rows[1].Key)
	test.Tap(pause)
	b.receive(msg("a/x", "3"))
	b.step()
	if got := b.streamTexts(); len(got) != 2 {
		t.Errorf("paused, but it shows %q", got)
	}
	if got := placed[*widgets.Strip](b, "messages kept").Text(); !strings.HasSuffix(got, "paused") {
		t.Errorf("%q", got)
	}
	test.Tap(pause)
	b.step()
	if got := b.streamTexts(); len(got) != 2 || !strings.HasPrefix(got[0], "2") || !strings.Contains(got[1], "x   =   3") {
		t.Errorf("it shows %q", got)
	}
	rows, _, _ = list.Seen()
	if key, selected := list.Selected(); !selected || key != rows[0].Key {
		t.Error("the message that was selected is not marked")
	}
}

// TestMessagesOfATopicLetGo lists what came on topics that had to make room.
func TestMessagesOfATopicLetGo(t *testing.T) {
	b := newBench(t, func(s *Services) {
		connect := s.Connect
		s.Connect = func(p broker.Profile, before broker.Opened) broker.Opened {
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
	e.Inspector.ListMessages()
	b.until("all are listed", func() bool {
		return strings.HasPrefix(placed[*widgets.Strip](b, "messages kept").Text(), "401 message")
	})
	placed[*widgets.Rows](b, "messages").ScrollTo(0)
	for _, row := range b.streamTexts() {
		if strings.HasPrefix(row, "below") {
			t.Fatalf("%q looks like a message of plant itself", row)
		}
	}
	b.do("Busiest topics")
	b.until("all are listed", func() bool { return len(b.streamTexts()) > 0 })
	placed[*widgets.Rows](b, "messages").ScrollTo(0)
	for _, row := range b.streamTexts() {
		if strings.Contains(row, `""`) {
			t.Fatalf("%q", row)
		}
	}
}
