//go:build e2e

package main

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"mangrove/broker/brokertest"
	"mangrove/ui/report"
)

// TestE2EHostileNetwork has the start page on view while 8,000 brokers are
// announced each second, on a network of the test's own. Where the system makes
// none, package discovery reads the same packets over loopback, and nothing is
// measured here.
func TestE2EHostileNetwork(t *testing.T) {
	on, ran := brokertest.InOwnNetwork(t)
	if on == nil {
		if !ran {
			t.Log("no network for the test: the window is not measured")
		}
		return
	}
	ctx, stop := context.WithCancel(t.Context())
	var flooding sync.WaitGroup
	defer flooding.Wait()
	defer stop()
	flooding.Go(func() { // ends with ctx
		sent, err := brokertest.Flood(ctx, on, 8_000)
		t.Logf("%d announcements, %v", sent, err)
	})
	s := newScreen(t)
	start := time.Now()
	s.open()
	from := s.until("brokers that were found", func(r report.Report) bool {
		return strings.Contains(strings.Join(r.Listed, "\n"), "flood")
	})
	before := s.usage()
	t.Logf("found after %v", time.Since(start))
	worst := s.again(func() tasks {
		last, worst := s.watch(12*time.Second, from) // two rounds of questions
		t.Logf("longest task %v, hardest %v, %d slow ones", worst.longest, worst.hardest, last.Work.Slow-from.Work.Slow)
		return worst
	})
	used := s.usage()
	t.Logf("%v of processor time, %d MB", used.Processor-before.Processor, used.Resident/1_000_000)
	if worst.hardest > frame || worst.longest > 5*time.Second {
		t.Errorf("the worst tasks took %+v", worst)
	}
	if used.Resident-before.Resident > 64_000_000 {
		t.Errorf("the memory grew from %d to %d bytes", before.Resident, used.Resident)
	}
	s.photograph()

	s.click("rail broker")
	s.until("the page of brokers", func(r report.Report) bool { return r.Page == "broker" })
	asked := brokertest.CountQuestions(t, on)
	s.watch(7*time.Second, from) // more than a round
	if n := asked(); n > 2 {
		t.Errorf("%d questions were put while the page was not on view", n)
	}
}
