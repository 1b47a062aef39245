package inspect

import (
	"fyne.io/fyne/v2"

	"mangrove/ui/widgets"
)

// modesLayout puts what goes with a mode behind the choice of modes, which is written in
// fewer letters where there is little room.
type modesLayout struct {
	modes *widgets.Segmented
	least float32 // the room for what is behind before the words are
}

// modesGap is what is between.
const modesGap = 8

// leastBar is the room for what goes with a mode, before the modes give way.
const leastBar = 170

// Layout implements fyne.Layout.
func (l modesLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	l.modes.SetTerse(false)
	if size.Width-l.modes.MinSize().Width-modesGap < max(l.least, o[1].MinSize().Width) {
		l.modes.SetTerse(true)
	}
	width, height := l.modes.MinSize().Width, o[0].MinSize().Height
	o[0].Move(fyne.NewPos(0, (size.Height-height)/2))
	o[0].Resize(fyne.NewSize(width, height))
	o[1].Move(fyne.NewPos(width+modesGap, 0))
	o[1].Resize(fyne.NewSize(max(0, size.Width-width-modesGap), size.Height))
}

// MinSize implements fyne.Layout.
func (l modesLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	behind := o[1].MinSize()
	return fyne.NewSize(l.modes.ShortWidth()+modesGap+behind.Width, max(o[0].MinSize().Height, behind.Height))
}
