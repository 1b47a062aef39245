package cbor

import (
	"math"

	"github.com/fxamacker/cbor/v2"

	"mangrove/model/value"
)

// What is written in diagnostic notation at the most: a large number takes the square of
// its bytes.
const (
	longestDiagnosed = 1 << 20
	deepestDiagnosed = 500
)

var diagnosed, _ = cbor.DiagOptions{
	MaxNestedLevels: deepestDiagnosed, MaxArrayElements: math.MaxInt32, MaxMapPairs: math.MaxInt32,
}.DiagMode()

// Diagnose writes one data item in diagnostic notation [RFC 8949 8], on one line. It fails
// where that is too large, or nested too deep, to be read by anybody.
func Diagnose(b []byte) ([]byte, error) {
	if len(b) > longestDiagnosed {
		return nil, value.ErrTooMuch
	}
	words, _, err := diagnosed.DiagnoseFirst(b)
	return []byte(words), err
}
