package chart

import "math"

// axis is what some lines are measured by.
type axis struct {
	lines          []int
	unit           string
	low, high      float64 // of the numbers
	from, to, step float64 // of what is shown
	onOff, whole   bool
	any            bool
	limits         Limits
}

// sharing is how much of an axis the lines on it must take, the larger of two one part
// in so many.
const sharing = 2.5

// axesOf puts lines to axes, each after the first that it fits to.
func axesOf(lines []*Line, ranges []Range, has []bool, how Axes) (list []*axis) {
	for i, l := range lines {
		a := &axis{lines: []int{i}, unit: l.Unit, low: ranges[i].Low, high: ranges[i].High, onOff: l.OnOff, whole: l.Whole, any: has[i], limits: l.Look.Limits}
		joined := false
		for _, other := range list {
			if other.fits(a, how) {
				other.join(a)
				joined = true
				break
			}
		}
		if !joined {
			list = append(list, a)
		}
	}
	return list
}

func (a *axis) fits(b *axis, how Axes) bool {
	switch {
	case how == OwnAxes:
		return false
	case how == OneAxis || !b.any:
		return true
	case a.unit != b.unit || a.onOff != b.onOff || a.limits != b.limits:
		return false
	case a.limits.any():
		return true
	case !a.any:
		return true
	}
	both := math.Max(a.high, b.high) - math.Min(a.low, b.low)
	return both <= sharing*math.Max(a.high-a.low, b.high-b.low)
}

func (a *axis) join(b *axis) {
	a.lines = append(a.lines, b.lines...)
	if !a.limits.any() {
		a.limits = b.limits
	}
	switch {
	case !b.any:
		return
	case !a.any:
		a.low, a.high, a.unit = b.low, b.high, b.unit
	default:
		a.low, a.high = math.Min(a.low, b.low), math.Max(a.high, b.high)
	}
	a.any, a.onOff, a.whole = true, a.onOff && b.onOff, a.whole && b.whole
	if a.unit != b.unit {
		a.unit = ""
	}
}

// scale makes the axis one of about so many steps.
func (a *axis) scale(steps int) {
	if a.onOff {
		a.from, a.to, a.step = -0.25, 1.25, 1
		return
	}
	if a.from, a.to, a.step = rangeOf(a.low, a.high, steps); a.whole && a.step < 1 {
		a.from, a.to, a.step = math.Floor(a.low), math.Ceil(a.high), 1
		if a.from == a.to {
			a.from, a.to = a.from-1, a.to+1
		}
	}
	if edge := a.step * 0.15; a.low-a.from < edge { // a line along the edge is hardly seen
		a.from = bounded(a.from - edge)
	}
	if edge := a.step * 0.15; a.to-a.high < edge {
		a.to = bounded(a.to + edge)
	}
	if a.limits.any() {
		a.limit(steps)
	}
}

// limit has the axis begin and end where the user wants it to. Numbers that all lie beyond
// the one end that is fixed leave some room for the other.
func (a *axis) limit(steps int) {
	l := a.limits
	if l.HasLow {
		a.from = l.Low
	}
	if l.HasHigh {
		a.to = l.High
	}
	if (Limits{a.from, a.to, true, true}).AreClose() {
		if by := math.Max(math.Abs(a.from), math.Abs(a.to))*0.1 + 1; l.HasLow {
			a.to = a.from + by
		} else {
			a.from = a.to - by
		}
	}
	a.step = stepOf((a.to - a.from) / float64(max(steps, 1)))
	if a.whole {
		a.step = math.Max(a.step, 1)
	}
}

func (a *axis) ticks() []tick {
	if a.onOff {
		return []tick{{0, "off"}, {1, "on"}}
	}
	return numberTicks(a.from, a.to, a.step)
}

// y is where a number lies in a height, from the top. Half of the largest numbers is what
// can be taken from each other.
func (a *axis) y(v, height float64) float64 {
	if a.to > hugeNumber || a.from < -hugeNumber {
		return (a.to/2 - v/2) / (a.to/2 - a.from/2) * height
	}
	return (a.to - v) / (a.to - a.from) * height
}
