package text

import (
	"sync/atomic"
	"time"
)

// What a line needs and has not been made before takes time: to find the font of a
// character among those installed, to shape a text, to rasterise a glyph. Names may
// be of 65,535 bytes with thousands of characters that nobody has seen yet. So one
// drawing makes as much of it as there is time for; lines that are left unfinished
// are drawn again in the next.

// pacing is what is made anew for the lines on view. It belongs to the goroutine that
// draws.
var pacing struct {
	limit   time.Duration // of a drawing, 0: none
	spent   time.Duration // since [Continue]
	since   time.Time     // of what is being made, zero when nothing is
	drawing bool          // a line is being drawn; what else asks for texts gets all of them
	pieces  int           // glyphs and short texts that were made since [Continue]
	found   int           // fonts looked for, ever
	left    bool          // something of it has been left out
	missing bool          // a font that is still looked for beside, for what is being split
	lines   []*Line       // that are unfinished
}

// now is the time; tests have one of their own.
var now = time.Now

var unfinished atomic.Bool

// LimitDrawing sets how long a drawing may make what has not been drawn before. Whoever sets
// it calls [Continue] before every drawing.
func LimitDrawing(limit time.Duration) { pacing.limit = limit }

// Unfinished reports whether lines are to be drawn on. Any goroutine may ask.
func Unfinished() bool { return unfinished.Load() }

// Continue begins a drawing, and has unfinished lines drawn again in it.
func Continue() {
	pacing.spent, pacing.pieces = 0, 0
	lines := pacing.lines
	pacing.lines = nil
	unfinished.Store(false)
	for _, l := range lines {
		l.refresh()
	}
}

// late reports whether something must be left out, and notes that it is.
func late() bool {
	if pacing.limit == 0 || !pacing.drawing {
		return false
	}
	if used() <= pacing.limit {
		return false
	}
	pacing.left = true
	return true
}

// leastPieces are made in every drawing, however late it is, besides the letters of ASCII: on a
// busy machine the time of a drawing may pass while the program does not run. They take two or
// three milliseconds of it.
const leastPieces = 40

// tooLate is [late] for a glyph or a short text, which are quickly made: the first of a
// drawing are made in any case.
func tooLate() bool {
	if pacing.pieces < leastPieces {
		return false
	}
	return late()
}

// used is what has been, with what is being made.
func used() time.Duration {
	if pacing.since.IsZero() {
		return pacing.spent
	}
	return pacing.spent + now().Sub(pacing.since)
}

// entirely makes all of something, however late it is: what is remembered must not
// lack a part for good.
func entirely(do func()) {
	drawing := pacing.drawing
	pacing.drawing = false
	do()
	pacing.drawing = drawing
}

// making notes that something is made from now until what it returns is called.
func making() (made func()) {
	if pacing.limit == 0 || !pacing.drawing || !pacing.since.IsZero() {
		return func() {}
	}
	pacing.since = now()
	return func() {
		pacing.spent += now().Sub(pacing.since)
		pacing.since = time.Time{}
	}
}

// begin and end stand around the drawing of a line.
func (l *Line) begin() { pacing.drawing, pacing.left = true, false }

func (l *Line) end() {
	pacing.drawing = false
	if pacing.left {
		pacing.lines = append(pacing.lines, l)
		unfinished.Store(true)
	}
}
