package demo

import (
	"math"
	"math/rand/v2"
	"time"
)

// curve is a physical value over time. Most remember the last call, so time
// must not run backwards.
type curve func(now time.Time) float64

func constant(v float64) curve { return func(time.Time) float64 { return v } }

// daily swings between low and high once a day and is highest at the hour of
// peak, by the wall clock of now.
func daily(low, high, peak float64) curve {
	return func(now time.Time) float64 {
		return low + (high-low)*(1+math.Cos(2*math.Pi*(hour(now)-peak)/24))/2
	}
}

// plus adds curves.
func plus(curves ...curve) curve {
	return func(now time.Time) float64 {
		sum := 0.0
		for _, c := range curves {
			sum += c(now)
		}
		return sum
	}
}

// clamped keeps a curve within two limits.
func clamped(c curve, low, high float64) curve {
	return func(now time.Time) float64 { return max(low, min(high, c(now))) }
}

// wander drifts around zero: noise with a memory (an Ornstein-Uhlenbeck
// process) of standard deviation spread that forgets within about settle.
func wander(rng *rand.Rand, spread float64, settle time.Duration) curve {
	var value float64
	var last time.Time
	return func(now time.Time) float64 {
		if last.IsZero() {
			value = spread * rng.NormFloat64()
			last = now
		}
		if dt := now.Sub(last); dt > 0 {
			keep := math.Exp(-dt.Seconds() / settle.Seconds())
			value = value*keep + spread*math.Sqrt(1-keep*keep)*rng.NormFloat64()
			last = now
		}
		return value
	}
}

// noisy is a curve with drift around it.
func (d *Device) noisy(c curve, spread float64, settle time.Duration) curve {
	return plus(c, wander(d.rng, spread, settle))
}

// total integrates a rate per second, from start.
func total(start float64, perSecond curve) curve {
	sum := start
	var last time.Time
	return func(now time.Time) float64 {
		rate := perSecond(now)
		if !last.IsZero() && now.After(last) {
			sum += rate * now.Sub(last).Seconds()
		}
		last = now
		return sum
	}
}

// thermostat is a body that warms towards one temperature while its heater or
// compressor runs and towards another while it rests, switching with
// hysteresis. Cooling is the same with the temperatures the other way round.
type thermostat struct {
	running, resting float64       // the temperatures it approaches
	low, high        float64       // where it switches
	settle           time.Duration // how fast it approaches them
	temperature      float64
	on               bool
	last             time.Time
}

// step moves the body on to now and says whether the heater runs.
func (t *thermostat) step(now time.Time) bool {
	if !t.last.IsZero() && now.After(t.last) {
		goal := t.resting
		if t.on {
			goal = t.running
		}
		keep := math.Exp(-now.Sub(t.last).Seconds() / t.settle.Seconds())
		t.temperature = goal + (t.temperature-goal)*keep
	}
	t.last = now
	heats := t.running > t.resting
	switch {
	case t.temperature <= t.low:
		t.on = heats
	case t.temperature >= t.high:
		t.on = !heats
	}
	return t.on
}

// hour is the time of day in hours, 0 to 24.
func hour(now time.Time) float64 {
	h, m, s := now.Clock()
	return float64(h) + float64(m)/60 + (float64(s)+float64(now.Nanosecond())/1e9)/3600
}

// round keeps some decimals, so that a payload says 21.4 and not 21.400000001.
func round(v float64, decimals int) float64 {
	scale := math.Pow10(decimals)
	r := math.Round(v*scale) / scale
	if r == 0 {
		return 0 // never -0
	}
	return r
}
