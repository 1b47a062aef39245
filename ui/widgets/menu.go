package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// CopyText puts a text on the clipboard and says so. What is what it is, as a
// sentence begins with it.
func CopyText(what, s string) { Copy(Copying{What: what, Text: s}) }

// CopyPayload puts a payload on the clipboard and says so; save keeps one that
// is too large as a file.
func CopyPayload(b []byte, save func()) {
	if len(b) == 0 {
		Tell("The payload is empty. The clipboard is unchanged.", false)
		return
	}
	Copy(Copying{What: "Payload", Text: string(b), Save: save})
}

// ShowMenu opens a menu at a place on the canvas of an object.
func ShowMenu(over fyne.CanvasObject, at fyne.Position, items ...*fyne.MenuItem) {
	c := fyne.CurrentApp().Driver().CanvasForObject(over)
	if c == nil {
		return
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, at)
}
