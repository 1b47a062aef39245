package ui

import (
	"strings"
	"testing"
)

// TestConnectByNameAtTheStart: that of the command line, and nothing else.
func TestConnectByNameAtTheStart(t *testing.T) {
	auto := storedAt("other", "a.example")
	auto.AutoConnect = true
	s := newHomeBench(t, auto, storedAt("wanted", "b.example"))
	s.connectNamed("Wanted")
	s.opened()
	s.until("connected", func() bool { return len(s.tabs) == 1 })
	if got := s.tabs[0].Name; got != "wanted" {
		t.Errorf("connected to %q", got)
	}
	s.connectNamed("away")
	s.opened()
	if said := s.notice.Words.Text; !strings.Contains(said, "No stored connection is called away; there are: other") {
		t.Errorf("it says %q", said)
	}
}
