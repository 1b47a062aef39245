package arrange

import "fyne.io/fyne/v2"

// Foot gives the first object what the second, which may be missing or hidden, leaves of
// the height: that stands below, as high as it is at the width.
type Foot struct{}

// Layout implements fyne.Layout.
func (Foot) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	rest := max(0, size.Height)
	if foot := footOf(objects); foot != nil {
		foot.Resize(fyne.NewSize(size.Width, foot.MinSize().Height)) // which a text breaks for
		height := foot.MinSize().Height
		rest = max(0, rest-height)
		foot.Resize(fyne.NewSize(size.Width, height))
		foot.Move(fyne.NewPos(0, rest))
	}
	objects[0].Resize(fyne.NewSize(size.Width, rest))
	objects[0].Move(fyne.Position{})
}

// MinSize implements fyne.Layout.
func (Foot) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := objects[0].MinSize()
	if foot := footOf(objects); foot != nil {
		least := foot.MinSize()
		size = fyne.NewSize(max(size.Width, least.Width), size.Height+least.Height)
	}
	return size
}

func footOf(objects []fyne.CanvasObject) fyne.CanvasObject {
	if len(objects) < 2 || !objects[1].Visible() {
		return nil
	}
	return objects[1]
}
