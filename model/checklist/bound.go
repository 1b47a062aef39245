package checklist

import (
	"regexp"
	"strconv"
	"strings"
)

// Bound is a comparison with a number or a version, such as >=13.1.
type Bound struct {
	Op    string // one of = != < <= > >=
	Value string
	parts []uint64
}

var boundForm = regexp.MustCompile(`^\s*(>=|<=|!=|==|=|>|<)?\s*([0-9]+(?:\.[0-9]+)*)\s*$`)

// ParseBound reads a comparison; without a sign it is for equality.
func ParseBound(s string) (Bound, bool) {
	m := boundForm.FindStringSubmatch(s)
	if m == nil {
		return Bound{}, false
	}
	b := Bound{Op: m[1], Value: m[2]}
	if b.Op == "" || b.Op == "==" {
		b.Op = "="
	}
	var ok bool
	b.parts, ok = numbers(m[2])
	return b, ok
}

// String is the comparison as it is written.
func (b Bound) String() string {
	if b.Op == "=" {
		return b.Value
	}
	return b.Op + b.Value
}

// numbers are the parts of a version. They go on as long as there are digits and dots: what
// comes after, such as (tasmota) or -beta, is its name.
func numbers(s string) (parts []uint64, ok bool) {
	for {
		end := 0
		for end < len(s) && s[end] >= '0' && s[end] <= '9' {
			end++
		}
		n, err := strconv.ParseUint(s[:end], 10, 64)
		if err != nil {
			return parts, len(parts) > 0
		}
		parts = append(parts, n)
		if end+1 >= len(s) || s[end] != '.' || s[end+1] < '0' || s[end+1] > '9' {
			return parts, true
		}
		s = s[end+1:]
	}
}

// Holds reports whether a version or a number fulfils the comparison. It is not ok when
// there is no number at its beginning, behind a v.
func (b Bound) Holds(found string) (holds, ok bool) {
	found = strings.TrimSpace(found)
	if rest, is := strings.CutPrefix(strings.ToLower(found), "v"); is {
		found = rest
	}
	parts, ok := numbers(found)
	if !ok {
		return false, false
	}
	c := compareParts(parts, b.parts)
	switch b.Op {
	case "=":
		return c == 0, true
	case "!=":
		return c != 0, true
	case "<":
		return c < 0, true
	case "<=":
		return c <= 0, true
	case ">":
		return c > 0, true
	}
	return c >= 0, true
}

// compareParts compares versions; parts that one does not have are 0.
func compareParts(a, b []uint64) int {
	for i := range max(len(a), len(b)) {
		var x, y uint64
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
	}
	return 0
}

// HoldsNumber reports whether a number fulfils the comparison.
func (b Bound) HoldsNumber(f float64) bool {
	wanted, err := strconv.ParseFloat(b.Value, 64)
	if err != nil {
		return false
	}
	switch b.Op {
	case "=":
		return f == wanted
	case "!=":
		return f != wanted
	case "<":
		return f < wanted
	case "<=":
		return f <= wanted
	case ">":
		return f > wanted
	}
	return f >= wanted
}
