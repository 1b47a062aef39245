package encode

import (
	"encoding/binary"
	"math"

	"mangrove/model/value"
)

// The major types of CBOR [RFC 8949].
const (
	cborUnsigned = 0 << 5
	cborNegative = 1 << 5
	cborBytes    = 2 << 5
	cborText     = 3 << 5
	cborList     = 4 << 5
	cborMap      = 5 << 5
	cborTag      = 6 << 5

	cborFalse, cborTrue, cborNull = 0xF4, 0xF5, 0xF6
	cborSingle, cborDouble        = 0xFA, 0xFB
)

// cborFormat has whole numbers of any size, and fractions as the shorter one of 32 and 64
// bits that loses nothing.
var cborFormat = format{
	object: func(out []byte, count int) []byte { return cborHead(out, cborMap, uint64(count)) },
	list:   func(out []byte, count int) []byte { return cborHead(out, cborList, uint64(count)) },
	text:   func(out, text []byte) []byte { return append(cborHead(out, cborText, uint64(len(text))), text...) },
	bytes:  func(out, b []byte) []byte { return append(cborHead(out, cborBytes, uint64(len(b))), b...) },
	truth: func(out []byte, is bool) []byte {
		if is {
			return append(out, cborTrue)
		}
		return append(out, cborFalse)
	},
	number: cborNumber,
	null:   func(out []byte) []byte { return append(out, cborNull) },
	once:   true, // [RFC 8949 5.6]
}

func cborNumber(out []byte, t *value.Tree, i int) ([]byte, error) {
	text := t.Text(i)
	if w, ok := wholeOf(text); ok {
		return cborWhole(out, w), nil
	}
	f, single, ok := floatOf(text)
	switch {
	case !ok:
		return nil, outOfRange(t, i)
	case single:
		return binary.BigEndian.AppendUint32(append(out, cborSingle), math.Float32bits(float32(f))), nil
	}
	return binary.BigEndian.AppendUint64(append(out, cborDouble), math.Float64bits(f)), nil
}

// cborWhole writes a whole number: of a negative one, one less than its amount.
func cborWhole(out []byte, w wholeNumber) []byte {
	major, tag := byte(cborUnsigned), uint64(2)
	switch {
	case !w.negative:
	case w.big == nil && w.size == 0: // -0 is 0
	case w.big == nil:
		major, w.size = cborNegative, w.size-1
	default:
		tag = 3
		w.big.Sub(w.big, one)
		if w.big.IsUint64() {
			return cborHead(out, cborNegative, w.big.Uint64())
		}
	}
	if w.big == nil {
		return cborHead(out, major, w.size)
	}
	b := w.big.Bytes()
	return append(cborHead(cborHead(out, cborTag, tag), cborBytes, uint64(len(b))), b...)
}

// cborHead writes the head of a value, in the shortest way.
func cborHead(out []byte, major byte, n uint64) []byte {
	switch {
	case n < 24:
		return append(out, major|byte(n))
	case n <= math.MaxUint8:
		return append(out, major|24, byte(n))
	case n <= math.MaxUint16:
		return binary.BigEndian.AppendUint16(append(out, major|25), uint16(n))
	case n <= math.MaxUint32:
		return binary.BigEndian.AppendUint32(append(out, major|26), uint32(n))
	}
	return binary.BigEndian.AppendUint64(append(out, major|27), n)
}
