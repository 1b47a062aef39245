package value

import (
	"math"
	"strconv"
	"strings"
)

// ParseNumber reads a text that is nothing but a decimal number, and not what Go reads
// besides: hexadecimal digits, and names as Inf. What a float64 does not reach is none.
func ParseNumber(text string) (float64, bool) {
	if strings.Trim(text, "+-.0123456789eE") != "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil
}

// FloatText writes a number of 32 or 64 bits in as few digits as name it and no other of
// its size, so that none is lost and none is invented: 21.4, 1e-09, NaN, -Infinity.
func FloatText(f float64, bits int) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	}
	const least, most = 1e-6, 1e21 // beyond, zeros would hide the digits
	if abs := math.Abs(f); abs != 0 && (abs < least || abs >= most) {
		return strconv.FormatFloat(f, 'e', -1, bits)
	}
	return strconv.FormatFloat(f, 'f', -1, bits)
}
