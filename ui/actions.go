package ui

import (
	"errors"
	"io"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/ui/widgets"
)

// copyText puts a text on the clipboard and says so. What is what it is, as a
// sentence begins with it.
func copyText(what, s string) { widgets.Copy(widgets.Copying{What: what, Text: s}) }

// copyPayload puts a payload on the clipboard and says so; save keeps one that
// is too large as a file.
func copyPayload(b []byte, save func()) {
	if len(b) == 0 {
		tell("The payload is empty. The clipboard is as it was.", false)
		return
	}
	widgets.Copy(widgets.Copying{What: "Payload", Text: string(b), Save: save})
}

// tell shows a sentence in passing.
func tell(words string, bad bool) { widgets.Tell(words, bad) }

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
					w.showDialog(dialog.NewInformation("Not saved", excerpt(broker.Explain(err, broker.Address{})), w.window))
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
