package checklist

import (
	"strconv"

	"go.yaml.in/yaml/v3"

	"mangrove/model/strictyaml"
)

// convention is how a device of a file says which topics are its own.
type convention struct {
	name   string
	device string
	base   string
	topic  string
	there  strictyaml.Given
}

// conventions are those that a device can use.
func conventions() []string { return []string{"tasmota", "zigbee2mqtt"} }

// resolve gives a device the topics of its convention, or its own.
func (r *reader) resolve(n *yaml.Node, c *convention, s *Subject) {
	switch c.name {
	case "zigbee2mqtt":
		r.zigbee2mqtt(n, c, s)
	case "tasmota":
		r.tasmota(n, c, s)
	case "":
		r.needless(c, "name", "base", "firmware", "battery")
		if c.topic == "" && !s.needsTopic() {
			return
		}
		if c.topic == "" {
			r.Wrong(n, Fault{Code: NoWhere, Found: s.ID, Names: []string{"topic", "use"}})
			return
		}
		filter, _ := unnamed(c.topic)
		r.filter(c.there["topic"], filter)
		s.Filters = []string{filter}
	default: // there is no such convention, as has been said
	}
}

// needless refuses keys that mean nothing to a convention.
func (r *reader) needless(c *convention, names ...string) {
	for _, name := range names {
		if at := c.there[name]; at != nil {
			r.Wrong(at, Fault{Code: Together, Found: name, Names: []string{"use"}})
		}
	}
}

// wanted sees that a convention is told which of its devices is meant.
func (r *reader) wanted(n *yaml.Node, key, value string) bool {
	if value == "" {
		r.Wrong(n, Fault{Code: strictyaml.Missing, Found: key})
	}
	return value != ""
}

// zigbee2mqtt: <base>/<name> has the values, <base>/<name>/availability says whether it can
// be reached, <base>/bridge/devices what it is (Zigbee2MQTT, MQTT topics and messages).
func (r *reader) zigbee2mqtt(n *yaml.Node, c *convention, s *Subject) {
	r.needless(c, "topic")
	if !r.wanted(n, "name", c.device) {
		return
	}
	if c.base == "" {
		c.base = "zigbee2mqtt"
	}
	own := c.base + "/" + c.device
	r.topic(c.there["name"], own)
	s.Filters = []string{own}
	if s.Online == nil {
		s.Online = &Signal{Topic: own + "/availability", Path: "state", Online: "online", Offline: "offline"}
	}
	s.Sources = map[Kind][]Source{
		Firmware: {{Filter: c.base + "/bridge/devices", Path: "#(friendly_name==" + strconv.Quote(c.device) + ").software_build_id"}},
		Battery:  {{Filter: own, Path: "battery"}},
	}
}

// tasmota: tele/<topic>/SENSOR and STATE have the values, tele/<topic>/LWT says whether it
// can be reached, INFO1 and the discovery messages have the version (Tasmota, MQTT).
func (r *reader) tasmota(n *yaml.Node, c *convention, s *Subject) {
	r.needless(c, "name", "base")
	if !r.wanted(n, "topic", c.topic) {
		return
	}
	own := "tele/" + c.topic
	r.topic(c.there["topic"], own)
	s.Filters = []string{own + "/SENSOR", own + "/STATE"}
	if s.Online == nil {
		s.Online = &Signal{Topic: own + "/LWT", Online: "Online", Offline: "Offline"}
	}
	s.Sources = map[Kind][]Source{
		Firmware: {
			{Filter: own + "/INFO1", Path: "Info1.Version"},
			{Filter: own + "/INFO1", Path: "Version"},
			{Filter: "tasmota/discovery/+/config", Path: "sw", Where: "t", Is: c.topic},
		},
		Battery: {{Filter: own + "/SENSOR", Path: "Battery"}},
	}
}
