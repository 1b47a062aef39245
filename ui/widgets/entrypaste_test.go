package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// textIn is where the text of a field begins in it; it scrolls.
func textIn(in fyne.CanvasObject) (at fyne.Position, found bool) {
	if _, ok := in.(*widget.RichText); ok {
		return at, true
	}
	if w, ok := in.(fyne.Widget); ok {
		for _, o := range test.WidgetRenderer(w).Objects() {
			if at, found = textIn(o); found {
				return at.Add(o.Position()), true
			}
		}
	}
	return at, false
}

// TestCaretIsSeenInANarrowField: what is more than the field can show has its place
// with the caret seen, however it came there.
func TestCaretIsSeenInANarrowField(t *testing.T) {
	const long = "building/floor-three/room-214/lamp/set"
	clipboard := func() fyne.Clipboard { return fyne.CurrentApp().Clipboard() }
	for name, c := range map[string]struct {
		multi bool
		do    func(e *Entry)
	}{
		"typed":             {false, func(e *Entry) { test.Type(e, long) }},
		"pasted":            {false, func(e *Entry) { e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard()}) }},
		"pasted, and typed": {false, func(e *Entry) { e.TypedRune('a'); e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard()}) }},
		"brought back": {false, func(e *Entry) {
			e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard()})
			e.TypedShortcut(&fyne.ShortcutUndo{})
			e.TypedShortcut(&fyne.ShortcutRedo{})
		}},
		"set, and the end": {false, func(e *Entry) { e.SetText(long); e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd}) }},
		"narrower since":   {false, func(e *Entry) { e.Resize(fyne.NewSize(600, 36)); test.Type(e, long); e.Resize(fyne.NewSize(81, 36)) }},
		"lines, pasted": {true, func(e *Entry) {
			clipboard().SetContent(strings.Repeat(long+"\n", 20))
			e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard()})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			test.NewTempApp(t)
			w := test.NewTempWindow(t, nil)
			e := NewEntry("topic")
			e.MultiLine = c.multi
			w.SetContent(container.NewWithoutLayout(e))
			e.Resize(fyne.NewSize(81, 36))
			clipboard().SetContent(long)
			w.Canvas().Focus(e)
			c.do(e)
			in, found := textIn(e)
			in = in.Add(e.CursorPosition())
			if !found || in.X < 0 || in.X > e.Size().Width || in.Y < 0 || in.Y > e.Size().Height {
				t.Errorf("the caret stands at %v of a field of %v", in, e.Size())
			}
		})
	}
}
