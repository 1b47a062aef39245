package checklist

import (
	"encoding/json"
	"maps"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"mangrove/model/strictyaml"
	"mangrove/model/value"
)

// types are what a value can be asked to be.
var types = []string{
	string(NumberType), string(WholeType), string(TextType), string(BooleanType),
	string(ObjectType), string(ArrayType), string(TimeType),
}

// field reads what is wanted of a value: path is a gjson path, or empty for a payload that
// is the value.
func (c *conditions) field(path string, n *yaml.Node) {
	c.path(n, path)
	c.valueAt(path, n, types)
}

// valueAt reads what is wanted of a value of messages, that is of one of some types.
func (c *conditions) valueAt(path string, n *yaml.Node, types []string) {
	check := Check{Kind: Field, Path: path, Value: &Value{}}
	began := len(c.subject.Checks)
	c.value(n, check.Value, types, strictyaml.Keys{
		"allow":   c.Whole(&check.Allow, 0, 1_000_000),
		"samples": c.Whole(&check.Samples, 1, 1_000_000),
		"skew":    c.limit(Skew, path),
		"stuck":   c.limit(Stuck, path),
		"seq":     c.sequence(path),
	})
	c.add(n, check)
	for _, beside := range c.subject.Checks[began:] {
		beside.Optional = check.Value.Optional
	}
}

// value reads what is wanted of a value, that is of one of some types; more are keys that stand
// with it.
func (c *conditions) value(n *yaml.Node, v *Value, types []string, more strictyaml.Keys) {
	var kind string
	var isTime bool
	known := strictyaml.Keys{
		"type":         c.OneOf(&kind, types...),
		"time":         c.Flag(&isTime),
		"range":        func(n *yaml.Node) { v.Low, v.High = c.limits(n) },
		"enum":         c.List("values", mostWords, func(n *yaml.Node) { v.Words = append(v.Words, c.word(n)) }),
		"equals":       func(n *yaml.Node) { v.Words = []string{c.word(n)} },
		"pattern":      c.pattern(&v.Pattern),
		"optional":     c.Flag(&v.Optional),
		"absent_means": func(n *yaml.Node) { s := c.word(n); v.AbsentMeans = &s },
	}
	maps.Copy(known, more)
	there := c.Map(n, known)
	if at := there["enum"]; at != nil && there["equals"] != nil {
		c.Wrong(at, Fault{Code: Either, Names: []string{"enum", "equals"}})
	}
	if v.Type = Type(kind); isTime {
		if at := there["type"]; at != nil && v.Type != TimeType {
			c.Wrong(at, Fault{Code: Either, Names: []string{"type", "time"}})
		}
		v.Type = TimeType
	}
}

// path sees that a path leads to a value.
func (r *reader) path(at *yaml.Node, path string) {
	if !value.FindsOnly(path) {
		r.Wrong(at, Fault{Code: NoPath, Found: path})
	}
}

// limit reads a check of its own that stands with a field.
func (c *conditions) limit(kind Kind, path string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		check := Check{Kind: kind, Path: path}
		c.Duration(&check.Within, time.Millisecond)(n)
		c.add(n, check)
	}
}

// sequence reads a check that stands with a field: true, or the number that 0 comes after.
func (c *conditions) sequence(path string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		check := Check{Kind: Seq, Path: path}
		if n.Value != "true" {
			c.Whole(&check.Most, 1, 1_000_000_000)(n)
		}
		c.add(n, check)
	}
}

// limits reads the lowest and the highest that are allowed; null is no limit.
func (c *conditions) limits(n *yaml.Node) (low, high *float64) {
	if n.Kind != yaml.SequenceNode || len(n.Content) != 2 {
		c.Wrong(n, Fault{Code: NoRange})
		return nil, nil
	}
	read := func(n *yaml.Node) *float64 {
		if n.Tag == "!!null" {
			return nil
		}
		var f float64
		c.Number(&f, math.Inf(-1), math.Inf(1))(n)
		return &f
	}
	low, high = read(n.Content[0]), read(n.Content[1])
	if low != nil && high != nil && *low > *high || low == nil && high == nil {
		c.Wrong(n, Fault{Code: NoRange})
	}
	return low, high
}

// word is a value as JSON writes it: what YAML takes for a number is one, what stands in
// quotes a text.
func (c *conditions) word(n *yaml.Node) string {
	s, _ := c.Scalar(n)
	switch n.Tag {
	case "!!int", "!!float":
		if json.Valid([]byte(s)) {
			return s
		}
		if number := asJSON(n); number != "" {
			return number
		}
	case "!!bool":
		if b, err := strconv.ParseBool(s); err == nil {
			return strconv.FormatBool(b)
		}
	case "!!null":
		return "null"
	}
	b, err := json.Marshal(s)
	if err != nil {
		return strconv.Quote(s)
	}
	return string(b)
}

// asJSON is a number as JSON writes it: +7, .5 and 0x10 are some in YAML. It is empty where the
// digits begin with a 0, which those of an address or a serial number do.
func asJSON(n *yaml.Node) string {
	digits := strings.TrimLeft(n.Value, "+-")
	var f float64
	if len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9' || n.Decode(&f) != nil {
		return ""
	}
	b, err := json.Marshal(f) // not those that are infinite
	if err != nil {
		return ""
	}
	return string(b)
}

// doubts are what can hardly be fulfilled.
func doubts(l *Checklist) (all Faults) {
	for _, s := range l.Subjects {
		for _, c := range s.Checks {
			if d := tooShort(l, c); d != nil {
				all = append(all, d)
			}
			if o := c.Outage; o != nil && strings.HasSuffix(o.Operator, "?") {
				all = append(all, &Fault{Code: Question, Line: c.Line, Found: o.Operator})
			}
			if c.Kind == Naming && !s.Device && !canMatch(c.Pattern, s.Filters[0]) {
				all = append(all, &Fault{Code: Unmatched, Line: c.Line, Found: c.Pattern.String(), Names: s.Filters})
			}
		}
	}
	return all
}

// tooShort is a doubt about what cannot be heard within the deadline.
func tooShort(l *Checklist, c *Check) *Fault {
	if c.Outage != nil || c.Command != nil {
		if l.Deadline > 0 && c.Within > l.Deadline {
			return &Fault{Code: TooShort, Line: c.Line, Names: []string{l.Deadline.String(), c.Within.String()}}
		}
		return nil
	}
	if c.Kind != Interval || l.Deadline == 0 {
		return nil
	}
	usual := c.Expect
	if usual == 0 {
		usual = c.Max
	}
	if float64(usual)*float64(c.Samples) > float64(l.Deadline) {
		needed := min(usual, math.MaxInt64/time.Duration(c.Samples)) * time.Duration(c.Samples)
		return &Fault{Code: TooShort, Line: c.Line, Names: []string{l.Deadline.String(), needed.String()}}
	}
	return nil
}

// canMatch reports whether an anchored pattern may match a topic of a filter, by the text
// that both begin with; where that cannot be known it may.
func canMatch(pattern *regexp.Regexp, filter string) bool {
	if len(pattern.String()) == 0 || pattern.String()[0] != '^' {
		return true
	}
	rest, err := regexp.Compile(pattern.String()[1:])
	if err != nil {
		return true // the anchor is a part of something, as in ^*
	}
	literal, _ := rest.LiteralPrefix()
	fixed := filter
	for i := range len(filter) {
		if filter[i] == '+' || filter[i] == '#' {
			fixed = filter[:i]
			break
		}
	}
	n := min(len(literal), len(fixed))
	return literal[:n] == fixed[:n]
}
