package charts

import (
	"fmt"
	"math"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mangrove/model"
)

// What is drawn is as large as a chart that takes most of a window.
const (
	costWidth  = 1200
	costHeight = 500
)

// worked is the time that the thread has worked, so that what else the machine does is no
// part of it.
func worked() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		panic(err)
	}
	return time.Duration(t.Nano())
}

// BenchmarkRedraw is one drawing of a chart with its legend, of a series with strays, in
// processor time.
func BenchmarkRedraw(b *testing.B) {
	for _, points := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprintf("points=%d", points), func(b *testing.B) {
			room := newBench(b)
			room.send("hall", "20")
			room.choose("hall")
			chart, reading := room.Topic.chart, room.Topic.lines[0].reading
			every := 10 * time.Minute / time.Duration(points)
			for i := range points {
				v := 20 + 4*math.Sin(float64(i)/5000) + math.Sin(float64(i*i))
				if i%10_007 == 0 {
					v = 5000
				}
				reading.Add(room.at.Add(time.Duration(i)*every), v)
			}
			chart.Time.Show(10 * time.Minute)
			chart.Time.Tick(room.at.Add(10 * time.Minute))
			if n := reading.Len(); n < points {
				b.Fatalf("only %d points", n)
			}
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			began, n := worked(), 0
			for ; b.Loop(); n++ {
				chart.Image(costWidth, costHeight, 1)
			}
			b.ReportMetric(1000*(worked()-began).Seconds()/float64(n), "ms-redraw")
		})
	}
}

// BenchmarkLive is a chart of a topic with a thousand messages a second, by the part of a
// processor that it takes: collecting them, saying what they are, and drawing as often as
// the chart does. Taking the messages in is not of the chart.
func BenchmarkLive(b *testing.B) {
	const ticks, each = 30, 1000 / 30
	for _, c := range []struct {
		shown   time.Duration
		redrawn int // in a second
	}{{time.Minute, 4}, {10 * time.Minute, 1}} {
		b.Run("shown="+c.shown.String(), func(b *testing.B) {
			room := newBench(b)
			send := func() {
				batch := model.Batch{At: room.at}
				for i := range each {
					batch.Messages = append(batch.Messages, model.Message{Topic: []byte("hall"), Payload: fmt.Appendf(nil, `{"battery":97,"humidity":48.21,"temperature":%d.37}`, i%30)})
				}
				room.conn.Store.Apply(batch)
			}
			send()
			room.choose("hall")
			chart, reading := room.Topic.chart, room.Topic.lines[0].reading
			for i := range int(c.shown / time.Millisecond) {
				reading.Add(room.at.Add(time.Duration(i)*time.Millisecond), float64(i%30))
			}
			room.at = room.at.Add(c.shown)
			chart.Time.Show(c.shown)
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			var busy time.Duration
			seconds := 0
			for b.Loop() {
				for tick := range ticks {
					room.at = room.at.Add(time.Second / ticks)
					send()
					start := worked()
					room.feed.Numbers.Collect(room.at)
					room.Topic.Draw(room.at)
					if tick%(ticks/c.redrawn) == 0 {
						chart.Image(costWidth, costHeight, 1)
					}
					busy += worked() - start
				}
				seconds++
			}
			if n := reading.Added(); n < uint64(seconds*ticks*each) {
				b.Fatalf("only %d of %d seconds' messages were collected", n, seconds)
			}
			b.ReportMetric(100*busy.Seconds()/float64(seconds), "%-core")
		})
	}
}
