package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/ui/brokers"
	"mangrove/ui/explore"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// TestPublishLineAtAnyWidth keeps the topic usable.
func TestPublishLineAtAnyWidth(t *testing.T) {
	b := newBench(t)
	p := b.connect().Publish
	b.step()
	b.window.SetContent(p.Object)
	each := float32(17)
	if testing.Short() {
		each = 68
	}
	at := func(places ...string) map[string]fyne.CanvasObject {
		all := map[string]fyne.CanvasObject{}
		for _, place := range places {
			all[place] = placed[fyne.CanvasObject](b, place)
		}
		return all
	}
	for width := float32(360); width < 900; width += each {
		uitest.SetWidth(p.Object, width)
		all := at("publish more", "publish topic", "publish payload", "publish")
		if s := uitest.Overlap(width, all); s != "" {
			t.Fatalf("folded, %g: %s", width, s)
		}
		if w := min(all["publish topic"].Size().Width, all["publish payload"].Size().Width); w < 80 {
			t.Fatalf("folded, a field is %g wide of %g", w, width)
		}
	}
	b.openPublish()
	for width := float32(360); width < 900; width += each {
		uitest.SetWidth(p.Object, width)
		all := at("publish more", "publish topic", "qos", "retain", "publish", "publish payload")
		if s := uitest.Overlap(width, all); s != "" {
			t.Fatalf("%g: %s", width, s)
		}
		if w := all["publish topic"].Size().Width; w < arrange.FieldWidth {
			t.Fatalf("the topic is %g wide of %g", w, width)
		}
	}
}

// TestPagesFitBesideEachOther has two connections share the smallest window.
func TestPagesFitBesideEachOther(t *testing.T) {
	b := newBench(t)
	first := b.connect()
	second := b.connect()
	b.tabs.compare(second, first)
	b.session.set(broker.Status{Phase: broker.Waiting, Problem: broker.ErrHungUp})
	second.Inspector.ListMessages()
	for range 3 {
		b.window.Resize(fyne.NewSize(900, 600))
		b.step()
		b.window.Resize(fyne.NewSize(900, 601))
	}
	for _, e := range []*explore.Page{first, second} {
		if w := e.Object.MinSize().Width; w > 360 {
			t.Errorf("a page needs a width of %g", w)
		}
	}
	if h := b.window.Content().MinSize().Height; h > 600 {
		t.Errorf("the window needs a height of %g", h)
	}
}

// TestANarrowWindowIsLaidOutAtOnce has nothing stand on anything else when a
// window is opened narrow, or made narrow, once.
func TestANarrowWindowIsLaidOutAtOnce(t *testing.T) {
	for _, width := range []float32{640, 700, 760, 900} {
		b := newBench(t)
		b.window.Resize(fyne.NewSize(width, 500))
		e := b.connect()
		b.openPublish()
		b.step()
		all := map[string]fyne.CanvasObject{"topic": b.publishTopic(), "qos": placed[*widgets.Segmented](b, "qos"), "retain": placed[*widget.Check](b, "retain"),
			"publish": b.publishButton(), "payload": b.publishPayload(), "search": e.Tree.SearchField().(fyne.CanvasObject), "pause": b.button("pause"), "tree": placed[*widgets.Rows](b, "tree")}
		if s := uitest.Overlap(width, all); s != "" {
			t.Errorf("%g: %s", width, s)
		}
	}
}

// TestHintsFit has a field say less where it is narrow.
func TestHintsFit(t *testing.T) {
	newBench(t)
	field := widget.NewEntry()
	say := arrange.HintThatFits(field, "topic to publish to, such as site/device/set", "topic")
	for _, c := range []struct {
		width float32
		want  string
	}{{140, "topic"}, {600, "topic to publish to, such as site/device/set"}, {140, "topic"}} {
		if say(c.width); field.PlaceHolder != c.want {
			t.Errorf("%g: %q", c.width, field.PlaceHolder)
		}
	}
}

// TestEveryPageFitsTheSmallestWindow has nothing ask for more than half of
// 1280x800, which is what a scale of 2 leaves of that.
func TestEveryPageFitsTheSmallestWindow(t *testing.T) {
	const width, height = 640, 400
	s := newShelfBench(t, at("stored", "plant"))
	fits := func(what string) {
		t.Helper()
		s.window.Resize(fyne.NewSize(width, height))
		s.step()
		if got := s.window.Content().MinSize(); got.Width > width || got.Height > height {
			t.Errorf("%s needs %v", what, got)
		}
	}
	fits("the start page")
	s.home.Choose(s.idOf("stored"))
	for _, group := range s.groups() {
		s.turnTo(group)
		fits("a connection's " + group)
	}
	s.show(pageBox)
	fits("the built-in broker")
	s.box.Listening = "0.0.0.0:1883"
	s.OpenBox(s.box, nil)
	fits("the built-in broker while it runs")
	e := s.connect()
	fits("a connection without messages")
	s.receive(msg("a/long/topic/that/has/many/levels/and/does/not/fit/anywhere", `{"a": 1}`))
	id, _ := e.Conn.Store.Find("a/long/topic/that/has/many/levels/and/does/not/fit/anywhere")
	e.Tree.Reveal(id)
	fits("the latest message")
	e.Inspector.ListMessages()
	fits("the list of messages")
	s.brokers.Choose(brokers.Connected)
	s.show(pageBox)
	fits("the connected broker")
}

// TestALowWindowShowsThePayload has the publish panel give its room to the
// inspector where both would not do, and not against the user's will.
func TestALowWindowShowsThePayload(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	resize := func(height float32) {
		b.window.Resize(fyne.NewSize(640, height))
		b.step()
		b.step()
	}
	open := e.Publish.IsOpen
	e.Publish.SetFolded(false)
	b.step()
	resize(400)
	if at := placed[*widgets.Rows](b, "busiest").Size().Height; open() || at < 40 {
		t.Errorf("at 400 the publish panel is open: %v, and the list has a height of %g", open(), at)
	}
	if e.SaveLayout(); !fyne.CurrentApp().Preferences().Bool(explore.OpenKey) {
		t.Error("that is kept as if the user had wanted it")
	}
	if resize(800); !open() {
		t.Error("with room the publish panel stays folded")
	}
	resize(400)
	test.Tap(placed[*widgets.Button](b, "publish more"))
	if resize(410); !open() {
		t.Error("what the user has opened is folded again")
	}
	if h := b.window.Content().MinSize().Height; h > 400 {
		t.Errorf("the window needs a height of %g", h)
	}
	resize(800)
	test.Tap(placed[*widgets.Button](b, "publish more"))
	resize(400)
	if resize(800); open() {
		t.Error("what the user has folded is opened")
	}
}

// TestStatusBarShowsItsFiguresFirst has all else give way to what has come in
// and what became of it.
func TestStatusBarShowsItsFiguresFirst(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.OpenBox(b.box, nil)
	e.Conn.Store.Lost(3)
	b.receive(msg("a", "1"))
	seen := func(width float32) (spark bool, right string) {
		b.window.Resize(fyne.NewSize(width, 600))
		b.step()
		b.step()
		if b.status.right.Visible() {
			right = b.status.right.Text()
		}
		if left, want := b.status.left, text.Width(b.status.left.Text(), text.Regular, 12); left.Size().Width < want {
			t.Errorf("at %g the figures have %g of %g", width, left.Size().Width, want)
		}
		if words := b.status.left.Text(); strings.TrimRight(words, " ") != words {
			t.Errorf("at %g blanks at the end would be cut: %q", width, words)
		}
		return b.status.spark.Visible(), right
	}
	for _, c := range []struct {
		width         float32
		spark, memory bool
	}{{1280, true, true}, {840, false, true}, {640, false, false}, {1280, true, true}} {
		spark, right := seen(c.width)
		if spark != c.spark || strings.Contains(right, "memory") != c.memory || !strings.Contains(right, "broker: ") {
			t.Errorf("at %g: chart %v, %q", c.width, spark, right)
		}
	}
}

// TestTheBuiltInBrokerIsReadWhole: as a window becomes wider and narrower, how the built-in
// broker stands is shown in full or not at all.
func TestTheBuiltInBrokerIsReadWhole(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	e.Conn.Store.Lost(3)
	b.receive(msg("a", "1"))
	b.do("Pause") // which says so in the figures
	const least, most, step = 600, 1000, 10
	look := func(width float32) {
		b.window.Resize(fyne.NewSize(width, 600))
		b.step()
		b.step()
		right := b.status.right
		if got, want := right.Size().Width, text.Width(right.Text(), text.Regular, 12); right.Visible() && got < want {
			t.Errorf("at %g %q has %g of %g", width, right.Text(), got, want)
		}
	}
	for width := float32(least); width <= most; width += step {
		look(width)
	}
	for width := float32(most); width >= least; width -= step {
		look(width)
	}
}

// TestFiguresGiveWayToNothing: at no width has what stands beside the figures of a connection
// taken of their room.
func TestFiguresGiveWayToNothing(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	e.Conn.Store.Lost(3)
	b.receive(msg("a", "1"))
	e.Conn.Rate.PerSec = 0.2
	bar := newStatusBar()
	w := fyne.CurrentApp().NewWindow("")
	w.SetContent(bar.object)
	w.SetPadded(false)
	defer w.Close()
	for width := float32(400); width <= 1000; width++ {
		w.Resize(fyne.NewSize(width, 60))
		bar.draw(e.Conn, "", nil, time.Now())
		if got, want := bar.left.Size().Width, text.Width(bar.left.Text(), text.Regular, 12); bar.right.Visible() && got < want-0.5 {
			t.Errorf("at %g the figures have %g of %g", width, got, want)
		}
	}
}

// TestTheTopicIsSeenBesideItsButtons has the buttons over a payload give way to
// the topic they are for.
func TestTheTopicIsSeenBesideItsButtons(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("zigbee2mqtt/hall_sensor", `{"battery": 97}`))
	b.selectTopic("zigbee2mqtt/hall_sensor")
	topic, copyTopic, payload := placed[*widgets.Crumbs](b, "topic on view"), placed[*widgets.Button](b, "copy topic"), placed[*widgets.Button](b, "copy payload")
	b.until("the payload is shown", func() bool { return payload.Visible() })
	for _, c := range []struct {
		width float32
		words string
		topic bool
	}{{1280, "Payload", true}, {640, "", false}, {1280, "Payload", true}} {
		b.window.Resize(fyne.NewSize(c.width, 800))
		b.step()
		b.step()
		if payload.Text != c.words || copyTopic.Visible() != c.topic || !b.isPlaced("save payload") {
			t.Errorf("at %g: %q, the topic's button %v", c.width, payload.Text, copyTopic.Visible())
		}
		if got, want := topic.Size().Width, text.Width("zigbee2mqtt/hall_sensor", text.Bold, 14); got < want {
			t.Errorf("at %g the topic has %g of %g", c.width, got, want)
		}
	}
}

func TestATitleGivesWayWhole(t *testing.T) {
	title, button := widget.NewLabelWithStyle("Connections", fyne.TextAlignLeading, fyne.TextStyle{Bold: true}), widgets.NewButton("New", nil, nil)
	title.Truncation = fyne.TextTruncateEllipsis
	line := container.New(&arrange.Terse{Worded: arrange.NewWorded(&button.Button)}, title, button)
	for width, seen := range map[float32]bool{300: true, 60: false} {
		line.Resize(fyne.NewSize(width, 30))
		if title.Visible() != seen {
			t.Errorf("at %v the title is shown: %v", width, title.Visible())
		}
	}
}
