package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"mangrove/ui/runs"
)

// TestAnAddressThatIsOpenIsNotOpenedTwice: who has come back to it by hand gets what was
// typed there, and is told so.
func TestAnAddressThatIsOpenIsNotOpenedTwice(t *testing.T) {
	const url = "mqtt://joe@h.example"
	left := func(words string) runs.Tab {
		return runs.Tab{Address: runs.Address{URL: "mqtt://h.example:1883", User: "joe"}, Publish: runs.Publish{Topic: "a", Text: words}}
	}
	for name, c := range map[string]struct {
		tabs       []runs.Tab
		open, want int
	}{
		"one, which is open":      {[]runs.Tab{left("ON")}, 1, 1},
		"one, which is not":       {[]runs.Tab{left("ON")}, 0, 1},
		"two, of which one is":    {[]runs.Tab{left("ON"), left("OFF")}, 1, 2},
		"two, and both are":       {[]runs.Tab{left("ON"), left("OFF")}, 2, 2},
		"another user's, besides": {[]runs.Tab{{Address: runs.Address{URL: "mqtt://h.example:1883", User: "eve"}}}, 1, 2},
	} {
		next := newShelfBench(t).nextStart(runs.Draft{Active: -1, Tabs: c.tabs})
		for range c.open {
			next.open(url)
		}
		if words := next.lastRun.Words.Text; strings.Contains(words, "can be put back") != (c.want == c.open) {
			t.Errorf("%s: it says %q", name, words)
		}
		test.Tap(next.lastRun.Action)
		next.until("they are open", func() bool { return len(next.tabs.list) == c.want })
		for i, tab := range c.tabs {
			if got := next.tabs.list[i].Draft().Publish; tab.Address.User == "joe" && got.Text != tab.Publish.Text {
				t.Errorf("%s: tab %d has %q typed", name, i, got.Text)
			}
		}
	}
}

// TestTabsOfOneAddressAreToldApartAgain when they are opened at the next start, as they were.
func TestTabsOfOneAddressAreToldApartAgain(t *testing.T) {
	left := func(user string) runs.Tab {
		return runs.Tab{Address: runs.Address{URL: "mqtt://h.example:1883", User: user}}
	}
	next := newShelfBench(t).nextStart(runs.Draft{Active: -1, Tabs: []runs.Tab{left(""), left("tester"), left("")}})
	test.Tap(next.lastRun.Action)
	next.until("they are open", func() bool { return len(next.tabs.list) == 3 })
	for i, end := range []string{"", " (tester)", " (2)"} {
		if got := next.tabs.list[i].Conn.Suffix; got != end {
			t.Errorf("tab %d is %q", i, next.tabs.list[i].Conn.Title())
		}
	}
}
