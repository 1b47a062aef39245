package widgets

import "math"

// viewport says which of many lines of one height are seen. The first one is
// kept as a whole number and a fraction, since single precision cannot count
// the pixels of a million lines.
type viewport struct {
	top        int     // the first line seen
	above      float64 // how much of it is scrolled out, 0 to 1
	length     int     // lines there are
	lineHeight float32
	height     float32 // of what is seen
}

// page is how many whole lines fit, at least one.
func (v *viewport) page() int { return max(1, int(v.height/v.lineHeight)) }

// seen is how many lines fit.
func (v *viewport) seen() float64 { return float64(v.height / v.lineHeight) }

// at is the place in lines.
func (v *viewport) at() float64 { return float64(v.top) + v.above }

// moveTo scrolls to a place in lines, as far as there are lines.
func (v *viewport) moveTo(at float64) {
	at = max(0, min(at, float64(v.length)-v.seen()))
	v.top = int(at)
	v.above = at - float64(v.top)
}

// clamp stays within the lines there are.
func (v *viewport) clamp() { v.moveTo(v.at()) }

// show scrolls just as far as needed to see a line whole.
func (v *viewport) show(line int) {
	switch last := v.top + v.page() - 1; {
	case line < v.top || line == v.top && v.above > 0:
		v.top, v.above = line, 0
	case line > last || line == last && v.above > 0:
		v.top, v.above = max(0, line-v.page()+1), 0
	}
}

// count is how many lines are seen, whole or in part.
func (v *viewport) count() int {
	return max(0, min(int(math.Ceil(v.seen()+v.above)), v.length-v.top))
}

// slotAt is which of the lines seen lies at a height; it may be none of them.
func (v *viewport) slotAt(y float32) int {
	return int(math.Floor(float64(y/v.lineHeight) + v.above))
}

// y is where the i-th of the lines seen begins.
func (v *viewport) y(i int) float32 {
	return (float32(i) - float32(v.above)) * v.lineHeight
}
