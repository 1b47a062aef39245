package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/model/payload"
	"mangrove/ui/format"
	"mangrove/ui/inspect"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

// TestLevelsOfTheHeadSelect: each level of the topic on view selects what it names.
func TestLevelsOfTheHeadSelect(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("site/hall/t", "1"), msg("site/hall", "2"))
	b.selectTopic("site/hall/t")
	head := placed[*widgets.Crumbs](b, "topic on view")
	for _, want := range []string{"site", "site/hall"} {
		b.selectTopic("site/hall/t")
		b.until("it is named", func() bool { return head.Text() == "site/hall/t" })
		x := float32(3)
		if want == "site/hall" {
			x += fyne.MeasureText("site / ", 14, fyne.TextStyle{}).Width
		}
		head.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, 8)})
		b.until(want+" is selected", func() bool { return e.Conn.Topic == want && head.Text() == want })
	}
}

// TestFactsAreExplained: retained says what it does not mean.
func TestFactsAreExplained(t *testing.T) {
	b := newBench(t)
	b.connect()
	m := msg("a", "1")
	m.Retained, m.Dup, m.QoS = true, true, 1
	b.receive(m)
	b.selectTopic("a")
	facts := placed[*widgets.Strip](b, "facts")
	b.until("they are shown", func() bool { return strings.Contains(facts.Text(), "retained") })
	said := strings.Join(facts.Explain(), "\n")
	for _, want := range []string{"Arrived 2", "QoS 1: delivered at least once", "whether its device is still there", "Duplicate: it was sent again"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is missing in %q", want, said)
		}
	}
}

// TestPropertiesHaveATab: of the latest message, or of the one that was looked into.
func TestPropertiesHaveATab(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	first := msg("a", "1")
	first.Properties = []byte("\x03\x00\x05first")
	second := msg("a", "2")
	second.Properties = []byte("\x03\x00\x06second")
	b.receive(first, second)
	b.selectTopic("a")
	e.Inspector.SetMode(inspect.Properties)
	b.until("those of the latest", func() bool { return b.payloadSeen() == "Content type: second" })
	e.Inspector.ListMessages()
	b.until("they are listed", func() bool { return len(b.streamTexts()) == 2 })
	rows := placed[*widgets.Rows](b, "messages")
	rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	b.until("it is looked into", func() bool { return b.payloadSeen() == "1" })
	e.Inspector.SetMode(inspect.Properties)
	b.until("those of the one looked into", func() bool { return b.payloadSeen() == "Content type: first" })
	e.Inspector.SetMode(inspect.Latest)
	e.Inspector.SetMode(inspect.Properties)
	b.step()
	e.Inspector.SetMode(inspect.Latest)
	b.step()
	e.Inspector.SetMode(inspect.Properties)
	b.until("those of the latest again", func() bool { return b.payloadSeen() == "Content type: second" })
}

// TestAViewIsKeptForAFilter: it holds for all topics that match, and stays with a stored
// connection.
func TestAViewIsKeptForAFilter(t *testing.T) {
	b := newShelfBench(t, at("Hall", "plant"))
	id := b.idOf("Hall")
	b.connect()
	b.tabs.active.Conn.Stored, _ = b.shelf.Get(id)
	b.receive(msg("raw/a", "abc"), msg("raw/b", "abc"), msg("other", "abc"))
	b.selectTopic("raw/a")
	b.until("it is text", func() bool { return strings.HasPrefix(b.payloadWords(), "Shown as text") })
	views := placed[*widget.Select](b.bench, "payload format")
	views.SetSelectedIndex(int(payload.HexView))
	b.until("bytes are shown", func() bool { return b.payloadWords() == "Shown as bytes, as you chose for this topic" })
	views.SetSelectedIndex(len(format.ViewNames))
	filter := uitest.Find[*widgets.Entry](b.window.Canvas().Overlays().Top())[0]
	if filter.Text != "raw/a" {
		t.Errorf("it offers %q", filter.Text)
	}
	filter.SetText("raw/#/x")
	test.Tap(uitest.DialogButton(b.window.Canvas(), "Keep"))
	if b.window.Canvas().Overlays().Top() == nil {
		t.Fatal("it takes a filter that is none")
	}
	filter.SetText("raw/+")
	test.Tap(uitest.DialogButton(b.window.Canvas(), "Keep"))
	for topic, want := range map[string]string{"raw/a": "Shown as bytes, as set in the connection for raw/+", "raw/b": "Shown as bytes, as set in the connection for raw/+", "other": "Shown as text, because it is valid UTF-8"} {
		b.selectTopic(topic)
		b.until(topic+": "+want, func() bool { return b.payloadWords() == want })
	}
	if p, _ := b.shelf.Get(id); len(p.Formats) != 1 || p.Formats[0].Filter != "raw/+" || p.Formats[0].View != "hex" {
		t.Errorf("kept is %+v", p.Formats)
	}
}
