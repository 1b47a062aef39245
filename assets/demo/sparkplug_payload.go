package demo

import (
	"bytes"
	"encoding/binary"
	"math"
	"reflect"
	"time"

	"google.golang.org/protobuf/encoding/protowire"
)

// Data types of Sparkplug B 3.0, 6.4.16.
const (
	spInt8       uint32 = 1
	spInt16      uint32 = 2
	spInt32      uint32 = 3
	spInt64      uint32 = 4
	spUInt16     uint32 = 6
	spUInt32     uint32 = 7
	spUInt64     uint32 = 8
	spFloat      uint32 = 9
	spDouble     uint32 = 10
	spBoolean    uint32 = 11
	spString     uint32 = 12
	spDateTime   uint32 = 13
	spUUID       uint32 = 15
	spDataSet    uint32 = 16
	spFloatArray uint32 = 30
)

// The names that Sparkplug itself gives to metrics.
const (
	bdSeqMetric   = "bdSeq"
	rebirthMetric = "Node Control/Rebirth"
)

// Field numbers of the Sparkplug B protobuf definition.
const (
	payloadTimestamp, payloadMetrics, payloadSeq = 1, 2, 3

	metricName, metricAlias, metricTimestamp, metricDatatype = 1, 2, 3, 4
	metricIsNull, metricProperties                           = 7, 9
	metricInt, metricLong, metricFloat, metricDouble         = 10, 11, 12, 13
	metricBool, metricString, metricBytes, metricDataSet     = 14, 15, 16, 17

	setKeys, setValues        = 1, 2 // PropertySet
	propertyType, propertyStr = 1, 8

	dataColumns, dataNames, dataTypes, dataRows = 1, 2, 3, 4
	rowElements                                 = 1
	cellInt, cellFloat, cellBool, cellString    = 1, 3, 5, 6
)

// sparkplugPayload is one Sparkplug B message; a death has no sequence number.
type sparkplugPayload struct {
	at      time.Time
	metrics []sparkplugMetric
	seq     *uint64
}

// sparkplugMetric is a metric on the wire. Births have name, alias, data type
// and unit; data messages the alias only.
//
// Values are int32 and int64 for the signed types, uint32 and uint64 for the
// unsigned, float32, float64, bool, string, time.Time, []float32 and dataSet.
type sparkplugMetric struct {
	name  string
	alias uint64
	at    time.Time
	kind  uint32 // 0 is left out
	value any    // nil is null
	unit  string
}

// dataSet is a table; every row has a cell for each column.
type dataSet struct {
	names []string
	types []uint32
	rows  [][]any
}

func (p sparkplugPayload) encode() []byte {
	b := varint(nil, payloadTimestamp, uint64(p.at.UnixMilli()))
	for _, m := range p.metrics {
		b = nested(b, payloadMetrics, m.encode())
	}
	if p.seq != nil {
		b = varint(b, payloadSeq, *p.seq)
	}
	return b
}

func (m sparkplugMetric) encode() []byte {
	var b []byte
	if m.name != "" {
		b = nested(b, metricName, []byte(m.name))
	}
	if m.alias != 0 {
		b = varint(b, metricAlias, m.alias)
	}
	if !m.at.IsZero() {
		b = varint(b, metricTimestamp, uint64(m.at.UnixMilli()))
	}
	if m.kind != 0 {
		b = varint(b, metricDatatype, uint64(m.kind))
	}
	if m.value == nil {
		return varint(b, metricIsNull, 1)
	}
	if m.unit != "" {
		b = nested(b, metricProperties, unitProperty(m.unit))
	}
	return appendValue(b, m.value)
}

// appendValue writes a value into the field its type belongs to. Signed
// integers of up to 32 bits travel in an unsigned field.
func appendValue(b []byte, value any) []byte {
	switch v := value.(type) {
	case int32:
		return varint(b, metricInt, uint64(uint32(v)))
	case uint32:
		return varint(b, metricInt, uint64(v))
	case int64:
		return varint(b, metricLong, uint64(v))
	case uint64:
		return varint(b, metricLong, v)
	case time.Time:
		return varint(b, metricLong, uint64(v.UnixMilli()))
	case float32:
		return float(b, metricFloat, v)
	case float64:
		b = protowire.AppendTag(b, metricDouble, protowire.Fixed64Type)
		return protowire.AppendFixed64(b, math.Float64bits(v))
	case bool:
		return varint(b, metricBool, protowire.EncodeBool(v))
	case string:
		return nested(b, metricString, []byte(v))
	case []float32:
		var array []byte // little endian, as the reference implementation has it
		for _, f := range v {
			array = binary.LittleEndian.AppendUint32(array, math.Float32bits(f))
		}
		return nested(b, metricBytes, array)
	case dataSet:
		return nested(b, metricDataSet, v.encode())
	}
	return b
}

func (s dataSet) encode() []byte {
	b := varint(nil, dataColumns, uint64(len(s.names)))
	for _, name := range s.names {
		b = nested(b, dataNames, []byte(name))
	}
	for _, kind := range s.types {
		b = varint(b, dataTypes, uint64(kind))
	}
	for _, cells := range s.rows {
		var row []byte
		for _, cell := range cells {
			row = nested(row, rowElements, encodeCell(cell))
		}
		b = nested(b, dataRows, row)
	}
	return b
}

func encodeCell(cell any) []byte {
	switch v := cell.(type) {
	case int32:
		return varint(nil, cellInt, uint64(uint32(v)))
	case float32:
		return float(nil, cellFloat, v)
	case bool:
		return varint(nil, cellBool, protowire.EncodeBool(v))
	case string:
		return nested(nil, cellString, []byte(v))
	}
	return nil
}

// unitProperty is the property set that gives a metric its unit.
func unitProperty(unit string) []byte {
	value := nested(varint(nil, propertyType, uint64(spString)), propertyStr, []byte(unit))
	return nested(nested(nil, setKeys, []byte("engUnit")), setValues, value)
}

// asksRebirth reports whether a node command sets the rebirth metric to true.
func asksRebirth(payload []byte) bool {
	asked := false
	eachField(payload, func(number protowire.Number, raw []byte) {
		if number != payloadMetrics {
			return
		}
		var name []byte
		var set bool
		eachField(raw, func(number protowire.Number, value []byte) {
			if number == metricName {
				name = value
			}
			if number == metricBool {
				set = !bytes.Equal(value, []byte{0})
			}
		})
		asked = asked || set && string(name) == rebirthMetric
	})
	return asked
}

// eachField walks the fields of a message until one does not parse. Fields
// with a length come without it, the others as they stand.
func eachField(b []byte, visit func(number protowire.Number, value []byte)) {
	for len(b) > 0 {
		number, kind, n := protowire.ConsumeTag(b)
		if n < 0 {
			return
		}
		b = b[n:]
		n = protowire.ConsumeFieldValue(number, kind, b)
		if n < 0 {
			return
		}
		value := b[:n]
		if kind == protowire.BytesType {
			value, _ = protowire.ConsumeBytes(b)
		}
		visit(number, value)
		b = b[n:]
	}
}

func varint(b []byte, number protowire.Number, v uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, number, protowire.VarintType), v)
}

func float(b []byte, number protowire.Number, v float32) []byte {
	return protowire.AppendFixed32(protowire.AppendTag(b, number, protowire.Fixed32Type), math.Float32bits(v))
}

func nested(b []byte, number protowire.Number, content []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, number, protowire.BytesType), content)
}

// sameValue compares two metric values, of which arrays and tables do not
// compare with ==.
func sameValue(a, b any) bool { return reflect.DeepEqual(a, b) }
