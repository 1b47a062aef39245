package chart

import (
	"math"

	"mangrove/ui/look"
)

// Style is how the lines of a chart are drawn, where the user wants it otherwise than their
// series ask for.
type Style struct {
	Shape Shape `json:"shape,omitempty"`
	Dots  Dots  `json:"dots,omitempty"`
}

// Shape is how a line leads from one number to the next.
type Shape int

// The ways.
const (
	ShapeBySeries Shape = iota // steps where a number holds until the next one
	Steps
	Straight
)

// Dots is whether numbers are dots on the line.
type Dots int

// The ways.
const (
	DotsWhereFew Dots = iota
	AllDots
	NoDots
)

// Sound is the style with what is none of the ways as usual.
func (s Style) Sound() Style {
	if s.Shape < ShapeBySeries || s.Shape > Straight {
		s.Shape = ShapeBySeries
	}
	if s.Dots < DotsWhereFew || s.Dots > NoDots {
		s.Dots = DotsWhereFew
	}
	return s
}

// LineLook is what the user has chosen of one line.
type LineLook struct {
	Limits Limits `json:"limits,omitzero"`  // of the axis that it is measured by
	Colour int    `json:"colour,omitempty"` // one of the chart colours, counted from 1; 0: by its place
}

// Sound is the look without what cannot be.
func (l LineLook) Sound() LineLook {
	l.Limits = l.Limits.Sound()
	if l.Colour < 0 || l.Colour > len(look.ChartColours) {
		l.Colour = 0
	}
	return l
}

// Limits are the lowest and the highest number of an axis, each where it is not to follow
// the numbers.
type Limits struct {
	Low     float64 `json:"low,omitempty"`
	High    float64 `json:"high,omitempty"`
	HasLow  bool    `json:"hasLow,omitempty"`
	HasHigh bool    `json:"hasHigh,omitempty"`
}

// Sound are the limits, none where no axis can have them.
func (l Limits) Sound() Limits {
	if l.HasLow && !(math.Abs(l.Low) <= hugeNumber) || l.HasHigh && !(math.Abs(l.High) <= hugeNumber) || l.AreClose() {
		return Limits{}
	}
	return l
}

// AreClose reports whether the lowest is not below the highest, or is so little below it
// that there is no axis between them.
func (l Limits) AreClose() bool {
	const apart = 1e-9
	return l.HasLow && l.HasHigh && !(l.High-l.Low > apart*math.Max(math.Abs(l.Low), math.Abs(l.High)))
}

// any reports whether there are limits.
func (l Limits) any() bool { return l.HasLow || l.HasHigh }

// around is a range with what lies within the limits, and whether it goes beyond them.
func (l Limits) around(r Range) (wider Range, beyond bool) {
	wider = r
	if l.HasLow {
		wider.Low, beyond = math.Min(r.Low, l.Low), r.Low < l.Low
	}
	if l.HasHigh {
		wider.High, beyond = math.Max(r.High, l.High), beyond || r.High > l.High
	}
	return wider, beyond
}

// holds reports whether a line goes in steps.
func (s Style) holds(l *Line) bool {
	return s.Shape == Steps || s.Shape == ShapeBySeries && l.Holds
}

// dotted reports whether a line has dots, of which there is room for them or not.
func (s Style) dotted(few bool) bool {
	return s.Dots == AllDots || s.Dots == DotsWhereFew && few
}
