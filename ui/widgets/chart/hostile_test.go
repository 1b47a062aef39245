package chart

import (
	"fmt"
	"image"
	"math"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/ui/look"
)

// odd are numbers as a publisher may send them. What is no finite number is no point.
var odd = []float64{
	0, math.Copysign(0, -1), 1, -1, 0.1, 1e-300, -1e-300, math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64, 2.2e-308, 1e-5,
	1e15, 1e15 + 1, 9007199254740993, 1e17, 1e300, 1e308, -1e308, 8e307, math.MaxFloat64, -math.MaxFloat64,
}

// TestAxesOfAnyNumbers: whatever two numbers there are, the axis is finite and has both
// in it, and each tick is another one.
func TestAxesOfAnyNumbers(t *testing.T) {
	for _, a := range odd {
		for _, b := range odd {
			for _, whole := range []bool{false, true} {
				low, high := min(a, b), max(a, b)
				x := &axis{lines: []int{0}, low: low, high: high, any: true, whole: whole && low == math.Trunc(low) && high == math.Trunc(high)}
				x.scale(5)
				name := fmt.Sprintf("%g to %g", low, high)
				checkAxis(t, name, x)
			}
		}
	}
}

func checkAxis(t *testing.T, name string, x *axis) {
	t.Helper()
	finite := func(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
	if !finite(x.from) || !finite(x.to) || x.to <= x.from || x.step <= 0 || x.from > x.low || x.to < x.high {
		t.Errorf("%s: the axis goes from %g to %g by %g", name, x.from, x.to, x.step)
		return
	}
	for _, v := range []float64{x.low, x.high} {
		if y := x.y(v, 100); !(y >= 0 && y <= 100) {
			t.Errorf("%s: %g stands at %g of 100", name, v, y)
		}
	}
	checkTicks(t, name, x.ticks())
}

func checkTicks(t *testing.T, name string, ticks []tick) {
	t.Helper()
	if n := len(ticks); n == 0 || n > 20 {
		t.Errorf("%s: %d ticks", name, n)
	}
	for i := range ticks {
		if len(ticks[i].label) > 24 {
			t.Errorf("%s: a label is %q", name, ticks[i].label)
		}
		if i > 0 && ticks[i].at <= ticks[i-1].at {
			t.Errorf("%s: two ticks at %g", name, ticks[i].at)
		}
	}
}

// TestChartsOfAnyNumbers draws them, alone and beside each other.
func TestChartsOfAnyNumbers(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Light})
	const px = 1
	for i, a := range odd {
		for _, b := range odd[i:] {
			list := []*Line{
				{Source: over(2, time.Minute, func(i int) float64 { return []float64{a, b}[i] }), Name: "two"},
				{Source: over(50, time.Second, func(i int) float64 { return []float64{a, b, 0}[i%3] }), Name: "many", Holds: true},
			}
			for _, how := range []Axes{AxesByScale, OwnAxes, OneAxis} {
				p := newPlot(list, epoch.UnixNano(), epoch.Add(2*time.Minute).UnixNano(), how)
				p.draw(image.NewRGBA(image.Rect(0, 0, 300, 160)), px)
				if slices.ContainsFunc(p.ends, func(e ending) bool { return !(math.Abs(e.y) < 1000) }) {
					t.Errorf("%g and %g: lines end at %v", a, b, p.ends)
				}
			}
		}
	}
}

// TestSparksOfAnyNumbers: a line of always the same number goes through the middle,
// however large that is.
func TestSparksOfAnyNumbers(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Light})
	for _, v := range odd[:len(odd)-2] { // around the largest there is nothing
		s := NewSpark(fyne.NewSize(60, 20))
		s.raster.Resize(s.size)
		s.SetLine(&Line{Source: over(20, time.Second, func(int) float64 { return v }), Holds: true, Until: epoch.Add(time.Minute).UnixNano()})
		s.Draw(epoch.UnixNano(), epoch.Add(20*time.Second).UnixNano(), epoch)
		img := s.draw(60, 20).(*image.RGBA)
		if img.RGBAAt(30, 10).A == 0 {
			t.Errorf("%g: there is nothing in the middle", v)
		}
		if img.RGBAAt(30, 3).A != 0 || img.RGBAAt(30, 17).A != 0 {
			t.Errorf("%g: there is something beside the middle", v)
		}
	}
}
