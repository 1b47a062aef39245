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
	passOn(&e.Entry, s)
}

// passOn gives the window a shortcut that a widget has no use for itself.
func passOn(from fyne.CanvasObject, s fyne.Shortcut) {
	if _, own := s.(*desktop.CustomShortcut); !own {
		return // copy, paste and the like
	}
	if w, ok := fyne.CurrentApp().Driver().CanvasForObject(from).(fyne.Shortcutable); ok {
		w.TypedShortcut(s)
	}
}
