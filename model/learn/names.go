package learn

import (
	"strings"

	"mangrove/model/device"
)

// described are how a checklist names devices of conventions that nothing is learned of.
var described = map[device.Convention]func(d *device.Device) []Key{
	device.ShellyRPC: func(d *device.Device) []Key { return []Key{{"use", "shelly2"}, {"topic", d.ID}} },
	device.OpenMQTTGateway: func(d *device.Device) []Key {
		keys := []Key{{"use", "openmqttgateway"}, {"device", d.ID}}
		if d.Base != "home" {
			keys = append(keys, Key{"base", d.Base})
		}
		return keys
	},
	device.HomeAssistant: func(d *device.Device) []Key {
		if strings.HasSuffix(d.ID, "/config") { // an entity without a device, by the topic that describes it
			return nil
		}
		return []Key{{"use", "homeassistant"}, {"device", d.ID}}
	},
}

// Names are the keys by which a checklist names a device, with use; none where it cannot.
func Names(d *device.Device) []Key {
	if d.Gateway {
		return nil
	}
	var keys []Key
	if w, ok := ways[d.Convention]; ok {
		var topics []string
		if d.Base != "" {
			topics = []string{d.Base + "/" + d.Name}
		}
		keys = w.keys(d, topics)
	} else if name := described[d.Convention]; name != nil {
		keys = name(d)
	}
	if len(keys) == 0 || cutShort(keys) || subjectOf(keys) == nil {
		return nil
	}
	return keys
}

// cutShort reports whether a name was too long to be kept whole: it names no device any more.
func cutShort(keys []Key) bool {
	for _, k := range keys {
		if strings.HasSuffix(k.Value, "…") {
			return true
		}
	}
	return false
}
