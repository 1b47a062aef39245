package payloads

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/image/bmp"

	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/look"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// viewBench is a view of payloads on a bench: the test draws, and runs what comes from
// the decoder.
type viewBench struct {
	*View
	t      *testing.T
	store  *model.Store
	posted chan func()
	topic  string // on view
}

func newViewBench(t *testing.T) *viewBench {
	t.Helper()
	b := &viewBench{t: t, store: model.NewStore(model.Options{}), posted: make(chan func(), 100)}
	test.NewTempApp(t).Settings().SetTheme(look.Theme{})
	b.View = New(func(f func()) { b.posted <- f })
	w := test.NewTempWindow(t, b.Object)
	w.Resize(fyne.NewSize(700, 500))
	t.Cleanup(func() { b.work.stop() })
	return b
}

func (b *viewBench) receive(m ...model.Message) {
	b.store.Apply(model.Batch{At: time.Now(), Messages: m})
}

// ask asks for the latest message of the topic on view.
func (b *viewBench) ask(now time.Time) {
	id, _ := b.store.Find(b.topic)
	b.Ask(b.topic, Request{Store: b.store, ID: id, Position: b.store.Position(id)}, now)
}

func (b *viewBench) selectTopic(topic string) {
	b.topic = topic
	b.ask(time.Now())
}

// until asks again and shows what has been made readable until something holds.
func (b *viewBench) until(what string, done func() bool) {
	b.t.Helper()
	late, poll := time.After(patience), time.NewTicker(time.Millisecond)
	defer poll.Stop()
	for b.ask(time.Now()); !done(); b.ask(time.Now()) {
		select {
		case f := <-b.posted:
			f()
		case <-poll.C:
		case <-late:
			b.t.Fatalf("not within %v: %s", patience, what)
		}
	}
}

func TestViewStaysWithItsTopic(t *testing.T) {
	b := newViewBench(t)
	b.receive(msg("a", "a\xff\xfeb"), msg("b", "text"), msg("z", "a\x00b"))
	pane := b.View
	shows := func(topic, words, menu string) {
		t.Helper()
		b.selectTopic(topic)
		b.until(topic+" is "+words, func() bool {
			return strings.HasPrefix(pane.shown.words, words) && b.store.Topic(pane.shown.ID) == topic
		})
		if pane.formats.Selected != menu {
			t.Errorf("%s: the menu says %q, want %q", topic, pane.formats.Selected, menu)
		}
		if needs := fyne.MeasureText(menu, theme.TextSize(), fyne.TextStyle{}).Width + 40; pane.formats.MinSize().Width < needs {
			t.Errorf("%q needs %g, and the menu has %g", menu, needs, pane.formats.MinSize().Width)
		}
	}
	shows("a", "Shown as bytes, because byte 1 is not UTF-8", "Auto (hex)")
	pane.formats.SetSelectedIndex(int(payload.TextView))
	shows("a", "Shown as text, as you chose for this topic; 2 bytes not UTF-8, shown as [FF]", "Text (chosen)")
	shows("b", "Shown as text, because", "Auto (text)")
	shows("a", "Shown as text, as you chose", "Text (chosen)")
	pane.formats.SetSelectedIndex(int(payload.ImageView))
	shows("a", "Shown as bytes, because it is not an image", "Image (chosen)")
	pane.formats.SetSelectedIndex(int(payload.PrettyView))
	shows("a", "Shown as bytes, because it is not valid JSON", "Pretty text (chosen)")
	pane.formats.SetSelectedIndex(int(payload.AutoView))
	shows("a", "Shown as bytes, because byte 1", "Auto (hex)")
	b.selectTopic("z")
	pane.formats.SetSelectedIndex(int(payload.TextView))
	shows("z", "Shown as text, as you chose for this topic; 1 zero byte, shown as [U+0000]", "Text (chosen)")
}

func TestSlowMessageIsNotTakenForTheOneBefore(t *testing.T) {
	b := newViewBench(t)
	b.receive(msg("a", "text of a"), msg("b", "text of b"))
	pane := b.View
	b.selectTopic("a")
	b.until("a is shown", func() bool { return pane.view.Visible() && b.store.Topic(pane.shown.ID) == "a" })

	pane.work.stop()
	pane.work = &worker[Request, decoded]{questions: make(chan question[Request], 1), givenUp: new(atomic.Bool)} // which makes nothing readable
	b.selectTopic("b")
	b.ask(pane.askedAt.Add(flickerTime - 1))
	if !pane.view.Visible() {
		t.Error("what is on view goes before it is known that the next takes a while")
	}
	b.ask(pane.askedAt.Add(flickerTime))
	if pane.view.Visible() || pane.formats.Visible() || pane.reason.over.Text() != "" {
		t.Error("the text of a is on view under the name of b")
	}
	if !pane.hint.Visible() || !strings.Contains(pane.hint.Text, "Still reading this payload of 9 B") {
		t.Errorf("the hint says %q", pane.hint.Text)
	}
	if got := string(pane.Entry().Payload); got != "text of b" {
		t.Errorf("what is copied and saved is %q", got)
	}
	b.selectTopic("a")
	if pane.hint.Visible() {
		t.Errorf("of a it says %q, which is of b", pane.hint.Text)
	}
	b.selectTopic("b")
	r := <-pane.work.questions
	pane.show(readable(r.of))
	if !pane.view.Visible() || pane.hint.Visible() || !pane.formats.Visible() {
		t.Error("b is not shown when it is readable")
	}
}

// TestAnotherViewIsUnderWay: while a large payload is laid out in another way, that is said
// beside what is still on view.
func TestAnotherViewIsUnderWay(t *testing.T) {
	b := newViewBench(t)
	b.receive(msg("a", "text of a"))
	pane := b.View
	b.selectTopic("a")
	b.until("a is shown", func() bool { return pane.view.Visible() && b.store.Topic(pane.shown.ID) == "a" })
	pane.work.stop()
	pane.work = &worker[Request, decoded]{questions: make(chan question[Request], 1), givenUp: new(atomic.Bool)} // which makes nothing readable
	before := pane.reason.over.Text()
	pane.formats.SetSelectedIndex(int(payload.HexView))
	b.ask(pane.askedAt.Add(lateTime - 1))
	if got := pane.reason.over.Text(); got != before {
		t.Errorf("before it is known to take a while it says %q", got)
	}
	b.ask(pane.askedAt.Add(lateTime))
	if got := pane.reason.over.Text(); !strings.HasPrefix(got, "Still on the way to Hex") || !pane.view.Visible() {
		t.Errorf("while it takes a while it says %q", got)
	}
	choose := func(v payload.View) {
		pane.formats.SetSelectedIndex(int(v))
		b.ask(pane.askedAt.Add(fastest)) // unless it was asked for at once
	}
	choose(payload.TreeView)
	b.ask(pane.askedAt.Add(lateTime))
	if got := pane.reason.over.Text(); !strings.HasPrefix(got, "Still on the way to Tree") {
		t.Errorf("on the way to another one it says %q", got)
	}
	choose(payload.HexView)
	r := <-pane.work.questions
	pane.show(readable(r.of))
	if got := pane.reason.over.Text(); !strings.HasPrefix(got, "Bytes, as you chose") {
		t.Errorf("of what was asked for it says %q", got)
	}
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
	bitmap := func(w, h int) string {
		var b bytes.Buffer
		if err := bmp.Encode(&b, image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.White})); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	large := []byte(bitmap(4, 1))
	binary.LittleEndian.PutUint32(large[18:], 16_000) // its width
	binary.LittleEndian.PutUint32(large[22:], 1_100)  // and height
	cases := []struct{ name, payload, words string }{
		{"BMP", bitmap(31, 20), "Shown as a BMP image of 31 × 20 pixels"},
		{"a cut BMP", bitmap(30, 20)[:200], "Shown as bytes, because the BMP image ends too early, at byte 200"},
		{"a cut PNG", encoded(300, 200)[:60], "Shown as bytes, because the PNG image ends too early, at byte 60"},
		{"a PNG without its size", encoded(300, 200)[:20], "Shown as bytes, because the PNG image ends too early, at byte 20"},
		{"a damaged PNG", strings.Replace(encoded(30, 20), "IDAT", "IDAX", 1), "Shown as bytes, because the PNG image cannot be decoded"},
		{"a large BMP", string(large), "Shown as bytes, because an image of 16,000 × 1,100 pixels is too large to show"},
		{"WebP", string(small), "Shown as a WebP image of 1 × 1 pixels"},
		{"PNG", encoded(30, 20), "Shown as a PNG image of 30 × 20 pixels"},
		{"a damaged WebP", string(small[:20]), "Shown as bytes, because "},
		{"too many pixels", encoded(16_000, 1_100), "Shown as bytes, because an image of 16,000 × 1,100 pixels is too large to show"},
		{"too wide", encoded(16_385, 1), "Shown as bytes, because an image of 16,385 × 1 pixels is too large to show"},
	}
	b := newViewBench(t)
	pane := b.View
	for _, c := range cases {
		b.receive(msg(c.name, c.payload))
		b.selectTopic(c.name)
		b.until(c.name, func() bool { return b.store.Topic(pane.shown.ID) == c.name })
		if !strings.HasPrefix(pane.shown.words, c.words) {
			t.Errorf("%s: %q", c.name, pane.shown.words)
		}
		shown := strings.Contains(c.words, " image of") && !strings.Contains(c.words, "bytes")
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

// readable makes a message readable, and compareNow compares two, whatever comes meanwhile.
func readable(r Request) decoded { return makeReadable(r, nil) }
func compareNow(p Pair) compared { return compareSafely(p, nil) }

func msg(topic, payload string) model.Message {
	return model.Message{Topic: []byte(topic), Payload: []byte(payload), QoS: 1}
}

// patience is how long a test waits for another goroutine.
const patience = 3 * time.Minute
