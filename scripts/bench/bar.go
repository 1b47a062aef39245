package main

import (
	"fmt"
	"strconv"
	"strings"
)

// bar is what a number is held against. The zero value asks nothing.
type bar struct {
	sign  string // "<=", "<" or ">="; empty: the number is only shown
	limit float64
}

var none bar

func atMost(v float64) bar  { return bar{"<=", v} }
func below(v float64) bar   { return bar{"<", v} }
func atLeast(v float64) bar { return bar{">=", v} }

func (b bar) met(v float64) bool {
	switch b.sign {
	case "<=":
		return v <= b.limit
	case "<":
		return v < b.limit
	case ">=":
		return v >= b.limit
	}
	return true
}

// worse tells which of two numbers is further from the good side. Without a
// bar more is worse: what is only shown is time.
func (b bar) worse(v, than float64) bool {
	if b.sign == ">=" {
		return v < than
	}
	return v > than
}

func (b bar) text(s shown) string {
	if b.sign == "" {
		return "-"
	}
	return b.sign + " " + s.text(b.limit)
}

// text writes a number with three digits or so that count.
func (s shown) text(v float64) string {
	v *= s.factor
	switch abs := max(v, -v); {
	case abs >= 1000:
		return thousands(strconv.FormatFloat(v, 'f', 0, 64)) + s.unit
	case v == float64(int64(v)):
		return fmt.Sprintf("%.0f%s", v, s.unit)
	case abs >= 100:
		return fmt.Sprintf("%.0f%s", v, s.unit)
	case abs >= 10:
		return fmt.Sprintf("%.1f%s", v, s.unit)
	case abs >= 0.01:
		return fmt.Sprintf("%.2f%s", v, s.unit)
	}
	one, err := strconv.ParseFloat(fmt.Sprintf("%.0e", v), 64) // one digit that counts
	if err != nil {
		one = v
	}
	return strconv.FormatFloat(one, 'f', -1, 64) + s.unit
}

// thousands puts commas into a whole number.
func thousands(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}
