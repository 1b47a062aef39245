package ui

import (
	"fmt"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/model/payload"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// largestTyped is the text in bytes above which Fyne's editor is too slow to
// type in; more is held beside it.
const largestTyped = 10_000

// payloadEntry is where the payload to publish is written. What is too large
// to edit, pasted or from a file, stands as a chip in its place.
type payloadEntry struct {
	widgets.Entry

	held     []byte // instead of the text; nil when the text counts
	from     string // what is held
	chip     *widget.Label
	chipArea fyne.CanvasObject
	stack    *fyne.Container
}

func newPayloadEntry() *payloadEntry {
	e := &payloadEntry{}
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapBreak
	e.TextStyle = fyne.TextStyle{Monospace: true}
	e.SetPlaceHolder("payload, typed or dropped here as a file")
	e.SetMinRowsVisible(2)
	e.ExtendBaseWidget(e)
	e.chip = widget.NewLabel("")
	drop := widget.NewButtonWithIcon("Remove", theme.CancelIcon(), func() { e.hold(nil, "") })
	drop.Importance = widget.LowImportance
	e.chipArea = container.NewVBox(container.NewHBox(widget.NewIcon(theme.FileIcon()), e.chip, drop))
	e.chipArea.Hide()
	e.stack = container.NewStack(e, e.chipArea)
	return e
}

func (e *payloadEntry) object() fyne.CanvasObject { return e.stack }

// bytes is the payload to publish.
func (e *payloadEntry) bytes() []byte {
	if e.held != nil {
		return e.held
	}
	return []byte(e.Value())
}

// size is that of the payload to publish, in bytes.
func (e *payloadEntry) size() int {
	if e.held != nil {
		return len(e.held)
	}
	return len(e.Value())
}

// isLine reports whether the payload to publish is text that can be edited in one
// line.
func (e *payloadEntry) isLine() bool { return e.held == nil && fitsLine(e.Value()) }

// excerpt is the payload in short, or the file it is from.
func (e *payloadEntry) excerpt() string {
	if e.held != nil {
		return e.from
	}
	value := e.Value()
	return text.WithMarks(payload.Preview([]byte(value[:min(len(value), 100)]), len(value)))
}

// hold puts bytes in the place of the text, nil to go back to it.
func (e *payloadEntry) hold(b []byte, from string) {
	e.held, e.from = b, from
	if b == nil {
		e.chipArea.Hide()
		e.Show()
		return
	}
	e.chip.SetText(format.Excerpt(fmt.Sprintf("%s, %s", from, format.Size(len(b)))))
	e.Hide()
	e.chipArea.Show()
}

// set puts bytes into the editor, or beside it when they are too many or no
// text.
func (e *payloadEntry) set(b []byte, from string) {
	if len(b) > largestTyped || !utf8.Valid(b) {
		e.hold(b, from)
		return
	}
	e.hold(nil, "")
	e.SetText(string(b))
}

// TypedShortcut is called by Fyne.
func (e *payloadEntry) TypedShortcut(s fyne.Shortcut) {
	if _, paste := s.(*fyne.ShortcutPaste); paste {
		if pasted := fyne.CurrentApp().Clipboard().Content(); len(pasted)+len(e.Text) > largestTyped {
			before, after := e.aroundCursor()
			e.hold([]byte(before+pasted+after), "Pasted text")
			return
		}
	}
	e.Entry.TypedShortcut(s)
}

// aroundCursor is the text before and behind the cursor, without what is
// selected. The editor says neither, so something is typed in between.
func (e *payloadEntry) aroundCursor() (before, after string) {
	if e.Value() != e.Text {
		return "", "" // a paste replaces what is held as a whole
	}
	text := e.Text
	e.Entry.TypedRune('|')
	typed, at := []rune(e.Text), e.CursorTextOffset()
	e.SetText(text)
	return string(typed[:at-1]), string(typed[at:])
}
