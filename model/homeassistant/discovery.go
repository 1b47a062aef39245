package homeassistant

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"mangrove/model"
)

// DefaultPrefix is where discovery messages are unless Home Assistant is told otherwise.
const DefaultPrefix = "homeassistant"

// Filters match the topics of discovery messages below a prefix.
func Filters(prefix string) []string {
	return []string{prefix + "/+/+/config", prefix + "/+/+/+/config"}
}

// Bounds of what is read of a message.
const (
	mostEntities  = 1_000
	mostTopics    = 100 // of an entity
	mostIDs       = 100 // of a device
	largestConfig = 1 << 20
	largestState  = 64 << 10 // that a template is applied to
)

// Config is what a discovery message says.
type Config struct {
	Topic    string
	Device   Device
	Entities []Entity // by the names of their components, where it is of a whole device; 1,000 at the most
	Left     int      // entities that are beyond that, and not read
}

// Device is what entities belong to, as far as it says so.
type Device struct {
	Name, Maker, Model, Firmware string

	Via  bool     // it speaks through another device
	ID   string   // the first of its identifiers or connections
	also []string // the others: one in common makes it the same device
}

// Entity is one thing that Home Assistant makes of it.
type Entity struct {
	Component    string // sensor, light and so on
	Name         string // or its id, when it has none
	States       []string
	Filters      []string // of states that several may send, as the gateways that hear a device
	Availability []Availability
	Mode         string        // of the availability: latest, all or any
	Expires      time.Duration // a state counts no longer than that; 0: for ever
	Commands     int           // topics that it listens to
}

// Availability is a topic that says whether something can be reached.
type Availability struct {
	Topic       string // or a filter
	Online      string // what it says when it can
	Offline     string // and when not
	HasTemplate bool   // what it says is worked out of it by a template

	template template // that is done here; nil: not
}

// Says is whether a payload says that something can be reached; not known when it says
// neither, or when the template is beyond what is understood of templates.
func (a *Availability) Says(payload []byte) (online, known bool) {
	text, ok := strings.TrimSpace(string(payload)), true
	if a.HasTemplate {
		if a.template == nil || len(payload) > largestState {
			return false, false
		}
		text, ok = a.template(payload)
	}
	return text == a.Online, ok && (text == a.Online || text == a.Offline)
}

// ErrNotConfig is that a payload is no discovery message: no object of JSON, one that is too
// large, or one that only prepares for another to take its place.
var ErrNotConfig = errors.New("it is no discovery message")

// Parse reads a retained discovery message on a topic below a prefix:
// <prefix>/<component>/[<node>/]<object>/config.
func Parse(prefix, topic string, payload []byte) (Config, error) {
	c := Config{Topic: topic}
	rest, below := strings.CutPrefix(topic, prefix+"/")
	levels := strings.Split(rest, "/")
	if n := len(levels); !below || n < 3 || n > 4 || levels[n-1] != "config" || len(payload) > largestConfig {
		return c, ErrNotConfig
	}
	component, id := levels[0], levels[len(levels)-2]
	root, ok := rootOf(payload)
	if !ok {
		return c, ErrNotConfig
	}
	c.Device = deviceOf(root.object("device"))
	parts := root.object("components")
	if component != "device" || parts == nil {
		c.Entities = []Entity{entityOf(component, id, root)}
		return c, nil
	}
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		part := parts.object(name).spelt()
		platform := part.text("platform")
		switch {
		case platform == "" || len(part) < 2: // with the platform alone it is to be removed
		case len(c.Entities) >= mostEntities:
			c.Left++
		default:
			c.Entities = append(c.Entities, entityOf(platform, name, part.sharing(root)))
		}
	}
	return c, nil
}

// rootOf reads the object that a discovery message is; not ok when it is none.
func rootOf(payload []byte) (root object, ok bool) {
	read, err := decode(payload)
	written, ok := read.(map[string]any)
	if err != nil || !ok {
		return nil, false
	}
	root = object(written).spelt()
	moves, _ := root["migrate_discovery"].(bool)
	return root, !moves
}

// saidOnce are what a device may say once for all of its components.
var saidOnce = []string{"availability_mode", "payload_available", "payload_not_available", "state_topic", "command_topic", "~"}

// availabilities are the ways to say where an availability is, of which only one is allowed.
var availabilities = []string{"availability", "availability_topic", "availability_template"}

// sharing is a component with what it does not say itself and its device does.
func (o object) sharing(root object) object {
	options := saidOnce
	if o["availability"] == nil && o["availability_topic"] == nil {
		options = slices.Concat(saidOnce, availabilities)
	}
	for _, key := range options {
		if _, own := o[key]; !own && root[key] != nil {
			o[key] = root[key]
		}
	}
	return o
}

func entityOf(component, id string, part object) Entity {
	base := part.text("~")
	e := Entity{Component: component, Name: part.text("name"), Mode: part.text("availability_mode")}
	if e.Name == "" {
		e.Name = id
	}
	e.States, e.Filters, e.Commands = topicsOf(part, base)
	seconds, err := strconv.ParseFloat(part.text("expire_after"), 64)
	if err == nil && seconds > 0 && seconds < 1e9 {
		e.Expires = time.Duration(seconds) * time.Second
	}
	e.Availability = availabilityOf(part, base)
	return e
}

// topicsOf are the topics that a device speaks on, and filters of such: not those that it
// listens to, nor those of its availability, nor those of members that Home Assistant does not
// know, which it leaves out.
func topicsOf(part object, base string) (states, filters []string, commands int) {
	for _, key := range slices.Sorted(maps.Keys(part)) {
		text, isText := part[key].(string)
		topic := withBase(text, base)
		switch {
		case !isText:
		case strings.HasSuffix(key, "command_topic") || strings.HasPrefix(key, "set_") && strings.HasSuffix(key, "_topic"):
			commands++
		case !tellsState(key) || len(states)+len(filters) >= mostTopics:
		case model.CheckTopic(topic) == nil:
			states = appendNew(states, topic)
		case model.CheckFilter(topic) == nil:
			filters = appendNew(filters, topic)
		}
	}
	return states, filters, commands
}

// tellsState reports whether a member has a topic that a device speaks on.
func tellsState(key string) bool {
	return key == "topic" || key == "state_topic" || strings.HasSuffix(key, "_state_topic") || slices.Contains(stateTopics, strings.TrimSuffix(key, "_topic"))
}

// stateTopics are the members that have one besides those that are named so, with their
// short names (Home Assistant, MQTT).
var stateTopics = []string{
	"action", "act", "battery_level", "bat_lev", "charging", "chrg", "cleaning", "cln", "current_humidity", "curr_hum",
	"current_temperature", "curr_temp", "docked", "dock", "error", "err", "fan_speed", "fanspd", "image", "img", "json_attributes", "json_attr",
	"latest_version", "l_ver", "position", "pos", "tilt_status", "url",
}

func appendNew(list []string, topic string) []string {
	if slices.Contains(list, topic) {
		return list
	}
	return append(list, topic)
}

// withBase puts the base topic in the place of the tilde at both ends.
func withBase(topic, base string) string {
	if base == "" {
		return topic
	}
	rest, ok := strings.CutPrefix(topic, "~")
	if ok {
		topic = base + rest
	}
	if end, also := strings.CutSuffix(rest, "~"); also {
		topic = strings.TrimSuffix(topic, rest) + end + base
	}
	return topic
}

func availabilityOf(part object, base string) (list []Availability) {
	add := func(o object, key string) {
		topic := withBase(o.text(key), base)
		if model.CheckFilter(topic) != nil || len(list) >= mostTopics {
			return
		}
		a := Availability{Topic: topic, Online: "online", Offline: "offline"}
		if text := o.text("payload_available"); text != "" {
			a.Online = text
		}
		if text := o.text("payload_not_available"); text != "" {
			a.Offline = text
		}
		source := o.text("availability_template")
		if key == "topic" {
			source = o.text("value_template")
		}
		a.HasTemplate, a.template = source != "", readTemplate(source)
		list = append(list, a)
	}
	switch listed := part["availability"].(type) {
	case []any:
		for _, one := range listed {
			if o, ok := one.(map[string]any); ok {
				add(object(o).spelt(), "topic")
			}
		}
	case map[string]any:
		add(object(listed).spelt(), "topic")
	}
	if list == nil && part.text("availability_topic") != "" {
		add(part, "availability_topic")
	}
	return list
}

func deviceOf(o object) Device {
	o = o.spelt()
	d := Device{Name: o.text("name"), Maker: o.text("manufacturer"), Model: o.text("model"), Firmware: o.text("sw_version"), Via: o.text("via_device") != ""}
	ids := identifiersOf(o["identifiers"])
	connections, _ := o["connections"].([]any)
	for _, one := range connections {
		if pair, ok := one.([]any); ok && len(pair) == 2 {
			for _, id := range identifiersOf(pair[1]) {
				if pair[0] == "mac" {
					id = SameMAC(id)
				}
				ids = append(ids, id)
			}
		}
	}
	for i, id := range ids[:min(len(ids), mostIDs)] {
		if i == 0 {
			d.ID = id
		} else {
			d.also = append(d.also, id)
		}
	}
	return d
}

// IDs are all that a device is known by: its identifiers, then its connections.
func (d *Device) IDs() []string {
	if d.ID == "" {
		return nil
	}
	return append([]string{d.ID}, d.also...)
}

// SameMAC is an address in the one way that Home Assistant knows it by, however it is
// written; what is none stays as it is.
func SameMAC(id string) string {
	digits := strings.NewReplacer(":", "", "-", "", ".", "").Replace(id)
	b, err := hex.DecodeString(digits)
	if err != nil || len(b) != 6 {
		return id
	}
	return net.HardwareAddr(b).String()
}

// identifiersOf are the texts of a list, or the only one; Home Assistant takes numbers as well.
func identifiersOf(v any) (all []string) {
	switch one := v.(type) {
	case string:
		if one != "" {
			return []string{one}
		}
	case json.Number:
		return []string{one.String()}
	case []any:
		for _, inner := range one {
			if _, list := inner.([]any); !list {
				all = append(all, identifiersOf(inner)...)
			}
		}
	}
	return all
}

// object is one of JSON.
type object map[string]any

// text is a member as a text, as Home Assistant takes numbers and truth values for one too;
// empty when it is none.
func (o object) text(key string) string {
	if o[key] == nil {
		return ""
	}
	return textOf(o[key])
}

func (o object) object(key string) object {
	inner, _ := o[key].(map[string]any)
	return inner
}

// spelt has the names of an object in full: what is not known stays as it is.
func (o object) spelt() object {
	full := make(object, len(o))
	for key, v := range o {
		if long, short := abbreviations[key]; short {
			if _, both := o[long]; both {
				continue
			}
			key = long
		} else if rest, ok := strings.CutSuffix(key, "_stat_t"); ok {
			key = rest + "_state_topic"
		} else if rest, ok := strings.CutSuffix(key, "cmd_t"); ok {
			key = rest + "command_topic"
		} else if rest, ok := strings.CutSuffix(key, "_t"); ok {
			key = rest + "_topic" // as all short names do that end so
		}
		full[key] = v
	}
	return full
}

// abbreviations are the short names of what is read here.
var abbreviations = map[string]string{
	"migr_discvry": "migrate_discovery",
	"t":            "topic", "stat_t": "state_topic", "avty": "availability", "avty_t": "availability_topic", "avty_tpl": "availability_template", "avty_mode": "availability_mode",
	"pl_avail": "payload_available", "pl_not_avail": "payload_not_available", "val_tpl": "value_template", "exp_aft": "expire_after",
	"dev": "device", "cmps": "components", "p": "platform", "ids": "identifiers", "cns": "connections", "mf": "manufacturer", "mdl": "model", "sw": "sw_version",
}
