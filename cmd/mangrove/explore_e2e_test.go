//go:build e2e

package main

import (
	"strings"
	"testing"

	"mangrove/broker/brokertest"
	"mangrove/ui"
)

// TestE2EFindAndFollow finds a topic by typing, freezes the view and lists
// what arrived meanwhile.
func TestE2EFindAndFollow(t *testing.T) {
	b := brokertest.Start(t, brokertest.Options{})
	publish := publisher(t, b.Port())
	for _, room := range []string{"hall", "kitchen", "cellar"} {
		publish("house/"+room+"/temperature", "-m", "21", "-r")
		publish("house/"+room+"/humidity", "-m", "40", "-r")
	}
	s := newScreen(t)
	s.open(b.URL())
	s.until("all topics", func(r ui.Report) bool { return r.Topics == 6 })

	s.click("search")
	s.xdotool("type", "--delay", "20", "temp -cellar")
	s.until("what was found", func(r ui.Report) bool {
		return strings.HasPrefix(r.Found, "2 topics found") && len(r.Rows) == 5
	})
	s.key("Return", "Return")
	s.until("the second match", func(r ui.Report) bool { return r.Selected == "house/kitchen/temperature" && r.Payload == "21" })
	s.key("Escape")
	s.until("all topics again", func(r ui.Report) bool { return r.Found == "" })

	s.key("ctrl+p")
	s.until("the pause", func(r ui.Report) bool { return strings.Contains(r.Status, "paused 0 messages waiting") })
	publish("house/kitchen/temperature", "-m", "22")
	publish("house/kitchen/temperature", "-m", "23")
	s.until("two behind the pause", func(r ui.Report) bool {
		return strings.Contains(r.Status, "paused 2 messages waiting") && r.Payload == "21"
	})
	s.click("pause")
	s.until("the latest value", func(r ui.Report) bool { return r.Payload == "23" && !strings.Contains(r.Status, "paused") })

	r, _ := s.report()
	modes := r.Places["modes"]
	s.clickAt(modes, modes.W*3/4)
	s.until("the three messages", func(r ui.Report) bool {
		return len(r.Listed) == 3 && strings.Contains(r.Listed[0], "21") && strings.Contains(r.Listed[2], "23")
	})
}
