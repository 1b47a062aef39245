package encode

import (
	"math"
	"math/big"

	"github.com/tinylib/msgp/msgp"

	"mangrove/model/value"
)

var one = big.NewInt(1)

// msgPackFormat has whole numbers up to 64 bits, and fractions as the shorter one of 32 and
// 64 bits that loses nothing.
var msgPackFormat = format{
	object: func(out []byte, count int) []byte { return msgp.AppendMapHeader(out, uint32(count)) },
	list:   func(out []byte, count int) []byte { return msgp.AppendArrayHeader(out, uint32(count)) },
	text:   msgp.AppendStringFromBytes,
	bytes:  msgp.AppendBytes,
	truth:  msgp.AppendBool,
	number: msgPackNumber,
	null:   msgp.AppendNil,
}

func msgPackNumber(out []byte, t *value.Tree, i int) ([]byte, error) {
	text := t.Text(i)
	if w, ok := wholeOf(text); ok {
		switch {
		case w.big != nil, w.negative && w.size > -math.MinInt64:
			return nil, outOfRange(t, i)
		case w.negative:
			return msgp.AppendInt64(out, -int64(w.size)), nil
		}
		return msgp.AppendUint64(out, w.size), nil
	}
	f, single, ok := floatOf(text)
	switch {
	case !ok:
		return nil, outOfRange(t, i)
	case single:
		return msgp.AppendFloat32(out, float32(f)), nil
	}
	return msgp.AppendFloat64(out, f), nil
}
