//go:build e2e

package main

import (
	"strings"
	"testing"

	"mangrove/broker/brokertest"
	"mangrove/ui/report"
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
	s.until("all topics", func(r report.Report) bool { return r.Topics == 6 })

	s.click("search")
	s.xdotool("type", "--delay", "20", "temp -cellar")
	s.until("what was found", func(r report.Report) bool {
		return strings.HasPrefix(r.Found, "2 topics found") && len(r.Rows) == 5
	})
	s.key("Return", "Return")
	s.until("the second match", func(r report.Report) bool { return r.Selected == "house/kitchen/temperature" && r.Payload == "21" })
	s.key("Escape")
	s.until("all topics again", func(r report.Report) bool { return r.Found == "" })

	s.key("ctrl+p")
	s.until("the pause", func(r report.Report) bool { return strings.Contains(r.Status, "paused 0 messages waiting") })
	publish("house/kitchen/temperature", "-m", "22")
	publish("house/kitchen/temperature", "-m", "23")
	s.until("two behind the pause", func(r report.Report) bool {
		return strings.Contains(r.Status, "paused 2 messages waiting") && r.Payload == "21"
	})
	s.click("pause")
	s.until("the latest value", func(r report.Report) bool { return r.Payload == "23" && !strings.Contains(r.Status, "paused") })

	s.clickPart("modes", 3./8) // the messages
	s.until("the three messages", func(r report.Report) bool {
		return len(r.Listed) == 3 && strings.Contains(r.Listed[0], "21") && strings.Contains(r.Listed[2], "23")
	})
}

// TestE2ETwoConnections looks at two brokers in tabs of their own, and at what
// one of them says of itself.
func TestE2ETwoConnections(t *testing.T) {
	one, two := brokertest.Start(t, brokertest.Options{}), brokertest.Start(t, brokertest.Options{})
	publisher(t, one.Port())("only/here", "-m", "1", "-r")
	publisher(t, two.Port())("only/there", "-m", "2", "-r")
	s := newScreen(t)
	s.open(one.URL())
	s.until("the first broker", func(r report.Report) bool { return r.Topics == 1 && r.State == "connected" })
	s.click("tree") // the keyboard goes where the mouse is
	s.key("ctrl+t")
	s.until("the start page", func(r report.Report) bool { return r.Page == "home" })
	s.fill("address", two.URL())
	s.key("Return")
	s.until("the second broker", func(r report.Report) bool { return r.Topics == 1 && r.Address == two.URL() && len(r.Tabs) == 2 })
	s.clickRow("only/there", false)
	s.until("its value", func(r report.Report) bool { return r.Payload == "2" })
	s.key("ctrl+Prior") // the tab before
	s.until("the first again", func(r report.Report) bool { return r.Address == one.URL() })
	s.clickRow("only/here", false)
	s.until("its own value", func(r report.Report) bool { return r.Payload == "1" })

	s.click("rail broker")
	s.until("the page of the broker", func(r report.Report) bool { return r.Page == "broker" })
	s.xdotool("click", "8") // at the side of the mouse
	s.until("where it was before", func(r report.Report) bool { return r.Page != "broker" })
	s.xdotool("click", "9")
	s.until("the page of the broker again", func(r report.Report) bool { return r.Page == "broker" })
	s.clickPart("brokers", 1./4)
	s.until("its version", func(r report.Report) bool {
		return len(r.Broker) > 0 && strings.HasPrefix(r.Broker[0], "Version: mosquitto version")
	})
	s.click("rail explore")
	s.key("ctrl+w")
	s.until("one tab left", func(r report.Report) bool { return len(r.Tabs) == 1 && r.Address == two.URL() })
}

// TestE2EDisconnectAndConnect ends the connection and makes it again: what had
// arrived stays, and the time between is marked.
func TestE2EDisconnectAndConnect(t *testing.T) {
	b := brokertest.Start(t, brokertest.Options{})
	publish := publisher(t, b.Port())
	s := newScreen(t)
	s.open(b.URL())
	s.until("connected", func(r report.Report) bool { return r.State == "connected" })
	publish("house/door", "-m", "open", "-q", "1")
	s.clickRow("house/door", false)
	s.until("its payload", func(r report.Report) bool { return r.Payload == "open" })
	s.click("disconnect")
	s.until("disconnected, with the payload on view", func(r report.Report) bool {
		return r.State == "disconnected" && r.Problem == "" && r.Payload == "open" && len(r.Tabs) == 1
	})
	publish("house/door", "-m", "closed", "-q", "1")
	s.click("disconnect") // it connects now
	s.until("connected again", func(r report.Report) bool { return r.State == "connected" && r.Topics == 1 })
	publish("house/door", "-m", "ajar", "-q", "1")
	s.until("the payload of now", func(r report.Report) bool { return r.Payload == "ajar" })
	s.clickPart("modes", 3./8) // the messages
	s.until("both messages and the time between", func(r report.Report) bool {
		return len(r.Listed) == 2 && strings.Contains(r.Listed[0], "open") && strings.Contains(r.Listed[1], "without a connection") &&
			strings.Contains(r.Listed[1], "ajar")
	})
}
