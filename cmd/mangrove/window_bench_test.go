//go:build e2e

package main

import (
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"mangrove/broker/brokertest"
	"mangrove/model"
	"mangrove/ui/report"
)

// The benchmarks of the window run the real program on a virtual display,
// whose OpenGL is drawn by the processor: inside the program, but not in what
// its own work is measured with. Each runs once, whatever b.N.

// openTree opens the window at a broker and opens a level of the tree that a
// first message has made, unless the tree has opened it by itself. It waits until the tree
// would close it no more.
func (s *screen) openTree(b *brokertest.Broker, level string, args ...string) {
	s.t.Helper()
	s.open(append(args, b.URL())...)
	s.until("connected", func(r report.Report) bool { return r.State == "connected" })
	publish := publisher(s.t, b.Port())
	publish(level+"/first", "-m", "x")
	r := s.until("the first topic", func(r report.Report) bool { return len(r.Rows) > 0 && r.At.Sub(r.Intake.Last) > 4*time.Second })
	if len(r.Rows) == 1 {
		s.clickAt(r.Rows[0].Arrow, 0)
	}
	s.until("the open level", func(r report.Report) bool { return len(r.Rows) == 2 })
}

// openLevels opens every level that is seen, from the last up, so that the
// rows above stay where they are, and selects a topic.
func (s *screen) openLevels(level string) {
	s.t.Helper()
	r := s.until("the topics", func(r report.Report) bool { return len(r.Rows) > 15 })
	for i := len(r.Rows) - 2; i > 0; i-- { // the last may be seen in part
		if strings.HasPrefix(r.Rows[i].Topic, level+"/sensor") && r.Rows[i].Arrow.W > 0 {
			s.clickAt(r.Rows[i].Arrow, 0)
		}
	}
	s.clickRow(level+"/sensor00000/temperature", false)
}

// linuxOnly skips a benchmark that reads /proc.
func linuxOnly(b *testing.B) {
	if runtime.GOOS != "linux" {
		b.Skip("only /proc tells what the window takes")
	}
}

// BenchmarkWindowLoad has 50,000 messages a second on 1,000 topics come into
// an open tree for a minute. What the window does until a few seconds into it
// is left out: making it, opening the tree, and the first messages.
func BenchmarkWindowLoad(b *testing.B) {
	linuxOnly(b)
	const rate, warm, length = 50_000, 10 * time.Second, 60 * time.Second
	broker := brokertest.Start(b, brokertest.Options{})
	s := newScreen(b)
	s.openTree(broker, "load")
	before := s.until("settled", func(report.Report) bool { return true }).Intake.Applied
	conn := dialLoad(b, broker.HostPort())
	l := load{topics: loadTopics("load", 1000), rate: rate, tick: 10 * time.Millisecond, payload: appendCount}
	type outcome struct {
		sent int
		err  error
	}
	sent := make(chan outcome, 1)
	start := time.Now()
	go func() { // ends with the load
		n, err := l.run(conn, warm+length)
		sent <- outcome{n, err}
	}()
	s.openLevels("load")
	from := s.until("warm", func(report.Report) bool { return time.Since(start) > warm })
	used := s.usage()
	to, worst := s.watch(length-time.Second, from)
	cores := (s.usage().Processor - used.Processor).Seconds() / to.At.Sub(from.At).Seconds()
	o := <-sent
	s.must(o.err)
	took := time.Since(start)
	arrived := s.settle().Intake.Applied - before

	wall := to.At.Sub(from.At)
	tasks := to.Work.Tasks - from.Work.Tasks
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(o.sent)/took.Seconds(), "messages/s")
	b.ReportMetric(float64(o.sent)-float64(arrived), "lost")
	b.ReportMetric(float64(tasks)/wall.Seconds(), "tasks/s")
	b.ReportMetric(percent(to.Work.Busy+to.Work.Text-from.Work.Busy-from.Work.Text, wall), "%-busy")
	b.ReportMetric(percent(to.Work.Busy-from.Work.Busy, wall), "%-tasks")
	b.ReportMetric(percent(to.Work.Text-from.Work.Text, wall), "%-text")
	b.ReportMetric(float64(to.Work.Slow-from.Work.Slow), "slow-tasks")
	b.ReportMetric(worst.longest.Seconds()*1000, "ms-longest")
	b.ReportMetric(worst.hardest.Seconds()*1000, "ms-hardest")
	b.ReportMetric(cores, "cores-with-GL")
}

// appendCount writes a payload that is another each time.
func appendCount(dst []byte, n int) []byte {
	dst = append(dst, `{"value":`...)
	dst = strconv.AppendUint(dst, uint64(n)*2_654_435_761%1_000_000, 10)
	return append(dst, '}')
}

func percent(part, whole time.Duration) float64 { return 100 * part.Seconds() / whole.Seconds() }

// usage is what the window's process takes.
func (s *screen) usage() brokertest.Usage {
	s.t.Helper()
	return brokertest.UsageOf(s.t, s.window.Process.Pid)
}

// tasks are the worst of those of the window's goroutine.
type tasks struct {
	longest time.Duration
	hardest time.Duration // in processor time, which other programs do not take
}

func (w tasks) or(other tasks) tasks {
	return tasks{max(w.longest, other.longest), max(w.hardest, other.hardest)}
}

// watch looks at the window for a time from a report on. It gives the last
// report and the worst tasks of the spans that lie wholly in that time.
func (s *screen) watch(length time.Duration, from report.Report) (last report.Report, worst tasks) {
	s.t.Helper()
	poll := time.NewTicker(100 * time.Millisecond)
	defer poll.Stop()
	for start := time.Now(); time.Since(start) < length; <-poll.C {
		r, ok := s.report()
		if !ok {
			continue
		}
		last = r
		if r.Work.Period > from.Work.Period+1 {
			worst = worst.or(tasks{r.Work.Longest, r.Work.Hardest})
		}
	}
	return last, worst
}

// settle waits until nothing has arrived for a second.
func (s *screen) settle() report.Report {
	s.t.Helper()
	return s.until("the end of what arrives", func(r report.Report) bool {
		return r.State == "connected" && r.At.Sub(r.Intake.Last) > time.Second
	})
}

// BenchmarkWindowMemory has every row that is seen change wholly, 30 times a
// second: once with the history that is kept as a rule, which grows all the
// while by design, and once with one that is full when the window has warmed
// up. What grows then is not history.
func BenchmarkWindowMemory(b *testing.B) {
	linuxOnly(b)
	b.Run("rule", func(b *testing.B) { watchMemory(b, model.DefaultBudget/1e6) })
	b.Run("full", func(b *testing.B) { watchMemory(b, 8) })
}

func watchMemory(b *testing.B, history int) {
	length := 10 * time.Minute
	if minutes, err := strconv.ParseFloat(os.Getenv("BENCH_MINUTES"), 64); err == nil {
		length = time.Duration(minutes * float64(time.Minute))
	}
	const rows = 40
	broker := brokertest.Start(b, brokertest.Options{})
	s := newScreen(b)
	s.openTree(broker, "rows", "--history", strconv.Itoa(history))
	conn := dialLoad(b, broker.HostPort())
	topics := make([]string, rows)
	for i := range topics {
		topics[i] = "rows/" + strconv.Itoa(i)
	}
	l := load{topics: topics, rate: rows * 30, tick: time.Second / 30, payload: appendWords}
	failed := make(chan error, 1)
	go func() { // ends with the load
		_, err := l.run(conn, length)
		failed <- err
	}()
	s.clickRow(topics[0], false)
	var all memory
	poll := time.NewTicker(time.Second)
	defer poll.Stop()
	for start := time.Now(); time.Since(start) < length; <-poll.C {
		if r, ok := s.report(); ok {
			all = append(all, sample{time.Since(start).Minutes(), float64(s.usage().Resident), float64(r.History.Held)})
		}
	}
	s.must(<-failed)
	if len(all.settled()) < 10 {
		b.Fatalf("%d samples are too few", len(all))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(all[len(all)-1].minutes, "minutes")
	b.ReportMetric(all.highest()/1e6, "MB-highest")
	b.ReportMetric(all.growth(func(p sample) float64 { return p.resident })/1e6, "MB/min")
	b.ReportMetric(all.growth(func(p sample) float64 { return p.history })/1e6, "MB/min-history")
}

// appendWords writes a payload that has nothing in common with the one before.
func appendWords(dst []byte, n int) []byte {
	random := rand.New(rand.NewPCG(0, uint64(n)))
	for range 8 {
		dst = append(dst, byte('!'+random.IntN(90)))
	}
	return dst
}

// BenchmarkWindowIdle is a window that is connected and shows topics, with
// nothing arriving, and the same at the start page: that is the toolkit's own.
// Neither writes a report, which would have it draw all the time.
func BenchmarkWindowIdle(b *testing.B) {
	linuxOnly(b)
	broker := brokertest.Start(b, brokertest.Options{})
	publish := publisher(b, broker.Port())
	for i := range 30 {
		publish("idle/sensor"+strconv.Itoa(i), "-m", "21.5", "-r")
	}
	s := newScreen(b)
	s.plain()
	home := s.idle()
	s.plain(broker.URL())
	connected := s.idle()
	if !strings.Contains(broker.Log(), "as mangrove") {
		b.Errorf("the window has not connected; the broker wrote: %s", tail(broker.Log()))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(home.own, "%-home")
	b.ReportMetric(connected.own, "%-connected")
	b.ReportMetric(connected.own-home.own, "%-more")
	b.ReportMetric(connected.all-home.all, "%-more-with-GL")
}

// plain starts the window, in place of the one there is, without a report.
func (s *screen) plain(args ...string) {
	s.t.Helper()
	if s.window != nil {
		s.window.Process.Kill() //nolint:errcheck // waited for next
		s.window.Wait()         //nolint:errcheck // it was killed
	}
	s.window = s.command(binary(s.t), append([]string{"--size", "1200x720"}, args...)...)
	s.start(s.window)
	s.xdotool("search", "--sync", "--onlyvisible", "--name", "Mangrove")
}

// shares of a processor, in percent.
type shares struct{ all, own float64 }

// idle is what the window takes when it has been open for a while; own is
// without the threads that paint in place of a graphics card.
func (s *screen) idle() shares {
	s.t.Helper()
	const warm, length = 10 * time.Second, 40 * time.Second
	<-time.After(warm)
	before, start := s.usage(), time.Now()
	<-time.After(length)
	wall, after := time.Since(start), s.usage()
	all, painting := after.Processor-before.Processor, after.Painting-before.Painting
	return shares{percent(all, wall), percent(all-painting, wall)}
}
