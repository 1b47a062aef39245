package checklist

import (
	"strings"

	"github.com/tidwall/gjson"
)

// place says where the values of the fields are found.
func (r *reader) place(c *convention, s *Subject, of func(path string) []Place) {
	for _, check := range s.ValueChecks() {
		if check.Path == "" || check.Places != nil {
			continue
		}
		check.Places = of(check.Path)
		for _, p := range check.Places {
			if at := c.at("fields", c.there["types"]); at != nil {
				r.filter(at, p.Filter)
			}
		}
	}
}

// placeBelow is for conventions with a topic for each value: fields are named by the levels
// below the topic of the device.
func (r *reader) placeBelow(c *convention, s *Subject, own, behind string) {
	r.place(c, s, func(path string) []Place { return []Place{{Filter: own + "/" + path + behind}} })
	r.refuse(c, "payload", "schema")
}

// partly notes that messages may leave fields out, and leave them out for more reasons than
// that a value is 0.
func (r *reader) partly(c *convention, s *Subject) {
	for _, check := range s.ValueChecks() {
		switch {
		case check.Kind != Field || check.Path == "":
		case check.Value.AbsentMeans != nil:
			r.Wrong(c.at("fields", c.there["use"]), Fault{Code: NotOfUse, Found: "absent_means", Names: []string{c.name}})
		default:
			check.Value.Partly = true
		}
	}
}

// homie: <base>/<device>/<node>/<property> has a value, $state says how the device stands;
// $fw and $stats are of version 3 and of extensions of version 4 (Homie convention). A base
// of version 5 ends in /5.
func (r *reader) homie(c *convention, s *Subject) {
	r.level(c, "device")
	base := c.or("base", "homie")
	own := base + "/" + *c.said["device"]
	r.topic(c.there["device"], own)
	s.Filters = []string{own + "/+/+"} // what is set stands a level deeper
	if s.Online == nil {
		s.Online = &Signal{
			Topic: own + "/$state", Online: "ready", Offline: "lost", Will: base != "5" && !strings.HasSuffix(base, "/5"),
			Also: map[string]bool{"alert": true, "sleeping": true, "disconnected": false},
		}
	}
	switch {
	case base == "5" || strings.HasSuffix(base, "/5"):
		if s.Online.Topic == own+"/$state" { // of devices with one connection the root alone has a will
			s.Via = &Via{Signal: *s.Online, Described: own + "/$description", Root: "root"}
			s.Via.Topic = base + "/+/$state"
		}
	default:
		s.Sources = map[Kind][]Source{Firmware: {{Filter: own + "/$fw/version"}}, Battery: {{Filter: own + "/$stats/battery"}}}
	}
	r.placeBelow(c, s, own, "")
}

// espHome: <topic>/<kind>/<id>/state has a value, <topic>/status says whether it can be
// reached, esphome/discover/<name> what it is (ESPHome, MQTT client component).
func (r *reader) espHome(c *convention, s *Subject) {
	own := *c.said["topic"]
	r.topic(c.there["topic"], own)
	s.Filters = []string{own + "/+/+/state"}
	if s.Online == nil {
		s.Online = &Signal{Topic: own + "/status", Online: "online", Offline: "offline", Will: true}
	}
	s.Sources = map[Kind][]Source{Firmware: {{Filter: "esphome/discover/" + own[strings.LastIndexByte(own, '/')+1:], Path: "version"}}}
	r.placeBelow(c, s, own, "/state")
}

// shelly: shellies/<device>/... has the values, shellies/<device>/online is the will,
// shellies/announce and shellies/<device>/announce say what it is (Shelly, first generation).
func (r *reader) shelly(c *convention, s *Subject) {
	r.level(c, "device")
	device := *c.said["device"]
	own := "shellies/" + device
	r.topic(c.there["device"], own)
	s.Filters = []string{own + "/#"}
	s.Except = []string{own, own + "/online", own + "/command", own + "/+/command", own + "/+/+/command", own + "/+/+/set"}
	if s.Online == nil {
		s.Online = &Signal{Topic: own + "/online", Online: "true", Offline: "false", Will: true}
	}
	s.Sources = map[Kind][]Source{ // 20230913-114008/v1.14.0-gcb84623 is 1.14.0
		Firmware: {
			{Filter: own + "/announce", Path: "fw_ver", Behind: "/"},
			{Filter: "shellies/announce", Path: "fw_ver", Behind: "/", Where: "id", Is: device},
		},
		Battery: {{Filter: own + "/sensor/battery"}, {Filter: own + "/info", Path: "bat.value"}},
	}
	r.placeBelow(c, s, own, "")
}

// shelly2: <topic>/events/rpc has what has changed, <topic>/status/<component> all of a
// component, <topic>/online is the will (Shelly, second generation and later).
func (r *reader) shelly2(c *convention, s *Subject) {
	own := *c.said["topic"]
	r.topic(c.there["topic"], own)
	s.Filters = []string{own + "/events/rpc", own + "/status/+"}
	if s.Online == nil {
		s.Online = &Signal{Topic: own + "/online", Online: "true", Offline: "false", Will: true}
	}
	s.Sources = map[Kind][]Source{Battery: {
		{Filter: own + "/events/rpc", Path: `params.devicepower\:0.battery.percent`},
		{Filter: own + "/status/devicepower:0", Path: "battery.percent"},
	}}
	r.place(c, s, func(path string) []Place {
		component, rest, inside := strings.Cut(path, ".")
		changed := "params." + gjson.Escape(component)
		if inside {
			changed += "." + rest
		}
		return []Place{{Filter: own + "/events/rpc", Path: changed}, {Filter: own + "/status/" + component, Path: rest}}
	})
	r.partly(c, s)
	r.refuse(c, "payload", "schema")
}

// theThings: v3/<application>/devices/<device>/up has what a device sent, with its values as
// the payload formatter made them. There is no will, and what is sent from the console is
// marked. What is empty, 0 or false is left out (The Things Stack 3, MQTT server).
func (r *reader) theThings(c *convention, s *Subject) {
	r.level(c, "app", "device")
	up := "v3/" + *c.said["app"] + "/devices/" + *c.said["device"] + "/up"
	r.topic(c.there["device"], up)
	r.refuse(c, "will")
	s.Filters, s.Unless = []string{up}, []string{"simulated"}
	s.Sources = map[Kind][]Source{
		Firmware: {{Filter: up, Path: "uplink_message.version_ids.firmware_version"}},
		Battery:  {{Filter: up, Path: "uplink_message.last_battery_percentage.value"}},
	}
	r.placeDecoded(c, s, up, "uplink_message.decoded_payload.")
}

// chirpStack: application/<app>/device/<device>/event/up has what a device sent, with its
// values as the codec made them (ChirpStack, MQTT integration). There is no will.
func (r *reader) chirpStack(c *convention, s *Subject) {
	r.level(c, "app", "device")
	own := "application/" + c.or("app", "+") + "/device/" + strings.ToLower(*c.said["device"]) + "/event/"
	r.filter(c.there["device"], own+"up")
	r.refuse(c, "will")
	s.Filters = []string{own + "up"}
	s.Sources = map[Kind][]Source{
		Battery: {{Filter: own + "status", Path: "batteryLevel", Unless: [2]string{"batteryLevelUnavailable", "externalPowerSource"}}},
	}
	r.placeDecoded(c, s, own+"up", "object.")
}

// placeDecoded is for what a payload formatter or a codec makes of the bytes of a device,
// which may send others on another port.
func (r *reader) placeDecoded(c *convention, s *Subject, up, below string) {
	r.place(c, s, func(path string) []Place { return []Place{{Filter: up, Path: below + path}} })
	for _, check := range s.Checks {
		if check.Kind == Field && check.Path != "" && check.Value.AbsentMeans == nil {
			check.Value.Partly = true
		}
	}
}

// openMQTTGateway: <base>/<gateway>/BTtoMQTT/<device> is what a gateway heard of a device,
// which several may hear; not everything is in every message (OpenMQTTGateway, Theengs).
func (r *reader) openMQTTGateway(c *convention, s *Subject) {
	r.level(c, "gateway", "device")
	device := strings.ToUpper(strings.ReplaceAll(*c.said["device"], ":", ""))
	heard := c.or("base", "home") + "/" + c.or("gateway", "+") + "/BTtoMQTT/" + device
	r.filter(c.there["device"], heard)
	r.refuse(c, "will") // the gateway has the connection
	s.Filters = []string{heard}
	s.Sources = map[Kind][]Source{Battery: {{Filter: heard, Path: "batt"}}}
	r.place(c, s, func(path string) []Place { return []Place{{Filter: heard, Path: path}} })
	r.partly(c, s)
}
