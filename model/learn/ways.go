package learn

import (
	"strings"

	"mangrove/model/device"
)

// way is how a checklist says which device of a convention is meant, and what it calls its
// values. What comes out is held against what checklists know, and against the topics that
// there are: of a convention that they do not know there are rules.
type way struct {
	keys func(d *device.Device, topics []string) []Key
	// name is what a value is called, by its topic and its path in the payload; path is empty for
	// a payload that is the value. Not ok: it has no name. nil: values are called by their paths.
	name func(keys []Key, topic, path string) (name string, ok bool)
}

// ways are those of the conventions that devices are recognised by.
var ways = map[device.Convention]way{
	device.Zigbee2MQTT: {keys: func(d *device.Device, topics []string) []Key {
		keys := []Key{{"use", "zigbee2mqtt"}, {"name", d.Name}}
		for _, t := range topics {
			if base, ok := strings.CutSuffix(t, "/"+d.Name); ok && base != "zigbee2mqtt" {
				return append(keys, Key{"base", base})
			}
		}
		return keys
	}},
	device.Tasmota: {keys: func(d *device.Device, _ []string) []Key {
		return []Key{{"use", "tasmota"}, {"topic", d.ID}}
	}},
	device.Homie: {
		keys: func(d *device.Device, _ []string) []Key {
			base, name := cutLast(d.ID)
			keys := []Key{{"use", "homie"}, {"device", name}}
			if base != "homie" {
				keys = append(keys, Key{"base", base})
			}
			return keys
		},
		name: func(keys []Key, topic, path string) (string, bool) {
			return levelsBelow(orUsual(keys, "base", "homie")+"/"+orUsual(keys, "device", ""), topic, path, "")
		},
	},
	device.ESPHome: {
		keys: func(d *device.Device, _ []string) []Key { return []Key{{"use", "esphome"}, {"topic", d.ID}} },
		name: func(keys []Key, topic, path string) (string, bool) {
			return levelsBelow(orUsual(keys, "topic", ""), topic, path, "/state")
		},
	},
	device.Shelly: {
		keys: func(d *device.Device, _ []string) []Key { return []Key{{"use", "shelly"}, {"device", d.ID}} },
		name: func(keys []Key, topic, path string) (string, bool) {
			name, ok := levelsBelow("shellies/"+orUsual(keys, "device", ""), topic, path, "")
			switch _, last := cutLast(name); last {
			case "online", "announce", "info", "command", "set":
				return "", false // its will, what it is, and what it is told
			}
			return name, ok
		},
	},
	device.TheThings: {
		keys: func(d *device.Device, _ []string) []Key {
			app, name := cutLast(d.ID)
			return []Key{{"use", "ttn"}, {"app", app}, {"device", name}}
		},
		name: pathsBelow("uplink_message.decoded_payload."),
	},
	device.ChirpStack: {
		keys: func(d *device.Device, _ []string) []Key { return []Key{{"use", "chirpstack"}, {"device", d.ID}} },
		name: pathsBelow("object."),
	},
	device.Sparkplug: {
		keys: func(d *device.Device, _ []string) []Key {
			group, rest, _ := strings.Cut(d.ID, "/")
			node, name, behind := strings.Cut(rest, "/")
			keys := []Key{{"use", "sparkplug"}, {"group", group}, {"node", node}}
			if behind {
				keys = append(keys, Key{"device", name})
			}
			return keys
		},
		name: func([]Key, string, string) (string, bool) { return "", false }, // its births have the names
	},
}

// takes reports whether values of a device come on a topic that its filters match.
func (w *way) takes(keys []Key, t *topic) bool {
	if w.name == nil {
		return true
	}
	if _, ok := w.name(keys, t.name, ""); ok {
		return true
	}
	for path := range t.fields {
		if _, ok := w.name(keys, t.name, path); ok {
			return true
		}
	}
	return false
}

// orUsual is the value of a key, or what it is where it is left out.
func orUsual(keys []Key, name, usual string) string {
	for _, k := range keys {
		if k.Name == name {
			return k.Value
		}
	}
	return usual
}

// levelsBelow names a value by the levels of its topic below that of the device, where each
// value has a topic of its own.
func levelsBelow(own, topic, path, behind string) (name string, ok bool) {
	rest, below := strings.CutPrefix(topic, own+"/")
	name, ends := strings.CutSuffix(rest, behind)
	return name, below && ends && path == "" && fitsPath(name) && !strings.Contains(name, ".")
}

// pathsBelow names values by their paths within a part of the payload.
func pathsBelow(part string) func([]Key, string, string) (string, bool) {
	return func(_ []Key, _, path string) (string, bool) { return strings.CutPrefix(path, part) }
}

// cutLast takes the last level of a topic.
func cutLast(topic string) (before, last string) {
	at := strings.LastIndexByte(topic, '/')
	return topic[:max(at, 0)], topic[at+1:]
}
