package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"mangrove/model/decode"
	"mangrove/ui/format"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// readAs chooses in the menu beside the reason.
func (b *bench) readAs(path ...string) {
	b.t.Helper()
	test.Tap(placed[*widgets.Button](b, "payload read as"))
	for _, name := range path {
		b.choose(name)
	}
	b.step()
}

// TestEveryFormatIsOffered in the menu beside the reason, by its name.
func TestEveryFormatIsOffered(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("raw", "\x01\x02"))
	b.selectTopic("raw")
	b.until("the payload is shown", func() bool { return b.isPlaced("payload read as") })
	test.Tap(placed[*widgets.Button](b, "payload read as"))
	if items := b.menuWords(); !slices.Contains(items, "Automatic") || !slices.Contains(items, "Always for a filter…") {
		t.Errorf("%q", items)
	}
	offered := map[string]bool{}
	for _, part := range []string{"Text", "Binary formats", "Compressed", "Numbers of a fixed size"} {
		b.choose(part)
		for _, name := range b.menuWords() {
			offered[strings.TrimSuffix(name, "…")] = true
		}
	}
	b.window.Canvas().Overlays().Remove(b.window.Canvas().Overlays().Top())
	placed[*widgets.TextView](b, "payload view").TappedSecondary(&fyne.PointEvent{})
	if !slices.Contains(b.menuWords(), "Read as") {
		t.Errorf("the menu of the payload has %q", b.menuWords())
	}
	for _, f := range decode.Formats() {
		if !offered[format.NameOf(f)] {
			t.Errorf("%s is not offered", f)
		}
	}
}

// TestATopicIsReadAsWasChosen, and others are not; it stays with the topic, and can be
// found out again.
func TestATopicIsReadAsWasChosen(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("raw", "\x01\x02"), msg("other", "\x01\x02"))
	read := b.readAs
	wants := func(topic, words string) {
		t.Helper()
		b.selectTopic(topic)
		b.until(topic+": "+words, func() bool { return strings.HasPrefix(b.payloadWords(), words) })
	}
	wants("raw", "Shown as bytes, because")
	read("Numbers of a fixed size", "int16le")
	wants("raw", "Shown as int16le, as you chose for this topic")
	wants("other", "Shown as bytes, because")
	wants("raw", "Shown as int16le, as you chose for this topic")
	read("Compressed", "gzip")
	b.until("why it is not that is said", func() bool {
		return strings.HasPrefix(b.payloadWords(), "Shown as bytes, because") && strings.Contains(b.payloadWords(), "; not gzip")
	})
	read("Automatic")
	wants("raw", "Shown as bytes, because")
}

// TestAReadingIsKeptForAFilter in the profile, and for the tab of an address that is not
// stored; a schema that cannot be used is told of before.
func TestAReadingIsKeptForAFilter(t *testing.T) {
	folder := t.TempDir()
	proto := filepath.Join(folder, "plant.proto")
	if err := os.WriteFile(proto, []byte("syntax = \"proto3\"; package p; message A { int32 n = 1; } message B { string s = 1; }"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, stored := range []bool{true, false} {
		b := newShelfBench(t, at("Hall", "plant"))
		id := b.idOf("Hall")
		e := b.connect()
		if stored {
			e.Conn.Stored, _ = b.shelf.Get(id)
		}
		b.receive(msg("raw/a", "\x08\x05"), msg("raw/b", "\x08\x06"), msg("other", "\x08\x05"))
		b.selectTopic("raw/a")
		b.until("the payload is shown", func() bool { return b.isPlaced("payload read as") })
		b.readAs("Always for a filter…")
		keep := func() { test.Tap(uitest.DialogButton(b.window.Canvas(), "Keep")) }
		placed[*widgets.Entry](b.bench, "read filter").SetText("raw/+")
		placed[*widgets.Select](b.bench, "read format").SetSelected("Protobuf")
		placed[*widgets.FormEntry](b.bench, "read schema").SetText(proto)
		keep()
		b.until("that a message is to be named", func() bool { return strings.Contains(b.dialogWords(), "p.A, p.B") })
		placed[*widgets.Entry](b.bench, "read message").SetText("p.A")
		if words := b.dialogWords(); strings.Contains(words, "p.A, p.B") {
			t.Errorf("it is told of after it is named: %q", words)
		}
		files := placed[*widgets.FormEntry](b.bench, "read schema")
		low := files.MinSize().Height
		if files.SetText(proto + "\n" + proto); files.MinSize().Height <= low {
			t.Errorf("two files stand in a field of %g, one in one of %g", files.MinSize().Height, low)
		}
		keep()
		b.until("it is kept", func() bool { return b.window.Canvas().Overlays().Top() == nil })
		if words := e.Notice.Words.Text; words != "Payloads of raw/+ are read as Protobuf from now on." {
			t.Errorf("%q", words)
		}
		for topic, want := range map[string]string{"raw/a": "n: 5", "raw/b": "n: 6"} {
			b.selectTopic(topic)
			b.until(topic+": "+want, func() bool {
				return strings.HasPrefix(b.payloadSeen(), want) && strings.Contains(b.payloadWords(), "raw/+ asks for it")
			})
		}
		p, _ := b.shelf.Get(id)
		if kept := len(p.Formats) == 1 && p.Formats[0].Message == "p.A" && slices.Equal(p.Formats[0].Schema, []string{proto, proto}); kept != stored {
			t.Errorf("stored %t: kept is %+v", stored, p.Formats)
		}
	}
}

// TestReadAsIsMoreThanAnArrow: in a narrow window the button has no words, and a sign of
// its own between two menus.
func TestReadAsIsMoreThanAnArrow(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("raw", "\x01\x02"))
	b.selectTopic("raw")
	button := func() *widgets.Button {
		b.until("it is offered", func() bool { return b.isPlaced("payload read as") })
		return placed[*widgets.Button](b, "payload read as")
	}
	for _, c := range []struct {
		width float32
		words bool
	}{{1280, true}, {640, false}, {1280, true}} {
		b.window.Resize(fyne.NewSize(c.width, 480))
		b.until("it fits", func() bool { return (button().Text != "") == c.words })
		if arrow := button().Icon.Name() == theme.MenuDropDownIcon().Name(); arrow != c.words {
			t.Errorf("in %g: %q with the icon %s", c.width, button().Text, button().Icon.Name())
		}
	}
}

// TestTheReasonIsReadWhole below the payload, however long it is, in small windows as well,
// and the facts of a topic in a small one.
func TestTheReasonIsReadWhole(t *testing.T) {
	b := newBench(t)
	b.connect()
	retained := msg("site/hall/temperature", `{"battery": 97}`)
	retained.Retained, retained.QoS = true, 1
	b.receive(retained, msg("site/broken", `{"battery": 97, "temperature": 21.5, "humidity": 40, "list": [1, 2, 3], "state": ON}`))
	reason := func() *widgets.TwoLines {
		b.step()
		b.step()
		return placed[*widgets.TwoLines](b, "payload reason")
	}
	for _, size := range []fyne.Size{{Width: 1280, Height: 800}, {Width: 900, Height: 600}, {Width: 640, Height: 480}} {
		b.window.Resize(size)
		for topic, words := range map[string]string{
			"site/hall/temperature": "JSON, because it begins with { and is well-formed to its end",
			"site/broken":           "Text, because it is valid UTF-8; not JSON",
		} {
			b.selectTopic(topic)
			b.until("the payload is shown", func() bool { return b.isPlaced("payload reason") && strings.HasPrefix(reason().Text(), words) })
			r, view := reason(), placed[*widgets.TextView](b, "payload view")
			if r.Cut() || r.Size().Height < r.MinSize().Height {
				t.Errorf("in %v: %q of %q, in %v", size, r.Seen(), r.Text(), r.Size())
			}
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject
			if view.Visible() && at(r).Y < at(view).Y+view.Size().Height {
				t.Errorf("in %v it stands over the payload", size)
			}
		}
	}
	b.window.Resize(fyne.NewSize(640, 240)) // there is no height for it
	b.until("it stands in the bar", func() bool { return reason().Size().Height < 40 && b.isPlaced("payload reason") })
	b.selectTopic("site/hall/temperature")
	b.window.Resize(fyne.NewSize(900, 600))
	b.step()
	b.step()
	facts := placed[*widgets.Strip](b, "facts")
	if words := facts.Text(); !strings.HasPrefix(words, "QoS 1 · retained · 15 B · ") || !strings.Contains(words, " · 1 message") || text.Width(words, text.Regular, 12) > facts.Size().Width {
		t.Errorf("%q does not fit into %v", words, facts.Size())
	}
}
