package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets"
)

// copyText puts a text on the clipboard and says so. What is what it is, as a
// sentence begins with it.
func copyText(what, s string) { widgets.Copy(widgets.Copying{What: what, Text: s}) }

// copyPayload puts a payload on the clipboard and says so; save keeps one that
// is too large as a file.
func copyPayload(b []byte, save func()) {
	if len(b) == 0 {
		widgets.Tell("The payload is empty. The clipboard is as it was.", false)
		return
	}
	widgets.Copy(widgets.Copying{What: "Payload", Text: string(b), Save: save})
}

// showMenu opens a menu at a place on the canvas of an object.
func showMenu(over fyne.CanvasObject, at fyne.Position, items ...*fyne.MenuItem) {
	c := fyne.CurrentApp().Driver().CanvasForObject(over)
	if c == nil {
		return
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, at)
}
