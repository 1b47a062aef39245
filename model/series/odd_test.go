package series

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/tidwall/gjson"
)

// TestSummariesOfAnyNumbers: whatever finite numbers there are, what is said of them is
// finite too.
func TestSummariesOfAnyNumbers(t *testing.T) {
	odd := []float64{0, math.Copysign(0, -1), 1, -0.1, math.SmallestNonzeroFloat64, 1e-300, 1e160, -1e200, 1e300, 1e308, -1e308, math.MaxFloat64, -math.MaxFloat64}
	const count = 200
	start := time.Unix(1_000_000_000, 0)
	for _, a := range odd {
		for _, b := range odd {
			for name, number := range map[string]func(i int) float64{
				"in turn":   func(i int) float64 { return []float64{a, b}[i%2] },
				"in threes": func(i int) float64 { return []float64{a, b, 0}[i%3] },
				"rising":    func(i int) float64 { return a/count*float64(i) + b/count },
				"by chance": func(i int) float64 { return a*math.Sin(float64(i*i)) + b/10 },
				"counting":  func(i int) float64 { return math.Abs(a) / 100 * float64(i%100) },
			} {
				s := New(1 << 20)
				for i := range count {
					v := number(i)
					if math.IsInf(v, 0) {
						v = a
					}
					s.Add(start.Add(time.Duration(i)*time.Millisecond), v)
				}
				sum := s.Summarize(start.UnixNano(), start.Add(time.Minute).UnixNano(), start.Add(time.Second))
				for what, v := range map[string]float64{
					"mean": sum.Mean, "spread": sum.Spread, "trend": sum.Trend, "rate": sum.Rate, "share": sum.Share, "usual": sum.Usual, "low": sum.Low, "high": sum.High,
				} {
					if math.IsInf(v, 0) || math.IsNaN(v) {
						t.Errorf("%s: the %s of %s is %g", fmt.Sprintf("%g and %g %s", a, b, name), what, sum.Class, v)
					}
				}
				if sum.Class == Quantity && (sum.Mean < sum.Low || sum.Mean > sum.High) {
					t.Errorf("%g and %g %s: the mean is %g, of numbers from %g to %g", a, b, name, sum.Mean, sum.Low, sum.High)
				}
			}
		}
	}
}

// TestDeepPathsCostNoMore: to look for a number takes about as long for each byte of a
// payload, however deep that lies.
func TestDeepPathsCostNoMore(t *testing.T) {
	const depth = 9_000
	payload := []byte(strings.Repeat(`{"a":`, depth) + `"1 °C"` + strings.Repeat("}", depth))
	path := strings.TrimSuffix(strings.Repeat("a.", depth), ".")
	cost := func(do func()) time.Duration {
		best := time.Hour
		for range 3 {
			began := time.Now()
			do()
			best = min(best, time.Since(began))
		}
		return best
	}
	valid := cost(func() { gjson.ValidBytes(payload) })
	for name, do := range map[string]func(){
		"number": func() {
			if v, _, ok := Number(payload, path); !ok || v != 1 {
				t.Errorf("%g, %t", v, ok)
			}
		},
		"unit":    func() { Unit(payload, path) },
		"numbers": func() { Numbers(payload, 10) },
	} {
		if took := cost(do); took > 500*valid {
			t.Errorf("%s: %v, and to check the whole takes %v", name, took, valid)
		}
	}
}

// TestStraysEverywhere: what a publisher sends cannot have a drawing look at each of
// a million numbers; some strays among them are still left out.
func TestStraysEverywhere(t *testing.T) {
	const count = 1_000_000
	for _, c := range []struct{ every, strays int }{{1000, 1000}, {64, 0}, {50, 0}} {
		s := New(64 << 20)
		for i := range count {
			v := math.Sin(float64(i))
			if i%c.every == 7 {
				v = 1000
			}
			s.Add(time.Unix(0, int64(i+1)), v)
		}
		w, strays, ok := s.Range(0, count+1)
		if !ok || strays != c.strays || (w.High > 1) != (strays == 0) {
			t.Errorf("each %dth: %d strays, %g to %g", c.every, strays, w.Low, w.High)
		}
		columns := make([]Column, 1000)
		s.Columns(w, columns)
		n := 0
		for i := range columns {
			n += columns[i].Count + columns[i].Above + columns[i].Below
		}
		if n != count {
			t.Errorf("each %dth: %d of %d are in the columns", c.every, n, count)
		}
	}
}
