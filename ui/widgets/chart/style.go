package chart

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

// holds reports whether a line goes in steps.
func (s Style) holds(l *Line) bool {
	return s.Shape == Steps || s.Shape == ShapeBySeries && l.Holds
}

// dotted reports whether a line has dots, of which there is room for them or not.
func (s Style) dotted(few bool) bool {
	return s.Dots == AllDots || s.Dots == DotsWhereFew && few
}
