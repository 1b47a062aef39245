package text

import (
	"math"

	"fyne.io/fyne/v2"
)

// Place puts a line where it stands: at least as large as asked for, and so large that
// it has whole pixels. The toolkit rounds the edges of an image to pixels each by
// itself. One whose size is no whole number of them would be shown with a column or a
// row more or less than it has been drawn with, which makes another digit of one.
func (l *Line) Place(at fyne.Position, size fyne.Size) {
	scale := ScaleOf(l.Raster)
	l.PlaceAt(at, Whole(size, scale), scale)
}

// PlaceAt is Place for who knows how many pixels a unit has, see [ScaleOf], and gives a
// size of whole ones, see [Whole]: both are the same for all lines of a list.
func (l *Line) PlaceAt(at fyne.Position, size fyne.Size, scale float32) {
	l.Catch()
	// Many places are in the middle of a pixel, and both edges are to be rounded to the
	// same side of it, whatever a float32 leaves out.
	const aside = 0.01 // px
	if at = at.AddXY(aside/scale, aside/scale); l.Raster.Position() != at {
		l.Raster.Move(at)
	}
	if l.Raster.Size() != size {
		l.Raster.Resize(size)
	}
}

// Whole is the next size of whole pixels.
func Whole(size fyne.Size, scale float32) fyne.Size {
	return fyne.NewSize(whole(size.Width, scale), whole(size.Height, scale))
}

// whole is the next length of whole pixels.
func whole(length, scale float32) float32 {
	const near = 0.01 // px; less is what a float32 leaves out
	return float32(max(0, math.Ceil(float64(length)*float64(scale)-near)) / float64(scale))
}

// ScaleOf is how many pixels a unit of the toolkit has where an object is shown.
func ScaleOf(o fyne.CanvasObject) float32 {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(o)
	if windows := driver.AllWindows(); c == nil && len(windows) > 0 {
		c = windows[0].Canvas() // it has not been shown yet
	}
	if c == nil || c.Scale() <= 0 {
		return 1
	}
	return c.Scale()
}
