package chart

import (
	"math"
	"testing"
)

// TestAxesOfTheSmallestAndTheLargest: from the smallest there is to the largest, an axis has an end and
// ticks that stand on it, and its numbers lie on it.
func TestAxesOfTheSmallestAndTheLargest(t *testing.T) {
	var numbers []float64
	for _, v := range []float64{5e-324, 1e-323, 2e-323, 2.5e-323, 1e-320, 1e-310, 2.2250738585072014e-308, 1e-301, 1e-299, 1e-9, 1, 1e15, 1e16, 1e299, 1e301, 1e308, math.MaxFloat64} {
		numbers = append(numbers, v, -v)
	}
	numbers = append(numbers, 0, math.Copysign(0, -1))
	for _, low := range numbers {
		for _, high := range numbers {
			if low > high {
				continue
			}
			for _, steps := range []int{0, 1, 5, 10, 100} {
				for _, whole := range []bool{false, true} {
					a := axis{low: low, high: high, whole: whole, any: true}
					a.scale(steps)
					checkEnds(t, &a)
				}
			}
		}
	}
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

func checkEnds(t *testing.T, a *axis) {
	t.Helper()
	if !finite(a.from) || !finite(a.to) || !finite(a.step) || a.step <= 0 || a.from >= a.to || a.from > a.low || a.to < a.high {
		t.Errorf("of %g to %g the axis is %g to %g by %g", a.low, a.high, a.from, a.to, a.step)
		return
	}
	for _, v := range []float64{a.low, a.high} {
		if y := a.y(v, 100); !(y >= 0 && y <= 100) {
			t.Errorf("of %g to %g, %g is at %g", a.low, a.high, v, y)
		}
	}
	checkRising(t, a)
}

func checkRising(t *testing.T, a *axis) {
	t.Helper()
	ticks := a.ticks()
	for i, one := range ticks {
		if !finite(one.at) || len(one.label) > 24 || i > 0 && one.at <= ticks[i-1].at {
			t.Errorf("of %g to %g there is a tick %q at %g", a.low, a.high, one.label, one.at)
			return
		}
	}
}
