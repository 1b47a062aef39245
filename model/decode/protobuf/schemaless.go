package protobuf

import (
	"encoding/binary"
	"math"
	"strconv"
	"unicode"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"

	"mangrove/model/value"
)

// Schemaless reads a message of which nothing is known. Fields have their numbers as
// names, those that there are several of are lists, and the types are those of the wire
// or what the bytes most likely are: a message, text, packed numbers, or bytes. It gives
// what could be read, how many bytes that took, and why the rest could not: a
// [value.Fault], [value.ErrTooMuch] or [value.ErrTooDeep].
func Schemaless(b []byte) (*value.Tree, int, error) { return SchemalessUntil(b, nil) }

// SchemalessUntil is [Schemaless] until somebody gives up: it fails with [value.ErrGivenUp]
// then.
func SchemalessUntil(b []byte, givenUp func() bool) (*value.Tree, int, error) {
	d := newDecoder(b, nil, givenUp)
	return d.whole(nil)
}

// Plausible reports whether bytes of which nothing is known are likely to be a message:
// all of them are fields as an encoder writes them, in numbers that somebody would give,
// and they are more than chance makes.
func Plausible(b []byte) bool {
	const (
		leastBytes = 4
		mostNumber = 2047 // beyond are those of options
	)
	if len(b) < leastBytes || printable(b) && b[0] != '\n' {
		return false
	}
	c := cursor{src: b, to: len(b), minimal: true}
	fields, telling := 0, 0
	for last := protowire.Number(0); c.at < len(b); fields++ {
		f, err := c.next()
		if err != nil || !c.minimal || f.num > mostNumber || f.typ == protowire.StartGroupType {
			return false
		}
		if f.num < last { // an encoder writes them in order, but for those of a oneof
			telling--
		}
		if f.tells(b) {
			telling++
		}
		last = f.num
	}
	return fields > 1 && telling >= 0 || fields == 1 && telling == 1
}

// tells reports whether a field has what nobody has by chance: a text or a message.
func (f field) tells(src []byte) bool {
	const least = 2 // bytes
	return f.typ == protowire.BytesType && f.to-f.from >= least && (printable(src[f.from:f.to]) || likelyMessage(src, int(f.from), int(f.to)))
}

// likelyMessage reports whether all bytes between two places are fields as an encoder
// writes them, in numbers that somebody may give.
func likelyMessage(src []byte, from, to int) bool {
	const mostNumber = 1 << 16
	c := cursor{src: src, at: from, to: to, minimal: true}
	for c.at < to {
		if f, err := c.next(); err != nil || !c.minimal || f.num > mostNumber {
			return false
		}
	}
	return true
}

// printable reports whether bytes are text that somebody would send.
func printable(b []byte) bool { return printableSize(b) == len(b) }

// printableSize is how many bytes at the beginning are text that somebody would send.
func printableSize(b []byte) int {
	for at := 0; at < len(b); {
		r, n := utf8.DecodeRune(b[at:])
		if unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' || r == utf8.RuneError {
			return at
		}
		at += n
	}
	return len(b)
}

// printable is that of the bytes between two places. What is in no text is in none of the
// larger ones either: messages in messages are not gone through once for each.
func (d *decoder) printable(from, to int) bool {
	if from <= d.odd && d.odd < to {
		return false
	}
	n := printableSize(d.src[from:to])
	if n < to-from {
		d.odd = from + n
	}
	return n == to-from
}

// raw adds a field by what its bytes most likely are.
func (d *decoder) raw(n value.Node, f field) error {
	n.From, n.To = int(f.from), int(f.to)
	content := d.src[f.from:f.to]
	switch f.typ {
	case protowire.VarintType:
		v, _ := protowire.ConsumeVarint(content)
		n.Kind, n.Type, n.Text = value.Number, "varint", strconv.FormatUint(v, 10)
		if v > math.MaxInt64 {
			n.Text = strconv.FormatInt(int64(v), 10)
		}
	case protowire.Fixed32Type:
		n.Kind, n.Type, n.Text = value.Number, "fixed32", strconv.FormatUint(uint64(binary.LittleEndian.Uint32(content)), 10)
		if v := float64(math.Float32frombits(binary.LittleEndian.Uint32(content))); likely(v) {
			n.Type, n.Text = "float", value.FloatText(v, 32)
		}
	case protowire.Fixed64Type:
		n.Kind, n.Type, n.Text = value.Number, "fixed64", strconv.FormatUint(binary.LittleEndian.Uint64(content), 10)
		if v := math.Float64frombits(binary.LittleEndian.Uint64(content)); likely(v) {
			n.Type, n.Text = "double", value.FloatText(v, 64)
		}
	case protowire.StartGroupType:
		n.Type = "group"
		return d.message(n, nil)
	default:
		return d.rawBytes(n, content)
	}
	return d.b.Add(n)
}

// rawBytes is raw for what has a length. Text can be a message by chance, and begins
// with the tag of one, a line feed, hardly ever.
func (d *decoder) rawBytes(n value.Node, content []byte) error {
	message := len(content) > 1 && d.depth < maxNesting && likelyMessage(d.src, n.From, n.To)
	switch {
	case message && (content[0] == '\n' || !d.printable(n.From, n.To)):
		n.Type = "message"
		return d.message(n, nil)
	case d.printable(n.From, n.To):
		n.Kind, n.Type, n.TextIn = value.Text, "string", value.Part{From: n.From, To: n.To}
		return d.b.Add(n)
	}
	if size, typ := packedLikely(content); typ != "" {
		return d.rawPacked(n, size, typ)
	}
	n.Kind, n.Type, n.TextIn = value.Bytes, "bytes", value.Part{From: n.From, To: n.To}
	return d.b.Add(n)
}

// packedLikely says what numbers bytes may be, and how many each of them takes: 0 for
// varints, the type "" for none.
func packedLikely(b []byte) (size int, typ string) {
	switch {
	case len(b) >= 16 && len(b)%8 == 0 && allLikely(b, 8):
		return 8, "double"
	case len(b) >= 8 && len(b)%4 == 0 && allLikely(b, 4):
		return 4, "float"
	case allVarints(b):
		return 0, "varint"
	}
	return 0, ""
}

func allLikely(b []byte, size int) bool {
	for ; len(b) > 0; b = b[size:] {
		var v float64
		if size == 8 {
			v = math.Float64frombits(binary.LittleEndian.Uint64(b))
		} else {
			v = float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))
		}
		if !likely(v) {
			return false
		}
	}
	return true
}

// allVarints reports whether bytes are at least two numbers of about the same size.
// Others are as good as never so, though any bytes end with one.
func allVarints(b []byte) bool {
	count, least, most := 0, 10, 1
	for ; len(b) > 0; count++ {
		v, n := protowire.ConsumeVarint(b)
		if n < 0 || n != protowire.SizeVarint(v) {
			return false
		}
		least, most = min(least, n), max(most, n)
		b = b[n:]
	}
	return count > 1 && most-least <= 1
}

// likely reports whether a number with a fraction is of a size that people measure.
func likely(v float64) bool {
	a := math.Abs(v)
	return a == 0 && !math.Signbit(v) || a >= 1e-6 && a <= 1e12
}

func (d *decoder) rawPacked(n value.Node, size int, typ string) error {
	n.Kind, n.Type = value.List, "packed "+typ
	if err := d.b.Open(n); err != nil {
		return err
	}
	wire := map[int]protowire.Type{0: protowire.VarintType, 4: protowire.Fixed32Type, 8: protowire.Fixed64Type}[size]
	c := cursor{src: d.src, at: n.From, to: n.To}
	for c.at < n.To {
		f, err := c.body(field{typ: wire})
		if err != nil {
			return err
		}
		if err := d.raw(value.Node{Flags: n.Flags &^ value.Unresolved}, f); err != nil {
			return err
		}
	}
	d.b.Close(n.To)
	return nil
}
