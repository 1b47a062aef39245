package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"mangrove/model"
)

// copyText puts a text on the clipboard.
func copyText(s string) { fyne.CurrentApp().Clipboard().SetContent(s) }

// latestText is the latest payload of a topic, byte for byte.
func latestText(s *model.Store, id model.ID) string {
	e, _ := s.Latest(id, 0)
	return string(e.Payload)
}

// showMenu opens a menu at a place on the canvas of an object.
func showMenu(over fyne.CanvasObject, at fyne.Position, items ...*fyne.MenuItem) {
	c := fyne.CurrentApp().Driver().CanvasForObject(over)
	if c == nil {
		return
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, at)
}
