package ui

import (
	"strings"
	"testing"

	"mangrove/ui/runs"

	"fyne.io/fyne/v2/test"
)

// TestTheOfferFollowsWhatIsOpened: a connection that is open is not said to have been.
func TestTheOfferFollowsWhatIsOpened(t *testing.T) {
	var kept []runs.Draft
	forgotten := 0
	s := newShelfBench(t, at("plant", "a.example"))
	next := s.nextStart(runs.Draft{Active: 0, Tabs: []runs.Tab{{Stored: s.idOf("plant"), Search: "hall"}}}, keeping(&kept, &forgotten))
	next.until("the book is open", func() bool { return next.shelf.IsReady() })
	next.openPlant()
	if words := next.lastRun.Words.Text; strings.Contains(words, "was open") || next.lastRun.Action.Text != "Put back" {
		t.Errorf("it says %q", words)
	}
	test.Tap(next.lastRun.Action)
	next.until("the search is back", func() bool { return next.draft().Tabs[0].Search == "hall" })
	if len(next.tabs.list) != 1 {
		t.Errorf("%d tabs", len(next.tabs.list))
	}
}
