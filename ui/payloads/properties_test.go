package payloads

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/ui/look"
)

func newPropertiesBench(t *testing.T) *Properties {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.Theme{})
	p := NewProperties()
	test.NewTempWindow(t, p.Object).Resize(fyne.NewSize(700, 400))
	return p
}

// TestPropertiesOfAMessage: each property of a message has a row of its own and is copied
// as it came, and what it has left to live counts down.
func TestPropertiesOfAMessage(t *testing.T) {
	p := newPropertiesBench(t)
	came := time.Unix(1_000, 0)
	e := &model.Entry{Position: 1, At: came, Properties: []byte("\x01\x01\x02\x00\x00\x0e\x10\x03\x00\x10application/json\x08\x00\x03r/t\x09\x00\x02id\x0b\x80\x01\x0b\x07\x26\x00\x04site\x00\x07a\nb\x00\xe2\x80\xae\x26\x00\x04site\x00\x01b")}
	for _, c := range []struct {
		at     time.Duration
		expiry string
	}{
		{0, "3,600 s when it came, 1 h 0 min left"}, {10 * time.Minute, "3,600 s when it came, 50 min 0 s left"}, {3_590 * time.Second, "3,600 s when it came, 10 s left"},
		{2 * time.Hour, "3,600 s when it came, expired since: a broker would not send it any more"},
	} {
		p.Show(e, broker.V5, came.Add(c.at))
		want := []string{
			"Content type: application/json", "Payload format indicator: 1, UTF-8 text", "Response topic: r/t", "Correlation data: id", "Correlation data, hex: 6964",
			"Message expiry: " + c.expiry, "Subscription identifier: 128", "Subscription identifier: 7", `User property site: "a[U+000A]b[U+0000][U+202E]"`, "User property site: b",
		}
		if got := p.Seen(); got != strings.Join(want, "\n") {
			t.Errorf("after %v: %q\nwant %q", c.at, got, want)
		}
	}
	p.rows.Select(8, false) // whose zero byte no clipboard holds
	p.rows.TypedShortcut(&fyne.ShortcutCopy{})
	if got := fyne.CurrentApp().Clipboard().Content(); got != "610a6200e280ae" {
		t.Errorf("copied %q", got)
	}
	test.TapCanvas(fyne.CurrentApp().Driver().CanvasForObject(p.rows), fyne.CurrentApp().Driver().AbsolutePositionForObject(p.rows).AddXY(p.width-10, 5))
	if got := fyne.CurrentApp().Clipboard().Content(); got != "application/json" {
		t.Errorf("the word at the end of the row copied %q", got)
	}
}

// TestNoProperties says why there are none.
func TestNoProperties(t *testing.T) {
	p := newPropertiesBench(t)
	for name, c := range map[string]struct {
		entry   model.Entry
		version broker.Version
		words   string
	}{
		"an old version": {model.Entry{Position: 1}, broker.V311, "MQTT 3.1.1 has no properties."},
		"none":           {model.Entry{Position: 1}, broker.V5, "This message came without properties."},
		"no message":     {model.Entry{}, broker.V5, "Nothing has been published"},
		"let go":         {model.Entry{Position: 1, Lost: 1_000}, broker.V5, "This value of 1.0 kB was discarded"},
	} {
		p.Show(&c.entry, c.version, time.Unix(1_000, 0))
		if !strings.HasPrefix(p.hint.Text, c.words) || !p.hint.Visible() || p.rows.Visible() {
			t.Errorf("%s: %q", name, p.hint.Text)
		}
	}
}

// TestPropertiesWithoutEnd shows a message with more properties than anybody reads:
// the first ones, and that there are more.
func TestPropertiesWithoutEnd(t *testing.T) {
	for name, c := range map[string]struct {
		block []byte
		lines int
		last  string
	}{
		"very many": {bytes.Repeat([]byte("\x26\x00\x01k\x00\x01v"), 3_000_000), 1_001, "More: 21 MB of properties that are not shown"},
		"long ones": {bytes.Repeat([]byte("\x26\x00\x01k\xff\xff"+strings.Repeat("v", 65_535)), 100), 3, "More: 6.4 MB of properties that are not shown"},
		"malformed": {append([]byte("\x01\x01"), bytes.Repeat([]byte("\xff"), 1_000_000)...), 2, "Malformed: the rest is not a property: 0101" + strings.Repeat("ff", 998) + "… (1.0 MB)"},
	} {
		lines := strings.Split(propertyLines(propertiesOf(c.block, time.Time{}, time.Time{})), "\n")
		if got := lines[len(lines)-1]; len(lines) != c.lines || got != c.last {
			t.Errorf("%s: %d lines, the last is %.200q; want %d, %.200q", name, len(lines), got, c.lines, c.last)
		}
	}
}
