package chart

import (
	"encoding/json"
	"image"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2/test"

	"mangrove/ui/look"
)

// TestAnAxisEndsWhereItIsAskedTo, and where only one end is asked for the other follows the
// numbers.
func TestAnAxisEndsWhereItIsAskedTo(t *testing.T) {
	low, high := Limits{Low: 0, HasLow: true}, Limits{High: 7.5, HasHigh: true}
	both := Limits{Low: -3.2, High: 7.5, HasLow: true, HasHigh: true}
	for name, c := range map[string]struct {
		limits   Limits
		axis     axis
		from, to float64
	}{
		"both":                      {both, axis{low: 20, high: 22}, -3.2, 7.5},
		"the lowest":                {low, axis{low: 20, high: 22}, 0, 22.3},
		"the highest":               {high, axis{low: 2, high: 4}, 1.7, 7.5},
		"all is below the lowest":   {Limits{Low: 100, HasLow: true}, axis{low: 20, high: 22}, 100, 111},
		"all is above the highest":  {Limits{High: -100, HasHigh: true}, axis{low: 20, high: 22}, -111, -100},
		"on and off stay as are":    {both, axis{low: 0, high: 1, onOff: true}, -0.25, 1.25},
		"whole numbers":             {Limits{Low: 0, High: 2, HasLow: true, HasHigh: true}, axis{low: 5, high: 9, whole: true}, 0, 2},
		"nothing is asked for":      {Limits{}, axis{low: 20, high: 22}, 19.7, 22.3},
		"of huge numbers":           {Limits{Low: -1e300, High: 1e300, HasLow: true, HasHigh: true}, axis{low: 1, high: 2}, -1e300, 1e300},
		"of small ones":             {Limits{Low: 1e-300, High: 2e-300, HasLow: true, HasHigh: true}, axis{low: 1, high: 2}, 1e-300, 2e-300},
		"where all is one number":   {low, axis{low: 5, high: 5}, 0, 5.6},
		"which is the lowest, too":  {Limits{Low: 5, HasLow: true}, axis{low: 5, high: 5}, 5, 5.6},
		"and the highest, likewise": {Limits{High: 5, HasHigh: true}, axis{low: 5, high: 5}, 4.4, 5},
	} {
		a := c.axis
		a.any, a.limits = true, c.limits
		a.scale(5)
		near := func(got, want float64, fixed bool) bool {
			return got == want || !fixed && math.Abs(got-want) <= 0.5
		}
		if !near(a.from, c.from, c.limits.HasLow) || !near(a.to, c.to, c.limits.HasHigh) || a.from >= a.to {
			t.Errorf("%s: from %g to %g, want %g to %g", name, a.from, a.to, c.from, c.to)
		}
		checkAxisTicks(t, name, &a)
	}
}

// checkAxisTicks has the ticks of an axis stand on it, one after the other.
func checkAxisTicks(t *testing.T, name string, a *axis) {
	t.Helper()
	ticks := a.ticks()
	if len(ticks) == 0 || len(ticks) > 20 {
		t.Errorf("%s: %d ticks", name, len(ticks))
	}
	for i, one := range ticks {
		if one.at < a.from-a.step*1e-6 || one.at > a.to+a.step*1e-6 || i > 0 && one.at <= ticks[i-1].at {
			t.Errorf("%s: a tick at %g of %g to %g", name, one.at, a.from, a.to)
		}
	}
}

// TestLooksThatCannotBe are those of nothing chosen.
func TestLooksThatCannotBe(t *testing.T) {
	good := `{"limits":{"low":1,"high":2,"hasLow":true,"hasHigh":true},"colour":6}`
	for text, sound := range map[string]bool{
		`{}`: true, good: true, `{"limits":{"hasLow":true}}`: true, `{"colour":7}`: false, `{"colour":-1}`: false,
		`{"limits":{"low":2,"high":1,"hasLow":true,"hasHigh":true}}`:                        false,
		`{"limits":{"low":1,"high":1,"hasLow":true,"hasHigh":true}}`:                        false,
		`{"limits":{"low":1e16,"high":1.0000000000000002e16,"hasLow":true,"hasHigh":true}}`: false,
		`{"limits":{"low":1e301,"hasLow":true}}`:                                            false,
	} {
		var l LineLook
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatal(err)
		}
		if (l.Sound() == l) != sound {
			t.Errorf("%s becomes %+v", text, l.Sound())
		}
	}
	for _, v := range []float64{math.NaN(), math.Inf(1)} {
		if l := (Limits{Low: v, HasLow: true}).Sound(); l.any() {
			t.Errorf("%g is a limit", v)
		}
	}
	var back LineLook
	if err := json.Unmarshal([]byte(good), &back); err != nil {
		t.Fatal(err)
	}
	if text, err := json.Marshal(back); err != nil || string(text) != good {
		t.Errorf("%s, %v", text, err)
	}
}

// TestLinesLeaveALimitedAxis where they cross its end, and nothing is drawn beyond it; the
// legend says that there is more. A stray within the limits is none.
func TestLinesLeaveALimitedAxis(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Dark})
	c := shown()["quantity with strays"]
	for _, limits := range []Limits{{High: 20.5, HasHigh: true}, {Low: 21, High: 21.2, HasLow: true, HasHigh: true}, {Low: -1e6, High: 1e6, HasLow: true, HasHigh: true}} {
		for _, l := range c.lines {
			l.Look = LineLook{limits, 4}
		}
		from, to := c.Time.Bounds()
		p := c.newPlot(from, to)
		if limits.High == 1e6 {
			if p.strays[0] != 0 || p.beyond[0] {
				t.Errorf("with all within the limits %d are strays, and beyond is %v", p.strays[0], p.beyond[0])
			}
			continue
		}
		if !p.beyond[0] {
			t.Errorf("%+v: nothing is said to go beyond", limits)
		}
		img := image.NewRGBA(image.Rect(0, 0, 480, 240))
		p.draw(img, 1)
		inside, outside := painted(img, p.area, look.Colour(look.ChartColours[3]))
		if outside > 0 || inside == 0 && limits.HasLow {
			t.Errorf("%+v: of the chosen colour are %d pixels, and %d outside of %v", limits, inside, outside, p.area)
		}
	}
}

// painted counts the pixels of a colour in a part of an image with a rim, and the others.
func painted(img *image.RGBA, area image.Rectangle, c color.NRGBA) (inside, outside int) {
	rim := area.Inset(-2)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			switch at := img.RGBAAt(x, y); {
			case at.R != c.R || at.G != c.G || at.B != c.B:
			case y >= rim.Min.Y && y < rim.Max.Y:
				inside++
			default:
				outside++
			}
		}
	}
	return inside, outside
}

// TestWhatOfALineLiesInTheArea has its slope.
func TestWhatOfALineLiesInTheArea(t *testing.T) {
	for _, line := range [][2]spot{{{0, 50}, {100, 50}}, {{0, -51}, {100, 49}}, {{0, 301}, {100, -99}}} {
		a, b := between(line[0], line[1], 100)
		slope := func(a, b spot) float64 { return (b.y - a.y) / (b.x - a.x) }
		if a.y < -1 || a.y > 101 || b.y < -1 || b.y > 101 || a.x < 0 || b.x > 100 || math.Abs(slope(a, b)-slope(line[0], line[1])) > 1e-9 {
			t.Errorf("%v becomes %v to %v", line, a, b)
		}
	}
}

// TestLinesWithDifferentLimitsHaveAxesOfTheirOwn.
func TestLinesWithDifferentLimitsHaveAxesOfTheirOwn(t *testing.T) {
	limits := Limits{Low: 1, HasLow: true}
	for name, c := range map[string]struct {
		looks [2]LineLook
		how   Axes
		want  int
	}{
		"none":              {[2]LineLook{}, AxesByScale, 1},
		"the same":          {[2]LineLook{{Limits: limits}, {Limits: limits}}, AxesByScale, 1},
		"one has":           {[2]LineLook{{Limits: limits}, {}}, AxesByScale, 2},
		"the other has":     {[2]LineLook{{}, {Limits: limits}}, AxesByScale, 2},
		"one has, one axis": {[2]LineLook{{}, {Limits: limits}}, OneAxis, 1},
	} {
		lines, ranges := []*Line{{Look: c.looks[0]}, {Look: c.looks[1]}}, []Range{{Low: 1, High: 2}, {Low: 1, High: 2}}
		axes := axesOf(lines, ranges, []bool{true, true}, c.how)
		if len(axes) != c.want || c.how == OneAxis && axes[0].limits != limits {
			t.Errorf("%s: %d axes, limits %+v", name, len(axes), axes[0].limits)
		}
	}
}
