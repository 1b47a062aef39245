package model

import (
	"bytes"
	"cmp"
	"math"
	"math/big"
	"regexp"
	"strconv"

	"github.com/tidwall/gjson"
)

// comparison is a path, which may be missing, an operator and a value.
var comparison = regexp.MustCompile(`^([^<>=!]*)(<=|>=|!=|=|<|>)(.+)$`)

// compareMember compares a member of a JSON payload, or without a path the
// payload itself, with a value: as numbers when both are, otherwise as text.
func compareMember(path, operator, value string) func([]byte) bool {
	wanted := []byte(value)
	if path == "" && operator == "=" {
		wanted = bytes.ToLower(wanted)
		return func(payload []byte) bool { return containsFold(payload, wanted) }
	}
	wantedNumber, numeric := readNumber(wanted)
	return func(payload []byte) bool {
		text := payload
		if path != "" {
			member := gjson.GetBytes(payload, path)
			switch {
			case !member.Exists():
				return false
			case member.Type == gjson.Null: // whose text is empty
				text = []byte("null")
			default:
				text = []byte(member.String())
			}
		}
		if numeric {
			if n, ok := readNumber(text); ok {
				return holds(operator, n.compare(wantedNumber))
			}
		}
		switch operator {
		case "=":
			return bytes.EqualFold(text, wanted)
		case "!=":
			return !bytes.EqualFold(text, wanted)
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

// readNumber reads a text as a number. NaN, which sensors send when they have
// no value, is none: it would compare as equal to all.
func readNumber(text []byte) (n number, ok bool) {
	if len(text) > longestNumberText {
		return n, false
	}
	text = bytes.TrimSpace(text)
	value, err := strconv.ParseFloat(string(text), 64)
	return number{value, text}, err == nil && !math.IsNaN(value)
}

// exact is the magnitude up to which double precision tells integers apart.
const exact = 1 << 53

func (n number) compare(other number) int {
	if n.value != other.value || math.Abs(n.value) < exact {
		return cmp.Compare(n.value, other.value)
	}
	a, isInteger := new(big.Int).SetString(string(n.text), 10)
	b, areIntegers := new(big.Int).SetString(string(other.text), 10)
	if !isInteger || !areIntegers {
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
