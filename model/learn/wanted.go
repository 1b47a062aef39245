package learn

import (
	"encoding/json"
	"math"
	"slices"
	"strings"

	"mangrove/model/checklist"
	"mangrove/model/lint"
)

// wanted is what can be asked of a value, nil where that is nothing.
func (f *field) wanted() (v *checklist.Value, why Basis) {
	v = &checklist.Value{}
	why.Code = Values
	switch f.n {
	case 0:
		return nil, why
	case f.times:
		v.Type = checklist.TimeType
	case f.bools:
		v.Type = checklist.BooleanType
	case f.objects:
		v.Type = checklist.ObjectType
	case f.arrays:
		v.Type = checklist.ArrayType
	case f.numbers:
		if !f.isSecret() {
			return f.wantedNumber()
		}
		v.Type = checklist.NumberType
	case f.texts:
		if !f.isSecret() {
			return f.wantedText()
		}
		v.Type = checklist.TextType
	default:
		return nil, why
	}
	return v, why
}

// wantedNumber asks for a range, but not of what counts: that leaves every range.
func (f *field) wantedNumber() (v *checklist.Value, why Basis) {
	v = &checklist.Value{Type: checklist.NumberType}
	why = Basis{Code: Numbers, Low: number(f.low), High: number(f.high)}
	counts := f.counts()
	if f.whole == f.numbers && f.n >= leastWhole && (counts || f.ups+f.down >= fewest) {
		v.Type = checklist.WholeType
	}
	switch {
	case f.endless > 0:
		why.Code = Values
	case f.low == f.high:
		why.Code = Same
	case counts:
		why.Code = Counts
	case f.isSignal(): // which is as it is where somebody stands
	case f.n >= leastRange:
		low, high := f.limits()
		if v.Type == checklist.WholeType {
			low, high = math.Floor(low), math.Ceil(high)
		}
		v.Low, v.High = &low, &high
		switch {
		case f.low >= 0 && f.isSwitched():
			*v.Low, v.High = 0, nil
		case f.down == 0 && f.ups > 0: // it may be a meter that is seldom read on
			v.High = nil
		}
	}
	return v, why
}

// counts reports whether a number only grows, or is called as one that does.
func (f *field) counts() bool {
	if f.isOf("uptime", "total", "count", "today", "octets", "bytes", "energy", "consumption", "kwh", "volume") {
		return true
	}
	return f.down == 0 && f.ups >= max(2, min(leastRange, f.numbers/4))
}

// limits are the lowest and the highest that are let pass: those that came with a tenth of
// what lies between them, or three times how far values are from their middle, or a twentieth
// of the largest: what was watched for a while has not been everywhere.
func (f *field) limits() (low, high float64) {
	span := f.high - f.low
	largest := max(math.Abs(f.low), math.Abs(f.high))
	more := max(span/10, 3*scatter(f.recent), largest/20)
	if f.n < sureFrom {
		more = max(more, largest/10)
	}
	low, high = f.low-more, f.high+more
	bottom, top := natural(f)
	low, high = max(low, bottom), min(high, top)
	step := math.Pow(10, math.Floor(math.Log10(max(high-low, math.SmallestNonzeroFloat64)))-1)
	if step <= 0 || math.IsInf(step, 0) || math.IsNaN(step) || math.IsInf(high-low, 0) {
		return f.low, f.high
	}
	return min(f.low, max(bottom, tidy(math.Floor(low/step), step))), max(f.high, min(top, tidy(math.Ceil(high/step), step)))
}

// tidy is a number of steps, without what floating point adds to it.
func tidy(n, step float64) float64 {
	if inverse := math.Round(1 / step); step < 1 && inverse > 0 {
		return n / inverse
	}
	return n * step
}

// scatter is the median of how far values are from their median.
func scatter(of []float64) float64 {
	if len(of) == 0 {
		return 0
	}
	middle := median(of)
	var away []float64
	for _, x := range of {
		away = append(away, math.Abs(x-middle))
	}
	return median(away)
}

func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}

// name is what the field is called, without what it stands in.
func (f *field) name() string {
	if f.path == "" {
		return strings.ToLower(f.called)
	}
	return strings.ToLower(f.path[strings.LastIndexByte(f.path, '.')+1:])
}

// isOf reports whether one of the words is in its name.
func (f *field) isOf(words ...string) bool {
	name := f.name()
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(name, w) })
}

// isSecret reports whether its values are nobody's business: a checklist is handed on.
func (f *field) isSecret() bool {
	return f.secret || lint.IsSecretPath(f.path) || lint.IsSecretPath(f.called)
}

func (f *field) isSignal() bool { return f.isOf("rssi", "signal", "snr", "linkquality", "lqi") }

// isSwitched reports whether it is of what is switched on and off again.
func (f *field) isSwitched() bool { return f.isOf("power", "current", "watt", "load") }

// natural are limits of what a number is of, by its name: nothing is below zero but what is
// measured from a zero that somebody chose.
func natural(f *field) (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	has := f.isOf
	if f.low >= 0 && f.name() != "" && !has("temp", "dew", "frost", "lat", "lon") {
		low = 0
	}
	if f.low < 0 {
		return low, high
	}
	switch {
	case f.high <= 100 && has("humidity", "battery", "percent", "moisture", "_pct", "soc"):
		low, high = 0, 100
	case f.high <= 254 && has("brightness"):
		low, high = 0, 254
	}
	return low, high
}

// vocabulary are words that belong together: first that all is well, where one says that.
type vocabulary struct {
	words []string
	well  bool // the first is the one that a site in order says
}

var vocabularies = []vocabulary{
	{[]string{"online", "offline"}, true},
	{[]string{"connected", "disconnected"}, true},
	{[]string{"available", "unavailable"}, true},
	{[]string{"ready", "lost", "disconnected", "init", "sleeping", "alert"}, true},
	{[]string{"on", "off"}, false},
	{[]string{"open", "closed"}, false},
	{[]string{"true", "false"}, false},
	{[]string{"yes", "no"}, false},
	{[]string{"locked", "unlocked"}, false},
	{[]string{"running", "stopped"}, false},
}

// wantedText asks for one of the texts that came, where these are few and came often enough,
// or belong together.
func (f *field) wantedText() (v *checklist.Value, why Basis) {
	v = &checklist.Value{Type: checklist.TextType}
	why.Code = Values
	if f.manyWords || len(f.words) == 0 {
		return v, why
	}
	words := slices.Sorted(slices.Values(f.words))
	if words, few := f.together(); words != nil {
		v = &checklist.Value{Words: quoted(words)}
		why.Low = f.words[0]
		if why.Code, why.Of = Words, len(f.words); few {
			why.Code, why.Low = Pair, strings.Join(f.words, ", ")
		}
		return v, why
	}
	if f.n < leastEnum || slices.ContainsFunc(words, isNumbered) {
		return v, why
	}
	why.Code, why.Of, why.Low = Words, len(words), words[0]
	return &checklist.Value{Words: quoted(words)}, why
}

// mostDigits are those of a state; what has more is the number of something, and will be another.
const mostDigits = 4

func isNumbered(word string) bool {
	n := 0
	for _, c := range word {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n > mostDigits
}

// together are the words that those which came belong to; few: some of them did not come.
func (f *field) together() (words []string, few bool) {
	for _, form := range []func(string) string{strings.ToLower, strings.ToUpper, capital} {
		for _, known := range vocabularies {
			var all []string
			for _, w := range known.words {
				all = append(all, form(w))
			}
			if slices.ContainsFunc(f.words, func(w string) bool { return !slices.Contains(all, w) }) {
				continue
			}
			if known.well {
				if len(f.words) == 1 && f.words[0] == all[0] {
					return all[:1], false
				}
				return slices.Clone(f.words), false
			}
			return all, len(f.words) < len(all)
		}
	}
	return nil, false
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// quoted are texts as JSON writes them.
func quoted(texts []string) (all []string) {
	for _, t := range texts {
		b, err := json.Marshal(t)
		if err != nil {
			continue // a text has a form in JSON
		}
		all = append(all, string(b))
	}
	return all
}
