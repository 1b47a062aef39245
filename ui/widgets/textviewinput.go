package widgets

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"mangrove/ui/format"
)

// placeAt finds the place in the text under a point.
func (v *TextView) placeAt(p fyne.Position) place {
	line := min(max(v.top+v.slotAt(p.Y-textPad), 0), v.lines.Len()-1)
	column := v.columnAt(line, p.X-textMargin)
	return place{line, column}
}

// MouseDown is called by Fyne: a selection begins, or with shift ends.
func (v *TextView) MouseDown(ev *desktop.MouseEvent) {
	v.focus()
	if ev.Button != desktop.MouseButtonPrimary {
		return
	}
	extend := ev.Modifier&fyne.KeyModifierShift != 0
	if h, hex := v.hex(); hex {
		v.selectHex(v.hexUnder(h, ev.Position), extend)
		return
	}
	v.to = v.placeAt(ev.Position)
	if !extend {
		v.from = v.to
	}
	v.redraw()
	v.selected()
}

// selected tells that the user has selected something else.
func (v *TextView) selected() {
	if v.OnSelect != nil {
		v.OnSelect()
	}
}

// MouseUp is called by Fyne.
func (v *TextView) MouseUp(*desktop.MouseEvent) {}

// Dragged is called by Fyne: the selection follows, and scrolls when the
// mouse leaves the view.
func (v *TextView) Dragged(ev *fyne.DragEvent) {
	if h, hex := v.hex(); hex {
		to := v.hexUnder(h, ev.Position)
		v.show(to / h.row)
		v.selectHex(to, true)
		return
	}
	v.to = v.placeAt(ev.Position)
	v.show(v.to.line)
	v.redraw()
	v.selected()
}

// DragEnd is called by Fyne.
func (v *TextView) DragEnd() {}

// DoubleTapped is called by Fyne: it selects the word under the mouse.
func (v *TextView) DoubleTapped(ev *fyne.PointEvent) {
	if _, hex := v.hex(); hex {
		return
	}
	at := v.placeAt(ev.Position)
	runes := []rune(v.lines.Line(at.line).Raw)
	from, to := at.column, at.column
	word := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '.' || r == '-'
	}
	for from > 0 && word(runes[from-1]) {
		from--
	}
	for to < len(runes) && word(runes[to]) {
		to++
	}
	v.from, v.to = place{at.line, from}, place{at.line, to}
	v.redraw()
	v.selected()
}

// TappedSecondary is called by Fyne on a right click.
func (v *TextView) TappedSecondary(ev *fyne.PointEvent) {
	v.under = v.placeAt(ev.Position)
	if v.OnMenu != nil {
		v.OnMenu(ev.AbsolutePosition)
	}
}

// Scrolled is called by Fyne for the wheel and the touchpad.
func (v *TextView) Scrolled(ev *fyne.ScrollEvent) {
	v.moveTo(v.at() - float64(ev.Scrolled.DY)*wheelUnit)
	v.redraw()
}

// Cursor is asked by Fyne.
func (v *TextView) Cursor() desktop.Cursor { return desktop.TextCursor }

// FocusGained is called by Fyne.
func (v *TextView) FocusGained() {
	v.focused = true
	v.redraw()
}

// FocusLost is called by Fyne.
func (v *TextView) FocusLost() {
	v.focused = false
	v.redraw()
}

func (v *TextView) focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil {
		c.Focus(v)
	}
}

// TypedRune is called by Fyne; there is nothing to type into.
func (v *TextView) TypedRune(rune) {}

// TypedKey is called by Fyne.
func (v *TextView) TypedKey(ev *fyne.KeyEvent) {
	if v.OnKey != nil && v.OnKey(ev) {
		return
	}
	if h, hex := v.hex(); hex && v.hexKey(h, ev.Name) {
		return
	}
	page := float64(v.page())
	switch ev.Name {
	case fyne.KeyUp:
		v.moveTo(v.at() - 1)
	case fyne.KeyDown:
		v.moveTo(v.at() + 1)
	case fyne.KeyPageUp:
		v.moveTo(v.at() - page)
	case fyne.KeyPageDown, fyne.KeySpace:
		v.moveTo(v.at() + page)
	case fyne.KeyHome:
		v.moveTo(0)
	case fyne.KeyEnd:
		v.moveTo(float64(v.lines.Len()))
	}
	v.redraw()
}

// TypedShortcut is called by Fyne.
func (v *TextView) TypedShortcut(s fyne.Shortcut) {
	if v.OnFind != nil && isFind(s) {
		v.OnFind()
		return
	}
	if key := keyToEnd(s); key != nil {
		v.TypedKey(key)
		return
	}
	switch s.(type) {
	case *fyne.ShortcutCopy:
		v.Copy()
	case *fyne.ShortcutSelectAll:
		v.SelectAll()
	}
	passOn(s)
}

// Copy puts the selection on the clipboard, or the whole text when nothing is
// selected.
func (v *TextView) Copy() {
	what, of := "Selection", ""
	if _, _, some := v.SelectedBytes(); !some && v.from == v.to {
		what = "Text"
		v.SelectAll()
	}
	if from, to, some := v.SelectedBytes(); some {
		if _, hex := v.hex(); hex {
			of = format.Fill("{size} in hexadecimal", "size", bytesOf(to-from))
		}
	}
	Copy(Copying{What: what, Text: v.Selection(), Save: v.Save, Of: of})
}

// FindShortcut is the shortcut to find something in what has the keyboard.
func FindShortcut() fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierShortcutDefault}
}

func isFind(s fyne.Shortcut) bool { return s.ShortcutName() == FindShortcut().ShortcutName() }

// keyToEnd is Home or End where one of them was pressed with Ctrl, which goes to the first or
// the last of all as it does alone; nil for another shortcut.
func keyToEnd(s fyne.Shortcut) *fyne.KeyEvent {
	c, own := s.(*desktop.CustomShortcut)
	if !own || c.Modifier != fyne.KeyModifierShortcutDefault || c.KeyName != fyne.KeyHome && c.KeyName != fyne.KeyEnd {
		return nil
	}
	return &fyne.KeyEvent{Name: c.KeyName}
}

var (
	_ desktop.Mouseable      = (*TextView)(nil)
	_ fyne.Draggable         = (*TextView)(nil)
	_ fyne.DoubleTappable    = (*TextView)(nil)
	_ fyne.SecondaryTappable = (*TextView)(nil)
	_ fyne.Scrollable        = (*TextView)(nil)
	_ fyne.Focusable         = (*TextView)(nil)
	_ fyne.Shortcutable      = (*TextView)(nil)
)
