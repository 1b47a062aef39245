package home

import (
	"strings"
	"testing"
)

// TestConnectByNameAtTheStart: that of the command line, and nothing else.
func TestConnectByNameAtTheStart(t *testing.T) {
	auto := at("other", "a.example")
	auto.AutoConnect = true
	s := newBench(t, auto, at("wanted", "b.example"))
	s.ConnectNamed("Wanted")
	s.opened()
	s.until("connected", func() bool { return len(s.tabs) == 1 })
	if got := s.tabs[0].Name; got != "wanted" {
		t.Errorf("connected to %q", got)
	}
	s.ConnectNamed("away")
	s.opened()
	if said := s.notice.Words.Text; !strings.Contains(said, "No stored connection is called away; there are: other") {
		t.Errorf("it says %q", said)
	}
}
