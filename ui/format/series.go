package format

import (
	"math"
	"strconv"
	"strings"

	"mangrove/model/series"
)

// digits is how many of a number are written that mean something.
const digits = 5

// Number writes a number that was measured: so many digits of it as mean something.
func Number(v float64) string { return Rounded(v, digits) }

// Rounded writes a number with so many digits that mean something.
func Rounded(v float64, digits int) string {
	size := math.Abs(v)
	if size != 0 && (size >= 1e9 || size < 1e-4) {
		return strconv.FormatFloat(v, 'g', digits, 64)
	}
	whole := 1
	if size >= 1 {
		whole = int(math.Log10(size)) + 1
	} else if size > 0 {
		whole = int(math.Floor(math.Log10(size))) + 1
	}
	s := strconv.FormatFloat(v, 'f', max(0, digits-whole), 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// Series says in a sentence what kind of series numbers are, and then how they are. The
// unit stands behind what has it; it may be empty. Of words, 1 is on and 0 is off.
func Series(s series.Summary, unit string, words bool) string {
	with := func(v float64, digits int) string { return withUnit(Rounded(v, digits), unit) }
	switch {
	case s.Class == series.Silent:
		before := s
		before.Class = s.Of
		return silent(s, Series(before, unit, words))
	case s.Points == 0:
		return "no values in this time range"
	case s.Stays:
		return staying(s, unit == "", with)
	}
	switch s.Class {
	case series.Single:
		return "one value so far"
	case series.Constant:
		if words {
			return Fill("stays {latest}", "latest", OnOff(s.Latest))
		}
		return Fill("stays at {latest}", "latest", with(s.Latest, digits))
	case series.Switch:
		return switched(s, s.OnOff && unit == "", with)
	case series.Step:
		return Counted(s.Changes, "{levels} levels, {count} change; mostly {usual}, {share} of the time", "{levels} levels, {count} changes; mostly {usual}, {share} of the time",
			"levels", Count(s.Levels), "usual", with(s.Usual, digits), "share", share(s.Share)) // there is never just one level
	case series.Counter:
		return Fill(byTimes(counters, s.Resets), "rate", PerTime(s.Rate, unit), "count", Count(s.Resets))
	case series.Periodic:
		return Fill("repeats every {period}; from {low} to {high}, mean {mean}",
			"period", Span(s.Period), "low", Rounded(s.Low, 4), "high", with(s.High, 4), "mean", with(s.Mean, 4))
	case series.Quantity:
		return measured(s, with)
	}
	return ""
}

// silent says that a number is missing, and what the series was before in the time.
func silent(s series.Summary, before string) string {
	if s.Points == 0 {
		return Fill("silent for {silence}; no values in this time range", "silence", Span(s.Silence))
	}
	return Fill("silent for {silence}; before: {before}", "silence", Span(s.Silence), "before", before)
}

// staying says what a series is that is all the same in the time on view, though not at others.
func staying(s series.Summary, plain bool, with func(float64, int) string) string {
	at := with(s.Latest, digits)
	switch {
	case s.Class == series.Switch && s.OnOff && plain:
		return Fill("stays {value} in this time range", "value", OnOff(s.Latest))
	case s.Class == series.Switch:
		return Fill("either {low} or {high}; stays at {value} in this time range", "low", Rounded(s.Low, digits), "high", with(s.High, digits), "value", at)
	case s.Class == series.Step:
		return Counted(s.Levels, "{count} level; stays at {value} in this time range", "{count} levels; stays at {value} in this time range", "value", at)
	case s.Class == series.Counter:
		return Fill("a counter; stays at {value} in this time range", "value", at)
	case s.Class == series.Periodic:
		return Fill("repeats every {period}; stays at {value} in this time range", "period", Span(s.Period), "value", at)
	case s.Points == 1:
		return "one value in this time range"
	}
	return Fill("stays at {value} in this time range", "value", at)
}

// timely are a sentence by how often something was: never, once, twice, or more often.
type timely [4]string

var counters = timely{"counts up by {rate}", "counts up by {rate}, reset once", "counts up by {rate}, reset twice", "counts up by {rate}, reset {count} times"}

// switching is what is known of a switch.
type switching struct{ onOff, lasts bool }

var switches = map[switching]timely{
	{true, false}: {"never switched", "switched once", "switched twice", "switched {count} times"},
	{true, true}: {
		"never switched; on for {span} on average, {share} of the time",
		"switched once; on for {span} on average, {share} of the time",
		"switched twice; on for {span} on average, {share} of the time",
		"switched {count} times; on for {span} on average, {share} of the time",
	},
	{false, false}: {
		"either {low} or {high}; never switched",
		"either {low} or {high}; switched once",
		"either {low} or {high}; switched twice",
		"either {low} or {high}; switched {count} times",
	},
	{false, true}: {
		"either {low} or {high}; never switched; at {high} for {span} on average, {share} of the time",
		"either {low} or {high}; switched once; at {high} for {span} on average, {share} of the time",
		"either {low} or {high}; switched twice; at {high} for {span} on average, {share} of the time",
		"either {low} or {high}; switched {count} times; at {high} for {span} on average, {share} of the time",
	},
}

func byTimes(sentences timely, n int) string { return sentences[min(max(n, 0), len(sentences)-1)] }

// OnOff is what 1 and 0 are of what is one way or the other.
func OnOff(v float64) string {
	if v == 0 {
		return "off"
	}
	return "on"
}

// switched says between what a switch goes, and how often. onOff: its numbers mean on and off.
func switched(s series.Summary, onOff bool, with func(float64, int) string) string {
	return Fill(byTimes(switches[switching{onOff, s.Lasts > 0}], s.Changes), "low", Rounded(s.Low, digits), "high", with(s.High, digits),
		"count", Count(s.Changes), "span", Span(s.Lasts), "share", share(s.Share))
}

// measuring is what is known of a quantity: whether it spreads, and which way it goes.
type measuring struct {
	spread bool
	trend  int
}

var quantities = map[measuring]string{
	{false, 0}:  "mean {mean}",
	{false, 1}:  "mean {mean}, rose by {trend} in {over}",
	{false, -1}: "mean {mean}, fell by {trend} in {over}",
	{true, 0}:   "mean {mean}, spread {spread}",
	{true, 1}:   "mean {mean}, spread {spread}, rose by {trend} in {over}",
	{true, -1}:  "mean {mean}, spread {spread}, fell by {trend} in {over}",
}

// measured says how large a quantity is, and how it changes.
func measured(s series.Summary, with func(float64, int) string) string {
	trend := 0
	switch {
	case s.Trend > 0:
		trend = 1
	case s.Trend < 0:
		trend = -1
	}
	return Fill(quantities[measuring{s.Spread > 0, trend}],
		"mean", with(s.Mean, 4), "spread", with(s.Spread, 2), "trend", with(math.Abs(s.Trend), 2), "over", Span(s.Over))
}

// PerTime writes a rate, given a second, by the second, minute, hour or day: whichever
// has something before the dot.
func PerTime(rate float64, unit string) string {
	for _, per := range []struct {
		words   string
		seconds float64
	}{{"{rate} a second", 1}, {"{rate} a minute", 60}, {"{rate} an hour", 3600}} {
		if math.Abs(rate*per.seconds) >= 1 {
			return Fill(per.words, "rate", withUnit(Rounded(rate*per.seconds, 3), unit))
		}
	}
	return Fill("{rate} a day", "rate", withUnit(Rounded(rate*86_400, 3), unit))
}

// share writes a part of the whole in hundredths.
func share(part float64) string {
	switch {
	case part > 0 && part < 0.005:
		return "less than 1 %"
	case part > 0.995 && part < 1:
		return "more than 99 %"
	}
	return strconv.Itoa(int(math.Round(part*100))) + " %"
}

// withUnit is a number with its unit, if it has one.
func withUnit(number, unit string) string {
	if unit == "" {
		return number
	}
	return number + " " + unit
}
