package text

import "fyne.io/fyne/v2"

// The toolkit learns which canvas an object is on when it walks over what is to be drawn.
// An object that is made during such a walk, as rows are when a list gets its size, is
// drawn once without: whoever asks for it to be drawn anew before the next walk is not
// heard, and what it shows would stay as it was.

// mostTries is in how many drawings a line asks again by itself. One that is on no canvas
// at all is not drawn anyway.
const mostTries = 5

// canvasOf is where an object is shown, nil when that is not known; tests have another.
var canvasOf = func(o fyne.CanvasObject) fyne.Canvas {
	app := fyne.CurrentApp()
	if app == nil || app.Driver() == nil {
		return nil
	}
	return app.Driver().CanvasForObject(o)
}

// refresh has the line drawn anew, in one of the next drawings if it cannot be now.
func (l *Line) refresh() {
	c := canvasOf(l.Raster)
	if l.stale = c == nil; !l.stale {
		c.Refresh(l.Raster) // as the raster does, which would look for its canvas once more
		return
	}
	if l.tried < mostTries && pacing.limit > 0 {
		l.tried++
		pacing.lines = append(pacing.lines, l)
		unfinished.Store(true)
	}
}

// Catch has the line drawn anew if nobody heard when it was asked for.
func (l *Line) Catch() {
	if l.stale {
		l.catch()
	}
}

func (l *Line) catch() {
	if canvasOf(l.Raster) != nil {
		l.refresh()
	}
}
