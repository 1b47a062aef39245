package series

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// kinds are series of an hour, a number a second, by what they are.
func kinds() map[Class][]float64 {
	r := rand.New(rand.NewPCG(3, 1))
	hour := func(f func(i int) float64) []float64 { return made(3600, f) }
	return map[Class][]float64{
		Constant: hour(func(int) float64 { return 5 }),
		Switch:   hour(func(i int) float64 { return float64(i / 600 % 2) }),
		Step:     hour(func(i int) float64 { return float64(i / 300 % 4) }),
		Counter:  hour(func(i int) float64 { return float64(i / 60) }),
		Periodic: hour(func(i int) float64 { return math.Sin(float64(i) / 300 * 2 * math.Pi) }),
		Quantity: hour(func(int) float64 { return math.Round(20 + 3*r.NormFloat64()) }),
	}
}

// TestKindIsOfAllThatIsKept, however short the time is that is looked at.
func TestKindIsOfAllThatIsKept(t *testing.T) {
	for want, values := range kinds() {
		s := every(time.Second, values...)
		first, last, _ := s.Span()
		for _, length := range []time.Duration{100 * time.Millisecond, time.Second, 10 * time.Second, time.Minute, 10 * time.Minute} {
			for from := first; from < last; from += int64(97 * time.Second) {
				sum := s.Summarize(from, from+int64(length), time.Time{})
				if sum.Class != want || sum.OnOff != (want == Switch) {
					t.Fatalf("%s: in %v from %v on it is %s, on and off %t", want, length, time.Duration(from-first), sum.Class, sum.OnOff)
				}
			}
		}
		if sum := s.Summarize(first-int64(time.Minute), first-1, time.Time{}); sum.Class != want || sum.Points != 0 {
			t.Errorf("%s: before the first number it is %s, of %d numbers", want, sum.Class, sum.Points)
		}
	}
}

// TestKindDoesNotFlip as numbers come that go on as they did: once it is known what a series
// is, that changes at the most when what has come before says otherwise.
func TestKindDoesNotFlip(t *testing.T) {
	all := map[string][]float64{
		// At each fourth number there is another level, now sooner and now later.
		"steps on the border": made(2000, func(i int) float64 { return float64((i + i/40%3) / 4 % 3) }),
	}
	for cycle := range 200 { // begins anew about as often as it may
		all["a counter on the border"] = append(all["a counter on the border"], made(10+cycle%3, func(i int) float64 { return float64(i) })...)
	}
	for class, values := range kinds() {
		all[string(class)] = values
	}
	for name, values := range all {
		s, was, changes := New(1<<20), Empty, 0
		for i, v := range values {
			s.Add(epoch.Add(time.Duration(i)*time.Second), v)
			if i%7 > 0 {
				continue
			}
			from := epoch.Add(time.Duration(i-10) * time.Second).UnixNano()
			is := s.Summarize(from, math.MaxInt64/2, time.Time{}).Class
			if is != was && i >= 600 {
				changes++
			}
			was = is
		}
		if changes > 1 {
			t.Errorf("%s: it becomes another kind %d times", name, changes)
		}
	}
}

// TestKindOfWhatIsLetGo: what the series was before what is kept of it does not count.
func TestKindOfWhatIsLetGo(t *testing.T) {
	s := New(0)
	add := func(i int, v float64) { s.Add(epoch.Add(time.Duration(i)*time.Second), v) }
	for i := range 100 {
		add(i, math.Sin(float64(i*i)))
	}
	if k := s.Kind(); k.Class != Quantity {
		t.Errorf("at first it is %+v", k)
	}
	for i := range 8 * chunkSize {
		add(100+i, float64(i/3000%2))
	}
	if k := s.Kind(); k.Class != Switch || !k.OnOff || k.Levels != 2 {
		t.Errorf("then it is %+v", k)
	}
	s.Clear()
	if k := s.Kind(); k.Class != Empty {
		t.Errorf("in the end it is %+v", k)
	}
}

// TestTraitsAreWhatLookingAtEachNumberFinds, with gaps, and with numbers that have gone.
func TestTraitsAreWhatLookingAtEachNumberFinds(t *testing.T) {
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 2))
	for range 40 {
		s, at, levels := New(0), epoch, 1+r.IntN(12)
		for range r.IntN(7 * chunkSize) {
			at = at.Add(time.Duration(r.IntN(2000)) * time.Millisecond)
			if r.IntN(300) == 0 {
				s.Gap()
			}
			s.Add(at, float64(r.IntN(levels))/2)
		}
		var want traits
		var before Point
		n := 0
		s.Each(0, math.MaxInt64, func(p Point, gap bool) {
			if want.number(p.Value); n > 0 && !gap {
				want.interval(before, p)
			}
			before = p
			n++
		})
		got := s.traits()
		if want.different > fewLevels { // nobody asks which
			got.levels, want.levels = [fewLevels]float64{}, [fewLevels]float64{}
		}
		if got != want {
			t.Fatalf("seed %d: of %d numbers %+v, want %+v", seed, n, got, want)
		}
	}
}

// TestStraysAreOfAllThatIsKept: a number that is far from all others is a stray where few
// others are on view, and one that is usual is none where they are all alike.
func TestStraysAreOfAllThatIsKept(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	values := made(3600, func(int) float64 { return 20 + r.NormFloat64() })
	values[3000] = 65_535
	for i := range 20 {
		values[1000+i] = 20 + float64(i%2)/100
	}
	values[1015] = 22
	s := every(time.Second, values...)
	window := func(from, to int) (Window, int) {
		w, strays, ok := s.Range(epoch.Add(time.Duration(from)*time.Second).UnixNano(), epoch.Add(time.Duration(to)*time.Second).UnixNano())
		if !ok {
			t.Fatalf("nothing from %d to %d", from, to)
		}
		return w, strays
	}
	if w, strays := window(2998, 3002); strays != 1 || w.High > 30 {
		t.Errorf("among five numbers %d strays, up to %g", strays, w.High)
	}
	if w, strays := window(1000, 1019); strays != 0 || w.High != 22 {
		t.Errorf("among numbers that are alike %d strays, up to %g", strays, w.High)
	}
	if w, strays := window(3000, 3000); strays != 0 || w.High != 65_535 {
		t.Errorf("alone it is one of %d strays, up to %g", strays, w.High)
	}
	if w, strays := window(0, 3600); strays != 1 || w.High > 30 {
		t.Errorf("of all %d strays, up to %g", strays, w.High)
	}
}

// TestSilenceIsOfAllThatIsKept: in a time in which nothing came a number is missed, too.
func TestSilenceIsOfAllThatIsKept(t *testing.T) {
	s := every(10*time.Second, made(100, func(i int) float64 { return math.Sin(float64(i * i)) })...)
	last, _ := s.Last()
	now := time.Unix(0, last.At).Add(time.Minute)
	for _, length := range []time.Duration{10 * time.Second, 2 * time.Minute, time.Hour} {
		sum := s.Summarize(now.Add(-length).UnixNano(), now.UnixNano(), now)
		if sum.Class != Silent || sum.Of != Quantity || sum.Silence != time.Minute || (sum.Points == 0) != (length < time.Minute) {
			t.Errorf("in %v: %+v", length, sum)
		}
	}
}

// TestWhatHeldBeforeTheTime counts in it: a switch that is turned on by the first number on
// view has changed, and was off until then.
func TestWhatHeldBeforeTheTime(t *testing.T) {
	s := every(time.Minute, 0, 0, 0, 0, 1, 1)
	at := func(minutes float64) int64 {
		return epoch.Add(time.Duration(minutes * float64(time.Minute))).UnixNano()
	}
	sum := s.Summarize(at(3.5), at(4.5), time.Unix(0, at(4.5)))
	if sum.Changes != 1 || sum.Stays || sum.Share != 0.5 || sum.Lasts != 30*time.Second {
		t.Errorf("turned on in the middle: %+v", sum)
	}
	if sum = s.Summarize(at(0.5), at(3.5), time.Unix(0, at(3.5))); sum.Changes != 0 || !sum.Stays || sum.Latest != 0 {
		t.Errorf("always off: %+v", sum)
	}
}

// BenchmarkKind is that of a million numbers of which one is new.
func BenchmarkKind(b *testing.B) {
	s := New(64 << 20)
	for i := range 1_000_000 {
		s.Add(epoch.Add(time.Duration(i)*time.Second), math.Sin(float64(i)))
	}
	i := 1_000_000
	for b.Loop() {
		s.Add(epoch.Add(time.Duration(i)*time.Second), 0.5)
		s.Kind()
		i++
	}
}
