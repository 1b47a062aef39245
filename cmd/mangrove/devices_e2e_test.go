//go:build e2e

package main

import (
	"slices"
	"strings"
	"testing"

	"mangrove/broker/brokertest"
	"mangrove/ui/report"
)

// TestE2EDevices finds the devices of a broker, filters them, opens one and goes to its topic.
func TestE2EDevices(t *testing.T) {
	b := brokertest.Start(t, brokertest.Options{})
	publish := publisher(t, b.Port())
	publish("tele/plug/LWT", "-m", "Online", "-r")
	publish("tele/lamp/LWT", "-m", "Offline", "-r")
	s := newScreen(t)
	s.open(b.URL())
	s.until("both topics", func(r report.Report) bool { return r.Topics == 2 })
	s.click("rail devices")
	has := func(r report.Report, want ...string) bool {
		return slices.ContainsFunc(r.Listed, func(line string) bool {
			return !slices.ContainsFunc(want, func(w string) bool { return !strings.Contains(line, w) })
		})
	}
	s.until("both devices", func(r report.Report) bool {
		return r.Page == "devices" && has(r, "plug", "Tasmota", "online") && has(r, "lamp", "offline")
	})
	publish("tele/plug/SENSOR", "-m", `{"ENERGY":{"Power":42}}`)
	s.click("device filter")
	s.xdotool("type", "--delay", "20", "plug online")
	s.until("one of them", func(r report.Report) bool { return len(r.Listed) == 1 && has(r, "plug") })
	s.clickPart("devices", 1./4) // below the row: the table has the keyboard
	s.key("Down")
	s.until("its topics", func(r report.Report) bool {
		return strings.Contains(r.Payload, "tele/plug/SENSOR") && strings.Contains(r.Payload, `"Power":42`)
	})
}
