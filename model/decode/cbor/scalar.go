package cbor

import (
	"math"
	"strconv"
	"unicode/utf8"

	"mangrove/model/value"

	"github.com/x448/float16"
)

// scalar reads what has nothing below it, without its name and range.
func scalar(src []byte, h head) (n value.Node, end int, err error) {
	switch h.major {
	case unsigned:
		return value.Node{Kind: value.Number, Text: strconv.FormatUint(h.value, 10)}, h.end, nil
	case negative:
		return value.Node{Kind: value.Number, Text: negated(h.value)}, h.end, nil
	case chars, text:
		all, in, end, err := bytesOf(src, h)
		if err != nil {
			return n, 0, err
		}
		n = value.Node{Kind: value.Bytes, TextIn: in}
		if in.To == in.From {
			n.Text = string(all)
		}
		switch {
		case h.major == text && utf8.Valid(all):
			n.Kind = value.Text
			if h.indefinite && !wholeChunks(src, h.end) {
				n.Type, n.Flags = "text", value.Stray
			}
		case h.major == text: // well-formed, not valid [RFC 8949 3.1]
			n.Type, n.Flags = "text", value.Stray
		}
		return n, end, nil
	}
	if h.indefinite || h.major != simple {
		return n, 0, unexpected(src, h.from)
	}
	return simpleValue(h), h.end, nil
}

// wholeChunks reports whether each part of a text of indefinite length, which is
// well-formed, is a text: a character cannot be spread over several [RFC 8949 3.2.3].
func wholeChunks(src []byte, at int) bool {
	for src[at] != breaks {
		part, err := readHead(src, at)
		if err != nil {
			return false
		}
		at = part.end + int(part.value)
		if !utf8.Valid(src[part.end:at]) {
			return false
		}
	}
	return true
}

// negated is -1 - u, which may take 65 bits.
func negated(u uint64) string {
	if u == math.MaxUint64 {
		return "-18446744073709551616"
	}
	return "-" + strconv.FormatUint(u+1, 10)
}

// simpleValue is a float or one of the values that have a number [RFC 8949 3.3].
func simpleValue(h head) value.Node {
	const no, yes, null, undefined, half, single, double = 20, 21, 22, 23, 25, 26, 27
	switch h.info {
	case no, yes:
		return value.Node{Kind: value.Bool, Text: strconv.FormatBool(h.info == yes)}
	case null:
		return value.Node{Kind: value.Null, Text: "null"}
	case undefined:
		return value.Node{Kind: value.Null, Type: "undefined", Text: "undefined"}
	case half:
		return number("float16", value.FloatText(float64(float16.Frombits(uint16(h.value)).Float32()), 32))
	case single:
		return number("float32", value.FloatText(float64(math.Float32frombits(uint32(h.value))), 32))
	case double:
		return number("float64", value.FloatText(math.Float64frombits(h.value), 64))
	}
	return value.Node{Kind: value.Text, Type: "simple", Text: "simple(" + strconv.FormatUint(h.value, 10) + ")"}
}

func number(kind, text string) value.Node {
	return value.Node{Kind: value.Number, Type: kind, Text: text}
}
