package arrange

import "fyne.io/fyne/v2"

// Whole shows its object where there is the height for all of it, and nothing where half a line
// would be seen.
type Whole struct {
	Height float32
}

// MinSize implements [fyne.Layout]. It leaves the height to what stands beside the object.
func (Whole) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, 0)
}

// Layout implements [fyne.Layout].
func (w Whole) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	SetHidden(size.Height < w.Height, objects[0])
}
