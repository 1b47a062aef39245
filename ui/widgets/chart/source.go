package chart

// Point is a number at a time, in ns since 1970. A time of 0 is no point.
type Point struct {
	At    int64
	Value float64
}

// Column is what lies in the time of one column of pixels.
type Column struct {
	Count        int
	First, Last  Point
	Low, High    float64
	Gap          bool // nothing is known of some of the time before its last point
	Above, Below int  // strays
}

// Range is a time and what is shown of it.
type Range struct {
	From, To  int64
	Low, High float64
}

// Source is where the numbers of a line come from.
type Source interface {
	// Range is the lowest and the highest number of a time without strays, and how many
	// of these there are; ok is false where there is no number.
	Range(from, to int64) (r Range, strays int, ok bool)
	// Columns fills columns, and gives the points beside them that the line leads to.
	Columns(r Range, into []Column) (before, after Point)
	// Near is the last number at a time or before it.
	Near(at int64) (Point, bool)
	// Added grows with every number that comes.
	Added() uint64
}

// Line is one series on a chart.
type Line struct {
	Source Source
	Name   string
	Unit   string
	Words  string // what it is, as a sentence
	Holds  bool   // a number holds until the next one, as of a switch
	OnOff  bool   // 0 is off and 1 is on
	Whole  bool   // all numbers are whole ones
	Until  int64  // how long the last number holds
	Look   LineLook
}

// Axes is how several lines share axes.
type Axes int

// The ways.
const (
	AxesByScale Axes = iota // lines of one unit that are about as large share one
	OwnAxes
	OneAxis
)
