//go:build e2e

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"mangrove/broker/brokertest"
	"mangrove/ui/report"
)

// TestE2EWhatSurvives ends the program in every way that is not the user's, and
// finds what was typed at the next start.
func TestE2EWhatSurvives(t *testing.T) {
	b := brokertest.Start(t, brokertest.Options{})
	s := newScreen(t)
	s.open(b.URL())
	s.until("connected", func(r report.Report) bool { return r.State == "connected" })
	s.fill("publish topic", "house/set")
	s.fill("publish payload", "typed")
	s.until("it is typed", func(r report.Report) bool { return r.Topic == "house/set" })
	typed := func() bool {
		files, _ := filepath.Glob(filepath.Join(s.dir, "mangrove", "runs", "*", "typed.json")) // the pattern is right
		for _, path := range files {
			if content, err := os.ReadFile(path); err == nil && strings.Contains(string(content), `"text":"typed"`) {
				return true
			}
		}
		return false
	}
	for _, c := range []struct {
		signal syscall.Signal
		report bool
	}{{syscall.SIGKILL, false}, {syscall.SIGTERM, false}, {syscall.SIGSEGV, true}} {
		s.until("it is kept", func(report.Report) bool { return typed() })
		s.must(s.window.Process.Signal(c.signal))
		s.window.Wait() //nolint:errcheck // it was ended
		s.must(os.Remove(s.reportPath()))
		s.open()
		r := s.until("it is offered after "+c.signal.String(), func(r report.Report) bool {
			_, offered := r.Places["open again"]
			return offered && r.Page == "home"
		})
		if words := strings.Join(r.Notices, " "); strings.Contains(words, "crashed") != c.report {
			t.Errorf("after %v it says %q", c.signal, words)
		}
		s.click("open again")
		s.until("it is back, and not connected", func(r report.Report) bool { return r.Topic == "house/set" && r.State == "disconnected" })
	}
	reports, err := filepath.Glob(filepath.Join(s.dir, "mangrove", "crashes", "*.txt"))
	if err != nil || len(reports) != 1 {
		t.Fatalf("reports %q, %v", reports, err)
	}
	if content, err := os.ReadFile(reports[0]); err != nil || !strings.Contains(string(content), "SIGSEGV") || strings.Contains(string(content), "typed\n") {
		t.Errorf("%v: %.500s", err, content)
	}
	s.click("disconnect") // which connects again
	s.until("connected again", func(r report.Report) bool { return r.State == "connected" })
	s.key("ctrl+q")
	s.must(s.window.Wait())
	if typed() {
		t.Error("what the user has closed is still there")
	}
}
