package series

import (
	"strings"
	"unicode"

	"github.com/tidwall/gjson"

	"mangrove/model/value"
)

// Unit is what stands behind the number of a payload, what a member beside the one at its
// path says, or what its name ends with; "" where nothing tells.
func Unit(payload []byte, path string) string {
	if path == "" {
		_, unit, _ := split(payload)
		return unit
	}
	if byTree(payload, path) || !gjson.ValidBytes(payload) {
		return ""
	}
	all := gjson.ParseBytes(payload)
	if r, found := find(all, path); found && r.Type == gjson.String {
		if _, unit, ok := split([]byte(r.Str)); ok && unit != "" {
			return unit
		}
	}
	for _, name := range unitNames {
		if r, found := find(all, beside(path, name)); found && r.Type == gjson.String && len(r.Str) <= longestUnit {
			return strings.Clone(r.Str) // and not all of the payload
		}
	}
	return unitOfName(path[strings.LastIndexByte(path, '.')+1:])
}

// unitNames are what members are called that say what the number beside them is of.
var unitNames = []string{"unit", "units", "uom", "unit_of_measurement"}

// beside is the path of another member of the same object.
func beside(path, name string) string {
	if dot := strings.LastIndexByte(path, '.'); dot >= 0 {
		return path[:dot+1] + name
	}
	return name
}

// UnitOf is [Unit] for node i of a payload that was decoded, and what its format says.
func UnitOf(t *value.Tree, i int) string {
	if i < 0 {
		return ""
	}
	if unit := t.Unit(i); unit != "" {
		return unit
	}
	if t.Kind(i) == value.Text {
		if _, unit, ok := split(t.TextBytes(i)); ok && unit != "" {
			return unit
		}
	}
	up := t.Parent(i)
	if up < 0 || t.Kind(up) != value.Object {
		return ""
	}
	for at := range t.Below(up) {
		for _, name := range unitNames {
			if t.Name(at) == name && t.Kind(at) == value.Text && len(t.TextBytes(at)) <= longestUnit {
				return t.Text(at)
			}
		}
	}
	return unitOfName(t.Name(i))
}

// endings are what names of numbers end with that says their unit, as temperature_c; the
// short ones say so only of what is called as it should be.
var endings = []struct {
	end, unit string
	of        []string
}{
	{"celsius", "°C", nil}, {"fahrenheit", "°F", nil}, {"kelvin", "K", nil}, {"percent", "%", nil}, {"pct", "%", nil},
	{"hpa", "hPa", nil}, {"kpa", "kPa", nil}, {"mbar", "mbar", nil}, {"kwh", "kWh", nil}, {"mwh", "MWh", nil}, {"wh", "Wh", nil}, {"kw", "kW", nil},
	{"mv", "mV", nil}, {"ma", "mA", nil}, {"dbm", "dBm", nil}, {"ppm", "ppm", nil}, {"ppb", "ppb", nil}, {"rpm", "rpm", nil}, {"khz", "kHz", nil}, {"hz", "Hz", nil},
	{"lux", "lx", nil}, {"kmh", "km/h", nil}, {"mm", "mm", nil}, {"cm", "cm", nil}, {"kg", "kg", nil}, {"seconds", "s", nil},
	{"degc", "°C", nil}, {"degf", "°F", nil},
	{"c", "°C", []string{"temperature", "temp", "tmp", "dewpoint"}}, {"f", "°F", []string{"temperature", "temp", "tmp", "dewpoint"}},
	{"k", "K", []string{"temperature", "temp"}}, {"v", "V", []string{"voltage", "volt", "battery", "batt"}}, {"a", "A", []string{"current"}},
	{"w", "W", []string{"power", "load"}}, {"pa", "Pa", []string{"pressure"}}, {"m", "m", []string{"distance", "depth", "level", "altitude", "height"}},
	{"ms", "ms", []string{"latency", "delay", "duration", "time"}}, {"s", "s", []string{"duration", "uptime"}},
}

// unitOfName is the unit that a name ends with.
func unitOfName(name string) string {
	words := Words(name)
	last := len(words) - 1
	if last < 0 {
		return ""
	}
	if last > 0 && len(words[last-1]) == 1 { // kWh has a capital within
		if unit := unitOfWords(append(words[:last-1:last-1], words[last-1]+words[last])); unit != "" {
			return unit
		}
	}
	return unitOfWords(words)
}

func unitOfWords(words []string) string {
	last := len(words) - 1
	for _, e := range endings {
		switch {
		case last > 0 && words[last] == e.end && (e.of == nil || oneOf(words[last-1], e.of)):
			return e.unit
		case e.of != nil && oneOf(strings.TrimSuffix(words[last], e.end), e.of) && strings.HasSuffix(words[last], e.end):
			return e.unit // as tempc
		}
	}
	return ""
}

func oneOf(word string, words []string) bool {
	for _, w := range words {
		if len(w) > 1 && w == word {
			return true
		}
	}
	return false
}

// Words are those of a name of any spelling, in small letters: of outdoorTemp_C they are
// outdoor, temp and c.
func Words(name string) []string {
	var b strings.Builder
	before := ' '
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			r = ' '
		case unicode.IsUpper(r) && (unicode.IsLower(before) || unicode.IsDigit(before)):
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
		before = r
	}
	return strings.Fields(b.String())
}
