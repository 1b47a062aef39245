package protobuf

import (
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"

	"mangrove/model/value"
)

// Decode reads a message by its full name. Fields that it does not have are shown by
// their numbers and flagged; a field that is not of its type on the wire is flagged as a
// stray, shown as what it is, and the first of them is the error. It gives what could be
// read, how many bytes that took, and why not all did: a [value.Fault],
// [value.ErrTooMuch] or [value.ErrTooDeep]. Where the name is empty it is that of the
// only message that stands in the files that were compiled, outside of all others.
func (s *Schema) Decode(message string, b []byte) (*value.Tree, int, error) {
	m := s.find(message)
	if m == nil {
		return nil, 0, &value.Fault{Code: value.NoSchema, Found: message}
	}
	d := newDecoder(b, s)
	return d.whole(m)
}

// Reader reads messages of one name.
type Reader struct {
	Schema  *Schema
	Message string // as [Schema.Decode] takes it
}

// Decode is [Schema.Decode] for the message of the reader.
func (r Reader) Decode(b []byte) (*value.Tree, int, error) { return r.Schema.Decode(r.Message, b) }

// decoder makes a tree of one message.
type decoder struct {
	src    []byte
	b      *value.Builder
	schema *Schema // nil: none
	depth  int
	room   int   // for so many nodes, and no more fields are held at a time
	held   int   // fields of the messages that are being read
	first  error // what was wrong first
	odd    int   // where something stands that is in no text, below 0: none is known
}

func newDecoder(src []byte, s *Schema) *decoder {
	b := value.NewBuilder(src)
	return &decoder{src: src, b: b, schema: s, room: b.Room(), odd: -1}
}

func (d *decoder) whole(m protoreflect.MessageDescriptor) (*value.Tree, int, error) {
	count, end, wrong := countFields(d.src, 0, len(d.src))
	if count < d.room { // or none of it is built
		d.b.Expect(2 + count) // with the whole, and a list of them all
	}
	n := value.Node{To: end}
	if m != nil {
		n.Type = string(m.FullName())
	}
	if err := d.message(n, m); err != nil {
		return nil, 0, err
	}
	if d.first == nil {
		d.first = wrong
	}
	return d.b.Tree(), end, d.first
}

// wrong notes what was wrong first.
func (d *decoder) wrong(err error) {
	if d.first == nil {
		d.first = err
	}
}

func (d *decoder) fault(code value.FaultCode, offset int, found string) {
	if d.first == nil { // there may be millions
		d.first = &value.Fault{Code: code, Offset: offset, Found: found}
	}
}

// message adds an object with the fields that stand in the bytes of the node. Without a
// descriptor nothing is known of them.
func (d *decoder) message(n value.Node, m protoreflect.MessageDescriptor) error {
	return d.messageIn(n, m, value.Part{From: n.From, To: n.To})
}

// messageIn is message with the fields that stand in parts of the source.
func (d *decoder) messageIn(n value.Node, m protoreflect.MessageDescriptor, parts ...value.Part) error {
	if d.depth++; d.depth > maxNesting {
		return value.ErrTooDeep
	}
	defer func() { d.depth-- }()
	fields, whole, err := d.fields(parts...)
	if err != nil {
		return err
	}
	defer d.drop(fields)
	d.keepLast(m, fields)
	if m != nil && whole {
		if text, ok := d.wellKnown(m, fields); ok {
			n.Kind, n.Text, n.TextIn, n.Flags = text.Kind, text.Text, text.TextIn, n.Flags|text.Flags
			return d.b.Add(n)
		}
	}
	n.Kind = value.Object
	if err := d.b.Open(n); err != nil {
		return err
	}
	within := d.contentOf(m, fields)
	for i := range fields {
		if err := d.field(m, within, fields, i); err != nil {
			return err
		}
	}
	d.b.Close(n.To)
	return nil
}

// field adds a field, with those that follow of the same number where it may have
// several values. What stands in the bytes of one of them is within, where that is known.
func (d *decoder) field(m protoreflect.MessageDescriptor, within content, all []field, i int) error {
	f := all[i]
	if m == nil {
		return d.unknown(0, all, i)
	}
	known := d.schema.field(m, f.num)
	switch {
	case known == nil:
		return d.unknown(value.Unresolved, all, i)
	case known.Cardinality() == protoreflect.Repeated && f.again:
		return nil // the first one has brought it along
	case known.IsMap():
		return d.mapping(known, all, i)
	case known.Cardinality() == protoreflect.Repeated:
		return d.list(known, all, i)
	}
	n := value.Node{Name: nameOf(known)}
	if f.replaced {
		n.Flags |= value.Replaced
	}
	switch {
	case d.holdsContent(m, within, f):
		return d.contentField(n, within, f)
	case known.Message() != nil && f.typ == wireOf(known):
		return d.mergedMessage(n, known, all, i)
	}
	return d.single(n, known, f)
}

// occurrences goes through the fields of one number, from the first.
func occurrences(all []field, i int) func(yield func(field) bool) {
	return func(yield func(field) bool) {
		for yield(all[i]) && all[i].next != 0 {
			i = int(all[i].next)
		}
	}
}

// openSeveral opens what stands for all fields of one number, and gives where it ends.
func (d *decoder) openSeveral(n value.Node, all []field, i int) (end int, err error) {
	for f := range occurrences(all, i) {
		end = int(f.to)
	}
	n.From, n.To = int(all[i].from), end
	return end, d.b.Open(n)
}

// unknown adds a field that no schema has, with those that follow of the same number.
func (d *decoder) unknown(flags value.Flags, all []field, i int) error {
	f := all[i]
	n := value.Node{Name: strconv.Itoa(int(f.num)), Flags: flags}
	switch {
	case f.again:
		return nil // the first one has brought it along
	case f.next == 0:
		return d.raw(n, f)
	}
	n.Kind = value.List
	end, err := d.openSeveral(n, all, i)
	if err != nil {
		return err
	}
	for f := range occurrences(all, i) {
		if err := d.raw(value.Node{}, f); err != nil {
			return err
		}
	}
	d.b.Close(end)
	return nil
}

// list adds a repeated field, packed or not [protobuf.dev, Encoding, Packed].
func (d *decoder) list(known protoreflect.FieldDescriptor, all []field, i int) error {
	end, err := d.openSeveral(value.Node{Kind: value.List, Name: nameOf(known), Type: typeOf(known)}, all, i)
	if err != nil {
		return err
	}
	packable := wireOf(known) != protowire.BytesType && wireOf(known) != protowire.StartGroupType
	for f := range occurrences(all, i) {
		if packable && f.typ == protowire.BytesType {
			err = d.packed(known, f)
		} else {
			err = d.single(value.Node{}, known, f)
		}
		if err != nil {
			return err
		}
	}
	d.b.Close(end)
	return nil
}

func (d *decoder) packed(known protoreflect.FieldDescriptor, f field) error {
	c := cursor{src: d.src, at: int(f.from), to: int(f.to)}
	for c.at < c.to {
		one, err := c.body(field{num: f.num, typ: wireOf(known)})
		if err != nil {
			d.wrong(err)
			return d.b.Add(value.Node{Kind: value.Bytes, Type: "bytes", Flags: value.Stray, TextIn: value.Part{From: c.at, To: c.to}, From: c.at, To: c.to})
		}
		if err := d.single(value.Node{}, known, one); err != nil {
			return err
		}
	}
	return nil
}

// single adds one value of a field.
func (d *decoder) single(n value.Node, known protoreflect.FieldDescriptor, f field) error {
	if f.typ != wireOf(known) {
		d.fault(value.Mismatch, int(f.from), string(known.Name()))
		n.Flags |= value.Stray
		return d.raw(n, f)
	}
	n.From, n.To, n.Type = int(f.from), int(f.to), typeOf(known)
	if m := known.Message(); m != nil {
		return d.message(n, m)
	}
	return d.b.Add(d.scalar(n, known))
}

// mapping adds a map, whose entries are messages of a key and a value [protobuf.dev,
// Encoding, Maps].
func (d *decoder) mapping(known protoreflect.FieldDescriptor, all []field, i int) error {
	end, err := d.openSeveral(value.Node{Kind: value.Object, Name: nameOf(known), Type: typeOf(known)}, all, i)
	if err != nil {
		return err
	}
	for f := range occurrences(all, i) {
		if f.typ == protowire.BytesType {
			err = d.entry(known, f)
		} else {
			d.fault(value.Mismatch, int(f.from), string(known.Name()))
			err = d.raw(value.Node{Flags: value.Stray}, f)
		}
		if err != nil {
			return err
		}
	}
	d.b.CloseReplaced(end) // of a key that comes twice the last one counts
	return nil
}

// entry adds one of a map. What there is not in it has its default.
func (d *decoder) entry(known protoreflect.FieldDescriptor, entry field) error {
	fields, _, err := d.fields(value.Part{From: int(entry.from), To: int(entry.to)})
	if err != nil {
		return err
	}
	defer d.drop(fields)
	none := field{from: entry.to, to: entry.to}
	key, val := none, none
	for _, f := range fields {
		switch {
		case f.num == 1 && f.typ == wireOf(known.MapKey()):
			key = f
		case f.num == 2:
			val = f
		default:
			d.fault(value.Mismatch, int(f.from), string(known.Name()))
		}
	}
	n := value.Node{From: int(key.from), To: int(key.to)}
	if key.num == 0 {
		n.Name = defaultOf(known.MapKey())
	} else {
		n.Name = textOf(d.src, d.scalar(n, known.MapKey()))
	}
	if val.num != 0 {
		return d.single(value.Node{Name: n.Name}, known.MapValue(), val)
	}
	n.From, n.To, n.Type = int(none.from), int(none.to), typeOf(known.MapValue())
	if known.MapValue().Message() != nil {
		return d.message(n, known.MapValue().Message())
	}
	n.Text = defaultOf(known.MapValue())
	n.Kind = kindOf(known.MapValue())
	return d.b.Add(n)
}

// textOf is the text that a node will have.
func textOf(src []byte, n value.Node) string {
	if n.TextIn.To > n.TextIn.From {
		return string(src[n.TextIn.From:n.TextIn.To])
	}
	return n.Text
}
