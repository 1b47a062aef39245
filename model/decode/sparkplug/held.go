package sparkplug

import (
	"slices"

	"google.golang.org/protobuf/encoding/protowire"
)

// holder is which field of a metric, property, cell or parameter has the value.
type holder uint8

const (
	nothing holder = iota
	intHolder
	longHolder
	floatHolder
	doubleHolder
	boolHolder
	stringHolder
	bytesHolder
	dataSetHolder
	templateHolder
	extensionHolder
	setHolder
	setsHolder
)

var holderWires = [...]protowire.Type{
	intHolder: protowire.VarintType, longHolder: protowire.VarintType,
	floatHolder: protowire.Fixed32Type, doubleHolder: protowire.Fixed64Type,
	boolHolder: protowire.VarintType, stringHolder: protowire.BytesType, bytesHolder: protowire.BytesType,
	dataSetHolder: protowire.BytesType, templateHolder: protowire.BytesType, extensionHolder: protowire.BytesType,
	setHolder: protowire.BytesType, setsHolder: protowire.BytesType,
}

var holderNames = [...]string{
	intHolder: "int_value", longHolder: "long_value", floatHolder: "float_value", doubleHolder: "double_value",
	boolHolder: "boolean_value", stringHolder: "string_value", bytesHolder: "bytes_value",
	dataSetHolder: "dataset_value", templateHolder: "template_value", extensionHolder: "extension_value",
	setHolder: "propertyset_value", setsHolder: "propertysets_value",
}

// What has a value has these fields for it, with numbers from the first on.
type holders struct {
	first protowire.Number
	list  []holder
}

var (
	scalarHolders   = []holder{intHolder, longHolder, floatHolder, doubleHolder, boolHolder, stringHolder}
	metricHolders   = holders{10, append(scalarHolders[:6:6], bytesHolder, dataSetHolder, templateHolder, extensionHolder)}
	propertyHolders = holders{3, append(scalarHolders[:6:6], setHolder, setsHolder, extensionHolder)}
	cellHolders     = holders{1, append(scalarHolders[:6:6], extensionHolder)}
	paramHolders    = holders{3, append(scalarHolders[:6:6], extensionHolder)}
)

func (h holders) of(num protowire.Number) holder {
	if i := num - h.first; i >= 0 && int(i) < len(h.list) {
		return h.list[i]
	}
	return nothing
}

// held is a value as it is written.
type held struct {
	holder holder
	field  field
}

// whole reports whether it is a whole number. Encoders differ in which of the two fields
// they take for one.
func (h *held) whole() bool { return h.holder == intHolder || h.holder == longHolder }

// take takes a field for the value, if it is one for that.
func (h *held) take(r *fields, one *field, in holders) bool {
	holder := in.of(one.num)
	if holder == nothing {
		return false
	}
	if r.must(one, holderWires[holder]) {
		*h = held{holder, *one}
	}
	return true
}

// holds reports whether a datatype is written in a field. Tahu writes UInt32 as a long.
func (d Datatype) holds(h holder) bool {
	return h != nothing && (h == d.holder() || d == UInt32 && h == longHolder)
}

// holder is the field that a datatype is written in.
func (d Datatype) holder() holder {
	switch {
	case d == Int64, d == UInt64, d == DateTime:
		return longHolder
	case d >= Int8 && d < UInt64:
		return intHolder
	case d == Bytes, d == File, d.element() != Unknown:
		return bytesHolder
	}
	return map[Datatype]holder{
		Float: floatHolder, Double: doubleHolder, Boolean: boolHolder, String: stringHolder, Text: stringHolder, UUID: stringHolder,
		DataSet: dataSetHolder, Template: templateHolder, PropertySet: setHolder, PropertySetList: setsHolder,
	}[d]
}

// field is the number of a field that has a value, 0 when there is none such.
func (h holders) field(of holder) protowire.Number {
	if i := slices.Index(h.list, of); i >= 0 && of != nothing {
		return h.first + protowire.Number(i)
	}
	return 0
}
