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
	with := func(v float64, digits int) string { return Rounded(v, digits) + blankBefore(unit) }
	switch s.Class {
	case series.Single:
		return "one value so far"
	case series.Constant:
		if words {
			return "stays " + OnOff(s.Latest)
		}
		return "stays at " + with(s.Latest, digits)
	case series.Switch:
		return switched(s, with)
	case series.Step:
		return Plural(s.Levels, "level") + ", " + Plural(s.Changes, "change") + "; mostly " + with(s.Usual, digits) + ", " + share(s.Share) + " of the time"
	case series.Counter:
		sentence := "counts up by " + PerTime(s.Rate, unit)
		if s.Resets > 0 {
			sentence += ", reset " + Times(s.Resets)
		}
		return sentence
	case series.Periodic:
		return "repeats every " + Span(s.Period) + "; from " + Rounded(s.Low, 4) + " to " + with(s.High, 4) + ", mean " + with(s.Mean, 4)
	case series.Quantity:
		return measured(s, with)
	case series.Silent:
		before := s
		before.Class = s.Of
		return "silent for " + Span(s.Silence) + "; before: " + Series(before, unit, words)
	}
	return "no values in this time range"
}

// OnOff is what 1 and 0 are of what is one way or the other.
func OnOff(v float64) string {
	if v == 0 {
		return "off"
	}
	return "on"
}

func switched(s series.Summary, with func(float64, int) string) string {
	high := "at " + with(s.High, digits)
	words := ""
	if s.Low == 0 && s.High == 1 {
		high = "on"
	} else {
		words = "either " + Rounded(s.Low, digits) + " or " + with(s.High, digits) + "; "
	}
	words += "switched " + Times(s.Changes)
	if s.Lasts > 0 {
		words += "; " + high + " for " + Span(s.Lasts) + " on average, " + share(s.Share) + " of the time"
	}
	return words
}

func measured(s series.Summary, with func(float64, int) string) string {
	words := "mean " + with(s.Mean, 4)
	if s.Spread > 0 {
		words += ", spread " + with(s.Spread, 2)
	}
	switch {
	case s.Trend > 0:
		words += ", rose by " + with(s.Trend, 2) + " in " + Span(s.Over)
	case s.Trend < 0:
		words += ", fell by " + with(-s.Trend, 2) + " in " + Span(s.Over)
	}
	return words
}

// PerTime writes a rate, given a second, by the second, minute, hour or day: whichever
// has something before the dot.
func PerTime(rate float64, unit string) string {
	for _, per := range []struct {
		name    string
		seconds float64
	}{{"a second", 1}, {"a minute", 60}, {"an hour", 3600}} {
		if math.Abs(rate*per.seconds) >= 1 {
			return Rounded(rate*per.seconds, 3) + blankBefore(unit) + " " + per.name
		}
	}
	return Rounded(rate*86_400, 3) + blankBefore(unit) + " a day"
}

// Times says how often something was.
func Times(n int) string {
	switch n {
	case 0:
		return "never"
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return Count(n) + " times"
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

func blankBefore(unit string) string {
	if unit == "" {
		return ""
	}
	return " " + unit
}
