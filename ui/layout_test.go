package ui

import (
	"crypto/tls"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/ui/brokers"
	"mangrove/ui/look"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// resize gives an object a width, and as often as the toolkit would the height
// that it asks for then.
func resize(o fyne.CanvasObject, width float32) {
	for range 3 {
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		o.Refresh()
	}
}

// overlap names two of the objects that stand on each other, or one that
// stands out of the width.
func overlap(width float32, objects map[string]fyne.CanvasObject) string {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	for n, o := range objects {
		p, s := at(o), o.Size()
		if !o.Visible() {
			continue
		}
		if p.X < 0 || p.X+s.Width > width+1 {
			return fmt.Sprintf("%s from %g to %g", n, p.X, p.X+s.Width)
		}
		for m, other := range objects {
			q, r := at(other), other.Size()
			if m != n && other.Visible() && p.X < q.X+r.Width && q.X < p.X+s.Width && p.Y < q.Y+r.Height && q.Y < p.Y+s.Height {
				return fmt.Sprintf("%s at %v %v and %s at %v %v", n, p, s, m, q, r)
			}
		}
	}
	return ""
}

// TestConnectionBarAtAnyWidth keeps everything apart and the state seen.
func TestConnectionBarAtAnyWidth(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	safe := e.conn.Profile
	for name, st := range map[string]broker.Status{
		"connected":    b.session.Status(),
		"not verified": b.session.Status(),
		"waiting":      {Phase: broker.Waiting, Problem: broker.ErrHungUp},
		"given up":     {Phase: broker.Stopped, Problem: broker.ErrHungUp},
	} {
		b.session.set(st)
		e.conn.Profile = safe
		if name == "not verified" {
			e.conn.Profile.Address.Scheme, e.conn.Profile.TLS = "mqtts", &tls.Config{InsecureSkipVerify: true} //nolint:gosec // that is what is looked at
		}
		b.step()
		b.window.SetContent(e.bar.object)
		if name == "not verified" && !strings.Contains(e.bar.state.Text(), name) {
			t.Errorf("it says %q", e.bar.state.Text())
		}
		for width := float32(340); width < 1300; width += 17 {
			resize(e.bar.object, width)
			all := map[string]fyne.CanvasObject{
				"state": e.bar.state, "retry": e.bar.retry, "pause": e.bar.pause, "off": e.bar.off, "more": e.bar.more,
			}
			if s := overlap(width, all); s != "" {
				t.Fatalf("%s, %g: %s", name, width, s)
			}
			if got, want := e.bar.state.Size().Width, text.Width(e.bar.words[0], text.Bold, stateText); got < want {
				t.Fatalf("%s: the state has %g of %g", name, got, want)
			}
		}
	}
}

// TestConnectionBarGivesWayInOrder has words leave before the state does.
func TestConnectionBarGivesWayInOrder(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.step()
	b.window.SetContent(e.bar.object)
	last := allWords
	for width := float32(900); width >= 200; width -= 4 {
		resize(e.bar.object, width)
		if e.bar.terse < last {
			t.Errorf("at %g more is said than with more room", width)
		}
		last = e.bar.terse
	}
	if last != leastWords {
		t.Errorf("a narrow bar says as much as %d", last)
	}
}

// TestPublishLineAtAnyWidth keeps the topic usable.
func TestPublishLineAtAnyWidth(t *testing.T) {
	b := newBench(t)
	p := b.connect().publish
	b.step()
	b.window.SetContent(p.Object)
	at := func(places ...string) map[string]fyne.CanvasObject {
		all := map[string]fyne.CanvasObject{}
		for _, place := range places {
			all[place] = placed[fyne.CanvasObject](b, place)
		}
		return all
	}
	for width := float32(360); width < 900; width += 17 {
		resize(p.Object, width)
		all := at("publish more", "publish topic", "publish payload", "publish")
		if s := overlap(width, all); s != "" {
			t.Fatalf("folded, %g: %s", width, s)
		}
		if w := min(all["publish topic"].Size().Width, all["publish payload"].Size().Width); w < 80 {
			t.Fatalf("folded, a field is %g wide of %g", w, width)
		}
	}
	b.openPublish()
	for width := float32(360); width < 900; width += 17 {
		resize(p.Object, width)
		all := at("publish more", "publish topic", "qos", "retain", "publish", "publish payload")
		if s := overlap(width, all); s != "" {
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
	second.inspector.ListMessages()
	for range 3 {
		b.window.Resize(fyne.NewSize(900, 600))
		b.step()
		b.window.Resize(fyne.NewSize(900, 601))
	}
	for _, e := range []*explore{first, second} {
		if w := e.object.MinSize().Width; w > 360 {
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
			"publish": b.publishButton(), "payload": b.publishPayload(), "search": e.tree.SearchField().(fyne.CanvasObject), "pause": e.bar.pause, "tree": placed[*widgets.Rows](b, "tree")}
		if s := overlap(width, all); s != "" {
			t.Errorf("%g: %s", width, s)
		}
	}
}

// TestHintsFit has a field say less where it is narrow.
func TestHintsFit(t *testing.T) {
	newBench(t)
	field := widget.NewEntry()
	say := arrange.HintThatFits(field, "topic to publish to, as in site/device/set", "topic")
	for _, c := range []struct {
		width float32
		want  string
	}{{140, "topic"}, {600, "topic to publish to, as in site/device/set"}, {140, "topic"}} {
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
	s.home.choose(s.idOf("stored"))
	for _, group := range s.groups() {
		s.home.form.turnTo(group)
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
	id, _ := e.conn.Store.Find("a/long/topic/that/has/many/levels/and/does/not/fit/anywhere")
	e.tree.Reveal(id)
	fits("the latest message")
	e.inspector.ListMessages()
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
	open := e.publish.IsOpen
	e.publish.SetFolded(false)
	b.step()
	resize(400)
	if at := placed[*widgets.Rows](b, "busiest").Size().Height; open() || at < 40 {
		t.Errorf("at 400 the publish panel is open: %v, and the list has a height of %g", open(), at)
	}
	if e.saveLayout(); !fyne.CurrentApp().Preferences().Bool(openKey) {
		t.Error("that is kept as if the user had wanted it")
	}
	if resize(800); !open() {
		t.Error("with room the publish panel stays folded")
	}
	resize(400)
	test.Tap(placed[*widget.Button](b, "publish more"))
	if resize(410); !open() {
		t.Error("what the user has opened is folded again")
	}
	if h := b.window.Content().MinSize().Height; h > 400 {
		t.Errorf("the window needs a height of %g", h)
	}
	resize(800)
	test.Tap(placed[*widget.Button](b, "publish more"))
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
	e.conn.Store.Lost(3)
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
		return b.status.spark.Visible(), right
	}
	for _, c := range []struct {
		width         float32
		spark, memory bool
	}{{1280, true, true}, {780, false, true}, {640, false, false}, {1280, true, true}} {
		spark, right := seen(c.width)
		if spark != c.spark || strings.Contains(right, "memory") != c.memory || !strings.Contains(right, "broker: ") {
			t.Errorf("at %g: chart %v, %q", c.width, spark, right)
		}
	}
}

// TestToastStandsOverNoLine has a toast hide neither the status bar nor what
// became of a publish.
func TestToastStandsOverNoLine(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	test.Tap(b.publishButton()) // without a topic
	widgets.Tell("Topic copied: 3 bytes.", false)
	b.step()
	all := map[string]fyne.CanvasObject{"toast": b.desk.Toast.Panel, "status": b.status.left}
	for _, line := range uitest.Find[*widgets.Strip](e.publish.Object) {
		if line.Text() == b.result() {
			all["result"] = line
		}
	}
	if len(all) != 3 {
		t.Fatalf("it is not seen that %q", b.result())
	}
	if s := overlap(1280, all); s != "" {
		t.Error(s)
	}
}

// TestTheTopicIsSeenBesideItsButtons has the buttons over a payload give way to
// the topic they are for.
func TestTheTopicIsSeenBesideItsButtons(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("zigbee2mqtt/hall_sensor", `{"battery": 97}`))
	b.selectTopic("zigbee2mqtt/hall_sensor")
	topic, copyTopic, payload := placed[*widgets.Strip](b, "topic on view"), placed[*widget.Button](b, "copy topic"), placed[*widget.Button](b, "copy payload")
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

// TestMessagesHaveRoomInALowWindow has the list take the room of a message that
// is not looked into, and give it back.
func TestMessagesHaveRoomInALowWindow(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.window.Resize(fyne.NewSize(640, 400))
	b.receive(msg("home/hall", "1"), msg("home/porch", "2"))
	b.selectTopic("home")
	e.inspector.ListMessages()
	b.until("the messages are listed", func() bool { return len(b.streamTexts()) == 2 })
	list := placed[*widgets.Rows](b, "messages")
	b.step()
	alone := list.Size().Height
	if under := b.isPlaced("payload bar"); under || alone < 60 {
		t.Errorf("the list has a height of %g, with something under it: %v", alone, under)
	}
	list.Tapped(&fyne.PointEvent{Position: fyne.NewPos(100, look.RowHeight/2)})
	b.until("the message is shown", func() bool { return b.payloadSeen() != "" })
	b.step()
	all := map[string]fyne.CanvasObject{"list": list, "payload": placed[*widgets.TextView](b, "payload view"), "publish": b.publishTopic()}
	if s := overlap(640, all); s != "" {
		t.Error(s)
	}
	for _, height := range []float32{310, 800, 310} { // as low as an open publish panel leaves it; the bar gives way to the payload
		b.window.Resize(fyne.NewSize(640, height))
		b.until("the bar has given way, or is back", func() bool { return b.isPlaced("payload bar") == (height > 400) })
		if got := placed[*widgets.TextView](b, "payload view").Size().Height; got < look.RowHeight {
			t.Errorf("at %g the payload has a height of %g", height, got)
		}
	}
}

func TestATitleGivesWayWhole(t *testing.T) {
	title, button := widget.NewLabelWithStyle("Connections", fyne.TextAlignLeading, fyne.TextStyle{Bold: true}), widget.NewButton("New", nil)
	title.Truncation = fyne.TextTruncateEllipsis
	line := container.New(&arrange.Terse{Buttons: []*widget.Button{button}, Words: []string{"New"}}, title, button)
	for width, seen := range map[float32]bool{300: true, 60: false} {
		line.Resize(fyne.NewSize(width, 30))
		if title.Visible() != seen {
			t.Errorf("at %v the title is shown: %v", width, title.Visible())
		}
	}
}
