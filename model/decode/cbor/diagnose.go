package cbor

import (
	"math"

	"github.com/fxamacker/cbor/v2"

	"mangrove/model/value"
)

// What is written in diagnostic notation at the most.
const (
	longestDiagnosed = 16 << 20
	deepestDiagnosed = 500
)

var diagnosed, _ = cbor.DiagOptions{
	MaxNestedLevels: deepestDiagnosed, MaxArrayElements: math.MaxInt32, MaxMapPairs: math.MaxInt32,
}.DiagMode()

// Diagnose writes one data item in diagnostic notation [RFC 8949 8], on one line. It fails
// where that is too large, or nested too deep, to be read by anybody.
func Diagnose(b []byte) ([]byte, error) {
	if len(b) > longestDiagnosed || hasLargeNumber(b) {
		return nil, value.ErrTooMuch
	}
	words, _, err := diagnosed.DiagnoseFirst(b)
	return []byte(words), err
}

// hasLargeNumber reports whether there is a number of more bytes than are made decimal,
// which takes the square of them. It goes from head to head, whatever is in what.
func hasLargeNumber(src []byte) bool {
	for at, number := 0, false; at < len(src); {
		if src[at] == breaks {
			at++
			continue
		}
		h, err := readHead(src, at)
		if err != nil {
			return false // it is none at all
		}
		at = h.end
		if h.major == chars || h.major == text {
			all, _, end, err := bytesOf(src, h)
			if err != nil {
				return false
			}
			if number && len(all) > largestBignum {
				return true
			}
			at = end
		}
		number = h.major == tag && (h.value == isBignum || h.value == isNegative)
	}
	return false
}
