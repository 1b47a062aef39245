package sparkplug

import (
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// num writes a field with a number, sub one with bytes, f64 with a fixed one.
func num(n protowire.Number, v uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(nil, n, protowire.VarintType), v)
}

func sub(n protowire.Number, parts ...[]byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(nil, n, protowire.BytesType), join(parts...))
}

func str(n protowire.Number, s string) []byte { return sub(n, []byte(s)) }

// float writes the value of a metric.
func float(f float32) []byte {
	const floatValue = 12
	return protowire.AppendFixed32(protowire.AppendTag(nil, floatValue, protowire.Fixed32Type), math.Float32bits(f))
}

func f64(n protowire.Number, f float64) []byte {
	return protowire.AppendFixed64(protowire.AppendTag(nil, n, protowire.Fixed64Type), math.Float64bits(f))
}

func join(parts ...[]byte) (all []byte) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// met writes a metric into a payload.
func met(parts ...[]byte) []byte { return sub(payloadMetrics, parts...) }

func named(name string, alias uint64, t Datatype, parts ...[]byte) []byte {
	head := [][]byte{str(metricName, name)}
	if alias > 0 {
		head = append(head, num(metricAlias, alias))
	}
	return met(append(append(head, num(metricDatatype, uint64(t))), parts...)...)
}

func seq(n uint64) []byte { return num(payloadSeq, n) }
