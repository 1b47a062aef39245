package sparkplug

import (
	"encoding/binary"
	"math"
	"regexp"
	"strconv"
	"unicode/utf8"

	"mangrove/model/value"
)

// value adds a value. It is shown as its datatype says when it is written as that is
// written, and as it is written otherwise.
func (d *decoder) value(v *held, t Datatype, n value.Node, members *Definitions) {
	switch {
	case v.holder == nothing:
		if t.Known() && n.To == n.From {
			n.Flags |= value.Stray // a metric without is_null has a value
		}
		d.none(n, t)
	case v.holder == extensionHolder, t != Unknown && !t.Known():
		n.Kind, n.Type, n.TextIn = value.Bytes, t.String(), v.field.content()
		n.Flags |= value.Unresolved
		d.add(n)
	case t == Unknown:
		n.Type = holderNames[v.holder]
		if v.holder <= longHolder {
			n.Flags |= value.Unresolved // whether it has a sign
		}
		d.written(v, n, members)
	case !t.holds(v.holder):
		n.Type = holderNames[v.holder]
		n.Flags |= value.Stray
		d.written(v, n, members)
	default:
		n.Type = t.String()
		d.typed(v, t, n, members)
	}
}

// written adds a value as the field that has it says.
func (d *decoder) written(v *held, n value.Node, members *Definitions) {
	f := &v.field
	switch v.holder {
	case intHolder, longHolder:
		n.Kind, n.Text = value.Number, strconv.FormatUint(f.bits, 10)
	case floatHolder:
		n.Kind, n.Text = value.Number, value.FloatText(float64(math.Float32frombits(uint32(f.bits))), 32)
	case doubleHolder:
		n.Kind, n.Text = value.Number, value.FloatText(math.Float64frombits(f.bits), 64)
	case boolHolder:
		n.Kind, n.Text = value.Bool, strconv.FormatBool(f.bits != 0)
	case stringHolder:
		d.textIn(&n, f.content())
	case bytesHolder:
		n.Kind, n.TextIn = value.Bytes, f.content()
	default:
		d.nested(v, n, members)
		return
	}
	d.add(n)
}

// nested adds a value that has others below it.
func (d *decoder) nested(v *held, n value.Node, members *Definitions) {
	r := read(d.src)
	if d.enter() {
		switch v.holder {
		case dataSetHolder:
			d.dataSet(&r, &v.field, n)
		case templateHolder:
			d.template(&r, &v.field, n, members)
		case setHolder:
			d.propertySet(&r, &v.field, n)
		case setsHolder:
			d.propertySets(&r, &v.field, n)
		}
	}
	d.leave()
}

// typed adds a value that is written as its datatype is.
func (d *decoder) typed(v *held, t Datatype, n value.Node, members *Definitions) {
	f := &v.field
	bits, signed := t.width()
	switch {
	case bits > 0:
		text, fits := integer(f.bits, bits, signed)
		n.Kind, n.Text = value.Number, text
		if !fits {
			n.Flags |= value.Stray
		}
	case t == DateTime:
		n.Kind, n.Text = moment(f.bits)
	case t == UUID:
		d.textIn(&n, f.content())
		if !uuidForm.Match(d.src[f.at:f.to]) {
			n.Flags |= value.Stray
		}
	case t.element() != Unknown:
		d.array(f, t, n)
		return
	default:
		d.written(v, n, members)
		return
	}
	d.add(n)
}

var uuidForm = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)

// integer is a number as its datatype means it. Those with a sign are in an unsigned
// field, in two's complement of their own width or of the field's, of which Protobuf
// may have made 64 bits.
func integer(n uint64, bits int, signed bool) (text string, fits bool) {
	if !signed {
		return strconv.FormatUint(n, 10), bits == 64 || n>>bits == 0
	}
	s := int64(n)
	switch {
	case bits == 64:
	case n>>bits == 0: // of its own width
		s = int64(n<<(64-bits)) >> (64 - bits)
	case n>>32 == 0: // of the field's
		s = int64(int32(uint32(n)))
	}
	return strconv.FormatInt(s, 10), s == s<<(64-bits)>>(64-bits)
}

// textIn takes a text from where it stands; what is none is bytes.
func (d *decoder) textIn(n *value.Node, in value.Part) {
	n.Kind, n.TextIn = value.Text, in
	if !utf8.Valid(d.src[in.From:in.To]) {
		n.Kind = value.Bytes
		n.Flags |= value.Stray
	}
}

// mostElements is how many elements of an array are laid out; one with more is bytes.
const mostElements = 100_000

// array adds an array, whose elements are little-endian as Tahu writes them; the
// examples of the specification show those of floats the other way round.
func (d *decoder) array(f *field, t Datatype, n value.Node) {
	b := d.src[f.at:f.to]
	size := elementSize(t)
	count, whole := len(b), false
	switch {
	case t == BooleanArray && len(b) >= 4:
		said := uint64(binary.LittleEndian.Uint32(b)) // more than 32 bits count below zero
		count, whole = int(said), (said+7)/8 == uint64(len(b)-4)
	case t == BooleanArray:
	case size > 0:
		count, whole = len(b)/size, len(b)%size == 0
	default:
		whole = len(b) == 0 || b[len(b)-1] == 0
	}
	if !whole || count > mostElements {
		n.Kind, n.TextIn = value.Bytes, f.content()
		if !whole {
			n.Flags |= value.Stray
		}
		d.add(n)
		return
	}
	n.Kind = value.List
	d.open(n)
	switch t {
	case BooleanArray:
		d.bits(f.at+4, count)
	case StringArray:
		d.strings(f)
	default:
		d.elements(f.at, count, t)
	}
	d.close(f.to)
}

// elementSize is how many bytes an element takes, 0 where they differ.
func elementSize(t Datatype) int {
	e := t.element()
	if bits, _ := e.width(); bits > 0 {
		return bits / 8
	}
	switch e {
	case Float:
		return 4
	case Double, DateTime:
		return 8
	}
	return 0
}

func (d *decoder) elements(at, count int, t Datatype) {
	e, size := t.element(), elementSize(t)
	bits, signed := e.width()
	for range count {
		var raw [8]byte
		copy(raw[:], d.src[at:at+size])
		u := binary.LittleEndian.Uint64(raw[:])
		n := value.Node{Kind: value.Number, Type: e.String(), From: at, To: at + size}
		switch e {
		case Float:
			n.Text = value.FloatText(float64(math.Float32frombits(uint32(u))), 32)
		case Double:
			n.Text = value.FloatText(math.Float64frombits(u), 64)
		case DateTime:
			n.Kind, n.Text = moment(u)
		default:
			n.Text, _ = integer(u, bits, signed)
		}
		d.add(n)
		at += size
	}
}

// bits adds the elements of a BooleanArray, the most significant bit of a byte first.
func (d *decoder) bits(at, count int) {
	for i := range count {
		place := at + i/8
		on := d.src[place]>>(7-i%8)&1 == 1
		d.add(value.Node{Kind: value.Bool, Type: Boolean.String(), Text: strconv.FormatBool(on), From: place, To: place + 1})
	}
}

// strings adds the elements of a StringArray, each with a NUL behind it.
func (d *decoder) strings(f *field) {
	from := f.at
	for at := f.at; at < f.to; at++ {
		if d.src[at] != 0 {
			continue
		}
		n := value.Node{Type: String.String(), From: from, To: at}
		d.textIn(&n, value.Part{From: from, To: at})
		d.add(n)
		from = at + 1
	}
}
