package sparkplug

import (
	"errors"
	"io"

	"google.golang.org/protobuf/encoding/protowire"

	"mangrove/model/value"
)

// field is one field of a message of Protobuf.
type field struct {
	num    protowire.Number
	wire   protowire.Type
	from   int // where it begins, with its tag
	at, to int // what it has, without the tag and the length
	bits   uint64
}

// fields reads a message field by field: src[at:to].
type fields struct {
	src    []byte
	at, to int
	fault  *value.Fault
}

func read(src []byte) fields { return fields{src: src, to: len(src)} }

// in reads the message that a field has.
func (f *fields) in(one *field) fields { return fields{src: f.src, at: one.at, to: one.to} }

// next reads a field; it is false at the end, and where there is a fault.
func (f *fields) next(one *field) bool {
	if f.at >= f.to || f.fault != nil {
		return false
	}
	b := f.src[f.at:f.to]
	num, wire, n := protowire.ConsumeTag(b)
	if n < 0 {
		return f.bad(n, f.at)
	}
	*one = field{num: num, wire: wire, from: f.at, at: f.at + n}
	b = b[n:]
	switch wire {
	case protowire.VarintType:
		one.bits, n = protowire.ConsumeVarint(b)
	case protowire.Fixed32Type:
		var bits uint32
		bits, n = protowire.ConsumeFixed32(b)
		one.bits = uint64(bits)
	case protowire.Fixed64Type:
		one.bits, n = protowire.ConsumeFixed64(b)
	case protowire.BytesType:
		var content []byte
		if content, n = protowire.ConsumeBytes(b); n >= 0 {
			one.at += n - len(content)
			n = len(content)
		}
	default:
		n = protowire.ConsumeFieldValue(num, wire, b)
	}
	if n < 0 {
		return f.bad(n, one.at)
	}
	one.to = one.at + n
	f.at = one.to
	return true
}

// must notes a fault unless a field is written as its message has it.
func (f *fields) must(one *field, wire protowire.Type) bool {
	if one.wire == wire {
		return true
	}
	return f.note(value.Mismatch, one.from)
}

func (f *fields) bad(code, offset int) bool {
	if errors.Is(protowire.ParseError(code), io.ErrUnexpectedEOF) {
		return f.note(value.CutOff, f.to)
	}
	return f.note(value.Unexpected, offset)
}

func (f *fields) note(code value.FaultCode, offset int) bool {
	if f.fault == nil {
		f.fault = &value.Fault{Code: code, Offset: offset}
	}
	return false
}

// err is the fault, nil without one.
func (f *fields) err() error {
	if f.fault == nil {
		return nil
	}
	return f.fault
}

// content is where a field has what it has.
func (f *field) content() value.Part { return value.Part{From: f.at, To: f.to} }

func (f *fields) content(one *field) []byte { return f.src[one.at:one.to] }
