package cbor

import (
	"encoding/hex"
	"math"
	"math/big"
	"strconv"
	"strings"

	"mangrove/model/value"
)

// Tags that say what a value is [RFC 8949 3.4; the registry of IANA].
const (
	isTime        = 0
	isEpoch       = 1
	isBignum      = 2
	isNegative    = 3
	isDecimal     = 4
	isBigfloat    = 5
	isCBOR        = 24
	isUUID        = 37
	selfDescribed = 55799
)

var tagNames = map[uint64]string{
	isTime: "time", isEpoch: "epoch s", isBignum: "bignum", isNegative: "bignum", isDecimal: "decimal fraction", isBigfloat: "bigfloat",
	isCBOR: "CBOR", 30: "rational", 32: "URI", 33: "base64url", 34: "base64", 36: "MIME", isUUID: "UUID", 100: "days since 1970", 258: "set", 1004: "date",
}

// contentsFit reports whether an item and the tags before it are what each of these has to
// have [RFC 8949 3.4]: other ones are well-formed, and not valid.
func contentsFit(tags []uint64, h head, kind value.Kind) bool {
	const another = 255 // no kind: a tag, which none of them has right behind it
	for i, t := range tags {
		content := value.Kind(another)
		if i == len(tags)-1 {
			content = kind
		}
		if !contentFits(t, content) || (t == isDecimal || t == isBigfloat) && !h.indefinite && h.value != 2 {
			return false
		}
	}
	return true
}

func contentFits(t uint64, kind value.Kind) bool {
	const isURI, isBase64URL, isBase64, isMIME, isDays, isDate = 32, 33, 34, 36, 100, 1004
	switch t {
	case isTime, isURI, isBase64URL, isBase64, isDate:
		return kind == value.Text
	case isMIME: // bytes where it is not all text
		return kind == value.Text || kind == value.Bytes
	case isEpoch, isDays:
		return kind == value.Number
	case isBignum, isNegative, isCBOR, isUUID:
		return kind == value.Bytes
	case isDecimal, isBigfloat:
		return kind == value.List
	}
	return true
}

// typeOf is what tags say of an item, the outermost first.
func typeOf(tags []uint64) string {
	var names []string
	for _, t := range tags {
		switch name := tagNames[t]; {
		case t == selfDescribed:
		case name != "":
			names = append(names, name)
		default:
			names = append(names, "tag "+strconv.FormatUint(t, 10))
		}
	}
	return strings.Join(names, ", ")
}

// largestBignum is how many bytes of one are made decimal: that takes the square of it.
const largestBignum = 1024

// tagged is a scalar as the tag right before it means it.
func tagged(n value.Node, t uint64, src []byte) value.Node {
	raw := []byte(n.Text)
	if n.TextIn.To > n.TextIn.From {
		raw = src[n.TextIn.From:n.TextIn.To]
	}
	switch {
	case n.Kind != value.Bytes || n.Flags != 0:
	case (t == isBignum || t == isNegative) && len(raw) <= largestBignum:
		return value.Node{Kind: value.Number, Text: bignum(t, raw).String()}
	case t == isUUID && len(raw) == 16:
		h := hex.EncodeToString(raw)
		return value.Node{Kind: value.Text, Text: strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")}
	}
	return n
}

func bignum(t uint64, raw []byte) *big.Int {
	v := new(big.Int).SetBytes(raw)
	if t == isNegative {
		v.Not(v) // -1 - v
	}
	return v
}

// fraction reads a decimal fraction or a bigfloat: an array of an exponent and a
// mantissa [RFC 8949 3.4.4].
func fraction(src []byte, h head, t uint64) (n value.Node, end int, ok bool) {
	if t != isDecimal && t != isBigfloat || !h.indefinite && h.value != 2 {
		return n, 0, false
	}
	exponent, at, ok := integer(src, h.end)
	if !ok {
		return n, 0, false
	}
	mantissa, at, ok := integer(src, at)
	if !ok {
		return n, 0, false
	}
	if h.indefinite {
		if at == len(src) || src[at] != breaks {
			return n, 0, false
		}
		at++
	}
	n.Kind = value.Number
	switch n.Text = mantissa.String() + "e" + exponent.String(); {
	case t == isBigfloat && exponent.IsInt64() && math.Abs(float64(exponent.Int64())) <= largestBignum:
		n.Text = binaryText(mantissa, int(exponent.Int64()))
	case t == isBigfloat:
		n.Kind, n.Text = value.Text, mantissa.String()+" × 2^"+exponent.String()
	}
	return n, at, true
}

// binaryText is mantissa × 2^exponent in decimal, exactly.
func binaryText(mantissa *big.Int, exponent int) string {
	if exponent >= 0 {
		return new(big.Int).Lsh(mantissa, uint(exponent)).String()
	}
	down := new(big.Rat).SetFrac(mantissa, new(big.Int).Lsh(big.NewInt(1), uint(-exponent)))
	return strings.TrimRight(strings.TrimRight(down.FloatString(-exponent), "0"), ".")
}

// integer reads an integer, of any size that is made decimal.
func integer(src []byte, at int) (v *big.Int, end int, ok bool) {
	h, err := readHead(src, at)
	if err != nil {
		return nil, 0, false
	}
	switch h.major {
	case unsigned:
		return new(big.Int).SetUint64(h.value), h.end, true
	case negative:
		v = new(big.Int).SetUint64(h.value)
		return v.Not(v), h.end, true
	case tag:
		inner, err := readHead(src, h.end)
		if err != nil || inner.major != chars || h.value != isBignum && h.value != isNegative {
			return nil, 0, false
		}
		raw, _, end, err := bytesOf(src, inner)
		if err != nil || len(raw) > largestBignum {
			return nil, 0, false
		}
		return bignum(h.value, raw), end, true
	}
	return nil, 0, false
}
