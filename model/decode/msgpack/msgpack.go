// Package msgpack reads MessagePack (github.com/msgpack/msgpack, spec.md) into a tree of
// values with the bytes that each came from. Numbers keep every digit; names that are no
// texts are in diagnostic notation [RFC 8949 8].
package msgpack

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"mangrove/model/value"

	"github.com/tinylib/msgp/msgp"
)

// Decode reads one value, and says how many bytes it took. It fails with a
// [value.Fault], [value.ErrTooMuch] or [value.ErrTooDeep].
func Decode(b []byte) (tree *value.Tree, consumed int, err error) { return DecodeUntil(b, nil) }

// DecodeUntil is [Decode] until somebody gives up: it fails with [value.ErrGivenUp] then.
func DecodeUntil(b []byte, givenUp func() bool) (tree *value.Tree, consumed int, err error) {
	r := reader{b: value.NewBuilderUntil(b, givenUp), src: b}
	if err := r.read(); err != nil {
		return nil, r.at, err
	}
	return r.b.Tree(), r.at, nil
}

// FirstName is the first name of a map that bytes begin as, whatever follows it; "" when
// they do not begin as a map, or that name is no text.
func FirstName(b []byte) string {
	if len(b) == 0 || msgp.NextType(b) != msgp.MapType {
		return ""
	}
	n, rest, err := msgp.ReadMapHeaderBytes(b)
	if err != nil || n == 0 || msgp.NextType(rest) != msgp.StrType || tooLong(rest) {
		return ""
	}
	name, _, err := msgp.ReadStringZC(rest)
	if err != nil || !utf8.Valid(name) {
		return ""
	}
	return string(name)
}

type reader struct {
	b    *value.Builder
	src  []byte
	at   int
	open []level
	name value.Node // only its name and whether that is a notation, for the member that comes
}

// level is an array or a map that is not at its end.
type level struct {
	left uint32 // elements, or pairs
	pair bool
}

// read goes through values without recursing: how deep they are nested is up to whoever
// sent them.
func (r *reader) read() error {
	for {
		if err := r.value(); err != nil {
			return err
		}
		last := len(r.open) - 1
		for ; last >= 0 && r.open[last].left == 0; last-- {
			r.b.Close(r.at)
			r.open = r.open[:last]
		}
		if last < 0 {
			return nil
		}
		r.open[last].left--
		if err := r.member(r.open[last].pair); err != nil {
			return err
		}
	}
}

// value reads a scalar, or enters an array or a map.
func (r *reader) value() error {
	from := r.at
	switch msgp.NextType(r.src[from:]) {
	case msgp.MapType:
		n, rest, err := msgp.ReadMapHeaderBytes(r.src[from:])
		return r.enter(level{n, true}, rest, err)
	case msgp.ArrayType:
		n, rest, err := msgp.ReadArrayHeaderBytes(r.src[from:])
		return r.enter(level{n, false}, rest, err)
	}
	n, end, err := scalar(r.src, from)
	if err != nil {
		return err
	}
	n.Name, n.NameIn, n.From, n.To, r.at = r.name.Name, r.name.NameIn, from, end, end
	n.Flags |= r.name.Flags
	return r.b.Add(n)
}

func (r *reader) enter(l level, rest []byte, err error) error {
	each := uint64(1)
	kind := value.List
	if l.pair {
		each, kind = 2, value.Object
	}
	if err != nil || uint64(l.left)*each > uint64(len(rest)) {
		return r.cutOff()
	}
	if uint64(l.left) > uint64(r.b.Room()) { // which building all of it would find out
		return value.ErrTooMuch
	}
	n := value.Node{Kind: kind, Name: r.name.Name, NameIn: r.name.NameIn, Flags: r.name.Flags, From: r.at}
	if err := r.b.Open(n); err != nil {
		return err
	}
	r.b.Expect(int(l.left)) // of which each takes a byte at the least
	r.at = len(r.src) - len(rest)
	r.open = append(r.open, l)
	return nil
}

// member reads the key of what comes next in a map.
func (r *reader) member(inMap bool) error {
	r.name = value.Node{}
	if !inMap {
		return nil
	}
	if t := msgp.NextType(r.src[r.at:]); t == msgp.StrType {
		if tooLong(r.src[r.at:]) {
			return r.cutOff()
		}
		text, rest, err := msgp.ReadStringZC(r.src[r.at:])
		if err != nil {
			return r.cutOff()
		}
		r.at = len(r.src) - len(rest)
		r.name.NameIn = value.Part{From: r.at - len(text), To: r.at}
		return nil
	}
	name, end, err := notation(nil, r.src, r.at, 0)
	r.name.Name, r.name.Flags, r.at = string(name), value.Notation, end
	return err
}

func (r *reader) cutOff() error { return &value.Fault{Code: value.CutOff, Offset: len(r.src)} }

// scalar reads what has nothing below it, without its name and range.
func scalar(src []byte, from int) (n value.Node, end int, err error) {
	b := src[from:]
	if tooLong(b) {
		return n, from, &value.Fault{Code: value.CutOff, Offset: len(src)}
	}
	var rest, text []byte
	switch msgp.NextType(b) {
	case msgp.InvalidType:
		if len(b) == 0 {
			return n, from, &value.Fault{Code: value.CutOff, Offset: len(src)}
		}
		return n, from, &value.Fault{Code: value.Unexpected, Offset: from, Found: hex.EncodeToString(b[:1])}
	case msgp.NilType:
		rest, err = msgp.ReadNilBytes(b)
		n.Kind, n.Text = value.Null, "null"
	case msgp.BoolType:
		var v bool
		v, rest, err = msgp.ReadBoolBytes(b)
		n.Kind, n.Text = value.Bool, strconv.FormatBool(v)
	case msgp.IntType, msgp.UintType, msgp.Float32Type, msgp.Float64Type:
		n.Kind, n.Type = value.Number, numberTypes[b[0]]
		n.Text, rest, err = number(b)
	case msgp.StrType:
		text, rest, err = msgp.ReadStringZC(b)
		if n.Kind = value.Text; !utf8.Valid(text) { // older encoders have no other type for bytes
			n.Kind, n.Type = value.Bytes, "str"
		}
	case msgp.BinType:
		text, rest, err = msgp.ReadBytesZC(b)
		n.Kind = value.Bytes
	default:
		n, end, err = extension(src, from)
		return n, end, err
	}
	if err != nil {
		return n, from, &value.Fault{Code: value.CutOff, Offset: len(src)}
	}
	end = len(src) - len(rest)
	n.TextIn = value.Part{From: end - len(text), To: end}
	return n, end, nil
}

// tooLong reports whether a text or bytes with a length of 32 bits are longer than all
// there is. The library takes such a length for one below zero where an int has no more
// bits.
func tooLong(b []byte) bool {
	const str32, bin32, head = 0xdb, 0xc6, 5
	return len(b) >= head && (b[0] == str32 || b[0] == bin32) && uint64(binary.BigEndian.Uint32(b[1:])) > uint64(len(b)-head)
}

// numberTypes are what the specification calls numbers, by their first byte. Those of
// one byte have no name.
var numberTypes = map[byte]string{
	0xcc: "uint8", 0xcd: "uint16", 0xce: "uint32", 0xcf: "uint64", 0xd0: "int8", 0xd1: "int16", 0xd2: "int32", 0xd3: "int64",
	0xca: "float32", 0xcb: "float64",
}

// number is a number in decimal.
func number(b []byte) (text string, rest []byte, err error) {
	switch msgp.NextType(b) {
	case msgp.UintType:
		u, rest, err := msgp.ReadUint64Bytes(b)
		return strconv.FormatUint(u, 10), rest, err
	case msgp.IntType:
		i, rest, err := msgp.ReadInt64Bytes(b)
		return strconv.FormatInt(i, 10), rest, err
	case msgp.Float32Type:
		f, rest, err := msgp.ReadFloat32Bytes(b)
		return value.FloatText(float64(f), 32), rest, err
	}
	f, rest, err := msgp.ReadFloat64Bytes(b)
	return value.FloatText(f, 64), rest, err
}

// timestamp is the type of extension that is a time.
const timestamp = -1

// extension reads bytes that have a type of their maker, and times.
func extension(src []byte, from int) (n value.Node, end int, err error) {
	b := src[from:]
	head, size := extensionHead(b)
	if head == 0 || uint64(len(b)-head) < size {
		return n, from, &value.Fault{Code: value.CutOff, Offset: len(src)}
	}
	end = from + head + int(size)
	kind := int8(b[head-1])
	if kind == timestamp {
		if text, ok := timeText(src[from:end], src[from+head:end]); ok {
			return value.Node{Kind: value.Text, Type: "timestamp", Text: text}, end, nil
		}
	}
	n = value.Node{Kind: value.Bytes, Type: "ext " + strconv.Itoa(int(kind)), TextIn: value.Part{From: from + head, To: end}}
	return n, end, nil
}

// extensionHead is how long the head of an extension is, 0 when it is cut off, and its
// data.
func extensionHead(b []byte) (head int, size uint64) {
	const fix1, fix16, ext8, ext16 = 0xd4, 0xd8, 0xc7, 0xc8
	var wide int
	switch c := b[0]; {
	case c >= fix1 && c <= fix16:
		if len(b) < 2 {
			return 0, 0
		}
		return 2, 1 << (c - fix1)
	case c == ext8:
		wide = 1
	case c == ext16:
		wide = 2
	default:
		wide = 4
	}
	if len(b) < 2+wide {
		return 0, 0
	}
	var whole [8]byte
	copy(whole[8-wide:], b[1:])
	return 2 + wide, binary.BigEndian.Uint64(whole[:])
}

// timeText is a time as ISO 8601 has it, or in seconds since 1970 when it does not have it.
func timeText(item, data []byte) (string, bool) {
	t, _, err := msgp.ReadTimeUTCBytes(item)
	if err != nil {
		return "", false
	}
	if len(data) == 12 { // nanoseconds and 64 bits of seconds: more than a time takes
		const year0, year10000 = -62_167_219_200, 253_402_300_800
		if s := int64(binary.BigEndian.Uint64(data[4:])); s < year0 || s >= year10000 {
			return secondsText(s, binary.BigEndian.Uint32(data)) + " s", true
		}
	}
	return t.Format(time.RFC3339Nano), true
}

// secondsText is seconds with the nanoseconds behind them, which are never negative.
func secondsText(seconds int64, nanos uint32) string {
	sign := ""
	switch {
	case nanos == 0:
		return strconv.FormatInt(seconds, 10)
	case seconds < 0:
		sign, seconds, nanos = "-", -(seconds + 1), uint32(time.Second)-nanos
	}
	return sign + strconv.FormatInt(seconds, 10) + "." + strings.TrimRight(fmt.Sprintf("%09d", nanos), "0")
}
