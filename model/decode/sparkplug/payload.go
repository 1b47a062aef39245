package sparkplug

import (
	"strconv"
	"time"

	"google.golang.org/protobuf/encoding/protowire"

	"mangrove/model/value"
)

// Fields of a payload.
const (
	payloadTimestamp protowire.Number = iota + 1
	payloadMetrics
	payloadSeq
	payloadUUID
	payloadBody
)

// Known is what is known of the node or device that a payload is of, when the payload
// says less: data have aliases instead of names, and no datatypes.
type Known struct {
	Definitions *Definitions // of its birth; nil: none is known
	Stale       bool         // it has gone offline since
}

// mostNested is how deep templates and property sets may be nested.
const mostNested = 100

// Decode is [Decode] with what is known.
func (k Known) Decode(payload []byte) (tree *value.Tree, consumed int, err error) {
	return k.DecodeUntil(payload, nil)
}

// Decode reads a payload. Every byte of it is consumed, or there is an error: a
// [value.Fault], [value.ErrTooMuch] or [value.ErrTooDeep]. One that says neither when it
// was sent nor its number nor a metric is none: it is another message of Protobuf, or a
// text that could be one. The metrics are members of an object, by their names; one whose
// name is not known is named "alias" with its number.
func Decode(payload []byte, known Known) (tree *value.Tree, consumed int, err error) {
	return known.DecodeUntil(payload, nil)
}

// DecodeUntil is [Decode] with what is known until somebody gives up: it fails with
// [value.ErrGivenUp] then.
func (k Known) DecodeUntil(payload []byte, givenUp func() bool) (tree *value.Tree, consumed int, err error) {
	d := decoder{src: payload, b: value.NewBuilderUntil(payload, givenUp), known: k}
	r := read(payload)
	d.open(value.Node{Kind: value.Object, To: len(payload)})
	var one field
	own, metrics := len(payload) == 0, false
	for d.next(&r, &one) {
		own = own || one.num <= payloadSeq
		switch one.num {
		case payloadTimestamp:
			d.varint(&r, &one, "timestamp", timestampType)
		case payloadMetrics:
			if !metrics {
				d.metrics(&r, &one, k.Definitions)
			}
			metrics = true
		case payloadSeq:
			d.varint(&r, &one, "seq", "uint64")
		case payloadUUID:
			d.text(&r, &one, "uuid")
		case payloadBody:
			d.bytes(&r, &one, "body")
		default:
			d.unresolved(&one)
		}
	}
	d.close(len(payload))
	if !own && d.err == nil {
		d.err = &value.Fault{Code: value.Mismatch}
	}
	if d.err != nil {
		return nil, 0, d.err
	}
	return d.b.Tree(), len(payload), nil
}

// decoder makes the tree.
type decoder struct {
	src   []byte
	b     *value.Builder
	known Known
	last  int // where the node added last begins
	depth int // of templates and property sets
	err   error
}

// next reads a field, as long as nothing has gone wrong.
func (d *decoder) next(r *fields, one *field) bool {
	ok := d.err == nil && r.next(one)
	d.check(r)
	return ok
}

// check takes over the fault of what was read.
func (d *decoder) check(r *fields) bool {
	if d.err == nil {
		d.err = r.err()
	}
	return d.err == nil
}

// placed keeps ranges in order: what is written before the node added last has none.
func (d *decoder) placed(n *value.Node) {
	if n.From < d.last {
		n.From, n.To = d.last, d.last
	}
	d.last = n.From
}

func (d *decoder) add(n value.Node) {
	if d.err == nil {
		d.placed(&n)
		d.err = d.b.Add(n)
	}
}

func (d *decoder) open(n value.Node) {
	if d.err == nil {
		d.placed(&n)
		d.err = d.b.Open(n)
	}
}

func (d *decoder) close(to int) {
	if d.err == nil {
		d.b.Close(max(to, d.last))
	}
}

// enter goes into a template or a property set.
func (d *decoder) enter() bool {
	if d.depth++; d.depth > mostNested && d.err == nil {
		d.err = value.ErrTooDeep
	}
	return d.err == nil
}

func (d *decoder) leave() { d.depth-- }

const timestampType = "timestamp"

func (d *decoder) varint(r *fields, one *field, name, typ string) {
	r.must(one, protowire.VarintType)
	if !d.check(r) {
		return
	}
	n := value.Node{Kind: value.Number, Name: name, Type: typ, Text: strconv.FormatUint(one.bits, 10), From: one.at, To: one.to}
	if typ == timestampType {
		n.Kind, n.Text = moment(one.bits)
	}
	d.add(n)
}

func (d *decoder) boolean(r *fields, one *field, name string) {
	r.must(one, protowire.VarintType)
	if d.check(r) {
		d.add(value.Node{Kind: value.Bool, Name: name, Text: strconv.FormatBool(one.bits != 0), From: one.at, To: one.to})
	}
}

func (d *decoder) text(r *fields, one *field, name string) {
	r.must(one, protowire.BytesType)
	if d.check(r) {
		n := value.Node{Name: name, From: one.at, To: one.to}
		d.textIn(&n, one.content())
		d.add(n)
	}
}

func (d *decoder) bytes(r *fields, one *field, name string) {
	r.must(one, protowire.BytesType)
	if d.check(r) {
		d.add(value.Node{Kind: value.Bytes, Name: name, TextIn: one.content(), From: one.at, To: one.to})
	}
}

// unresolved adds a field that Sparkplug B does not have.
func (d *decoder) unresolved(one *field) {
	d.add(value.Node{
		Kind: value.Bytes, Name: "field " + strconv.Itoa(int(one.num)), Flags: value.Unresolved,
		TextIn: one.content(), From: one.at, To: one.to,
	})
}

// moment is a time in milliseconds since 1970, in full.
func moment(ms uint64) (value.Kind, string) {
	const years = 365.25 * 24 * 3600 * 1000
	if n := int64(ms); n > -1900*years && n < 8000*years {
		return value.Text, time.UnixMilli(n).UTC().Format("2006-01-02T15:04:05.000Z")
	}
	return value.Number, strconv.FormatInt(int64(ms), 10)
}
