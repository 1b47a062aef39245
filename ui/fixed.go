package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

func fixedSize(w, h float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewGridWrap(fyne.NewSize(w, h), o)
}

func fixedWidth(w float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewGridWrap(fyne.NewSize(w, o.MinSize().Height), o)
}

// keptRoom lays lines of text out in a room that stays when they go, so that
// what is below does not move while somebody types there.
type keptRoom struct {
	column fyne.Layout
	lines  int
}

// Layout implements fyne.Layout.
func (k *keptRoom) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	k.column.Layout(objects, size)
}

// MinSize implements fyne.Layout.
func (k *keptRoom) MinSize(objects []fyne.CanvasObject) fyne.Size {
	line := widget.NewLabel("").MinSize().Height
	return k.column.MinSize(objects).Max(fyne.NewSize(0, line*float32(k.lines)))
}
