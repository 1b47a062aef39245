package publish

import (
	"bytes"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"mangrove/broker/draft"
)

func TestLargePasteStandsBesideTheEditor(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	large := strings.Repeat("0123456789", 20_000)
	fyne.CurrentApp().Clipboard().SetContent(large)
	p.payload.TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
	if got := string(p.payload.bytes()); got != large {
		t.Errorf("%d bytes would be published, want %d", len(got), len(large))
	}
	if p.payload.Visible() || p.payload.chip.Text != "Pasted text, 200 kB" {
		t.Errorf("the chip says %q", p.payload.chip.Text)
	}
	p.payload.holdBytes(nil, "")
	if got := p.payload.bytes(); len(got) != 0 {
		t.Errorf("%d bytes after the removal", len(got))
	}
}

// TestLargePasteGoesWhereTheCursorIs replaces what is selected, as a small
// paste does.
func TestLargePasteGoesWhereTheCursorIs(t *testing.T) {
	b := newBench(t)
	p := b.connect().payload
	b.pane.SetFolded(false)
	b.step()
	large := strings.Repeat("0123456789", 2_000)
	fyne.CurrentApp().Clipboard().SetContent(large)
	paste := &fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()}
	for name, c := range map[string]struct {
		prepare func()
		want    string
	}{
		"over all":      {func() { p.TypedShortcut(&fyne.ShortcutSelectAll{}) }, large},
		"in the middle": {func() { p.CursorRow, p.CursorColumn = 1, 1 }, "öld\nt" + large + "ext"},
		"at the end":    {func() { p.CursorRow, p.CursorColumn = 1, 4 }, "öld\ntext" + large},
	} {
		p.holdBytes(nil, "")
		p.SetText("öld\ntext")
		c.prepare()
		p.TypedShortcut(paste)
		if got := string(p.bytes()); got != c.want {
			t.Errorf("%s: %.20q and so on, %d bytes, want %.20q, %d bytes", name, got, len(got), c.want, len(c.want))
		}
		if p.holdBytes(nil, ""); p.Text != "öld\ntext" {
			t.Errorf("%s: after the removal %q", name, p.Text)
		}
	}
}

// TestBytesAreEditedAsHex where they are few and no text would be lost.
func TestBytesAreEditedAsHex(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	content := []byte("\x00\xff0123456789abcdefgh")
	p.TakeDraft(draft.Draft{Topic: "a", Bytes: content, Template: true})
	if !p.payload.asHex.Visible() {
		t.Fatal("it is not offered")
	}
	p.payload.asHex.OnTapped()
	m, err := makeMessage(p.Draft(), &p.shelf, p.values())
	if p.payload.held != nil || err != nil || !bytes.Equal(m.Payload, content) {
		t.Errorf("%q becomes %q, %v", p.payload.Value(), m.Payload, err)
	}
	for name, hold := range map[string]func(){
		"a text is typed": func() { p.payload.SetText("x"); p.payload.holdBytes(content, "") },
		"many":            func() { p.payload.SetText(""); p.payload.holdBytes(make([]byte, 10_000), "") },
		"a text":          func() { p.payload.SetText(""); p.payload.holdText("0123", "") },
	} {
		if hold(); p.payload.asHex.Visible() {
			t.Errorf("%s: it is offered", name)
		}
	}
}

// TestPublishAgainKeepsEveryByte has payloads go through the editor.
func TestPublishAgainKeepsEveryByte(t *testing.T) {
	b := newBench(t)
	p := b.connect().payload
	for _, payload := range []string{"", "a\r\nb\rc\td\n", "\x00x", "\ufeff{}", "e\u0301 \u2028", "\xff\xfe", strings.Repeat("é", 6_000)} {
		p.set([]byte(payload), "it")
		if got := string(p.bytes()); got != payload {
			t.Errorf("%.20q became %.20q", payload, got)
		}
	}
}

// TestLongLineIsPublished pastes a payload that is small but one line, which
// the editor would take seconds to wrap.
func TestLongLineIsPublished(t *testing.T) {
	b := newBench(t)
	p := b.connect().payload
	line := strings.Repeat("0123456789", 900)
	for name, fill := range map[string]func(){
		"pasted": func() { paste(p, line) },
		"taken":  func() { p.set([]byte(line), "it") },
	} {
		p.SetText("")
		fill()
		if string(p.bytes()) != line || p.Text != "" {
			t.Errorf("%s: %d bytes would be published, %d are drawn", name, len(p.bytes()), len(p.Text))
		}
		paste(p, line+line)
		if string(p.bytes()) != line+line {
			t.Errorf("%s: %d bytes after a larger paste", name, len(p.bytes()))
		}
		p.holdBytes(nil, "")
	}
}

// TestTabLeadsOutOfThePayload: who has no mouse gets on. A tab that is pasted stays.
func TestTabLeadsOutOfThePayload(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.SetFolded(false)
	b.step()
	c := b.window.Canvas()
	c.Focus(p.payload)
	if e, ok := c.Focused().(fyne.Tabbable); !ok || e.AcceptsTab() {
		t.Fatal("Tab is typed")
	}
	c.Focus(p.payload)
	paste(p.payload, "a\tb")
	if got := p.payload.Value(); got != "a\tb" {
		t.Errorf("%q is pasted", got)
	}
}
