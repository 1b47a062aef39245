package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protowire"

	"mangrove/broker"
	"mangrove/model"
)

// metricOf is a payload of Sparkplug B with a number and one metric.
func metricOf(seq uint64, name string, alias, v uint64) string {
	const metrics, number, metricName, metricAlias, metricDatatype, metricInt, int32Type = 2, 3, 1, 2, 4, 10, 3
	var m []byte
	if name != "" {
		m = protowire.AppendString(protowire.AppendTag(m, metricName, protowire.BytesType), name)
	}
	m = protowire.AppendVarint(protowire.AppendTag(m, metricAlias, protowire.VarintType), alias)
	if name != "" {
		m = protowire.AppendVarint(protowire.AppendTag(m, metricDatatype, protowire.VarintType), int32Type)
	}
	m = protowire.AppendVarint(protowire.AppendTag(m, metricInt, protowire.VarintType), v)
	b := protowire.AppendBytes(protowire.AppendTag(nil, metrics, protowire.BytesType), m)
	return string(protowire.AppendVarint(protowire.AppendTag(b, number, protowire.VarintType), seq))
}

// TestSnapshotResolvesAliases from the births that the snapshot has seen, in their order,
// and says where the names are from.
func TestSnapshotResolvesAliases(t *testing.T) {
	type message struct {
		topic, payload string
		retained       bool
	}
	const birth, data = "spBv1.0/plant/DBIRTH/press/pump", "spBv1.0/plant/DDATA/press/pump"
	node := message{"spBv1.0/plant/NBIRTH/press", metricOf(0, "Node Control/Rebirth", 9, 0), false}
	for _, c := range []struct {
		name     string
		messages []message
		metric   string // of the data
		names    string
	}{
		{"a birth before", []message{node, {birth, metricOf(1, "Speed", 1, 5), false}, {data, metricOf(2, "", 1, 6), false}}, "Speed", "birth"},
		{"another birth since", []message{node, {birth, metricOf(1, "Speed", 1, 5), false}, {data, metricOf(2, "", 1, 6), false}, {birth, metricOf(3, "Level", 1, 5), false}}, "Speed", "birth"},
		{"a retained birth", []message{{birth, metricOf(1, "Speed", 1, 5), true}, {data, metricOf(2, "", 1, 6), false}}, "Speed", "retained birth"},
		{"a birth afterwards only", []message{{data, metricOf(2, "", 1, 6), false}, node, {birth, metricOf(1, "Speed", 1, 5), false}}, "alias 1", "no birth"},
		{"no birth", []message{{data, metricOf(2, "", 1, 6), false}}, "alias 1", "no birth"},
		{"an alias that no birth has", []message{node, {birth, metricOf(1, "Speed", 1, 5), false}, {data, metricOf(2, "", 7, 6), false}}, "alias 7", "birth"},
		{"the birth of another device", []message{node, {"spBv1.0/plant/DBIRTH/press/fan", metricOf(1, "Speed", 1, 5), false}, {data, metricOf(2, "", 1, 6), false}}, "alias 1", "no birth"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := model.NewStore(model.Options{Budget: historyOfBirths})
			b := followBirths(s)
			for _, m := range c.messages {
				s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte(m.topic), Payload: []byte(m.payload), Retained: m.retained}}})
			}
			s.Tree().Tick(time.Now())
			var out bytes.Buffer
			if err := printJSON(&out, &taken{store: s, address: broker.Address{Scheme: "mqtt", Host: "h"}, version: broker.V5, births: b}); err != nil {
				t.Fatal(err)
			}
			type decoded struct {
				As    []string
				Names string
				Value struct{ Metrics map[string]any }
			}
			var got struct {
				Tree []struct {
					Topic   string
					Decoded *decoded
				}
			}
			if err := json.Unmarshal(out.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			for _, topic := range got.Tree {
				if topic.Topic != data {
					continue
				}
				d := topic.Decoded
				if _, has := d.Value.Metrics[c.metric]; !has || len(d.Value.Metrics) != 1 || d.Names != c.names || d.As[0] != "sparkplug" {
					t.Errorf("metrics %v by %q as %v, want %s by %q", slices.Sorted(maps.Keys(d.Value.Metrics)), d.Names, d.As, c.metric, c.names)
				}
				return
			}
			t.Errorf("there is no data in %s", out.Bytes())
		})
	}
}
