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
