package verify

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/decode/sparkplug"
	"mangrove/model/value"
)

// BenchmarkConventions is the time of a message, of many devices of conventions for which more is
// done than to look at a topic.
func BenchmarkConventions(b *testing.B) {
	const n = 5_000
	for _, c := range []struct {
		name, form string
		begin      func(i int) model.Message // before it is measured
		message    func(i int) model.Message
	}{
		{
			"homie 5", "{id: d%[1]d, use: homie, device: d%[1]d, base: homie/5, online: true, fields: {a/b: {type: number}}}",
			func(i int) model.Message { return text("homie/5/d%d/$state", i, "ready") },
			func(i int) model.Message { return text("homie/5/d%d/a/b", i, "21.5") },
		},
		{
			"homeassistant", "{id: d%[1]d, use: homeassistant, name: D%[1]d, online: true, payload: {type: number}}",
			func(i int) model.Message {
				return text("homeassistant/sensor/d%d/config", i, fmt.Sprintf(`{"stat_t":"s/%[1]d","avty_t":"a/%[1]d","dev":{"ids":["i%[1]d"],"name":"D%[1]d"}}`, i))
			},
			func(i int) model.Message { return text("s/%d", i, "21.5") },
		},
		{
			"sparkplug", "{id: d%[1]d, use: sparkplug, group: P, node: E, device: d%[1]d, online: true, seq: continuous, metrics: {Temp: {type: Double, range: [10, 90]}}}",
			func(i int) model.Message {
				return wired(b, "spBv1.0/P/DBIRTH/E/d%d", i, `{"seq":%d,"metrics":[{"name":"Temp","alias":5,"type":"Double","value":20.5}]}`)
			},
			func(i int) model.Message {
				return wired(b, "spBv1.0/P/DDATA/E/d%d", i, `{"seq":%d,"metrics":[{"alias":5,"type":"Double","value":21.5}]}`)
			},
		},
	} {
		b.Run(c.name, func(b *testing.B) {
			var file strings.Builder
			file.WriteString("version: 1\ndevices:\n")
			for i := range n {
				fmt.Fprintf(&file, "  - "+c.form+"\n", i)
			}
			at := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
			r := New(mustRead(b, file.String()))
			r.Begin(at)
			var messages []model.Message
			for i := range n {
				m := c.begin(i)
				r.Message(at, &m)
				messages = append(messages, c.message(i))
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				at = at.Add(50 * time.Microsecond)
				r.Message(at, &messages[i%n])
			}
		})
	}
}

func text(topic string, i int, payload string) model.Message {
	return model.Message{Topic: fmt.Appendf(nil, topic, i), Payload: []byte(payload)}
}

// wired is a message of Sparkplug, with its number.
func wired(b *testing.B, topic string, i int, payload string) model.Message {
	tree, err := value.ReadJSON(fmt.Appendf(nil, payload, i%256))
	if err != nil {
		b.Fatal(err)
	}
	wire, err := sparkplug.Encode(tree)
	if err != nil {
		b.Fatal(err)
	}
	return model.Message{Topic: fmt.Appendf(nil, topic, i), Payload: wire}
}
