package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func newHexView(t *testing.T, data []byte, width float32) *TextView {
	t.Helper()
	test.NewTempApp(t)
	v := NewTextView(18, 13)
	w := test.NewTempWindow(t, v)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, 188))
	v.SetLines(NewHexLines(data, v.Columns()), true)
	return v
}

// TestBytesAreSelectedByBytes: both columns of a dump lead to the same bytes, and what is
// copied is bytes and not pieces of the dump.
func TestBytesAreSelectedByBytes(t *testing.T) {
	data := []byte("0123456789abcdefghij")
	v := newHexView(t, data, 800)
	told := 0
	v.OnSelect = func() { told++ }
	for name, c := range map[string]struct {
		from, to fyne.Position
		a, b     int
	}{
		"one byte":             {point(v, 0, 10), point(v, 0, 10), 0, 1},
		"over the gap":         {point(v, 0, 31), point(v, 0, 35), 7, 9},
		"backwards":            {point(v, 0, 16), point(v, 0, 10), 0, 3},
		"over lines":           {point(v, 0, 56), point(v, 1, 13), 15, 18},
		"as characters":        {point(v, 0, 60), point(v, 0, 62), 0, 3},
		"the offset":           {point(v, 0, 2), point(v, 0, 2), 0, 1},
		"beyond the last byte": {point(v, 1, 10), point(v, 1, 70), 16, 20},
	} {
		drag(v, c.from, c.to)
		a, b, ok := v.SelectedBytes()
		if a != c.a || b != c.b || !ok {
			t.Errorf("%s: %d to %d, want %d to %d", name, a, b, c.a, c.b)
		}
	}
	if told == 0 {
		t.Error("nobody was told")
	}
	v.SelectBytes(1, 4)
	if got := v.Selection(); got != "31 32 33" {
		t.Errorf("copied: %q", got)
	}
	v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if a, b, _ := v.SelectedBytes(); a != 4 || b != 5 {
		t.Errorf("a key leads to %d to %d", a, b)
	}
	v.SelectBytes(0, 0)
	if _, _, ok := v.SelectedBytes(); ok {
		t.Error("nothing is selected, and it says otherwise")
	}
}

// TestSelectingBytesScrollsToThem, in bytes and in text, and the text is the one meant.
func TestSelectingBytesScrollsToThem(t *testing.T) {
	text := strings.Repeat("äö 12345\n", 5_000)
	at := len("äö 12345\n") * 4_321
	v := newTextView(t, text)
	v.SelectBytes(at, at+len("äö 1"))
	if got := v.Selection(); got != "äö 1" {
		t.Errorf("%q is selected", got)
	}
	if a, b, ok := v.SelectedBytes(); a != at || b != at+6 || !ok {
		t.Errorf("%d to %d, want %d to %d", a, b, at, at+6)
	}
	if v.top > 4_321 || v.top+v.page() <= 4_321 {
		t.Errorf("line 4321 is out of view: %d is on top", v.top)
	}
	v.SetLines(NewHexLines([]byte(text), 80), true)
	v.SelectBytes(at, at+6)
	if line := at / 16; v.top > line || v.top+v.page() <= line {
		t.Errorf("line %d is out of view: %d is on top", line, v.top)
	}
}
