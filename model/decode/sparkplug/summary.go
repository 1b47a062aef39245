package sparkplug

import (
	"google.golang.org/protobuf/encoding/protowire"
)

// The metrics that a node must have, by their names.
const (
	RebirthMetric = "Node Control/Rebirth"
	bdSeqMetric   = "bdSeq"
)

// summary is what the state of a node needs to know of a payload.
type summary struct {
	seq           uint64
	hasSeq        bool
	bdSeq         int64 // none below 0
	control       bool  // has the metric that asks for a birth
	asks          bool  // which is true
	unnamed       bool  // a metric of a birth without a name
	untyped       bool  // and one without a datatype
	tooMany       bool  // metrics, which are not kept
	definitions   *Definitions
	unknown       bool // a metric that was not announced
	unknownMetric identity
}

const none = -1

// identity is how a metric is named in data.
type identity struct {
	name  string
	alias uint64
}

// data reads a payload of data. known may be nil; then no metric is looked for.
func (s *summary) data(payload []byte, known *Definitions) bool {
	r := read(payload)
	var one field
	for r.next(&one) {
		switch one.num {
		case payloadSeq:
			s.seq, s.hasSeq = one.bits, r.must(&one, protowire.VarintType)
		case payloadMetrics:
			if r.must(&one, protowire.BytesType) && known != nil && !s.unknown {
				s.lookUp(payload[one.at:one.to], known)
			}
		}
	}
	return r.fault == nil
}

// lookUp looks whether a metric was announced.
func (s *summary) lookUp(metric []byte, known *Definitions) {
	r := read(metric)
	var one field
	for r.next(&one) && one.num <= metricAlias {
		switch {
		case one.num == metricName && one.wire == protowire.BytesType && one.to > one.at:
			if _, ok := known.names[string(r.content(&one))]; !ok {
				s.unknown, s.unknownMetric = true, identity{name: string(r.content(&one))}
			}
			return
		case one.num == metricAlias && one.wire == protowire.VarintType:
			if _, ok := known.aliased(one.bits); !ok {
				s.unknown, s.unknownMetric = true, identity{alias: one.bits}
			}
			return
		}
	}
}

// all reads a payload with its metrics: of a birth, a death or a command.
func (s *summary) all(payload []byte, birth bool) bool {
	s.bdSeq = none
	if birth {
		s.definitions = &Definitions{}
	}
	r := read(payload)
	var one field
	for r.next(&one) {
		switch one.num {
		case payloadSeq:
			s.seq, s.hasSeq = one.bits, r.must(&one, protowire.VarintType)
		case payloadMetrics:
			if r.must(&one, protowire.BytesType) {
				m := r.metric(&one)
				s.metric(&r, &m)
			}
		}
	}
	if birth {
		s.definitions.seal()
	}
	return r.fault == nil
}

func (s *summary) metric(r *fields, m *metric) {
	name := r.src[m.given[metricName].at:m.given[metricName].to]
	switch string(name) {
	case bdSeqMetric:
		if m.value.whole() {
			s.bdSeq = int64(m.value.field.bits)
		}
	case RebirthMetric:
		s.control = true
		s.asks = s.asks || m.value.holder == boolHolder && m.value.field.bits != 0
	}
	if s.definitions == nil || s.tooMany || r.fault != nil {
		return
	}
	s.unnamed = s.unnamed || !m.named()
	s.untyped = s.untyped || !m.typed()
	s.tooMany = !s.definitions.add(r.definition(m, 0))
}
