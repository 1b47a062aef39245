package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Entry is a field to type into that leaves the window its shortcuts: Fyne
// gives them to whoever has the keyboard and to nobody else.
type Entry struct{ widget.Entry }

// NewEntry makes a field of one line with a hint in it.
func NewEntry(hint string) *Entry {
	e := &Entry{}
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder(hint)
	return e
}

// TypedKey is called by Fyne. The field has no use for Escape.
func (e *Entry) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape {
		passOnKey(ev)
		return
	}
	e.Entry.TypedKey(ev)
}

// TypedShortcut is called by Fyne.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	e.Entry.TypedShortcut(s)
	passOn(s)
}

// passOn gives the window a shortcut that the widget with the keyboard has no
// use for itself. A widget inside another does not know the window it is in.
func passOn(s fyne.Shortcut) {
	if _, own := s.(*desktop.CustomShortcut); !own {
		return // copy, paste and the like
	}
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		if c, ok := w.Canvas().(fyne.Shortcutable); ok && w.Canvas().Focused() != nil {
			c.TypedShortcut(s)
		}
	}
}

// passOnKey is passOn for a key, which Fyne gives the window only while no
// widget has the keyboard.
func passOnKey(ev *fyne.KeyEvent) {
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		if typed := w.Canvas().OnTypedKey(); typed != nil && w.Canvas().Focused() != nil {
			typed(ev)
		}
	}
}

// Check is a box to tick that leaves the window Escape.
type Check struct{ widget.Check }

// NewCheck makes a box to tick with a text beside it.
func NewCheck(text string, changed func(bool)) *Check {
	c := &Check{}
	c.Text, c.OnChanged = text, changed
	c.ExtendBaseWidget(c)
	return c
}

// TypedKey is called by Fyne.
func (c *Check) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape {
		passOnKey(ev)
		return
	}
	c.Check.TypedKey(ev)
}
