package ui

import (
	"strings"
	"testing"
)

// TestConnectByNameAtTheStart: that of the command line, and nothing else.
func TestConnectByNameAtTheStart(t *testing.T) {
	auto := at("other", "a.example")
	auto.AutoConnect = true
	s := newShelfBench(t, auto, at("wanted", "b.example"))
	s.ConnectStored("Wanted")
	s.home.opened()
	s.until("connected", func() bool { return len(s.tabs.list) == 1 })
	if got := s.tabs.active.Conn.Name; got != "wanted" {
		t.Errorf("connected to %q", got)
	}
	s.ConnectStored("away")
	s.home.opened()
	if said := s.home.notice.Words.Text; !strings.Contains(said, "No stored connection is called away; there are: other") {
		t.Errorf("it says %q", said)
	}
}
