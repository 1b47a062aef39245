//go:build e2e && unix

package main

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"mangrove/ui/report"
)

// BenchmarkWindowStored has as many stored connections as a large plant, which another
// program replaces by others all the time, while somebody types into the one on the
// form, moves it from folder to folder by that, and goes through the list.
func BenchmarkWindowStored(b *testing.B) {
	linuxOnly(b)
	const count, warm, length = 15_000, 6 * time.Second, 25 * time.Second
	s := newScreen(b)
	folder := filepath.Join(s.dir, "mangrove")
	list := filepath.Join(folder, "profiles.json")
	s.must(os.MkdirAll(folder, 0o700))
	s.must(os.WriteFile(list, storedList(0, count), 0o600))
	s.open()
	s.clickRow("profile 00000000000000aa", false)
	s.until("it is on the form", func(r report.Report) bool { return r.Selected == "mine" })
	from := s.until("a report", func(report.Report) bool { return true })
	from, _ = s.watch(warm, from)
	ctx, stop := context.WithCancel(b.Context())
	var raging sync.WaitGroup
	defer raging.Wait()
	defer stop()
	others := [][]byte{storedList(0, count), storedList(count/2, count)}
	used := s.usage()
	raging.Go(func() { storm(ctx, func(i int) error { return replaced(list, others[i/50%2]) }) }) // ends with ctx
	_, worst := s.watch(length/5, from)
	for _, do := range []func(){
		func() { s.click("field Host") }, func() { s.xdotool("type", "--delay", "200", "abcdefgh") },
		func() { s.click("field Folder") }, func() { s.xdotool("type", "--delay", "200", "abcdefgh") },
		func() { s.click("connections") }, func() { s.key("Home", "Down", "Down", "Down", "End", "Home") },
	} {
		do()
		_, more := s.watch(length/10, from)
		worst = worst.or(more)
	}
	to, more := s.watch(length/5, from)
	worst = worst.or(more)
	now, wall := s.usage(), to.At.Sub(from.At)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(to.Work.Slow-from.Work.Slow), "slow-tasks")
	b.ReportMetric(worst.longest.Seconds()*1000, "ms-longest")
	b.ReportMetric(worst.hardest.Seconds()*1000, "ms-hardest")
	b.ReportMetric(percent(to.Work.Busy-from.Work.Busy, wall), "%-tasks")
	b.ReportMetric((now.Processor-used.Processor).Seconds()/wall.Seconds(), "cores-with-GL")
	b.ReportMetric(float64(now.Resident)/1e6, "MB-highest")
}
