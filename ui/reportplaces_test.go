package ui

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestPlacesAreFrozen: what scripts click by name keeps its name.
func TestPlacesAreFrozen(t *testing.T) {
	s := newShelfBench(t, at("Hall", "plant"))
	places := func() []string {
		s.reported = time.Time{}
		s.step()
		return slices.Sorted(maps.Keys(s.reports[len(s.reports)-1].Places))
	}
	check := func(page string, frozen ...string) {
		isField := func(name string) bool { return strings.HasPrefix(name, "field ") } // called as in the window
		if got := slices.DeleteFunc(places(), isField); !slices.Equal(got, frozen) {
			t.Errorf("%s: the places are\n%q\nand were\n%q", page, got, frozen)
		}
	}
	check("the start page", "address", "connect", "connections", "demo", "import", "keep", "new profile", "password", "rail broker", "rail devices", "rail explore", "rail verify", "rail warnings", "user name", "version")
	s.home.Choose(s.idOf("Hall"))
	check("the form", "connect", "connections", "groups", "import", "new profile", "rail broker", "rail devices", "rail explore", "rail verify", "rail warnings")
	s.show(pageDevices)
	check("the devices", "device filter", "device template", "devices", "rail broker", "rail devices", "rail explore", "rail verify", "rail warnings")
	s.show(pageVerify)
	check("verification", "learn checklist", "new checklist", "open checklist", "rail broker", "rail devices", "rail explore", "rail verify", "rail warnings", "start verification", "verdict filter", "verdict view", "verdicts")
	s.show(pageWarnings)
	check("the warnings", "rail broker", "rail devices", "rail explore", "rail verify", "rail warnings", "warning filter", "warnings")
	s.show(pageBox)
	check("the brokers", "brokers", "host", "port", "rail broker", "rail devices", "rail explore", "rail verify", "rail warnings", "start")
	s.connect()
	s.receive(msg("a", "1"))
	check("a connection", "busiest", "clear search", "disconnect", "facts", "filter", "messages", "messages kept", "modes", "pause", "pause messages", "payload format", "payload hint", "payload reason", "payload view", "problem", "publish", "publish more", "publish past", "publish payload", "publish topic",
		"rail broker", "rail devices", "rail explore", "rail verify", "rail warnings", "reconnect", "search", "state", "topic on view", "tree", "tree head", "view menu")
	s.openPublish()
	check("a connection with the publish panel open", "busiest", "clear search", "disconnect", "facts", "filter", "messages", "messages kept", "modes", "pause", "pause messages", "payload format", "payload hint", "payload reason", "payload view", "problem", "publish", "publish file", "publish format",
		"publish more", "publish past", "publish payload", "publish preview", "publish properties", "publish template", "publish topic", "publish work", "qos", "rail broker", "rail devices", "rail explore", "rail verify", "rail warnings", "reconnect", "retain", "search", "state", "topic on view", "tree", "tree head", "view menu")
}
