package publish

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/model/payload"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// payloadEntry is where the payload to publish is written. What is too large
// to edit, pasted or from a file, stands as a chip in its place.
type payloadEntry struct {
	widgets.Entry

	held     []byte // instead of the text; nil when the text counts
	written  bool   // what is held is a text too long to be edited, and no bytes to be sent as they are
	from     string // what is held
	chip     *widget.Label
	asHex    *widgets.Button // has what is held be edited as hex
	drop     *widgets.Button // takes it away
	chipArea fyne.CanvasObject
	stack    *fyne.Container
	colours  *widgets.EntryColours // nil: it was not drawn yet
	coloured coloured              // what they are of
}

// CreateRenderer is called by Fyne.
func (e *payloadEntry) CreateRenderer() (r fyne.WidgetRenderer) {
	e.colours, r = widgets.NewEntryColours(&e.Entry.Entry, e.Entry.CreateRenderer())
	e.coloured = coloured{}
	return r
}

func newPayloadEntry() *payloadEntry {
	e := &payloadEntry{}
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapBreak
	e.TextStyle = fyne.TextStyle{Monospace: true}
	e.SetPlaceHolder("payload; type it, or drop a file here")
	e.SetMinRowsVisible(2)
	e.OnLong = func(whole string) { e.holdText(whole, "Pasted text") }
	e.ExtendBaseWidget(e)
	e.chip = widget.NewLabel("")
	e.drop = widgets.NewButton("Remove", theme.CancelIcon(), nil)
	e.drop.Importance = widget.LowImportance
	e.asHex = widgets.NewButton("Edit as hex", nil, nil)
	e.asHex.Importance = widget.LowImportance
	e.chipArea = container.NewVBox(container.NewHBox(widget.NewIcon(theme.FileIcon()), e.chip, e.asHex, e.drop))
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

// holdText puts a text that is too long to be edited in the place of the one that is.
func (e *payloadEntry) holdText(s, from string) {
	e.holdBytes([]byte(s), from)
	e.written = true
	arrange.SetHidden(true, e.asHex)
}

// mostHex is how many bytes can be edited as hex: three letters each.
const mostHex = 3_000

// hexLines writes bytes as hex, so many on a line.
func hexLines(b []byte) string {
	const each = 16
	var lines []string
	for line := range slices.Chunk(b, each) {
		lines = append(lines, fmt.Sprintf("% x", line))
	}
	return strings.Join(lines, "\n")
}

// exact reports whether bytes are to be sent as they are, however texts are written.
func (e *payloadEntry) exact() bool { return e.held != nil && !e.written }

// holdBytes puts bytes in the place of the text, nil to go back to it.
func (e *payloadEntry) holdBytes(b []byte, from string) {
	e.held, e.from, e.written = b, from, false
	if b == nil {
		e.chipArea.Hide()
		e.Show()
		return
	}
	e.chip.SetText(format.Excerpt(fmt.Sprintf("%s, %s", from, format.Size(len(b)))))
	arrange.SetHidden(len(b) > mostHex || e.Value() != "", e.asHex) // what was typed would be lost
	e.Hide()
	e.chipArea.Show()
}

// set puts bytes into the editor, or beside it when they are too many or no
// text.
func (e *payloadEntry) set(b []byte, from string) {
	switch {
	case !utf8.Valid(b):
		e.holdBytes(b, from)
		return
	case len(b) > widgets.LargestText:
		e.holdText(string(b), from)
		return
	}
	e.holdBytes(nil, "")
	e.SetText(string(b))
}
