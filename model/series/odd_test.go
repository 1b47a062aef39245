package series

import (
	"fmt"
	"math"
	"testing"
	"time"
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
