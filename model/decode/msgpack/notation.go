package msgpack

import (
	"encoding/hex"
	"strconv"
	"strings"

	"mangrove/model/value"

	"github.com/tinylib/msgp/msgp"
)

// deepestKey is how far a key may be nested.
const deepestKey = 50

// notation appends the value at a place in diagnostic notation.
func notation(out, src []byte, at, depth int) ([]byte, int, error) {
	if depth > deepestKey {
		return out, at, value.ErrTooDeep
	}
	switch msgp.NextType(src[at:]) {
	case msgp.ArrayType:
		n, rest, err := msgp.ReadArrayHeaderBytes(src[at:])
		if err != nil {
			return out, at, &value.Fault{Code: value.CutOff, Offset: len(src)}
		}
		return listed(out, src, within{n, false, depth, len(src) - len(rest)})
	case msgp.MapType:
		n, rest, err := msgp.ReadMapHeaderBytes(src[at:])
		if err != nil {
			return out, at, &value.Fault{Code: value.CutOff, Offset: len(src)}
		}
		return listed(out, src, within{n, true, depth, len(src) - len(rest)})
	}
	n, end, err := scalar(src, at)
	if err != nil {
		return out, at, err
	}
	text := n.Text
	if n.TextIn.To > n.TextIn.From {
		text = string(src[n.TextIn.From:n.TextIn.To])
	}
	switch n.Kind {
	case value.Text:
		out = strconv.AppendQuote(out, text)
	case value.Bytes:
		out = append(out, n.Type...)
		out = append(append(append(out, "h'"...), hex.EncodeToString([]byte(text))...), '\'')
	default:
		out = append(out, text...)
		if strings.HasPrefix(n.Type, "float") && !strings.ContainsAny(text, ".eNI") { // as 1, and neither NaN nor Infinity
			out = append(out, ".0"...)
		}
	}
	return out, end, nil
}

// within is an array or a map of so many, how deep it stands, and where they begin.
type within struct {
	n     uint32
	pairs bool
	depth int
	at    int
}

func listed(out, src []byte, w within) (_ []byte, at int, err error) {
	at = w.at
	begin, end := byte('['), byte(']')
	if w.pairs {
		begin, end = '{', '}'
	}
	out = append(out, begin)
	for i := range w.n {
		if i > 0 {
			out = append(out, ", "...)
		}
		if w.pairs {
			if out, at, err = notation(out, src, at, w.depth+1); err != nil {
				return out, at, err
			}
			out = append(out, ": "...)
		}
		if out, at, err = notation(out, src, at, w.depth+1); err != nil {
			return out, at, err
		}
	}
	return append(out, end), at, nil
}
