package ui

import (
	"errors"
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"

	"mangrove/ui/format"
)

// Resize gives the window a size such as 1280x800; empty leaves it as it is.
func (w *Window) Resize(size string) error {
	if size == "" {
		return nil
	}
	var width, height float32
	if _, err := fmt.Sscanf(size, "%gx%g", &width, &height); err != nil || width < 1 || height < 1 {
		return errors.New(format.Fill("{size} is not a size. Write it like 1280x800.", "size", strconv.Quote(size)))
	}
	w.sized = true
	w.window.Resize(fyne.NewSize(width, height))
	return nil
}

// shrinkToDisplay makes the window no larger than the display has room for, as it may be with a large
// scale, or when it had its size on another one.
func (w *Window) shrinkToDisplay() {
	canvas, most := w.window.Canvas(), w.services.Display
	if w.sized || most.X == 0 || most.Y == 0 {
		return
	}
	size, room := canvas.Size(), fyne.NewSize(float32(most.X)/canvas.Scale(), float32(most.Y)/canvas.Scale())
	if size.Width > room.Width || size.Height > room.Height {
		w.window.Resize(size.Min(room))
	}
}
