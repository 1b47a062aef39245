package sparkplug

import (
	"cmp"
	"slices"

	"google.golang.org/protobuf/encoding/protowire"
)

// Fields of a metric, besides its value.
const (
	metricName protowire.Number = iota + 1
	metricAlias
	metricTimestamp
	metricDatatype
	metricHistorical
	metricTransient
	metricNull
	metricMetadata
	metricProperties
)

var metricWires = [...]protowire.Type{
	metricName: protowire.BytesType, metricAlias: protowire.VarintType, metricTimestamp: protowire.VarintType,
	metricDatatype: protowire.VarintType, metricHistorical: protowire.VarintType, metricTransient: protowire.VarintType,
	metricNull: protowire.VarintType, metricMetadata: protowire.BytesType, metricProperties: protowire.BytesType,
}

// metric is a metric as it is written. Of a field that comes again the last counts.
type metric struct {
	given    [metricProperties + 1]field // where to is 0, it is not there
	value    held
	unknown  int // fields
	from, to int
}

func (m *metric) has(n protowire.Number) bool { return m.given[n].to > 0 }
func (m *metric) null() bool                  { return m.has(metricNull) && m.given[metricNull].bits != 0 }
func (m *metric) datatype() Datatype          { return Datatype(uint32(m.given[metricDatatype].bits)) }

// named reports whether there is a name that says something: encoders without absent
// texts write an empty one beside an alias.
func (m *metric) named() bool {
	name := &m.given[metricName]
	return name.to > name.at
}

// typed reports whether there is a datatype that says something: Unknown is none.
func (m *metric) typed() bool { return m.datatype() != Unknown }

func (m *metric) name(src []byte) string {
	return string(src[m.given[metricName].at:m.given[metricName].to])
}

// metric reads the metric that a field has.
func (f *fields) metric(one *field) (m metric) {
	r := f.in(one)
	m.from, m.to = one.at, one.to
	var part field
	for r.next(&part) {
		switch {
		case part.num <= metricProperties:
			if r.must(&part, metricWires[part.num]) {
				m.given[part.num] = part
			}
		case m.value.take(&r, &part, metricHolders):
		default:
			m.unknown++
		}
	}
	if r.fault != nil {
		f.fault = r.fault
	}
	return m
}

// parts are what is to be shown of a metric, in the order in which it is written; the
// value comes where it is, or where is_null is, or last.
func (m *metric) parts(src []byte, room []field) []field {
	list := room[:0]
	for n := metricAlias; n <= metricProperties; n++ {
		if m.has(n) && n != metricDatatype && n != metricNull {
			list = append(list, m.given[n])
		}
	}
	if m.unknown > 0 {
		r := fields{src: src, at: m.from, to: m.to}
		var one field
		for list = slices.Grow(list, m.unknown+1); r.next(&one); {
			if one.num > metricProperties && metricHolders.of(one.num) == nothing {
				list = append(list, one)
			}
		}
	}
	list = append(list, m.shown())
	slices.SortStableFunc(list, func(a, b field) int { return cmp.Compare(a.from, b.from) })
	return list
}

// shown is the field that stands for the value; its number is that of no other.
func (m *metric) shown() field {
	const valued = 0
	switch {
	case m.null():
		null := m.given[metricNull]
		null.num = valued
		return null
	case m.value.holder != nothing:
		one := m.value.field
		one.num = valued
		return one
	}
	return field{num: valued, from: m.to, at: m.to, to: m.to}
}

// definition is what a metric of a birth announces; depth is how many templates it is in.
func (f *fields) definition(m *metric, depth int) Definition {
	d := Definition{Name: m.name(f.src), Datatype: m.datatype(), HasAlias: m.has(metricAlias), Alias: m.given[metricAlias].bits, Unit: f.unit(m)}
	if m.value.holder != templateHolder || depth >= mostNested || m.null() {
		return d
	}
	r := f.in(&m.value.field)
	members := &Definitions{}
	var one field
	for r.next(&one) {
		if one.num == templateMetrics && r.must(&one, protowire.BytesType) {
			member := r.metric(&one)
			if !members.add(r.definition(&member, depth+1)) {
				break
			}
		}
	}
	if members.Len() > 0 {
		d.Members = members
	}
	return d
}
