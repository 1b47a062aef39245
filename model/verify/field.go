package verify

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/tidwall/gjson"

	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/value"
)

// valueAt finds a value in a payload: by a path, or what the payload is as a whole, where
// plain text is a text. It is not ok when there is no such value to be looked for.
func valueAt(payload []byte, path string) (v gjson.Result, ok bool) {
	valid := value.IsJSON(payload) && utf8.Valid(payload)
	switch {
	case path != "" && valid:
		return gjson.GetBytes(payload, path), true
	case path != "":
		return v, false
	case valid:
		return gjson.ParseBytes(payload), true
	}
	if !utf8.Valid(payload) { // bytes are no text
		return gjson.Result{Type: gjson.Null, Raw: string(payload)}, true
	}
	return gjson.Result{Type: gjson.String, Str: string(payload), Raw: string(payload)}, true
}

// field judges a value in a payload. A device may have values on several topics: a value
// belongs to the topic that it has come on.
func (j *judge) field(m *member, h *hearing) {
	want := j.check.Value
	v, here, readable := j.find(h)
	elsewhere := j.from != h.topic && j.apart(m)
	switch {
	case !here:
		return
	case v.Exists():
		if j.from == "" {
			j.from = h.topic
		}
	case elsewhere:
		return
	case !readable:
		why := Reason{Code: NoJSON, Found: excerpt(string(h.message.Payload))}
		if m.of.Edge != nil {
			why.Code = NotSparkplug
		}
		j.sample(h, why, false)
		return
	case want.Partly:
		return
	case want.AbsentMeans != nil:
		v = gjson.Parse(*want.AbsentMeans)
	case want.Optional:
		return
	default:
		j.sample(h, Reason{Code: Absent, Want: j.check.Path}, false)
		return
	}
	why, fits := checkValue(v, want)
	if fits && want.Datatype != "" {
		why, fits = h.checkDatatype(j.check)
	}
	j.sample(h, why, fits)
}

// apart reports whether values of one name on several topics are values of their own: it is
// not known which topics have it.
func (j *judge) apart(m *member) bool { return m.of.many && j.check.Places == nil }

// find finds the value that a check is about. It is not here when the message is not about
// it, and not readable when there is nothing in it to be looked for.
func (j *judge) find(h *hearing) (v gjson.Result, here, readable bool) {
	if j.check.Places == nil {
		v, readable = valueAt(h.message.Payload, j.check.Path)
		return v, true, readable
	}
	for i := range j.check.Places {
		p := &j.check.Places[i]
		if p.Filter == "" || p.Filter == h.topic || model.Match(p.Filter, h.topic) {
			v, readable = valueAt(h.content(), p.Path)
			return v, true, readable
		}
	}
	return v, false, false
}

// checkValue says what is wrong with a value.
func checkValue(v gjson.Result, want *checklist.Value) (why Reason, fits bool) {
	shown := excerpt(v.Raw)
	if !hasType(v, want.Type) {
		return Reason{Code: WrongType, Found: shown, Want: string(want.Type)}, false
	}
	if want.Low != nil || want.High != nil {
		limits := Reason{Found: shown, Want: rangeText(want)}
		if v.Type != gjson.Number {
			limits.Code, limits.Want = WrongType, string(checklist.NumberType)
			return limits, false
		}
		if want.Low != nil && v.Num < *want.Low || want.High != nil && v.Num > *want.High {
			limits.Code = OutOfRange
			return limits, false
		}
	}
	if want.Words != nil && !slices.ContainsFunc(want.Words, func(word string) bool { return sameValue(v, gjson.Parse(word)) }) {
		return Reason{Code: NotListed, Found: shown, Want: strings.Join(want.Words, ", ")}, false
	}
	if want.Pattern != nil && !want.Pattern.MatchString(v.String()) {
		return Reason{Code: NoMatch, Found: shown, Want: want.Pattern.String()}, false
	}
	return Reason{}, true
}

func rangeText(want *checklist.Value) string {
	number := func(f *float64) string {
		if f == nil {
			return ""
		}
		return strconv.FormatFloat(*f, 'g', -1, 64)
	}
	return number(want.Low) + ".." + number(want.High)
}

func hasType(v gjson.Result, t checklist.Type) bool {
	switch t {
	case checklist.NumberType:
		return v.Type == gjson.Number
	case checklist.WholeType:
		return v.Type == gjson.Number && v.Num == math.Trunc(v.Num) && !math.IsInf(v.Num, 0)
	case checklist.TextType:
		return v.Type == gjson.String
	case checklist.BooleanType:
		return v.IsBool()
	case checklist.ObjectType:
		return v.IsObject()
	case checklist.ArrayType:
		return v.IsArray()
	case checklist.TimeType:
		_, ok := checklist.TimeOf(v)
		return ok
	case checklist.AnyType:
	}
	return true
}

// sameValue compares values as JSON means them: 1 and 1.0 are the same, 1 and "1" are not.
func sameValue(a, b gjson.Result) bool {
	if a.Type != b.Type {
		return false
	}
	switch a.Type {
	case gjson.Number:
		return a.Raw == b.Raw || a.Num == b.Num && !large(a) && !large(b)
	case gjson.String:
		return a.Str == b.Str
	case gjson.JSON:
		return canonical(a.Raw) == canonical(b.Raw)
	default: // true, false and null say all with their type
		return true
	}
}

// large reports whether a number is one that floating point tells from its neighbours no
// more.
func large(v gjson.Result) bool { return math.Abs(v.Num) >= 1<<53 }

// canonical is JSON without blanks and with sorted keys, its numbers as they are written.
func canonical(raw string) string {
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(raw))
	if err != nil {
		return raw
	}
	b, err := json.Marshal(v)
	if err != nil {
		return raw
	}
	return string(b)
}

// numberOf is a number, or one in quotes.
func numberOf(v gjson.Result) (f float64, ok bool) {
	if v.Type != gjson.String {
		return v.Num, v.Type == gjson.Number
	}
	f, err := strconv.ParseFloat(v.Str, 64)
	return f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0)
}
