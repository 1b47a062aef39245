package model

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// benchTopic makes the i-th of a plant's topics, about 40 bytes long, ten to a
// device.
func benchTopic(i int) string {
	return fmt.Sprintf("plant%02d/area%02d/line%03d/device%04d/value%d", i/500_000, i/50_000%10, i/1_000%50, i/10%100, i%10)
}

func benchMessages(n int) []Message {
	payload := make([]byte, 100)
	list := make([]Message, n)
	for i := range list {
		list[i] = Message{Topic: []byte(benchTopic(i)), Payload: payload}
	}
	return list
}

const benchBatch = 1024

func applyAll(s *Store, list []Message) {
	for len(list) > 0 {
		n := min(len(list), benchBatch)
		s.Apply(Batch{At: epoch, Messages: list[:n]})
		list = list[n:]
	}
}

// BenchmarkApply is one message to a topic that is known already.
func BenchmarkApply(b *testing.B) {
	for _, topics := range []int{1_000, 100_000, 1_000_000} {
		for _, order := range []string{"in order", "at random"} {
			b.Run(fmt.Sprintf("topics=%d/%s", topics, order), func(b *testing.B) {
				list := benchMessages(topics)
				if order == "at random" {
					rand.Shuffle(topics, func(i, j int) { list[i], list[j] = list[j], list[i] })
				}
				s := NewStore(Options{})
				applyAll(s, benchMessages(topics))
				for s.Intake().Evicted == 0 { // from here on everything is in its steady state
					applyAll(s, list)
				}
				s.Tree().Tick(epoch)
				runtime.GC()
				b.ReportAllocs()
				b.ResetTimer()
				for done := 0; done < b.N; done += topics {
					applyAll(s, list[:min(topics, b.N-done)])
				}
			})
		}
	}
}

// BenchmarkFirstSight is a topic seen for the first time, its place in the
// tree included, up to a million of them.
func BenchmarkFirstSight(b *testing.B) {
	const topics = 1_000_000
	list := benchMessages(topics)
	for b.Loop() {
		s := NewStore(Options{})
		for from := 0; from < topics; from += 50_000 {
			applyAll(s, list[from:from+50_000])
			s.Tree().Tick(epoch)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/topics, "ns/topic")
}

// BenchmarkMemory is what a million topics with one message each take, and
// how long the collector works on them.
func BenchmarkMemory(b *testing.B) {
	const topics = 1_000_000
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	for b.Loop() {
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		s := NewStore(Options{Budget: -1})
		applyAll(s, benchMessages(topics))
		s.Tree().Tick(epoch)
		runtime.GC() // takes the messages themselves away
		runtime.ReadMemStats(&after)
		start := time.Now()
		runtime.GC()
		b.ReportMetric(float64(time.Since(start).Microseconds())/1000, "GC-ms")
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/topics-100, "B/topic-without-payload")
		runtime.KeepAlive(s)
	}
}

func benchTree(b *testing.B, topics int) (*Store, *Tree) {
	b.Helper()
	s := NewStore(Options{Budget: -1})
	applyAll(s, benchMessages(topics))
	s.Tree().Tick(epoch)
	s.Tree().SetOpenBelow(Root, true)
	return s, s.Tree()
}

// BenchmarkRows is the 41 rows of a window, every one changed, in a tree with
// everything open.
func BenchmarkRows(b *testing.B) {
	for _, topics := range []int{1_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("topics=%d", topics), func(b *testing.B) {
			_, tree := benchTree(b, topics)
			rows := make([]Row, 41)
			from := tree.Len() / 2
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				for j := range rows {
					rows[j].Revision--
				}
				tree.Rows(from, rows)
			}
		})
	}
}

// BenchmarkScroll is a page of other rows each time.
func BenchmarkScroll(b *testing.B) {
	_, tree := benchTree(b, 1_000_000)
	rows := make([]Row, 41)
	n := tree.Len()
	for i := 0; b.Loop(); i++ {
		tree.Rows(i*7919%n, rows)
	}
}

// BenchmarkToggle closes and opens a branch in the middle of a million rows,
// and a parent with 100,000 children.
func BenchmarkToggle(b *testing.B) {
	s, tree := benchTree(b, 1_000_000)
	for i := range 100_000 {
		apply(s, message(fmt.Sprintf("flat/child%06d", i*7919%100_000), "x"))
	}
	tree.Tick(epoch)
	for _, topic := range []string{"plant01", "plant01/area05/line025/device0050", "flat"} {
		b.Run(topic, func(b *testing.B) {
			id, _ := s.Find(topic)
			rows := make([]Row, 41)
			for b.Loop() {
				tree.Toggle(id)
				tree.Rows(tree.Index(id), rows)
			}
		})
	}
}
