package verify

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/checklist"
)

// sizes are those of the checklists that are measured.
var sizes = []int{5_000, 50_000}

func mustRead(b testing.TB, text string) *checklist.Checklist {
	b.Helper()
	list, err := checklist.Read([]byte(text), nil)
	if err != nil {
		b.Fatal(err)
	}
	return list
}

// BenchmarkMembers is the time for all members of a rule to come, in no order of the list.
func BenchmarkMembers(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("members=%d", n), func(b *testing.B) {
			names := make([]string, n)
			for i := range names {
				names[i] = fmt.Sprintf("m%05d", i)
			}
			list := mustRead(b, "version: 1\nrules:\n  - {topic: \"s/{m}/v\", members: ["+strings.Join(names, ", ")+"]}")
			at := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
			for b.Loop() {
				r := New(list)
				r.Begin(at)
				for i := range names {
					r.Message(at, &model.Message{Topic: []byte("s/" + names[i*7919%n] + "/v"), Payload: []byte("x")})
				}
				if got := r.Results()[0]; got.State != Pass {
					b.Fatalf("%+v", got.Reason)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/member")
		})
	}
}

// BenchmarkFilters is the time to find what has to be subscribed to, of devices with topics of
// their own.
func BenchmarkFilters(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("devices=%d", n), func(b *testing.B) {
			var text strings.Builder
			text.WriteString("version: 1\ndevices:\n")
			for i := range n {
				fmt.Fprintf(&text, "  - {id: d%d, topic: site/d%d/state, present: true}\n", i, i)
			}
			r := New(mustRead(b, text.String()))
			for b.Loop() {
				if got := len(r.Filters()); got != n {
					b.Fatal(got)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/device")
		})
	}
}

// BenchmarkHostile is what a run keeps of a broker that sends twice as many topics as it takes,
// with names and payloads of some length.
func BenchmarkHostile(b *testing.B) {
	const topics = 1_000_000
	list := mustRead(b, "version: 1\nrules:\n  - {topic: \"#\", size: {max: 16KB}, rate: {max: 50/s}, naming: \"^a/\", present: true}")
	at, pad := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC), strings.Repeat("x", 100)
	payload := []byte(strings.Repeat("x", 1_000))
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		r := New(list)
		r.Begin(at)
		for i := range topics {
			r.Message(at, &model.Message{Topic: fmt.Appendf(nil, "a/%d/%s", i, pad), Payload: payload})
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB")
		b.ReportMetric(float64(len(r.evidence)), "evidence")
		b.ReportMetric(float64(r.Account().Lost), "not-judged")
		b.ReportMetric(float64(r.Tally().Pending), "pending")
	}
}

// BenchmarkLint is what the warnings of a rule for all topics cost a message.
func BenchmarkLint(b *testing.B) {
	for name, checks := range map[string]string{"without": "present: true", "with": "present: true, lint: all"} {
		b.Run(name, func(b *testing.B) {
			r := New(mustRead(b, "version: 1\nrules:\n  - {topic: \"#\", "+checks+"}"))
			at := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
			r.Begin(at)
			var topics [][]byte
			for i := range 5_000 {
				topics = append(topics, fmt.Appendf(nil, "site/m%d/state", i))
			}
			payload := []byte(`{"value":21.5,"unit":"C","name":"boiler"}`)
			n := 0
			for b.Loop() {
				at = at.Add(50 * time.Microsecond)
				r.Message(at, &model.Message{Topic: topics[n%len(topics)], Payload: payload})
				n++
			}
		})
	}
}

// BenchmarkTally is how long it takes to say how far a run is, of 5,000 devices with 10 checks.
func BenchmarkTally(b *testing.B) {
	var text strings.Builder
	text.WriteString("version: 1\ndevices:\n")
	for i := range 5_000 {
		fmt.Fprintf(&text, "  - {id: d%d, topic: site/d%d/state, present: true, retained: true, size: {max: 1kB}, rate: {max: 9/s}, "+
			"qos: {min: 0}, naming: site, interval: {max: 1m}, fields: {v: {range: [1, 2], stuck: 1m}, t: {time: true}}}\n", i, i)
	}
	r := New(mustRead(b, text.String()))
	b.ReportAllocs()
	for b.Loop() {
		if got := r.Tally().Pending; got != 50_000 {
			b.Fatal(got)
		}
	}
}
