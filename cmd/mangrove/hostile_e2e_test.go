//go:build e2e

package main

import (
	"strings"
	"testing"
	"time"

	"mangrove/broker/brokertest"
	"mangrove/model/printable"
	"mangrove/ui/report"
)

// frame is the most that a task of the window's goroutine may take of a processor.
const frame = 16 * time.Millisecond

// TestE2EHostileBrokers connects one window to all of them, one after the other: it
// goes on, with sentences, draws in time, and takes a bounded amount of memory.
func TestE2EHostileBrokers(t *testing.T) {
	s := newScreen(t)
	s.open()
	for _, harm := range brokertest.Harms(harmful[:60_000]) {
		url := harm.Scheme + "://user:" + mark + "@" + brokertest.Listen(t, harm.Serve)
		worst := s.again(func() tasks { return s.suffer(harm.Name, url) })
		if worst.hardest > frame {
			t.Errorf("%s: a task of the window's goroutine took %v of a processor", harm.Name, worst.hardest)
		}
	}
	for line := range strings.Lines(s.log.String()) {
		unmarked(t, "the log", line)
		if len(line) > printable.LargestLine+50 {
			t.Errorf("a line of %d bytes in the log: %.200q", len(line), line)
		}
	}
}

// slowTasks is how many tasks of the window have taken longer than a frame.
func (s *screen) slowTasks() uint64 {
	r, _ := s.report()
	return r.Work.Slow
}

// suffer connects to a broker that does harm, looks at what comes of it, and goes back to
// the start page.
func (s *screen) suffer(name, url string) (worst tasks) {
	s.t.Helper()
	s.fill("address", url)
	began, before := time.Now(), s.slowTasks()
	s.key("Return")
	r := s.until(name+": it is connected, or says why not", func(r report.Report) bool {
		worst = worst.or(tasks{r.Work.Longest, r.Work.Hardest})
		return r.Page == "explore" && (r.Problem != "" || r.State == "connected") && time.Since(began) > 6*time.Second // a span of work and more
	})
	usage := s.usage()
	s.t.Logf("%-40s longest task %v, hardest %v, %d above a frame, %d MB, %s: %.60q", name, worst.longest, worst.hardest, r.Work.Slow-before, usage.Resident>>20, r.State, r.Problem)
	unmarked(s.t, "the window's sentence", r.Problem)
	if usage.Resident > 1500<<20 {
		s.t.Errorf("%s: the window takes %d MB", name, usage.Resident>>20)
	}
	s.key("ctrl+w")
	clicked := false // once: the report is told again and again, and what lies below is not to be clicked
	s.until("back at the start", func(r report.Report) bool {
		if place, asked := r.Places["confirm"]; asked && !clicked {
			clicked = true
			s.clickAt(place, 0)
		}
		return r.Page == "home"
	})
	return worst
}

// again measures once more what took too much of a processor: a machine that is a virtual
// one may count as its own what others have taken of it, and what the window does takes as
// much the second time.
func (s *screen) again(measure func() tasks) (worst tasks) {
	s.t.Helper()
	if worst = measure(); worst.hardest > frame {
		s.t.Logf("%v of a processor: once more", worst.hardest)
		s.watch(11*time.Second, report.Report{}) // until no span of before is told any more
		worst = measure()
	}
	return worst
}
