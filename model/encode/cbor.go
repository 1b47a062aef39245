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

// toCBOR makes CBOR of JSON: whole numbers of any size, fractions as the shorter one of 32
// and 64 bits that loses nothing, and {"$base64": …} as bytes.
func toCBOR(in Input) ([]byte, error) {
	t, err := document(in.Text)
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, len(in.Text))
	for i := 0; i < t.Len(); {
		if i > 0 && t.Kind(t.Parent(i)) == value.Object {
			name := t.NameBytes(i)
			out = append(cborHead(out, cborText, uint64(len(name))), name...)
		}
		if b, ok := t.Base64(i); ok {
			out = append(cborHead(out, cborBytes, uint64(len(b))), b...)
			i = t.Next(i)
			continue
		}
		if out, err = cborValue(out, t, i); err != nil {
			return nil, err
		}
		i++
	}
	return out, nil
}

func cborValue(out []byte, t *value.Tree, i int) ([]byte, error) {
	switch t.Kind(i) {
	case value.Object:
		return cborHead(out, cborMap, uint64(t.Count(i))), nil
	case value.List:
		return cborHead(out, cborList, uint64(t.Count(i))), nil
	case value.Bool:
		if t.Text(i) == "true" {
			return append(out, cborTrue), nil
		}
		return append(out, cborFalse), nil
	case value.Number:
		return cborNumber(out, t, i)
	case value.Text:
		text := t.TextBytes(i)
		return append(cborHead(out, cborText, uint64(len(text))), text...), nil
	}
	return append(out, cborNull), nil
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
