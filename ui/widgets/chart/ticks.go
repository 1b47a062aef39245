package chart

import (
	"math"
	"strconv"
	"time"

	"mangrove/ui/format"
)

// Tick is a place on an axis with its label.
type tick struct {
	at    float64
	label string
}

// stepOf is the least of 1, 2 and 5 with any number of zeros that is not below a width.
func stepOf(least float64) float64 {
	if least <= 0 || math.IsInf(least, 0) || math.IsNaN(least) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(least)))
	for _, f := range []float64{1, 2, 5} {
		if f*power >= least*(1-1e-9) {
			return f * power
		}
	}
	return 10 * power
}

// mostTicks is how many there are at the most, whatever is asked for.
const mostTicks = 64

// around widens a range that is no more than a number, so that this lies in the middle.
func around(low, high float64) (from, to float64) {
	if high/2-low/2 > math.Abs(high)*1e-12 {
		return low, high
	}
	by := math.Max(math.Abs(high)*0.1, 0.5)
	if low == 0 {
		by = 1
	}
	return bounded(low - by), bounded(high + by)
}

// bounded is a number that there is.
func bounded(v float64) float64 { return math.Max(-math.MaxFloat64, math.Min(math.MaxFloat64, v)) }

// hugeNumber is from where on what is reckoned with numbers may be more than there is.
const hugeNumber = 1e300

// rangeOf widens a range to whole steps, of which there are about so many, and gives the
// step.
func rangeOf(low, high float64, steps int) (from, to, step float64) {
	low, high = around(low, high)
	if math.Max(math.Abs(low), math.Abs(high)) > hugeNumber {
		const smaller = 1e10
		from, to, step = rangeOf(low/smaller, high/smaller, steps)
		return bounded(from * smaller), bounded(to * smaller), bounded(step * smaller)
	}
	step = stepOf((high - low) / float64(max(steps, 1)))
	from, to = math.Floor(low/step+1e-9)*step, math.Ceil(high/step-1e-9)*step
	return math.Min(from, low), math.Max(to, high), step // the multiples may be a little beside
}

// numberTicks are the multiples of a step in a range.
func numberTicks(from, to, step float64) (list []tick) {
	digits := max(0, int(math.Ceil(-math.Log10(step)-1e-9)))
	large := math.Max(math.Abs(from), math.Abs(to)) >= 1e7 || step < 1e-4
	for i := math.Ceil(from/step - 1e-9); len(list) < mostTicks; i++ {
		v := i * step
		if v-to > step*1e-9 {
			break
		}
		label := "0"
		switch {
		case v == 0:
		case large:
			label = strconv.FormatFloat(v, 'g', 5, 64)
		default:
			label = strconv.FormatFloat(v, 'f', digits, 64)
		}
		list = append(list, tick{v, label})
	}
	return list
}

const day = 24 * time.Hour

// timeSteps are the distances that ticks of a time may have.
var timeSteps = []time.Duration{
	time.Millisecond, 2 * time.Millisecond, 5 * time.Millisecond, 10 * time.Millisecond, 20 * time.Millisecond,
	50 * time.Millisecond, 100 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond,
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour,
	day, 2 * day, 7 * day, 14 * day, 30 * day, 90 * day, 365 * day,
}

// timeTicks are at most so many ticks of a time, at even times of the day.
func timeTicks(from, to int64, most int) (list []tick) {
	step := timeSteps[len(timeSteps)-1]
	for _, s := range timeSteps {
		if time.Duration(to-from)/s < time.Duration(max(most, 1)) {
			step = s
			break
		}
	}
	offset := offsetAt(from)
	for clock := (from + offset) / int64(step) * int64(step); len(list) < mostTicks; clock += int64(step) {
		at := clock - offset
		if step > time.Hour { // the clock may be changed in between; by an hour all else is even again
			at = whenClock(clock)
		}
		if at > to {
			break
		}
		if at >= from {
			list = append(list, tick{float64(at), timeLabel(at, step)})
		}
	}
	return list
}

// offsetAt is how much later than in UTC it is by the clock at a time.
func offsetAt(at int64) int64 {
	_, zone := time.Unix(0, at).Zone()
	return int64(zone) * int64(time.Second)
}

// whenClock is when the clock shows so much since 1970, or the first time behind it where
// that is left out.
func whenClock(clock int64) int64 {
	c := time.Unix(0, clock).UTC()
	at := time.Date(c.Year(), c.Month(), c.Day(), c.Hour(), c.Minute(), c.Second(), c.Nanosecond(), time.Local).UnixNano()
	return at + max(0, clock-at-offsetAt(at))
}

// timeLabel writes a time as precisely as ticks of a step are apart.
func timeLabel(at int64, step time.Duration) string {
	t := time.Unix(0, at)
	midnight := t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 && t.Nanosecond() == 0
	switch {
	case step >= day || midnight && step >= time.Hour:
		return t.Format("2 Jan")
	case step >= time.Minute:
		return format.ClockShort(t)
	case step >= time.Second:
		return format.Clock(t)
	case step >= 100*time.Millisecond:
		return t.Format("15:04:05.0")
	}
	return t.Format("05.000")
}
