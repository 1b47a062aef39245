package encode

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"mangrove/model/value"
)

// document reads the JSON that a binary format is made of.
func document(text []byte) (*value.Tree, error) { return value.ReadJSON(text) }

// wholeNumber is a number without a fraction: as written, 1.0 and 1e3 are none.
type wholeNumber struct {
	negative bool
	size     uint64   // its amount, when big is nil
	big      *big.Int // its amount, beyond 64 bits
}

// mostDigits is how long a number may be: a larger one takes more time than it is worth.
const mostDigits = 10_000

// wholeOf reads a number as a whole one.
func wholeOf(text string) (w wholeNumber, ok bool) {
	digits, negative := strings.CutPrefix(text, "-")
	w.negative = negative
	if strings.ContainsAny(digits, ".eE") || len(digits) > mostDigits {
		return w, false
	}
	if n, err := strconv.ParseUint(digits, 10, 64); err == nil {
		w.size = n
		return w, true
	}
	w.big, ok = new(big.Int).SetString(digits, 10)
	return w, ok
}

// floatOf reads a number as the nearest one of 64 bits, which is said to be one of 32 when
// nothing is lost.
func floatOf(text string) (f float64, single, ok bool) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) {
		return 0, false, false
	}
	return f, float64(float32(f)) == f, true
}

// outOfRange is a number that its format does not have.
func outOfRange(t *value.Tree, i int) error { return t.Fault(i, value.OutOfRange, "", t.Text(i)) }
