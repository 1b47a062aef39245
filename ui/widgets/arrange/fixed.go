package arrange

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// FixedSize gives an object a size.
func FixedSize(w, h float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewGridWrap(fyne.NewSize(w, h), o)
}

// KeptRoom lays lines of text out in a room that stays when they go, so that
// what is below does not move while somebody types there.
type KeptRoom struct {
	Column fyne.Layout
	Lines  int
}

// Layout implements fyne.Layout.
func (k *KeptRoom) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	k.Column.Layout(objects, size)
}

// MinSize implements fyne.Layout.
func (k *KeptRoom) MinSize(objects []fyne.CanvasObject) fyne.Size {
	line := widget.NewLabel("").MinSize().Height
	return k.Column.MinSize(objects).Max(fyne.NewSize(0, line*float32(k.Lines)))
}
