package ui

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// newSideButtons is nothing to see. When it is drawn for the first time, the buttons at the
// side of the mouse get what they do.
func (w *Window) newSideButtons() fyne.CanvasObject {
	watched := false
	dot := canvas.NewRaster(func(int, int) image.Image {
		if watch := w.services.SideButtons; watch != nil && !watched {
			watched = true
			back, forward := w.back(), w.forward()
			watch(back.Run, forward.Run)
		}
		return image.NewAlpha(image.Rect(0, 0, 1, 1))
	})
	dot.Resize(fyne.NewSquareSize(1))
	return container.NewWithoutLayout(dot)
}
