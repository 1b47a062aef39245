package cbor

import (
	"math"

	"github.com/fxamacker/cbor/v2"

	"mangrove/model/value"
)

// What is written in diagnostic notation at the most, in bytes and levels.
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
	if !isReadable(b) {
		return nil, value.ErrTooMuch
	}
	words, _, err := diagnosed.DiagnoseFirst(b)
	return []byte(words), err
}

// isReadable reports whether what stands in notation is not too large: all of it, or a
// number of more bytes than are made decimal, which takes the square of them. It goes from
// head to head, whatever is in what.
func isReadable(src []byte) bool {
	const least = len("0, ") // of an item
	written, number := 0, false
	for at := 0; at < len(src) && written <= longestDiagnosed; {
		if src[at] == breaks {
			at++
			continue
		}
		h, err := readHead(src, at)
		if err != nil {
			return true // it is none at all
		}
		at, written = h.end, written+least
		if h.major == chars || h.major == text {
			all, _, end, err := bytesOf(src, h)
			switch {
			case err != nil:
				return true
			case number && len(all) > largestBignum:
				return false
			}
			at, written = end, written+len(all)
		}
		number = h.major == tag && (h.value == isBignum || h.value == isNegative)
	}
	return written <= longestDiagnosed
}
