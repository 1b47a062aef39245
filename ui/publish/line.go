package publish

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
	all *payloadEntry
}

// newPayloadLine makes the line for an editor. What does not fit into it is for the
// editor, which enter opens.
func newPayloadLine(all *payloadEntry, publish, enter func()) *payloadLine {
	l := &payloadLine{all: all}
	l.TextStyle = fyne.TextStyle{Monospace: true}
	l.SetPlaceHolder("payload")
	l.OnSubmitted = func(string) { publish() }
	l.OnChanged = func(s string) {
		if s != all.Value() {
			all.SetText(s)
		}
	}
	l.OnLong = func(whole string) {
		enter()
		all.set([]byte(whole), "Pasted text")
		all.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) // to be typed on
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

// fitsLine reports whether a payload can be edited in one line.
func fitsLine(s string) bool { return len(s) <= longestLine && !strings.ContainsAny(s, "\r\n") }
