package series

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// made makes numbers by their place.
func made(n int, f func(i int) float64) (list []float64) {
	for i := range n {
		list = append(list, f(i))
	}
	return list
}

// TestWhatASeriesIs is said before any number.
func TestWhatASeriesIs(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	noise := func(int) float64 { return 20 + r.NormFloat64() }
	for _, c := range []struct {
		name   string
		values []float64
		want   Class
	}{
		{"nothing", nil, Empty},
		{"one", []float64{5}, Single},
		{"the same", made(50, func(int) float64 { return 5 }), Constant},
		{"noise", made(300, noise), Quantity},
		{"noise in whole numbers", made(300, func(i int) float64 { return math.Round(10 * noise(i)) }), Quantity},
		{"it rises for a while", made(20, func(i int) float64 { return 20 + float64(i)*0.13 }), Quantity},
		{"few different readings", []float64{20, 20.1, 20.2, 20.1, 20, 20.1, 20.3, 20.2}, Quantity},
		{"a switch", []float64{0, 1, 0, 1}, Switch},
		{"a switch that went once", []float64{0, 0, 0, 1}, Switch},
		{"two other numbers", []float64{20, 20, 22, 22, 20, 20, 22, 22}, Switch},
		{"steps", made(80, func(i int) float64 { return []float64{1, 3, 2, 3}[i/20] }), Step},
		{"a counter", made(40, func(i int) float64 { return float64(i * 3) }), Counter},
		{"a counter with pauses", made(40, func(i int) float64 { return float64(i / 3) }), Counter},
		{"a counter that began again", made(60, func(i int) float64 { return float64(i % 30) }), Counter},
		{"a counter with decimals", made(60, func(i int) float64 { return 1000 + float64(i)*0.1 }), Counter},
		{"a saw tooth", made(240, func(i int) float64 { return float64(i%4) + 0.5*r.Float64() }), Periodic},
		{"a saw tooth too fine to be seen", made(3000, func(i int) float64 { return float64(i%4) + 0.5*r.Float64() }), Quantity},
		{"a wave", made(600, func(i int) float64 { return math.Sin(float64(i)/100*2*math.Pi) + 0.1*r.NormFloat64() }), Periodic},
		{"a wave seen twice", made(200, func(i int) float64 { return math.Sin(float64(i)/100*2*math.Pi) + 0.1*r.NormFloat64() }), Quantity},
	} {
		s := every(time.Minute, c.values...)
		if got := s.Summarize(0, math.MaxInt64/2, time.Time{}); got.Class != c.want {
			t.Errorf("%s is %q, want %q: %+v", c.name, got.Class, c.want, got)
		}
	}
}

// TestOnOffIsOfAllNumbers: a plug that draws 0 and 1 W for a while is no switch.
func TestOnOffIsOfAllNumbers(t *testing.T) {
	for name, c := range map[string]struct {
		values []float64
		want   bool
	}{
		"a switch":                 {[]float64{0, 1, 1, 0, 1, 0, 0, 1}, true},
		"a measurement, once high": {[]float64{86, 85, 40, 0, 1, 0, 0, 1}, false},
		"not switched of late":     {[]float64{1, 0, 1, 1, 1, 1, 1, 1}, true},
		"never switched":           {[]float64{1, 1, 1, 1, 1, 1, 1, 1}, false},
	} {
		s := every(time.Minute, c.values...)
		last, _ := s.Last()
		from := last.At - int64(4*time.Minute)
		if got := s.Summarize(from, last.At, time.Time{}); got.OnOff != c.want {
			t.Errorf("%s: on or off %t, want %t: %+v", name, got.OnOff, c.want, got)
		}
	}
}

// TestChanceHasNoPeriod and does not count: walks and noise of many seeds.
func TestChanceHasNoPeriod(t *testing.T) {
	wrong := 0
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 2))
		at := 0.0
		s := every(time.Second, made(500, func(int) float64 {
			if at += r.NormFloat64(); seed%2 == 0 {
				at = r.NormFloat64()
			}
			return at
		})...)
		if got := s.Summarize(0, math.MaxInt64/2, time.Time{}); got.Class != Quantity {
			wrong++
		}
	}
	if wrong > 4 {
		t.Errorf("%d of 200 are something else", wrong)
	}
}

func TestNumbersOfASummary(t *testing.T) {
	near := func(what string, got, want, by float64) {
		t.Helper()
		if math.Abs(got-want) > by {
			t.Errorf("%s: %g, want %g", what, got, want)
		}
	}
	r := rand.New(rand.NewPCG(3, 3))
	end := func(s *Series) int64 { p, _ := s.Last(); return p.At }

	s := every(time.Minute, made(1000, func(int) float64 { return 20 + 2*r.NormFloat64() })...)
	sum := s.Summarize(0, end(s), time.Time{})
	near("mean", sum.Mean, 20, 0.3)
	near("spread", sum.Spread, 2, 0.2)
	near("trend of noise", sum.Trend, 0, 0)

	s = every(time.Minute, made(1000, func(i int) float64 { return 20 + float64(i)/100 + r.NormFloat64() })...)
	near("trend", s.Summarize(0, end(s), time.Time{}).Trend, 10, 0.5)

	s = every(time.Minute, append(made(999, func(int) float64 { return 20 + r.NormFloat64() }), 65_535)...)
	sum = s.Summarize(0, end(s), time.Time{})
	near("mean without a stray", sum.Mean, 20, 0.3)
	near("highest with it", sum.High, 65_535, 0)

	s = every(time.Minute, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0)
	sum = s.Summarize(0, end(s), time.Time{})
	near("changes", float64(sum.Changes), 4, 0)
	near("share", sum.Share, 3.0/9, 1e-9)
	near("minutes on", sum.Lasts.Minutes(), 1.5, 1e-9)
	sum = s.Summarize(0, math.MaxInt64/2, epoch.Add(10*time.Minute))
	near("share until now", sum.Share, 3.0/10, 1e-9)

	s = every(time.Second, made(100, func(i int) float64 { return float64((i * 5) % 250) })...)
	sum = s.Summarize(0, end(s), time.Time{})
	near("resets", float64(sum.Resets), 1, 0)
	near("rate", sum.Rate, 5, 0.1)

	s = New(1 << 20)
	for i := range 100 { // ten times as long as that nothing was known in the middle
		if i == 50 {
			s.Gap()
		}
		s.Add(epoch.Add(time.Duration(i+i/50*900)*time.Second), float64(i*5))
	}
	sum = s.Summarize(0, math.MaxInt64/2, epoch.Add(time.Hour))
	near("rate with a gap", sum.Rate, 5, 0.1)

	s = every(time.Minute, made(80, func(i int) float64 { return []float64{1, 3, 2, 3}[i/20] })...)
	sum = s.Summarize(0, end(s), time.Time{})
	near("levels", float64(sum.Levels), 3, 0)
	near("usual", sum.Usual, 3, 0)
	near("its share", sum.Share, 0.5, 0.01)

	s = every(time.Minute, made(900, func(i int) float64 { return math.Sin(float64(i) / 120 * 2 * math.Pi) })...)
	near("period", s.Summarize(0, end(s), time.Time{}).Period.Minutes(), 120, 2)
}

// TestSilence is said where a number should have come, not where nobody can know.
func TestSilence(t *testing.T) {
	s := every(10*time.Second, made(20, func(i int) float64 { return float64(i % 7) })...)
	last, _ := s.Last()
	for _, c := range []struct {
		name  string
		now   time.Time
		class Class
	}{
		{"just now", time.Unix(0, last.At).Add(5 * time.Second), Quantity},
		{"after a while", time.Unix(0, last.At).Add(time.Hour), Silent},
		{"without a connection", time.Time{}, Quantity},
	} {
		if got := s.Summarize(0, math.MaxInt64/2, c.now); got.Class != c.class {
			t.Errorf("%s: %q", c.name, got.Class)
		}
	}
}
