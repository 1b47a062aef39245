package ui

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"io"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"mangrove/model"
	"mangrove/ui/widgets/text"
)

// clipboard is what is on it.
func clipboard() string { return fyne.CurrentApp().Clipboard().Content() }

// list selects a topic, lists its messages and chooses one of them.
func (b *bench) lookInto(top string, row int) *explore {
	b.t.Helper()
	e := b.tabs.active
	b.selectTopic(top)
	e.inspector.listMessages()
	b.until("they are listed", func() bool { return len(streamTexts(e)) > row })
	e.inspector.messages.rows.Tapped(&fyne.PointEvent{Position: fyne.NewPos(200, rowHeight*(float32(row)+0.5))})
	b.step()
	return e
}

// TestMessageLookedIntoIsNamed has head, copies and the publish panel take the
// message that was clicked on, whatever has arrived since.
func TestMessageLookedIntoIsNamed(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("home/hall/t", "21.5"), msg("home/lamp", "ON"))
	e := b.lookInto("home", 0)
	if got := e.inspector.topic.Text(); got != "home/hall/t" {
		t.Errorf("the head says %q", got)
	}
	if got := e.inspector.facts.Text(); !strings.Contains(got, "QoS 1") || !strings.Contains(got, time.Now().Format("2006-01-02 ")) {
		t.Errorf("the facts are %q", got)
	}
	if got := e.publish.topic.Value(); got != "home/hall/t" {
		t.Errorf("the panel has %q", got)
	}
	b.receive(msg("home/lamp", "OFF"))
	test.Tap(e.inspector.copyTopic)
	if clipboard() != "home/hall/t" {
		t.Errorf("Topic copied %q", clipboard())
	}
	test.Tap(e.inspector.copyAll)
	if clipboard() != "21.5" {
		t.Errorf("Payload copied %q", clipboard())
	}
	if got := e.inspector.messages.words.Text(); !strings.HasSuffix(got, "paused, 1 waiting") || len(streamTexts(e)) != 2 {
		t.Errorf("selecting did not pause the list: %q, %q", got, streamTexts(e))
	}
	e.inspector.messages.rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	b.step()
	if got := e.inspector.messages.words.Text(); !strings.HasSuffix(got, "live") || len(streamTexts(e)) != 3 {
		t.Errorf("End: %q, %q", got, streamTexts(e))
	}
}

func TestEscapeLeavesTheMessage(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("home/hall", "1"), msg("home/lamp", "2"))
	e := b.lookInto("home", 1)
	e.inspector.messages.rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.step()
	if e.inspector.topic.Text() != "home" || e.publish.topic.Value() != "home" || e.inspector.copyAll.Visible() || !strings.HasPrefix(e.inspector.payload.hint.Text, "Select a message") {
		t.Errorf("the head says %q, the panel %q, below %q", e.inspector.topic.Text(), e.publish.topic.Value(), e.inspector.payload.hint.Text)
	}
}

// TestCopyTakesWhatIsAsked copies the message of the head while the one before
// it is still shown.
func TestCopyTakesWhatIsAsked(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("a/x", "first"), msg("a/y", "second"))
	e := b.lookInto("a", 0)
	b.until("it is shown", func() bool { return string(e.inspector.payload.shown.entry.Payload) == "first" })
	rows, _, _ := e.inspector.messages.rows.Seen()
	e.inspector.messages.rows.OnSelect(rows[1].Key) // nothing is drawn since
	e.inspector.copyPayload()
	if clipboard() != "second" {
		t.Errorf("copied %q", clipboard())
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
		rows, _, _ := e.inspector.messages.rows.Seen()
		e.inspector.messages.rows.OnMenu(rows[0].Key, fyne.NewPos(10, 10))
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
	choose("Take into the publish panel")
	if p := e.publish; p.topic.Value() != "home/hall" || string(p.payload.bytes()) != "21.5" || p.qos.Chosen() != 2 || !p.retain.Checked {
		t.Errorf("taken %q %q QoS %d retain %v", p.topic.Value(), p.payload.bytes(), p.qos.Chosen(), p.retain.Checked)
	}
	choose("Show in the tree")
	if e.conn.topic != "home/hall" {
		t.Errorf("%q is selected", e.conn.topic)
	}
}

// choose taps an entry of the menu on view.
func (b *bench) choose(name string) {
	b.t.Helper()
	var entry fyne.Tappable // the innermost: what it is in takes clicks as well
	for _, o := range widgetsIn(b.window.Canvas().Overlays().Top()) {
		for _, words := range find[*canvas.Text](o) {
			if item, ok := o.(fyne.Tappable); ok && words.Text == name {
				entry = item
			}
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
	e.inspector.listMessages()
	rows := e.inspector.messages.rows
	b.until("they are listed", func() bool { return rows.AtEnd() && len(streamTexts(e)) > 5 })
	for name, leave := range map[string]func(){
		"another page": func() { b.show(pageBox); b.step(); b.receiveHidden(many); b.show(pageExplore) },
		"another size": func() {
			b.window.Resize(fyne.NewSize(900, 600))
			b.receive(many...)
			b.window.Resize(fyne.NewSize(1280, 800))
		},
		"the start":     func() { b.tabs.choose(nil); b.receiveHidden(many); b.tabs.choose(e) },
		"the latest":    func() { e.inspector.modes.Choose(showLatest); b.step(); b.receive(many...); e.inspector.listMessages() },
		"a folded pane": func() { e.publish.setFolded(true); b.receive(many...); e.publish.setFolded(false) },
	} {
		leave()
		b.until(name+": it is at the end", func() bool {
			return rows.AtEnd() && e.inspector.messages.list != nil && e.inspector.messages.Len() == int(e.conn.store.Stats(e.conn.selected, time.Now()).Messages)
		})
		if !strings.HasSuffix(e.inspector.messages.words.Text(), "live") {
			t.Errorf("%s: %q", name, e.inspector.messages.words.Text())
		}
	}
	rows.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 1)})
	b.receive(msg("a", "y"))
	if got := e.inspector.messages.words.Text(); !strings.HasSuffix(got, "paused, 1 waiting") {
		t.Errorf("scrolled up by a little: %q", got)
	}
	b.show(pageBox)
	b.step()
	b.show(pageExplore)
	if got := e.inspector.messages.words.Text(); !strings.HasSuffix(got, "paused, 1 waiting") {
		t.Errorf("another page changed it to %q", got)
	}
	rows.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -10)})
	b.step()
	if got := e.inspector.messages.words.Text(); !strings.HasSuffix(got, "live") || !rows.AtEnd() {
		t.Errorf("scrolled down again: %q", got)
	}
}

// receiveHidden has messages arrive while nobody looks.
func (b *bench) receiveHidden(m []model.Message) {
	b.tabs.list[0].conn.store.Apply(batch(m...))
	b.step()
}

func TestLogFollowsOnlyWhileLive(t *testing.T) {
	b := newBench(t)
	l := b.brokers.box.events
	b.showBox()
	add := func(n int) {
		for range n {
			l.add([]text.Span{{Text: "a line", Colour: themeColour(colorMuted)}})
		}
	}
	add(300)
	l.rows.Update()
	if !l.rows.AtEnd() || l.words.Text() != "Log  ·  live" {
		t.Fatalf("%q, at the end: %v", l.words.Text(), l.rows.AtEnd())
	}
	b.show(pageExplore)
	add(300)
	b.show(pageBox)
	if !l.rows.AtEnd() {
		t.Error("it stands still after another page")
	}
	l.rows.Tapped(&fyne.PointEvent{Position: fyne.NewPos(50, 30)})
	_, first, _ := l.rows.Seen()
	add(12)
	if _, now, _ := l.rows.Seen(); now != first || l.words.Text() != "Log  ·  paused, 12 waiting" {
		t.Errorf("a line was selected: row %d on top, was %d; %q", now, first, l.words.Text())
	}
	test.Tap(l.pause)
	if !l.rows.AtEnd() || l.words.Text() != "Log  ·  live" {
		t.Errorf("live again: %q", l.words.Text())
	}
}

func TestCopyInTheTree(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("acme/t", "21.5"), msg("acme/zero", "abc\x00def"), msg("acme/empty", ""))
	for _, c := range []struct{ topic, want, says string }{
		{"acme", "acme", "Topic copied: 4 bytes."},
		{"acme/t", "21.5", "Payload copied: 4 bytes."},
		{"acme/zero", "61626300646566", "because byte 3 is zero"},
		{"acme/empty", "before", "The payload is empty."},
	} {
		b.selectTopic(c.topic)
		fyne.CurrentApp().Clipboard().SetContent("before")
		e.tree.rows.TypedShortcut(&fyne.ShortcutCopy{Clipboard: fyne.CurrentApp().Clipboard()})
		if clipboard() != c.want || !b.toast.object.Visible() || !strings.Contains(b.toast.words.Text, c.says) {
			t.Errorf("%s: %q is on the clipboard, and it says %q", c.topic, clipboard(), b.toast.words.Text)
		}
	}
}

// TestCopyTooLarge offers to save what the clipboard cannot take, wherever it
// is copied.
func TestCopyTooLarge(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("big", strings.Repeat("x", 20_000_000)))
	b.selectTopic("big")
	b.until("it is shown", func() bool { return e.inspector.payload.shown.pos != 0 && e.inspector.copyAll.Visible() })
	for name, do := range map[string]func(){
		"the button":  func() { test.Tap(e.inspector.copyAll) },
		"the tree":    func() { e.tree.rows.TypedShortcut(&fyne.ShortcutCopy{}) },
		"the payload": func() { e.inspector.payload.view.TypedShortcut(&fyne.ShortcutCopy{}) },
		"the menu":    func() { e.inspector.payload.payloadItems()[2].Action() },
	} {
		fyne.CurrentApp().Clipboard().SetContent("before")
		do()
		if clipboard() != "before" || !strings.Contains(b.toast.words.Text, "takes up to 15 MB") || !b.toast.action.Visible() {
			t.Errorf("%s: %d bytes on the clipboard, and it says %q", name, len(clipboard()), b.toast.words.Text)
		}
		b.toast.object.Hide()
	}
}

func TestNoticesGoByThemselves(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	now := time.Now()
	for name, c := range map[string]struct {
		say  func()
		goes bool
	}{
		"done":    {func() { e.notice.say("5 topics saved.") }, true},
		"wrong":   {func() { e.notice.warn("Not possible.") }, false},
		"undo":    {func() { e.notice.offer("Cleared.", "Undo", func() {}) }, false},
		"at last": {func() { e.notice.warn("Not possible."); e.notice.say("Done.") }, true},
	} {
		c.say()
		e.notice.draw(now)
		e.notice.draw(now.Add(noticeFor - time.Millisecond))
		if !e.notice.object.Visible() {
			t.Errorf("%s: gone too early", name)
		}
		e.notice.draw(now.Add(noticeFor))
		if e.notice.object.Visible() == c.goes {
			t.Errorf("%s: still there: %v", name, !c.goes)
		}
	}
	b.toast.say("Copied.", false)
	b.toast.draw(now)
	if b.toast.draw(now.Add(toastFor)); b.toast.object.Visible() {
		t.Error("the toast stays")
	}
}

func TestPropertiesOfAMessage(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	m := msg("a", "{}")
	m.Properties = []byte("\x01\x01\x02\x00\x00\x0e\x10\x03\x00\x10application/json\x08\x00\x03r/t\x09\x00\x02\x00\xff\x26\x00\x04site\x00\x07a\nb\x00\xe2\x80\xae")
	b.receive(m, msg("b", "none"))
	b.selectTopic("a")
	bar := e.inspector.payload.props
	b.until("they are shown", func() bool { return bar.object.Visible() })
	test.Tap(bar.fold)
	b.step()
	want := []string{
		"Content type: application/json", "Payload format: UTF-8 text", "Response topic: r/t", "Correlation data: 00ff",
		"Expires: in 3,600 s (60 min) when it arrived", `User property site: "a\nb\x00\u202e"`,
	}
	if got := strings.Join(bar.view.Seen(), "|"); got != strings.Join(want, "|") {
		t.Errorf("%q\nwant %q", got, want)
	}
	bar.view.TypedShortcut(&fyne.ShortcutCopy{})
	if clipboard() != strings.Join(want, "\n") {
		t.Errorf("copied %q", clipboard())
	}
	b.selectTopic("b")
	b.until("another message has none", func() bool { return !bar.object.Visible() })
}

func TestViewStaysWithItsTopic(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a", "a\xff\xfeb"), msg("b", "text"), msg("z", "a\x00b"))
	pane := e.inspector.payload
	shows := func(topic, words, menu string) {
		t.Helper()
		b.selectTopic(topic)
		b.until(topic+" is "+words, func() bool {
			return strings.HasPrefix(pane.shown.words, words) && e.conn.store.Topic(pane.shown.id) == topic
		})
		if pane.formats.Selected != menu {
			t.Errorf("%s: the menu says %q, want %q", topic, pane.formats.Selected, menu)
		}
	}
	shows("a", "Shown as bytes, because byte 1 is not UTF-8", "Auto (hex)")
	pane.formats.SetSelectedIndex(int(formatText))
	shows("a", "Shown as text, as you chose for this topic; 2 bytes not UTF-8, shown as \ufffd", "Text (chosen)")
	shows("b", "Shown as text, because", "Auto (text)")
	shows("a", "Shown as text, as you chose", "Text (chosen)")
	pane.formats.SetSelectedIndex(int(formatImage))
	shows("a", "Shown as bytes, because it is no image", "Image (chosen)")
	pane.formats.SetSelectedIndex(int(formatJSON))
	shows("a", "Shown as bytes, because it is not well-formed JSON", "JSON (chosen)")
	pane.formats.SetSelectedIndex(int(formatAuto))
	shows("a", "Shown as bytes, because byte 1", "Auto (hex)")
	b.selectTopic("z")
	pane.formats.SetSelectedIndex(int(formatText))
	shows("z", "Shown as text, as you chose for this topic; 1 zero byte, shown as ␀", "Text (chosen)")
}

// webp is an image of one pixel.
const webp = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="

func TestImages(t *testing.T) {
	small, err := base64.StdEncoding.DecodeString(webp)
	if err != nil {
		t.Fatal(err)
	}
	encoded := func(w, h int) string {
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.White})); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	cases := []struct{ name, payload, words string }{
		{"WebP", string(small), "Shown as an image of 1 × 1 pixels"},
		{"PNG", encoded(30, 20), "Shown as an image of 30 × 20 pixels"},
		{"a damaged WebP", string(small[:20]), "Shown as bytes, because "},
		{"too many pixels", encoded(16_000, 1_100), "Shown as bytes, because an image of 16,000 × 1,100 pixels is too large to be shown"},
		{"too wide", encoded(16_385, 1), "Shown as bytes, because an image of 16,385 × 1 pixels is too large to be shown"},
	}
	b := newBench(t)
	e := b.connect()
	pane := e.inspector.payload
	for _, c := range cases {
		b.receive(msg(c.name, c.payload))
		b.selectTopic(c.name)
		b.until(c.name, func() bool { return e.conn.store.Topic(pane.shown.id) == c.name })
		if !strings.HasPrefix(pane.shown.words, c.words) {
			t.Errorf("%s: %q", c.name, pane.shown.words)
		}
		shown := strings.Contains(c.words, "an image of") && !strings.Contains(c.words, "bytes")
		if pane.picture.Visible() != shown || pane.zoom.Visible() != shown || pane.view.Visible() == shown {
			t.Errorf("%s: the picture is on view: %v", c.name, pane.picture.Visible())
		}
	}
	b.selectTopic("PNG")
	b.until("the image is shown again", func() bool { return pane.zoom.Visible() })
	test.Tap(pane.zoom)
	if !pane.picture.Actual() || pane.zoom.Text != "Fit" {
		t.Errorf("pixel for pixel: %v, and the button says %q", pane.picture.Actual(), pane.zoom.Text)
	}
}

// TestSaveOfferedSavesWhatWasCopied keeps the message that was too large, not
// the one looked at by then.
func TestSaveOfferedSavesWhatWasCopied(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("big", strings.Repeat("x", 16_000_000)), msg("small", "1"))
	for name, do := range map[string]func(){
		"the button": func() { test.Tap(e.inspector.copyAll) },
		"the view":   func() { e.inspector.payload.view.TypedShortcut(&fyne.ShortcutCopy{}) },
		"the menu":   func() { e.inspector.payload.payloadItems()[0].Action() },
		"the tree":   func() { e.tree.rows.TypedShortcut(&fyne.ShortcutCopy{}) },
	} {
		b.selectTopic("big")
		b.until("it is shown", func() bool { return len(e.inspector.payload.shown.entry.Payload) == 16_000_000 })
		do()
		b.selectTopic("small")
		b.until("the other is shown", func() bool { return string(e.inspector.payload.shown.entry.Payload) == "1" })
		var saved bytes.Buffer
		e.inspector.save = func(_ string, write func(io.Writer) error, _ func(string)) {
			if err := write(&saved); err != nil {
				t.Error(err)
			}
		}
		test.Tap(b.toast.action)
		b.until(name+": it is saved", func() bool { return saved.Len() > 0 })
		if saved.Len() != 16_000_000 {
			t.Errorf("%s: %d bytes are saved", name, saved.Len())
		}
	}
}

func TestCopyPath(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a", `{"state": {"temperature": 21.5}, "list": [1, 2]}`))
	b.selectTopic("a")
	view := e.inspector.payload.view
	b.until("it is shown", func() bool { return len(view.Seen()) > 3 })
	for line, want := range map[int]string{2: "state.temperature", 4: "list"} {
		view.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(40, 4+float32(line)*18+9)})
		b.choose("Copy path " + want)
		if clipboard() != want {
			t.Errorf("line %d: copied %q", line, clipboard())
		}
	}
}
