package ui

import (
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/model"
)

// copyText puts a text on the clipboard.
func copyText(s string) { fyne.CurrentApp().Clipboard().SetContent(s) }

// copyPayload puts a payload on the clipboard: text as it is, other bytes in
// hexadecimal, since a clipboard holds text.
func copyPayload(b []byte) {
	if utf8.Valid(b) {
		copyText(string(b))
		return
	}
	copyText(hex.EncodeToString(b))
}

// latestPayload is the latest payload of a topic, byte for byte.
func latestPayload(s *model.Store, id model.ID) []byte {
	e, _ := s.Latest(id, 0)
	return e.Payload
}

// fileName proposes a name for a file about a topic.
func fileName(topic, extension string) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.", r) {
			return r
		}
		return '-'
	}, topic)
	if len(name) > 80 {
		name = strings.ToValidUTF8(name[:80], "")
	}
	return name + extension
}

// saver asks for a place for a file, has it written beside the goroutine that
// draws, and then tells which place that was.
type saver func(name string, write func(io.Writer) error, saved func(path string))

// saveFile is a [saver].
func (w *Window) saveFile(name string, write func(io.Writer) error, saved func(path string)) {
	d := dialog.NewFileSave(func(f fyne.URIWriteCloser, err error) {
		if f == nil && err == nil {
			return // cancelled
		}
		go func() { // ends when the file is written
			if err == nil {
				err = errors.Join(write(f), f.Close())
			}
			w.loop.run(func() {
				if err != nil {
					w.showDialog(dialog.NewInformation("Not saved", broker.Explain(err, broker.Address{}), w.window))
					return
				}
				saved(f.URI().Path())
			})
		}()
	}, w.window)
	d.SetFileName(name)
	d.Resize(fyne.NewSize(720, 520))
	w.showDialog(d)
}

// showMenu opens a menu at a place on the canvas of an object.
func showMenu(over fyne.CanvasObject, at fyne.Position, items ...*fyne.MenuItem) {
	c := fyne.CurrentApp().Driver().CanvasForObject(over)
	if c == nil {
		return
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, at)
}
