package encode

import (
	"math"
	"math/big"

	"github.com/tinylib/msgp/msgp"

	"mangrove/model/value"
)

var one = big.NewInt(1)

// toMsgPack makes MessagePack of JSON: whole numbers up to 64 bits, fractions as the
// shorter one of 32 and 64 bits that loses nothing, and {"$base64": …} as bytes.
func toMsgPack(in Input) ([]byte, error) {
	t, err := document(in.Text)
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, len(in.Text))
	for i := 0; i < t.Len(); {
		if i > 0 && t.Kind(t.Parent(i)) == value.Object {
			out = msgp.AppendStringFromBytes(out, t.NameBytes(i))
		}
		if b, ok := t.Base64(i); ok {
			out = msgp.AppendBytes(out, b)
			i = t.Next(i)
			continue
		}
		if out, err = msgPackValue(out, t, i); err != nil {
			return nil, err
		}
		i++
	}
	return out, nil
}

func msgPackValue(out []byte, t *value.Tree, i int) ([]byte, error) {
	switch t.Kind(i) {
	case value.Object:
		return msgp.AppendMapHeader(out, uint32(t.Count(i))), nil
	case value.List:
		return msgp.AppendArrayHeader(out, uint32(t.Count(i))), nil
	case value.Bool:
		return msgp.AppendBool(out, t.Text(i) == "true"), nil
	case value.Number:
		return msgPackNumber(out, t, i)
	case value.Text:
		return msgp.AppendStringFromBytes(out, t.TextBytes(i)), nil
	}
	return msgp.AppendNil(out), nil
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
