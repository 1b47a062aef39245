package checklist

import (
	"slices"

	"mangrove/model/homeassistant"
)

// Described is a device of which only its discovery messages of Home Assistant say what its
// topics are.
type Described struct {
	Prefix string // below which these are
	Name   string // empty: ID says which one it is
	ID     string // one of its identifiers or connections
}

// Filters match its discovery messages, and those of others.
func (d *Described) Filters() []string { return homeassistant.Filters(d.Prefix) }

// Is reports whether a device is the one that is meant.
func (d *Described) Is(device *homeassistant.Device) bool {
	if d.ID != "" {
		return slices.Contains(device.IDs(), d.ID)
	}
	return device.Name == d.Name
}

// homeAssistant: <base>/<component>/[<node>/]<object>/config describes what is sent on other
// topics (Home Assistant, MQTT discovery).
func (r *reader) homeAssistant(c *convention, s *Subject) {
	name, id := *c.said["name"], homeassistant.SameMAC(*c.said["device"])
	if (name == "") == (id == "") {
		r.Wrong(c.there["use"], Fault{Code: Either, Names: []string{"name", "device"}})
		return
	}
	s.Described = &Described{Prefix: c.or("base", homeassistant.DefaultPrefix), Name: name, ID: id}
	r.filter(c.at("base", c.there["use"]), s.Described.Filters()[0])
	r.refuse(c, "retained")
}
