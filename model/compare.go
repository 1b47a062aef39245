package model

import (
	"bytes"
	"cmp"
	"errors"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"github.com/tidwall/gjson"
)

// comparison compares a payload, or a member of a JSON payload, with a value.
type comparison struct {
	before   string // what the value follows
	member   path   // empty: the payload itself
	operator string
	value    string
	missing  bool // of the value, which may be empty in quotes
}

// match gives the function that compares: as numbers when both are, otherwise
// as text.
func (c *comparison) match() func(payload []byte) bool {
	is := c.compareText()
	if len(c.member) == 0 {
		return func(payload []byte) bool { return is(scalar(payload)) }
	}
	find := c.member.finder()
	holds := func(member *gjson.Result) bool {
		switch {
		case !member.Exists():
			return false
		case member.Type == gjson.Null: // whose text is empty
			return is([]byte("null"))
		case member.Type == gjson.String:
			return is(bytesOf(member.Str))
		}
		return is(bytesOf(member.Raw))
	}
	return func(payload []byte) bool {
		payload = bytes.TrimLeft(payload, " \t\r\n")
		if len(payload) == 0 || payload[0] != '{' && payload[0] != '[' {
			return false
		}
		// The text is looked at before the payload is given back, so it need not
		// be copied.
		text := unsafe.String(unsafe.SliceData(payload), len(payload))
		member := find(text)
		if holds(&member) {
			return true
		}
		return member.Exists() && c.member.twice(text, &member) &&
			slices.ContainsFunc(c.member.findAll(gjson.Parse(text)), func(other gjson.Result) bool { return holds(&other) })
	}
}

// bytesOf are those of a text, which nobody may write to.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// scalar is the text of a payload that is JSON of nothing but a text, and
// otherwise the payload.
func scalar(payload []byte) []byte {
	text := bytes.TrimSpace(payload)
	if len(text) > 1 && text[0] == '"' && text[len(text)-1] == '"' && gjson.ValidBytes(text) {
		return []byte(gjson.ParseBytes(text).Str)
	}
	return payload
}

// compareText gives the function that compares a text with the value.
func (c *comparison) compareText() func(text []byte) bool {
	trimmed, found := fold([]byte(strings.TrimSpace(c.value))), holdsFold(fold([]byte(c.value)))
	switch c.operator {
	case "~":
		return found
	case "!~":
		return func(text []byte) bool { return !found(text) }
	}
	wantedNumber, numeric := readNumber([]byte(c.value))
	return func(text []byte) bool {
		if numeric {
			if n, ok := readNumber(text); ok {
				return holds(c.operator, n.compare(wantedNumber))
			}
		}
		switch c.operator {
		case "=":
			return equalFold(bytes.TrimSpace(text), trimmed)
		case "!=":
			return !equalFold(bytes.TrimSpace(text), trimmed)
		}
		return false
	}
}

// number is a number as it is written: its value in double precision tells
// most numbers apart, but not large integers.
type number struct {
	value float64
	text  []byte
}

// longestNumberText is the longest text in bytes that is read as a number.
const longestNumberText = 64

// readNumber reads a text as a decimal number. What package strconv reads
// besides is none: 1_0 is a name, and 0x1p4 is no number anybody sends. Neither
// is NaN, which sensors send when they have no value: it would compare as equal
// to all.
func readNumber(text []byte) (n number, ok bool) {
	if len(text) > longestNumberText || bytes.ContainsAny(text, "_xX") {
		return n, false
	}
	text = bytes.TrimSpace(text)
	value, err := strconv.ParseFloat(string(text), 64)
	if errors.Is(err, strconv.ErrRange) { // it is infinite then, and larger than any other
		err = nil
	}
	return number{value, text}, err == nil && !math.IsNaN(value)
}

// exact is the magnitude up to which double precision tells integers apart.
const exact = 1 << 53

// compare is exact where double precision is not. What is infinite in that may
// have any exponent, so it is not spelled out.
func (n number) compare(other number) int {
	if n.value != other.value || math.Abs(n.value) < exact || math.IsInf(n.value, 0) {
		return cmp.Compare(n.value, other.value)
	}
	a, isNumber := new(big.Rat).SetString(string(n.text))
	b, areNumbers := new(big.Rat).SetString(string(other.text))
	if !isNumber || !areNumbers {
		return 0
	}
	return a.Cmp(b)
}

func holds(operator string, compared int) bool {
	switch operator {
	case "<":
		return compared < 0
	case "<=":
		return compared <= 0
	case ">":
		return compared > 0
	case ">=":
		return compared >= 0
	case "!=":
		return compared != 0
	}
	return compared == 0
}
