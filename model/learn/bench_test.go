package learn

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"mangrove/model"
)

// BenchmarkHostile is what is kept of a broker that sends more than there is room for.
func BenchmarkHostile(b *testing.B) {
	pad := strings.Repeat("x", 100)
	var fields strings.Builder
	for i := range 30 {
		fmt.Fprintf(&fields, `"field%d":%%[1]d,"text%d":"%s%%[1]d",`, i, i, pad[:40])
	}
	for _, c := range []struct {
		name    string
		payload string
		topics  int
		live    int
	}{
		{"small", `%d`, 300_000, 3},
		{"fields", "{" + fields.String() + `"n":%[1]d}`, 100_000, 20},
		{"kept", `{"n":%d,"pad":"` + strings.Repeat("x", 60_000) + `"}`, 10_000, 1},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				var before, after runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&before)
				l, at := New(), noon
				for n := range c.live {
					at = at.Add(10 * time.Second)
					payload := fmt.Appendf(nil, c.payload, n)
					for i := range c.topics {
						l.Message(at, &model.Message{Topic: fmt.Appendf(nil, "a/%d/%s", i, pad), Payload: payload, Retained: n == 0})
					}
				}
				runtime.GC()
				runtime.ReadMemStats(&after)
				b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB")
				b.ReportMetric(float64(l.bytes)/1e6, "counted-MB")
				began := time.Now()
				p := l.Propose(at)
				b.ReportMetric(time.Since(began).Seconds(), "s/propose")
				runtime.GC()
				runtime.ReadMemStats(&after)
				b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB-then")
				b.ReportMetric(float64(len(p.Subjects)), "subjects")
				runtime.KeepAlive(l)
			}
		})
	}
}

// BenchmarkDevices is how long it takes to propose a checklist of 5,000 devices of Zigbee2MQTT.
func BenchmarkDevices(b *testing.B) {
	const devices = 5_000
	var list strings.Builder
	list.WriteString("[")
	for i := range devices {
		fmt.Fprintf(&list, `{"ieee_address":"0x%016x","friendly_name":"d%d","software_build_id":"2.%d"},`, i, i, i)
	}
	l, at := New(), noon
	l.Message(at, &model.Message{Topic: []byte("zigbee2mqtt/bridge/devices"), Payload: []byte(strings.TrimSuffix(list.String(), ",") + "]"), Retained: true})
	for range 20 {
		at = at.Add(10 * time.Second)
		for i := range devices {
			l.Message(at, &model.Message{Topic: fmt.Appendf(nil, "zigbee2mqtt/d%d", i), Payload: []byte(`{"temperature":21.5,"battery":90,"contact":true}`)})
		}
	}
	for b.Loop() {
		if p := l.Propose(at); len(p.Subjects) < devices {
			b.Fatal(len(p.Subjects))
		}
	}
}

// BenchmarkMessage is what it takes to take in a message.
func BenchmarkMessage(b *testing.B) {
	l, at := New(), noon
	m := &model.Message{Topic: []byte("site/m1/state"), Payload: []byte(`{"value":21.5,"unit":"kW","total":1234,"state":"on","inner":{"a":1,"b":true}}`)}
	b.ReportAllocs()
	for b.Loop() {
		at = at.Add(time.Second)
		l.Message(at, m)
	}
}
