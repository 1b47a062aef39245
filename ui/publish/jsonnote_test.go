package publish

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestPlaceOfAFaultInJSON: what is meant as JSON and is none says where, and where the
// cursor is, which a press on it puts there.
func TestPlaceOfAFaultInJSON(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.SetFolded(false)
	b.step()
	for text, want := range map[string]string{
		`{"a": 1}`: "", "ON": "", "[INFO] x": "",
		`{"a": 1,}`:                          "Not valid JSON at line 1, column 9: unexpected }  ·  the cursor is at line 1, column 1",
		"{\n  \"öl\": 1\n  \"b\": 2\n}":      "Not valid JSON at line 3, column 3: unexpected \"  ·  the cursor is at line 1, column 1",
		"{\"a\": \"x\ny\"}":                  "Not valid JSON at line 1, column 9: the line ends inside a string  ·  the cursor is at line 1, column 1",
		"{\n\t\"a\": [1, 2],\n\t\"b\": true": "Not valid JSON: it ends too early, at line 3, column 11  ·  the cursor is at line 1, column 1",
	} {
		p.payload.SetText("")
		p.payload.SetText(text)
		p.payload.SetCaret(0)
		b.step()
		if got := p.json.strip.Text(); p.json.strip.Visible() != (want != "") || want != "" && got != want {
			t.Errorf("%q: %q, seen %v, want %q", text, got, p.json.strip.Visible(), want)
		}
	}
	p.payload.SetText("{\n  \"öl\": \"long enough for a narrow field to break the line of it into several rows\"\n  \"b\": 2\n}")
	p.payload.Resize(fyne.NewSize(120, 80))
	b.step()
	test.Tap(p.json.strip)
	b.has("the note was pressed", p.payload)
	p.payload.TypedRune(',')
	p.payload.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	if b.step(); p.json.strip.Visible() {
		t.Errorf("%q: %q", p.payload.Value(), p.json.strip.Text())
	}
}

// TestCursorIsFollowed as it is moved, and in the line of a folded panel.
func TestCursorIsFollowed(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.payload.SetText(`{"öl": 1`)
	b.step()
	b.window.Canvas().Focus(p.short)
	p.short.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	want := "Not valid JSON: it ends too early, at line 1, column 9  ·  the cursor is at line 1, column 9"
	if got := p.json.strip.Text(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	p.short.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	test.Tap(p.json.strip)
	p.short.TypedRune('}')
	if b.step(); p.json.strip.Visible() || p.payload.Value() != `{"öl": 1}` {
		t.Errorf("%q, and it says %q", p.payload.Value(), p.json.strip.Text())
	}
	p.payload.set([]byte("\xff{"), "a file")
	if b.step(); p.json.strip.Visible() {
		t.Errorf("of a file it says %q", p.json.strip.Text())
	}
}
