package checklist

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"mangrove/model/strictyaml"
)

// convention is how a device of a file says which topics are its own.
type convention struct {
	name  string
	said  map[string]*string // by the keys that name a device
	there strictyaml.Given
}

// form is what a convention asks for, and what it makes of it.
type form struct {
	needs   []string // keys
	takes   []string // keys that may be left out
	resolve func(r *reader, c *convention, s *Subject)
}

// forms are the conventions that a device can use.
var forms = map[string]form{
	"chirpstack":      {[]string{"device"}, []string{"app"}, (*reader).chirpStack},
	"esphome":         {[]string{"topic"}, nil, (*reader).espHome},
	"homeassistant":   {nil, []string{"name", "device", "base"}, (*reader).homeAssistant},
	"homie":           {[]string{"device"}, []string{"base"}, (*reader).homie},
	"openmqttgateway": {[]string{"device"}, []string{"base", "gateway"}, (*reader).openMQTTGateway},
	"shelly":          {[]string{"device"}, nil, (*reader).shelly},
	"shelly2":         {[]string{"topic"}, nil, (*reader).shelly2},
	"sparkplug":       {[]string{"group", "node"}, append([]string{"device"}, edgeKeys...), (*reader).sparkplug},
	"tasmota":         {[]string{"topic"}, nil, (*reader).tasmota},
	"ttn":             {[]string{"app", "device"}, nil, (*reader).theThings},
	"zigbee2mqtt":     {[]string{"name"}, []string{"base"}, (*reader).zigbee2mqtt},
}

func conventions() []string { return slices.Sorted(maps.Keys(forms)) }

// NameKeys are the keys that say which device of a convention is meant, or of none where use
// is empty.
func NameKeys(use string) []string {
	if use == "" {
		return []string{"topic"}
	}
	f := forms[use]
	return slices.DeleteFunc(slices.Concat(f.needs, f.takes), func(key string) bool { return !slices.Contains(naming, key) })
}

// Needs are the keys that a convention cannot do without to say which device is meant; false:
// no device can use it.
func Needs(use string) (keys []string, known bool) {
	f, known := forms[use]
	return slices.Clone(f.needs), known
}

// naming are the keys that say which device is meant.
var naming = []string{"name", "base", "topic", "app", "group", "node", "device", "gateway"}

// keys adds those of all conventions.
func (c *convention) keys(of *conditions, known strictyaml.Keys) {
	c.said = map[string]*string{}
	known["use"] = of.OneOf(&c.name, conventions()...)
	for _, key := range naming {
		c.said[key] = new(string)
		known[key] = of.Text(c.said[key])
	}
}

// online is what a device needs that is to be online and does not say how that is known.
func (c *convention) online() []string {
	if c.name == "" {
		return []string{"use", "availability"}
	}
	return []string{"availability"}
}

// or is what was said with a key, or what it is where nothing was.
func (c *convention) or(key, usual string) string {
	if said := *c.said[key]; said != "" {
		return said
	}
	return usual
}

// at is where a key stands, or whole where it does not.
func (c *convention) at(key string, whole *yaml.Node) *yaml.Node {
	if at := c.there[key]; at != nil {
		return at
	}
	return whole
}

// resolve gives a device the topics of its convention, or its own.
func (r *reader) resolve(n *yaml.Node, c *convention, s *Subject) {
	if c.name == "" {
		r.byTopic(n, c, s)
		return
	}
	f, known := forms[c.name]
	if !known { // as has been said
		return
	}
	for _, key := range slices.Concat(naming, edgeKeys) {
		if !slices.Contains(f.needs, key) && !slices.Contains(f.takes, key) {
			r.refuse(c, key)
		}
	}
	complete := true
	for _, key := range f.needs {
		complete = r.wanted(n, key, *c.said[key]) && complete
	}
	if !complete {
		return
	}
	f.resolve(r, c, s)
	for _, kind := range []Kind{Firmware, Battery} {
		if s.Sources[kind] == nil && (s.Described == nil || kind != Firmware) {
			r.refuse(c, string(kind))
		}
	}
}

// byTopic gives a device the topics that it names itself.
func (r *reader) byTopic(n *yaml.Node, c *convention, s *Subject) {
	for _, key := range slices.Concat(naming, edgeKeys, []string{"firmware", "battery"}) {
		if at := c.there[key]; at != nil && key != "topic" {
			r.Wrong(at, Fault{Code: Together, Found: key, Names: []string{"use"}})
		}
	}
	topic := *c.said["topic"]
	if topic == "" && !s.needsTopic() {
		return
	}
	if topic == "" {
		r.Wrong(n, Fault{Code: NoWhere, Found: s.ID, Names: []string{"topic", "use"}})
		return
	}
	filter, _ := unnamed(topic)
	r.filter(c.there["topic"], filter)
	s.Filters = []string{filter}
}

// refuse refuses keys that mean nothing to a convention.
func (r *reader) refuse(c *convention, keys ...string) {
	for _, key := range keys {
		if at := c.there[key]; at != nil {
			r.Wrong(at, Fault{Code: NotOfUse, Found: key, Names: []string{c.name}})
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

// level sees that what was said with a key is one level of a topic.
func (r *reader) level(c *convention, keys ...string) {
	for _, key := range keys {
		if said := *c.said[key]; strings.ContainsAny(said, "/+#") {
			r.Wrong(c.there[key], Fault{Code: NoLevel, Found: said})
		}
	}
}

// zigbee2mqtt: <base>/<name> has the values, <base>/<name>/availability says whether it can
// be reached, <base>/bridge/devices what it is (Zigbee2MQTT, MQTT topics and messages).
func (r *reader) zigbee2mqtt(c *convention, s *Subject) {
	base, device := c.or("base", "zigbee2mqtt"), *c.said["name"]
	own := base + "/" + device
	r.topic(c.there["name"], own)
	r.refuse(c, "will") // the bridge has the connection
	s.Filters = []string{own}
	if s.Online == nil {
		s.Online = &Signal{Topic: own + "/availability", Path: "state", Online: "online", Offline: "offline"}
		s.Via = &Via{Signal: Signal{Topic: base + "/bridge/state", Path: "state", Online: "online", Offline: "offline"}}
	}
	s.Sources = map[Kind][]Source{
		Firmware: {{Filter: base + "/bridge/devices", Path: "#(friendly_name==" + strconv.Quote(device) + ").software_build_id"}},
		Battery:  {{Filter: own, Path: "battery"}},
	}
}

// tasmota: tele/<topic>/SENSOR and STATE have the values, tele/<topic>/LWT says whether it
// can be reached, INFO1 and the discovery messages have the version (Tasmota, MQTT).
func (r *reader) tasmota(c *convention, s *Subject) {
	topic := *c.said["topic"]
	own := "tele/" + topic
	r.topic(c.there["topic"], own)
	s.Filters = []string{own + "/SENSOR", own + "/STATE"}
	if s.Online == nil {
		s.Online = &Signal{Topic: own + "/LWT", Online: "Online", Offline: "Offline", Will: true}
	}
	s.Sources = map[Kind][]Source{
		Firmware: {
			{Filter: own + "/INFO1", Path: "Info1.Version"},
			{Filter: own + "/INFO1", Path: "Version"},
			{Filter: "tasmota/discovery/+/config", Path: "sw", Where: "t", Is: topic},
		},
		Battery: {{Filter: own + "/SENSOR", Path: "Battery"}},
	}
}
