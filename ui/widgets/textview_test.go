package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"mangrove/ui/widgets/text"
)

func newTextView(t *testing.T, s string) *TextView {
	t.Helper()
	test.NewTempApp(t)
	v := NewTextView(18, 13)
	w := test.NewTempWindow(t, v)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(400, 188))
	v.SetLines(NewTextLines([]byte(s), v.Columns(), nil), true)
	return v
}

// point is in the middle of a character of a view that is not scrolled.
func point(v *TextView, line, column int) fyne.Position {
	cell := text.Width("0", text.Mono, v.TextSize)
	return fyne.NewPos(textMargin+float32(column)*cell+1, textPad+float32(line)*18+9)
}

func drag(v *TextView, from, to fyne.Position) {
	v.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: from}, Button: desktop.MouseButtonPrimary})
	v.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}})
	v.DragEnd()
}

func TestSelection(t *testing.T) {
	v := newTextView(t, "first line\nsecond\x00 \xff\nthird")
	cases := []struct {
		name     string
		from, to fyne.Position
		want     string
	}{
		{"in a line", point(v, 0, 2), point(v, 0, 5), "rst"},
		{"backwards", point(v, 0, 5), point(v, 0, 2), "rst"},
		{"over lines", point(v, 0, 6), point(v, 2, 2), "line\nsecond\x00 \xff\nth"},
		{"beyond the end of a line", point(v, 0, 6), point(v, 0, 30), "line"},
		{"what cannot be seen is copied as it is", point(v, 1, 5), point(v, 1, 20), "d\x00 \xff"},
		{"below the last line", point(v, 2, 0), point(v, 9, 3), "thi"},
		{"above the first line", point(v, 0, 3), point(v, -4, 0), "fir"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			drag(v, c.from, c.to)
			if got := v.Selection(); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestCopyGivesTheTextBackWhole(t *testing.T) {
	s := strings.Repeat("a long line that has to be broken several times 온도 ", 40) + "\n\nend\n"
	v := newTextView(t, s)
	v.TypedShortcut(&fyne.ShortcutCopy{})
	if got := fyne.CurrentApp().Clipboard().Content(); got != s {
		t.Errorf("copied %d bytes, want %d: %.60q", len(got), len(s), got)
	}
}

func TestDoubleClickSelectsAWord(t *testing.T) {
	v := newTextView(t, `{"temperature": -21.5}`)
	for column, want := range map[int]string{3: "temperature", 17: "-21.5", 0: ""} {
		v.DoubleTapped(&fyne.PointEvent{Position: point(v, 0, column)})
		if got := v.Selection(); got != want {
			t.Errorf("column %d: %q, want %q", column, got, want)
		}
	}
}

func TestTextViewScrolls(t *testing.T) {
	v := newTextView(t, strings.Repeat("line\n", 100_000))
	for _, c := range []struct {
		key  fyne.KeyName
		want int
	}{{fyne.KeyDown, 1}, {fyne.KeyPageDown, 11}, {fyne.KeyUp, 10}, {fyne.KeyEnd, 99_991}, {fyne.KeyHome, 0}} {
		v.TypedKey(&fyne.KeyEvent{Name: c.key})
		if v.top != c.want {
			t.Errorf("%s: line %d on top, want %d", c.key, v.top, c.want)
		}
	}
	for key, want := range map[fyne.KeyName]int{fyne.KeyEnd: 99_991, fyne.KeyHome: 0} {
		v.moveTo(500)
		if v.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}); v.top != want {
			t.Errorf("%s with Ctrl: line %d on top, want %d", key, v.top, want)
		}
	}
	v.moveTo(500)
	v.SetLines(NewTextLines([]byte(strings.Repeat("next\n", 1000)), 40, nil), false)
	if v.top != 500 {
		t.Errorf("a new value of the same text moved the view to line %d", v.top)
	}
	v.SetLines(NewTextLines([]byte("short"), 40, nil), false)
	if v.top != 0 {
		t.Errorf("a short text leaves line %d on top", v.top)
	}
}

// TestLargeTextCostsWhatIsSeen shows a megabyte and counts the objects.
func TestLargeTextCostsWhatIsSeen(t *testing.T) {
	v := newTextView(t, strings.Repeat("0123456789abcdef", 1<<16))
	if n := len(v.renderer.pool); n > 12 {
		t.Errorf("%d lines are drawn for the 10 that are seen", n)
	}
}
