package protobuf

import (
	"encoding/binary"
	"math"
	"strconv"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"

	"mangrove/model/value"
)

// wireOf is how one value of a field is written.
func wireOf(f protoreflect.FieldDescriptor) protowire.Type {
	switch f.Kind() {
	case protoreflect.Fixed32Kind, protoreflect.Sfixed32Kind, protoreflect.FloatKind:
		return protowire.Fixed32Type
	case protoreflect.Fixed64Kind, protoreflect.Sfixed64Kind, protoreflect.DoubleKind:
		return protowire.Fixed64Type
	case protoreflect.StringKind, protoreflect.BytesKind, protoreflect.MessageKind:
		return protowire.BytesType
	case protoreflect.GroupKind:
		return protowire.StartGroupType
	}
	return protowire.VarintType
}

// kindOf is what a scalar field becomes in a tree.
func kindOf(f protoreflect.FieldDescriptor) value.Kind {
	switch f.Kind() {
	case protoreflect.BoolKind:
		return value.Bool
	case protoreflect.StringKind, protoreflect.EnumKind:
		return value.Text
	case protoreflect.BytesKind:
		return value.Bytes
	}
	return value.Number
}

// typeOf is what a schema calls the values of a field.
func typeOf(f protoreflect.FieldDescriptor) string {
	switch {
	case f.IsMap():
		return "map<" + f.MapKey().Kind().String() + ", " + typeOf(f.MapValue()) + ">"
	case f.Message() != nil:
		return string(f.Message().FullName())
	case f.Enum() != nil:
		return string(f.Enum().FullName())
	}
	return f.Kind().String()
}

// nameOf is the name of a field, that of an extension in brackets.
func nameOf(f protoreflect.FieldDescriptor) string {
	if f.IsExtension() {
		return "[" + string(f.FullName()) + "]"
	}
	return string(f.Name())
}

// defaultOf is the value of a field of a map that is not written.
func defaultOf(f protoreflect.FieldDescriptor) string {
	switch f.Kind() {
	case protoreflect.BoolKind:
		return "false"
	case protoreflect.StringKind, protoreflect.BytesKind:
		return ""
	case protoreflect.EnumKind:
		if f.Enum().Values().Len() > 0 {
			return string(f.Enum().Values().Get(0).Name())
		}
	}
	return "0"
}

// scalar fills a node with what its bytes are by the schema.
func (d *decoder) scalar(n value.Node, f protoreflect.FieldDescriptor) value.Node {
	content := d.src[n.From:n.To]
	n.Kind = kindOf(f)
	switch f.Kind() {
	case protoreflect.StringKind:
		n.TextIn = value.Part{From: n.From, To: n.To}
		if !utf8.Valid(content) {
			n.Flags |= value.Stray
			d.fault(value.NotUTF8, n.From, string(f.Name()))
		}
	case protoreflect.BytesKind:
		n.TextIn = value.Part{From: n.From, To: n.To}
	case protoreflect.FloatKind:
		n.Text = value.FloatText(float64(math.Float32frombits(binary.LittleEndian.Uint32(content))), 32)
	case protoreflect.DoubleKind:
		n.Text = value.FloatText(math.Float64frombits(binary.LittleEndian.Uint64(content)), 64)
	case protoreflect.Fixed32Kind:
		n.Text = strconv.FormatUint(uint64(binary.LittleEndian.Uint32(content)), 10)
	case protoreflect.Sfixed32Kind:
		n.Text = strconv.FormatInt(int64(int32(binary.LittleEndian.Uint32(content))), 10)
	case protoreflect.Fixed64Kind:
		n.Text = strconv.FormatUint(binary.LittleEndian.Uint64(content), 10)
	case protoreflect.Sfixed64Kind:
		n.Text = strconv.FormatInt(int64(binary.LittleEndian.Uint64(content)), 10)
	default:
		v, _ := protowire.ConsumeVarint(content)
		return fromVarint(n, f, v)
	}
	return n
}

// fromVarint is scalar for what is written as a varint; of what is too large the lower
// bits count [protobuf.dev, Encoding].
func fromVarint(n value.Node, f protoreflect.FieldDescriptor, v uint64) value.Node {
	switch f.Kind() {
	case protoreflect.BoolKind:
		n.Text = strconv.FormatBool(v != 0)
	case protoreflect.EnumKind:
		if known := f.Enum().Values().ByNumber(protoreflect.EnumNumber(int32(v))); known != nil {
			n.Text = string(known.Name())
			return n
		}
		n.Kind, n.Text = value.Number, strconv.Itoa(int(int32(v)))
		n.Flags |= value.Unresolved
	case protoreflect.Int32Kind:
		n.Text = strconv.Itoa(int(int32(v)))
	case protoreflect.Uint32Kind:
		n.Text = strconv.FormatUint(uint64(uint32(v)), 10)
	case protoreflect.Sint32Kind:
		n.Text = strconv.FormatInt(protowire.DecodeZigZag(v&math.MaxUint32), 10)
	case protoreflect.Sint64Kind:
		n.Text = strconv.FormatInt(protowire.DecodeZigZag(v), 10)
	case protoreflect.Uint64Kind:
		n.Text = strconv.FormatUint(v, 10)
	default:
		n.Text = strconv.FormatInt(int64(v), 10)
	}
	return n
}
