package series

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tidwall/gjson"

	"mangrove/model/value"
)

// words are what devices say of something that is one way or the other.
var words = map[string]float64{
	"on": 1, "off": 0, "true": 1, "false": 0, "open": 1, "closed": 0, "opened": 1, "close": 0,
	"yes": 1, "no": 0, "online": 1, "offline": 0, "up": 1, "down": 0, "locked": 1, "unlocked": 0,
	"active": 1, "inactive": 0, "detected": 1, "clear": 0,
}

const (
	longestNumber = 64 // bytes, with its unit
	longestUnit   = 8
	// nestedMost is the payload in bytes that is read by recursion: nothing in it is
	// nested deeper than that.
	nestedMost = 64 << 10
	// deepPath is how many names a path may have to be followed through the text: each of
	// them is looked for in all that is left of that.
	deepPath = 16
)

// byTree reports whether the number at a path is better looked for in the whole payload,
// read once.
func byTree(payload []byte, path string) bool {
	return len(payload) > nestedMost || strings.Count(path, ".") >= deepPath ||
		!utf8.Valid(payload) // of which the two readers make different names
}

// Number reads the number at a path of a payload that is JSON, as [value.Tree.Path] gives
// it, or with an empty path that of the whole payload. What is one way or the other is 0
// or 1, and word says so. Numbers may stand in quotes, and have a unit behind them. Where
// the payload says that the number is not known, as null does, v is NaN and ok is false.
func Number(payload []byte, path string) (v float64, word, ok bool) {
	if path == "" {
		return ofText(payload)
	}
	if byTree(payload, path) {
		t, err := value.ReadJSON(payload)
		if err != nil {
			return 0, false, false
		}
		return OfTree(t, t.Find(path))
	}
	text := string(payload)
	if !gjson.Valid(text) {
		return 0, false, false
	}
	r, found := find(gjson.Parse(text), path)
	if !found {
		return 0, false, false
	}
	return ofResult(r)
}

// OfTree reads node i of a payload that was decoded; there is none below 0, and none in
// what a later one holds in the place of.
func OfTree(t *value.Tree, i int) (v float64, word, ok bool) {
	if i < 0 || t.Kind(i).HasBelow() {
		return 0, false, false
	}
	for up := i; up > 0; up = t.Parent(up) {
		if t.Flags(up)&value.Replaced != 0 {
			return 0, false, false
		}
	}
	return ofScalar(t, i)
}

// ofScalar is OfTree of what holds.
func ofScalar(t *value.Tree, i int) (v float64, word, ok bool) {
	switch kind := t.Kind(i); kind {
	case value.Bool, value.Number:
		v, _ = t.Number(i)
		return known(v, kind == value.Bool)
	case value.Null:
		return math.NaN(), false, false
	case value.Text:
		return ofText(t.TextBytes(i))
	}
	return 0, false, false
}

// find goes down a path: the same way that [value.Tree.Find] goes.
func find(r gjson.Result, path string) (at gjson.Result, found bool) {
	list := r.IsArray()
	if !list && !r.IsObject() {
		return at, false
	}
	place := 0
	r.ForEach(func(key, v gjson.Result) bool {
		name := strconv.Itoa(place)
		if place++; !list {
			name = value.QuoteName(key.String())
		}
		switch below, ok := strings.CutPrefix(path, name); {
		case !ok:
		case below == "":
			at, found = v, true
		case below[0] == '.':
			at, found = find(v, below[1:])
		}
		return !found
	})
	return at, found
}

func ofResult(r gjson.Result) (v float64, word, ok bool) {
	switch r.Type {
	case gjson.True:
		return 1, true, true
	case gjson.False:
		return 0, true, true
	case gjson.Number:
		return known(r.Num, false)
	case gjson.String:
		return ofText([]byte(r.Str))
	case gjson.Null:
		return math.NaN(), false, false
	default:
		return 0, false, false
	}
}

// known is a number if it is finite, and what is not known otherwise.
func known(number float64, isWord bool) (v float64, word, ok bool) {
	if !finite(number) {
		return math.NaN(), false, false
	}
	return number, isWord, true
}

// unknownWords are what devices say of a number that is not known.
var unknownWords = []string{"", "nan", "inf", "infinity", "null", "none", "undefined", "unknown", "unavailable"}

func isUnknown(digits string) bool {
	return slices.Contains(unknownWords, strings.TrimLeft(strings.ToLower(digits), "+-"))
}

// ofText reads a text that is nothing but a number, with or without a unit, or a word.
func ofText(text []byte) (v float64, word, ok bool) {
	digits, _, ok := split(text)
	switch {
	case ok && isUnknown(digits):
		return math.NaN(), false, false
	case !ok:
		return 0, false, false
	}
	if v, word = words[strings.ToLower(digits)]; word {
		return v, true, true
	}
	v, ok = value.ParseNumber(digits)
	return v, false, ok
}

// split takes a unit from behind a number. What holds neither is one piece, and may be
// empty.
func split(text []byte) (digits, unit string, ok bool) {
	if len(text) > 4*longestNumber {
		return "", "", false
	}
	text = bytes.TrimSpace(text)
	if len(text) >= 2 && text[0] == '"' && text[len(text)-1] == '"' {
		text = bytes.TrimSpace(text[1 : len(text)-1])
	}
	if len(text) > longestNumber {
		return "", "", false
	}
	at := bytes.IndexByte(text, ' ')
	if at < 0 {
		at = bytes.IndexAny(text, "%°")
	}
	if at <= 0 || !bytes.ContainsAny(text[:at], "0123456789") {
		return string(text), "", true
	}
	unit = string(bytes.TrimSpace(text[at:]))
	if len(unit) > longestUnit || strings.ContainsAny(unit, "0123456789") {
		return "", "", false
	}
	return string(text[:at]), unit, true
}

func finite(f float64) bool { return !math.IsInf(f, 0) && !math.IsNaN(f) }

// Found is a number in a payload.
type Found struct {
	Path  string
	Value float64
	Word  bool // it is one way or the other
}

// Numbers lists the numbers of a payload, at most so many: the one it is, or those in it
// where it is JSON.
func Numbers(payload []byte, most int) []Found {
	if v, word, ok := Number(payload, ""); ok {
		return []Found{{"", v, word}}
	}
	t, err := value.ReadJSON(payload)
	if err != nil {
		return nil
	}
	return NumbersOf(t, most)
}

// NumbersOf lists the numbers of a payload that was decoded.
func NumbersOf(t *value.Tree, most int) (list []Found) {
	paths := t.Paths()
	for i := 0; i < t.Len() && len(list) < most; i++ {
		if t.Flags(i)&value.Replaced != 0 {
			i = t.Next(i) - 1
			continue
		}
		if v, word, ok := ofScalar(t, i); ok && t.Flags(i)&value.Doubled == 0 {
			list = append(list, Found{paths.Of(i), v, word})
		}
	}
	return list
}
