package protobuf

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"github.com/bufbuild/protocompile"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"

	"mangrove/model/value"
)

// Inner says what the bytes of a field are: another field of the message says so by a
// number.
type Inner struct {
	Says, Bytes int               // the numbers of the two fields
	Are         map[uint64]string // messages by their full names; "" is a text
}

// CompileOurs compiles a .proto file of ours. What the bytes of a field are is said by
// the full name of the message that it is of.
func CompileOurs(name, source string, inner map[string]Inner) (*Schema, error) {
	files := protocompile.SourceResolver{Accessor: protocompile.SourceAccessorFromMap(map[string]string{name: source})}
	c := protocompile.Compiler{Resolver: &files, MaxParallelism: 1}
	compiled, err := c.Compile(context.Background(), name)
	if err != nil {
		return nil, err
	}
	s := newSchema(compiled)
	s.inner = inner
	return s, nil
}

// content is what the bytes of a field of a message are; of no field it has the number 0.
type content struct {
	num     protowire.Number
	message protoreflect.MessageDescriptor // nil: a text
}

// contentOf is what stands in the bytes of a field because of what another one says.
func (d *decoder) contentOf(m protoreflect.MessageDescriptor, all []field) (c content) {
	if m == nil {
		return c
	}
	if m.FullName() == "google.protobuf.Any" {
		return d.inAny(all)
	}
	inner, ok := d.schema.inner[string(m.FullName())]
	if !ok {
		return c
	}
	for _, f := range slices.Backward(all) {
		if int(f.num) != inner.Says || f.typ != protowire.VarintType { // of several the last one counts
			continue
		}
		kind, _ := protowire.ConsumeVarint(d.src[f.from:f.to])
		if name, known := inner.Are[kind]; known && (name == "" || d.schema.messages[name] != nil) {
			return content{protowire.Number(inner.Bytes), d.schema.messages[name]}
		}
		return c
	}
	return c
}

// inAny is the message that stands in the second field of an Any: its first one names it
// behind the last slash [google/protobuf/any.proto].
func (d *decoder) inAny(all []field) (c content) {
	const second = 2
	for _, f := range slices.Backward(all) {
		if f.num == 1 && f.typ == protowire.BytesType { // of several the last one counts
			url := d.src[f.from:f.to]
			if m := d.schema.messages[string(url[bytes.LastIndexByte(url, '/')+1:])]; m != nil {
				return content{second, m}
			}
			return c
		}
	}
	return c
}

// contentField adds the field that has the content.
func (d *decoder) contentField(n value.Node, c content, f field) error {
	n.From, n.To = int(f.from), int(f.to)
	if c.message != nil {
		n.Type = string(c.message.FullName())
		return d.message(n, c.message)
	}
	n.Kind, n.Type, n.TextIn = value.Text, "text", value.Part{From: n.From, To: n.To}
	return d.b.Add(n)
}

// holdsContent reports whether a field has what is said to be in it. A text that is none
// and what is no message stay bytes, but in an Any, which is not what it says then.
func (d *decoder) holdsContent(m protoreflect.MessageDescriptor, c content, f field) bool {
	switch {
	case c.num == 0 || f.num != c.num || f.typ != protowire.BytesType:
		return false
	case c.message == nil:
		return d.printable(int(f.from), int(f.to))
	}
	return strings.HasPrefix(string(m.FullName()), "google.") || likelyMessage(d.src, int(f.from), int(f.to))
}
