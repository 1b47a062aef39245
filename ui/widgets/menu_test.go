package widgets

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// menuOn opens a menu in a window of a size, and lists what it is asked to do.
func menuOn(t *testing.T, size fyne.Size, at fyne.Position, items ...*fyne.MenuItem) *menu {
	t.Helper()
	test.NewTempApp(t)
	below := widget.NewLabel("below")
	w := test.NewTempWindow(t, below)
	w.SetPadded(false)
	w.Resize(size)
	ShowMenu(below, at, items...)
	m, ok := w.Canvas().Overlays().Top().(*menu)
	if !ok || w.Canvas().Focused() != m {
		t.Fatalf("%T is on top, %T has the keyboard", w.Canvas().Overlays().Top(), w.Canvas().Focused())
	}
	return m
}

func press(m *menu, keys ...fyne.KeyName) {
	for _, k := range keys {
		m.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

// isSeen reports whether all of an entry is seen.
func isSeen(m *menu, column int) bool {
	c := m.columns[column]
	e := c.current()
	top := e.Position().Y - c.scroll.Offset.Y
	at, size := c.object.Position(), c.object.Size()
	return top >= 0 && top+e.Size().Height <= size.Height && at.X >= 0 && at.Y >= 0 && at.Y+size.Height <= m.Size().Height && at.X+size.Width <= m.Size().Width
}

// TestTheChosenEntryIsSeen, however many there are and wherever the menu opens.
func TestTheChosenEntryIsSeen(t *testing.T) {
	many := func(name string) (items []*fyne.MenuItem) {
		for i := range 30 {
			items = append(items, fyne.NewMenuItem(fmt.Sprint(name, i), func() {}), fyne.NewMenuItemSeparator())
		}
		return items
	}
	items := many("entry ")
	items[0].ChildMenu = fyne.NewMenu("", many("below ")...)
	items[58].ChildMenu = fyne.NewMenu("", many("last below ")...)
	items[20].Label = strings.Repeat("a long name ", 50)
	for name, at := range map[string]fyne.Position{"at the top": {}, "at the bottom right": fyne.NewPos(639, 399), "outside": fyne.NewPos(-20, 900)} {
		m := menuOn(t, fyne.NewSize(640, 400), at, items...)
		for _, keys := range [][]fyne.KeyName{
			{fyne.KeyUp},
			{fyne.KeyRight}, {fyne.KeyUp}, {fyne.KeyEnd}, {fyne.KeyLeft},
			{fyne.KeyHome}, {fyne.KeyRight}, {fyne.KeyEnd}, {fyne.KeyHome}, {fyne.KeyLeft},
			{fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown},
			{fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp},
		} {
			press(m, keys...)
			if last := len(m.columns) - 1; m.columns[last].current() == nil || !isSeen(m, last) {
				t.Errorf("%s: after %v the chosen entry is not seen", name, keys)
			}
		}
	}
}

// TestMenusAreWorkedWithTheKeyboardAndThePointer: what each does, and that the menu goes.
func TestMenusAreWorkedWithTheKeyboardAndThePointer(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(m *menu)
		want string // what was done
		open int    // columns left; 0: it is closed
	}{
		"first":               {func(m *menu) { press(m, fyne.KeyDown, fyne.KeyReturn) }, "one", 0},
		"over a disabled one": {func(m *menu) { press(m, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyDown, fyne.KeyEnter) }, "", 2},
		"last":                {func(m *menu) { press(m, fyne.KeyUp, fyne.KeySpace) }, "last", 0},
		"no further":          {func(m *menu) { press(m, fyne.KeyEnd, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace) }, "last", 0},
		"submenu":             {func(m *menu) { press(m, fyne.KeyDown, fyne.KeyDown, fyne.KeyRight, fyne.KeyDown, fyne.KeyReturn) }, "below two", 0},
		"out of a submenu":    {func(m *menu) { press(m, fyne.KeyDown, fyne.KeyDown, fyne.KeyRight, fyne.KeyLeft) }, "", 1},
		"nothing to the left": {func(m *menu) { press(m, fyne.KeyLeft, fyne.KeyRight) }, "", 1},
		"nothing chosen":      {func(m *menu) { press(m, fyne.KeyReturn) }, "", 0},
		"escape":              {func(m *menu) { press(m, fyne.KeyDown, fyne.KeyEscape) }, "", 0},
		"a click":             {func(m *menu) { test.Tap(m.columns[0].entries[0]) }, "one", 0},
		"a click on what is disabled": {func(m *menu) {
			m.canvas.Unfocus()
			test.Tap(m.columns[0].entries[1])
			press(m, fyne.KeyDown)
		}, "", 1},
		"a click on a submenu": {func(m *menu) { test.Tap(m.columns[0].entries[2]) }, "", 2},
		"a click beside it":    {func(m *menu) { m.Tapped(nil) }, "", 0},
		"pointed at": {func(m *menu) {
			m.columns[0].entries[2].MouseIn(nil)
			m.columns[0].entries[2].MouseOut()
			m.columns[1].entries[0].MouseIn(nil)
			press(m, fyne.KeyReturn)
		}, "below one", 0},
		"pointed at another": {func(m *menu) {
			m.columns[0].entries[2].MouseIn(nil)
			m.columns[0].entries[0].MouseIn(nil)
			m.columns[0].entries[0].MouseOut()
			m.columns[0].entries[1].MouseIn(nil)
		}, "", 1},
	} {
		done := ""
		item := func(what string) *fyne.MenuItem { return fyne.NewMenuItem(what, func() { done = what }) }
		disabled, sub := item("disabled"), fyne.NewMenuItem("more", nil)
		disabled.Disabled, sub.ChildMenu = true, fyne.NewMenu("", item("below one"), item("below two"))
		m := menuOn(t, fyne.NewSize(300, 300), fyne.NewPos(10, 10), item("one"), disabled, sub, item("last"))
		c.do(m)
		open := 0
		if m.canvas.Overlays().Top() != nil {
			open = len(m.columns)
			if m.canvas.Focused() != m {
				t.Errorf("%s: the menu has lost the keyboard", name)
			}
		}
		if done != c.want || open != c.open {
			t.Errorf("%s: did %q, not %q, and %d columns are open, not %d", name, done, c.want, open, c.open)
		}
	}
}
