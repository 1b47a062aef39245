package demo

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protowire"
)

// decodedPayload is what a host application makes of a message.
type decodedPayload struct {
	timestamp uint64
	seq       *uint64
	metrics   []decodedMetric
}

type decodedMetric struct {
	name      string
	alias     uint64
	timestamp uint64
	kind      uint32
	null      bool
	field     protowire.Number // which value field was set, 0 when none
	bits      uint64           // of a number or bool
	content   []byte           // of a string, bytes or data set
	property  string           // engUnit
}

// fields parses one protobuf message completely or fails.
func fields(b []byte, visit func(n protowire.Number, kind protowire.Type, bits uint64, content []byte) error) error {
	for len(b) > 0 {
		n, kind, size := protowire.ConsumeTag(b)
		if size < 0 {
			return protowire.ParseError(size)
		}
		b = b[size:]
		var bits uint64
		var content []byte
		switch kind {
		case protowire.VarintType:
			bits, size = protowire.ConsumeVarint(b)
		case protowire.Fixed32Type:
			var v uint32
			v, size = protowire.ConsumeFixed32(b)
			bits = uint64(v)
		case protowire.Fixed64Type:
			bits, size = protowire.ConsumeFixed64(b)
		case protowire.BytesType:
			content, size = protowire.ConsumeBytes(b)
		default:
			return fmt.Errorf("wire type %d", kind)
		}
		if size < 0 {
			return protowire.ParseError(size)
		}
		b = b[size:]
		if err := visit(n, kind, bits, content); err != nil {
			return err
		}
	}
	return nil
}

func decodeSparkplug(b []byte) (decodedPayload, error) {
	var p decodedPayload
	err := fields(b, func(n protowire.Number, _ protowire.Type, bits uint64, content []byte) error {
		switch n {
		case 1:
			p.timestamp = bits
		case 2:
			m, err := decodeMetric(content)
			p.metrics = append(p.metrics, m)
			return err
		case 3:
			p.seq = &bits
		default:
			return fmt.Errorf("payload field %d", n)
		}
		return nil
	})
	if err == nil && p.timestamp == 0 {
		err = fmt.Errorf("no timestamp")
	}
	return p, err
}

func decodeMetric(b []byte) (m decodedMetric, err error) {
	err = fields(b, func(n protowire.Number, kind protowire.Type, bits uint64, content []byte) error {
		want := protowire.VarintType
		switch n {
		case 1:
			want, m.name = protowire.BytesType, string(content)
		case 2:
			m.alias = bits
		case 3:
			m.timestamp = bits
		case 4:
			m.kind = uint32(bits)
		case 7:
			m.null = bits == 1
		case 9:
			want = protowire.BytesType
			_, after, _ := bytes.Cut(content, []byte("engUnit"))
			m.property = string(after)
		case 10, 11, 14:
			m.field, m.bits = n, bits
		case 12:
			want, m.field, m.bits = protowire.Fixed32Type, n, bits
		case 13:
			want, m.field, m.bits = protowire.Fixed64Type, n, bits
		case 15, 16, 17:
			want, m.field, m.content = protowire.BytesType, n, content
		default:
			return fmt.Errorf("metric field %d", n)
		}
		if kind != want {
			return fmt.Errorf("metric field %d has wire type %d", n, kind)
		}
		return nil
	})
	return m, err
}

// valueField is where the specification puts a data type's value.
var valueField = map[uint32]protowire.Number{
	spInt8: 10, spInt16: 10, spInt32: 10, spUInt16: 10, spUInt32: 10, spInt64: 11, spUInt64: 11, spDateTime: 11,
	spFloat: 12, spDouble: 13, spBoolean: 14, spString: 15, spUUID: 15, spFloatArray: 16, spDataSet: 17,
}

// aliased is what a birth said of an alias.
type aliased struct {
	owner string // topic and name
	kind  uint32
}

func TestSparkplugSession(t *testing.T) {
	sequence := -1
	born := map[uint64]aliased{}
	births, data, deaths := 0, 0, 0
	for _, e := range hourLong().events {
		if !strings.HasPrefix(e.Topic, "spBv1.0/Plant2/") {
			continue
		}
		p, err := decodeSparkplug(e.Payload)
		if err != nil {
			t.Fatalf("%s: %v", e.Topic, err)
		}
		if e.QoS != 0 || e.Retain {
			t.Errorf("%s came with QoS %d, retain %v", e.Topic, e.QoS, e.Retain)
		}
		verb := strings.Split(e.Topic, "/")[2]
		if verb == "NBIRTH" {
			sequence = -1
			clear(born)
		}
		if want := uint64(sequence+1) % 256; p.seq == nil || *p.seq != want {
			t.Fatalf("%s at %v: seq %v, want %d", e.Topic, e.at.Sub(start), p.seq, want)
		}
		sequence = int(*p.seq)
		switch verb {
		case "NBIRTH", "DBIRTH":
			births++
			checkBirth(t, e.Topic, p, born)
		case "NDATA", "DDATA":
			data++
			checkData(t, e.Topic, p, born)
		case "DDEATH":
			deaths++
		}
	}
	if births != 4+6 || deaths != 6 || data < 15_000 { // a press is away every ten minutes
		t.Errorf("%d births, %d deaths and %d data messages", births, deaths, data)
	}
}

func checkBirth(t *testing.T, topic string, p decodedPayload, born map[uint64]aliased) {
	t.Helper()
	names := map[string]bool{}
	for _, m := range p.metrics {
		if m.name == "" || names[m.name] || m.kind == 0 || m.timestamp == 0 {
			t.Errorf("%s: a metric without name, type or time, or twice: %+v", topic, m)
		}
		names[m.name] = true
		if m.alias != 0 {
			owner := topic + " " + m.name
			if before, taken := born[m.alias]; taken && before.owner != owner {
				t.Errorf("alias %d belongs to %s and %s", m.alias, before.owner, owner)
			}
			born[m.alias] = aliased{owner, m.kind}
		}
		if want := valueField[m.kind]; m.null == (m.field != 0) || !m.null && m.field != want {
			t.Errorf("%s: %s of type %d is in field %d, want %d", topic, m.name, m.kind, m.field, want)
		}
	}
	if strings.Contains(topic, "NBIRTH") && (!names["bdSeq"] || !names["Node Control/Rebirth"]) {
		t.Errorf("%s lacks bdSeq or the rebirth control: %v", topic, names)
	}
}

func checkData(t *testing.T, topic string, p decodedPayload, born map[uint64]aliased) {
	t.Helper()
	if len(p.metrics) == 0 {
		t.Errorf("%s is empty", topic)
	}
	for _, m := range p.metrics {
		metric, known := born[m.alias]
		if !known || m.name != "" || m.kind != 0 {
			t.Errorf("%s: %+v goes by more or less than a known alias", topic, m)
		}
		if m.field != valueField[metric.kind] {
			t.Errorf("%s: alias %d of type %d is in field %d", topic, m.alias, metric.kind, m.field)
		}
	}
}

func TestSparkplugDeathMatchesBirth(t *testing.T) {
	d := newPressLine(1)
	for session := range uint64(258) {
		will, birth := d.Connect(start)
		if will.Topic != "spBv1.0/Plant2/NDEATH/Edge1" || will.QoS != 1 || will.Retain {
			t.Fatalf("the will is %+v", will)
		}
		death, err := decodeSparkplug(will.Payload)
		if err != nil || death.seq != nil || len(death.metrics) != 1 || death.metrics[0].name != "bdSeq" {
			t.Fatalf("NDEATH is %+v, %v", death, err)
		}
		node, err := decodeSparkplug(birth[0].Payload)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := node.metrics[0].bits, death.metrics[0].bits; node.metrics[0].name != "bdSeq" || got != want || got != session%256 {
			t.Fatalf("connection %d: bdSeq %d in NBIRTH, %d in NDEATH", session, got, want)
		}
	}
}

func TestSparkplugRebirth(t *testing.T) {
	command := func(name string, value any) []byte {
		return sparkplugPayload{at: start, metrics: []sparkplugMetric{{name: name, kind: spBoolean, value: value}}}.encode()
	}
	for _, test := range []struct {
		name    string
		payload []byte
		births  int
	}{
		{"rebirth", command("Node Control/Rebirth", true), 4},
		{"not wanted", command("Node Control/Rebirth", false), 0},
		{"another control", command("Node Control/Reboot", true), 0},
		{"empty", nil, 0},
		{"not protobuf", []byte("rebirth please"), 0},
		{"cut off", command("Node Control/Rebirth", true)[:20], 0},
	} {
		d := newPressLine(1)
		d.Connect(start)
		d.Step(start.Add(5 * time.Second))
		got := d.Receive(start.Add(6*time.Second), "spBv1.0/Plant2/NCMD/Edge1", test.payload)
		if len(got) != test.births {
			t.Errorf("%s: %d births, want %d", test.name, len(got), test.births)
		}
		if test.births > 0 && !strings.Contains(got[0].Topic, "NBIRTH") {
			t.Errorf("%s: the first is %s", test.name, got[0].Topic)
		}
	}
}

func TestSparkplugValues(t *testing.T) {
	at := time.UnixMilli(1_772_000_000_123)
	for _, test := range []struct {
		name    string
		value   any
		field   protowire.Number
		bits    uint64
		content string
	}{
		{"negative Int8", int32(-3), 10, 0xffff_fffd, ""},
		{"UInt32", uint32(4_000_000_000), 10, 4_000_000_000, ""},
		{"negative Int64", int64(-2), 11, math.MaxUint64 - 1, ""},
		{"UInt64", uint64(math.MaxUint64), 11, math.MaxUint64, ""},
		{"DateTime", at, 11, 1_772_000_000_123, ""},
		{"Float", float32(1.5), 12, uint64(math.Float32bits(1.5)), ""},
		{"Double", -0.1, 13, math.Float64bits(-0.1), ""},
		{"Boolean", true, 14, 1, ""},
		{"String", "압력", 15, 0, "압력"},
		{"FloatArray", []float32{1}, 16, 0, string(binary.LittleEndian.AppendUint32(nil, math.Float32bits(1)))},
	} {
		m, err := decodeMetric(sparkplugMetric{name: "m", at: at, kind: 1, value: test.value, unit: "bar"}.encode())
		if err != nil || m.field != test.field || m.bits != test.bits || string(m.content) != test.content || !strings.HasSuffix(m.property, "bar") {
			t.Errorf("%s came back as %+v, %v", test.name, m, err)
		}
	}
	null, err := decodeMetric(sparkplugMetric{name: "m", kind: spDateTime}.encode())
	if err != nil || !null.null || null.field != 0 {
		t.Errorf("null came back as %+v, %v", null, err)
	}
}

func TestSparkplugDataSet(t *testing.T) {
	table := newPressLine(1).zonesOf(t)
	columns, rows, cells := uint64(0), 0, 0
	err := fields(table.encode(), func(n protowire.Number, _ protowire.Type, bits uint64, content []byte) error {
		if n == 1 {
			columns = bits
		}
		if n == 4 {
			rows++
			return fields(content, func(protowire.Number, protowire.Type, uint64, []byte) error { cells++; return nil })
		}
		return nil
	})
	if err != nil || columns != 4 || rows != 3 || cells != 12 {
		t.Errorf("%d columns, %d rows, %d cells, %v", columns, rows, cells, err)
	}
}

func (d *Device) zonesOf(t *testing.T) dataSet {
	t.Helper()
	n := &edgeNode{Device: d}
	table, ok := n.zones()(start).(dataSet)
	if !ok {
		t.Fatal("zones are no table")
	}
	return table
}

func FuzzAsksRebirth(f *testing.F) {
	f.Add([]byte{})
	f.Add(sparkplugPayload{at: start, metrics: []sparkplugMetric{{name: rebirthMetric, value: true}}}.encode())
	f.Add([]byte{0x12, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(_ *testing.T, payload []byte) { asksRebirth(payload) }) // must not panic
}
