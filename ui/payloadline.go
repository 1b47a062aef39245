package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"mangrove/ui/widgets"
)

// longestLine is the payload in bytes that is edited in one line at the most.
const longestLine = 500

// payloadLine is the payload of the folded publish panel, in one line. It edits what
// the panel's own editor has; Enter publishes it.
type payloadLine struct {
	widgets.Entry
	all   *payloadEntry
	enter func() // opens the panel and has the keyboard go to its editor
}

func newPayloadLine(all *payloadEntry, publish, enter func()) *payloadLine {
	l := &payloadLine{all: all, enter: enter}
	l.TextStyle = fyne.TextStyle{Monospace: true}
	l.SetPlaceHolder("payload")
	l.OnSubmitted = func(string) { publish() }
	l.OnChanged = func(s string) {
		if s != all.Value() {
			all.SetText(s)
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

// draw shows what there is to be published, or nothing.
func (l *payloadLine) draw(seen bool) {
	if seen && l.Value() != l.all.Value() {
		l.SetText(l.all.Value())
	}
	if seen != l.Visible() {
		if seen {
			l.Show()
		} else {
			l.Hide()
		}
	}
}

// TypedShortcut is called by Fyne. What does not fit into a line is pasted into the
// editor.
func (l *payloadLine) TypedShortcut(s fyne.Shortcut) {
	_, paste := s.(*fyne.ShortcutPaste)
	if paste && !fitsLine(l.Value()+fyne.CurrentApp().Clipboard().Content()) {
		column := l.CursorColumn
		l.enter()
		l.all.CursorRow, l.all.CursorColumn = 0, column
		l.all.TypedShortcut(s)
		return
	}
	l.Entry.TypedShortcut(s)
}

// fitsLine reports whether a payload can be edited in one line.
func fitsLine(s string) bool { return len(s) <= longestLine && !strings.ContainsAny(s, "\r\n") }
