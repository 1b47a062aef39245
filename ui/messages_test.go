package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/ui/explore"
	"mangrove/ui/format"
	"mangrove/ui/inspect"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
)

// list selects a topic, lists its messages and chooses one of them.
func (b *bench) lookInto(top string, row int) *explore.Page {
	b.t.Helper()
	e := b.tabs.active
	b.selectTopic(top)
	e.Inspector.ListMessages()
	b.until("they are listed", func() bool { return len(b.streamTexts()) > row })
	placed[*widgets.Rows](b, "messages").Tapped(&fyne.PointEvent{Position: fyne.NewPos(200, look.RowHeight*(float32(row)+0.5))})
	b.step()
	return e
}

// TestMessageLookedIntoIsNamed has head, copies and the publish panel take the
// message that was clicked on, whatever has arrived since.
func TestMessageLookedIntoIsNamed(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("home/hall/t", "21.5"), msg("home/lamp", "ON"))
	b.lookInto("home", 0)
	if got := placed[*widgets.Crumbs](b, "topic on view").Text(); got != "home/hall/t" {
		t.Errorf("the head says %q", got)
	}
	if got := placed[*widgets.Strip](b, "facts").Text(); !strings.Contains(got, "QoS 1") || !strings.Contains(got, time.Now().Format("2006-01-02 ")) {
		t.Errorf("the facts are %q", got)
	}
	if got := b.publishTopic().Value(); got != "home/hall/t" {
		t.Errorf("the panel has %q", got)
	}
	b.receive(msg("home/lamp", "OFF"))
	test.Tap(placed[*widgets.Button](b, "copy topic"))
	if clipboard() != "home/hall/t" {
		t.Errorf("Topic copied %q", clipboard())
	}
	test.Tap(placed[*widgets.Button](b, "copy payload"))
	if clipboard() != "21.5" {
		t.Errorf("Payload copied %q", clipboard())
	}
	if got := placed[*widgets.Strip](b, "messages kept").Text(); !strings.HasSuffix(got, "paused, 1 waiting") || len(b.streamTexts()) != 2 {
		t.Errorf("selecting did not pause the list: %q, %q", got, b.streamTexts())
	}
	placed[*widgets.Rows](b, "messages").TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	b.step()
	if got := placed[*widgets.Strip](b, "messages kept").Text(); !strings.HasSuffix(got, "live") || len(b.streamTexts()) != 3 {
		t.Errorf("End: %q, %q", got, b.streamTexts())
	}
}

func TestEscapeLeavesTheMessage(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("home/hall", "1"), msg("home/lamp", "2"))
	b.lookInto("home", 1)
	placed[*widgets.Rows](b, "messages").TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.step()
	if placed[*widgets.Crumbs](b, "topic on view").Text() != "home" || b.publishTopic().Value() != "home" || placed[*widgets.Button](b, "copy payload").Visible() || !strings.HasPrefix(placed[*widget.Label](b, "payload hint").Text, "Select a message") {
		t.Errorf("the head says %q, the panel %q, below %q", placed[*widgets.Crumbs](b, "topic on view").Text(), b.publishTopic().Value(), placed[*widget.Label](b, "payload hint").Text)
	}
}

func TestMessageMenu(t *testing.T) {
	b := newBench(t)
	b.connect()
	m := msg("home/hall", "21.5")
	m.Retained, m.QoS = true, 2
	b.receive(m, msg("home/lamp", "ON"))
	e := b.lookInto("home", 1)
	choose := func(name string) {
		t.Helper()
		rows, _, _ := placed[*widgets.Rows](b, "messages").Seen()
		placed[*widgets.Rows](b, "messages").OnMenu(rows[0].Key, fyne.NewPos(10, 10))
		b.choose(name)
		b.step()
	}
	choose("Copy topic")
	if clipboard() != "home/hall" {
		t.Errorf("copied %q", clipboard())
	}
	choose("Copy payload")
	if clipboard() != "21.5" {
		t.Errorf("copied %q", clipboard())
	}
	choose("Copy to the publish panel")
	topic, payload, qos, retain := b.publishTopic().Value(), b.publishPayload().Value(), placed[*widgets.Segmented](b, "qos").Chosen(), placed[*widget.Check](b, "retain").Checked
	if topic != "home/hall" || payload != "21.5" || qos != 2 || !retain {
		t.Errorf("taken %q %q QoS %d retain %v", topic, payload, qos, retain)
	}
	choose("Show in the tree")
	if e.Conn.Topic != "home/hall" {
		t.Errorf("%q is selected", e.Conn.Topic)
	}
}

// TestMenusSayWhyNothingIsCleared, in the entries that cannot be chosen then.
func TestMenusSayWhyNothingIsCleared(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	m := msg("home/hall", "21.5")
	m.Retained = true
	b.receive(m)
	for _, c := range []struct {
		do   func()
		want string
	}{
		{func() { b.session.set(broker.Status{Phase: broker.Connected}) }, ""},
		{func() { b.session.set(broker.Status{Phase: broker.Waiting, RetryAt: time.Now().Add(time.Hour)}) }, " (not connected)"},
		{func() { e.Conn.Profile.ReadOnly = true }, " (read-only)"},
	} {
		c.do()
		b.step()
		id, _ := e.Conn.Store.Find("home")
		e.Tree.OnMenu(id, fyne.NewPos(10, 10))
		menu := b.window.Canvas().Overlays().Top()
		b.choose("Clear all retained messages below…" + c.want)
		if closed := b.window.Canvas().Overlays().Top() != menu; closed != (c.want == "") {
			t.Errorf("%q is chosen: %v", c.want, closed)
		}
		b.until("it is asked", func() bool { return b.window.Canvas().Overlays().Top() != nil })
		for _, o := range b.window.Canvas().Overlays().List() {
			b.window.Canvas().Overlays().Remove(o)
		}
	}
}

// TestTheMenuBesideATopicClears what the broker keeps of it and below it, as that of its row.
func TestTheMenuBesideATopicClears(t *testing.T) {
	for topic, entry := range map[string]string{
		"home/hall": "Clear retained message…",
		"home":      "Clear all retained messages below…",
	} {
		t.Run(topic, func(t *testing.T) {
			b := newBench(t)
			b.connect()
			b.session.set(broker.Status{Phase: broker.Connected})
			m := msg("home/hall", "21.5")
			m.Retained = true
			b.receive(m)
			b.selectTopic(topic)
			test.Tap(b.button("copy menu"))
			menu := b.window.Canvas().Overlays().Top()
			b.choose(entry)
			b.until("it is asked", func() bool {
				top := b.window.Canvas().Overlays().Top()
				return top != nil && top != menu
			})
		})
	}
}

// choose taps an entry of the menu on view.
func (b *bench) choose(name string) {
	b.t.Helper()
	var entry fyne.Tappable
	for _, o := range widgetsIn(b.window.Canvas().Overlays().Top()) {
		if item, ok := o.(interface {
			fyne.Tappable
			Name() string
		}); ok && item.Name() == name {
			entry = item
		}
	}
	if entry == nil {
		b.t.Fatalf("there is no %q in the menu", name)
	}
	entry.Tapped(&fyne.PointEvent{})
}

// widgetsIn lists the widgets in an object, also those inside of others.
func widgetsIn(o fyne.CanvasObject) (list []fyne.Widget) {
	switch o := o.(type) {
	case *fyne.Container:
		for _, inside := range o.Objects {
			list = append(list, widgetsIn(inside)...)
		}
	case fyne.Widget:
		list = append(list, o)
		for _, inside := range test.WidgetRenderer(o).Objects() {
			list = append(list, widgetsIn(inside)...)
		}
	}
	return list
}

func TestListsFollowOnlyWhileLive(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	var many []model.Message
	for range 100 {
		many = append(many, msg("a", "x"))
	}
	b.receive(many...)
	b.selectTopic("a")
	e.Inspector.ListMessages()
	rows := placed[*widgets.Rows](b, "messages")
	b.until("they are listed", func() bool { return rows.AtEnd() && len(b.streamTexts()) > 5 })
	for name, leave := range map[string]func(){
		"another page": func() { b.show(pageBox); b.step(); b.receiveHidden(many); b.show(pageExplore) },
		"another size": func() {
			b.window.Resize(fyne.NewSize(900, 600))
			b.receive(many...)
			b.window.Resize(fyne.NewSize(1280, 800))
		},
		"the start":     func() { b.tabs.choose(nil); b.receiveHidden(many); b.tabs.choose(e) },
		"the latest":    func() { e.Inspector.SetMode(inspect.Latest); b.step(); b.receive(many...); e.Inspector.ListMessages() },
		"a folded pane": func() { e.Publish.SetFolded(true); b.receive(many...); e.Publish.SetFolded(false) },
	} {
		leave()
		b.until(name+": it is at the end", func() bool {
			return rows.AtEnd() && strings.HasPrefix(placed[*widgets.Strip](b, "messages kept").Text(), format.Counted(e.Conn.Store.Stats(e.Conn.Selected, time.Now()).Messages, "{count} message", "{count} messages")+" kept")
		})
		if !strings.HasSuffix(placed[*widgets.Strip](b, "messages kept").Text(), "live") {
			t.Errorf("%s: %q", name, placed[*widgets.Strip](b, "messages kept").Text())
		}
	}
	rows.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 1)})
	b.receive(msg("a", "y"))
	if got := placed[*widgets.Strip](b, "messages kept").Text(); !strings.HasSuffix(got, "paused, 1 waiting") {
		t.Errorf("scrolled up by a little: %q", got)
	}
	b.show(pageBox)
	b.step()
	b.show(pageExplore)
	if got := placed[*widgets.Strip](b, "messages kept").Text(); !strings.HasSuffix(got, "paused, 1 waiting") {
		t.Errorf("another page changed it to %q", got)
	}
	rows.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -10)})
	b.step()
	if got := placed[*widgets.Strip](b, "messages kept").Text(); !strings.HasSuffix(got, "live") || !rows.AtEnd() {
		t.Errorf("scrolled down again: %q", got)
	}
}

// receiveHidden has messages arrive while nobody looks.
func (b *bench) receiveHidden(m []model.Message) {
	b.tabs.list[0].Conn.Store.Apply(batch(m...))
	b.step()
}

// TestMenuOfTheBusiestTopics opens a menu where a click would go to the topic.
func TestMenuOfTheBusiestTopics(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a/quiet", "1"))
	for range 50 {
		b.receive(msg("a/busy", "21.5"))
	}
	rows := placed[*widgets.Rows](b, "busiest")
	b.until("they are listed", func() bool {
		e.Feed.Ranked = time.Time{}
		lines, _, _ := rows.Seen()
		return len(lines) == 2 && strings.Contains(widgets.LineText(lines[0].Spans), "a/busy")
	})
	rows.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(200, look.RowHeight/2)})
	if e.Conn.Selected != model.Root {
		t.Fatalf("the right click went to %q", e.Conn.Topic)
	}
	b.choose("Copy topic")
	if clipboard() != "a/busy" {
		t.Errorf("copied %q", clipboard())
	}
	rows.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(200, look.RowHeight/2)})
	b.choose("Show in the tree")
	if e.Conn.Topic != "a/busy" {
		t.Errorf("%q is selected", e.Conn.Topic)
	}
}

// TestMessageLookedIntoStaysOnView: in a low window the list becomes lower under
// a click, and shows what was clicked on all the same.
func TestMessageLookedIntoStaysOnView(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.window.Resize(fyne.NewSize(640, 400))
	for range 20 {
		b.receive(msg("a", "1"))
	}
	b.selectTopic("a")
	e.Inspector.ListMessages()
	rows := placed[*widgets.Rows](b, "messages")
	b.until("all are listed", func() bool { return strings.HasPrefix(placed[*widgets.Strip](b, "messages kept").Text(), "20 message") })
	b.step()
	rows.Tapped(&fyne.PointEvent{Position: fyne.NewPos(100, rows.Size().Height-look.RowHeight/2)})
	b.step()
	b.step()
	key, _ := rows.Selected()
	seen, _, y := rows.Seen()
	at := y + look.RowHeight*float32(slices.IndexFunc(seen, func(r widgets.Row) bool { return r.Key == key }))
	if at < 0 || at+look.RowHeight > rows.Size().Height+0.5 {
		t.Errorf("what was clicked on is at %g of a list with a height of %g", at, rows.Size().Height)
	}
}

// TestAPausedListComesBackWithWhatCame: while it was out of sight nothing counted what
// came.
func TestAPausedListComesBackWithWhatCame(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("home/hall", "1"), msg("home/lamp", "2"), msg("other", "3"))
	e := b.lookInto("home", 0)
	e.Inspector.SetMode(inspect.Latest)
	b.step()
	b.selectTopic("other")
	b.receive(msg("home/hall", "4"), msg("home/lamp", "5"))
	b.selectTopic("home")
	e.Inspector.ListMessages()
	b.until("all are listed", func() bool { return len(b.streamTexts()) == 4 })
	if got := placed[*widgets.Crumbs](b, "topic on view").Text(); got != "home/hall" {
		t.Errorf("the head says %q", got)
	}
	b.receive(msg("home/hall", "6"))
	if got := placed[*widgets.Strip](b, "messages kept").Text(); !strings.HasSuffix(got, "paused, 1 waiting") {
		t.Errorf("then: %q", got)
	}
}

// TestTheHeadSaysRetainedAsLongAsTheRow: a broker that comes back may have nothing any
// more.
func TestTheHeadSaysRetainedAsLongAsTheRow(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(retainedMsg("home/hall"))
	b.selectTopic("home/hall")
	b.until("it is retained", func() bool { return strings.Contains(placed[*widgets.Strip](b, "facts").Text(), "retained") })
	at := time.Now()
	e.Conn.Store.Interrupted(at, at)
	b.step()
	if got := placed[*widgets.Strip](b, "facts").Text(); strings.Contains(got, "retained") {
		t.Errorf("the head says %q", got)
	}
}

// TestCopyingAMessageLosesNothingTyped: what stood in the publish panel comes back.
func TestCopyingAMessageLosesNothingTyped(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("home/hall", "21.5"), msg("home/lamp", "ON"))
	m := model.Entry{Payload: []byte("21.5"), QoS: 1}
	if e.TakeMessage("home/hall", m); e.Notice.Object.Visible() {
		t.Errorf("nothing was typed, and it says %q", e.Notice.Words.Text)
	}
	m.Payload = []byte("ON")
	if e.TakeMessage("home/lamp", m); e.Notice.Object.Visible() {
		t.Errorf("what was copied was not typed, and it says %q", e.Notice.Words.Text)
	}
	b.publishTopic().SetText("own/set")
	b.publishPayload().SetText("half ty")
	e.TakeMessage("home/hall", m)
	if got := b.publishPayload().Value(); got != "ON" || !e.Notice.Object.Visible() {
		t.Fatalf("the panel has %q, and a notice is seen: %v", got, e.Notice.Object.Visible())
	}
	test.Tap(e.Notice.Action)
	if topic, payload := b.publishTopic().Value(), b.publishPayload().Value(); topic != "own/set" || payload != "half ty" {
		t.Errorf("Undo brought back %q and %q", topic, payload)
	}
}
