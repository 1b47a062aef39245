package lint

import (
	"slices"
	"strings"

	"mangrove/model/decode/sparkplug"
	"mangrove/model/homeassistant"
)

// role is what the name of a topic says that its messages are: several of these, or none.
type role uint8

const (
	command  role = 1 << iota
	state         // how something stands, which who subscribes later has to know
	never         // of Sparkplug, and never retained
	secretly      // a level of it is the name of a secret, and its payload the secret
)

func roleOf(topic string) (r role) {
	t, ok := sparkplugTopic(topic)
	switch {
	case IsCommand(topic):
		r = command
	case ok && t.Verb != sparkplug.State:
		r = never
	case !ok && isState(topic):
		r = state
	}
	if secretLevel(topic) != "" {
		r |= secretly
	}
	return r
}

func (r role) has(one role) bool { return r&one != 0 }

// Levels of topics, in small letters: devices are told with these, wherever they stand, or as the
// last one; some say how one stands, or answer.
var (
	commands     = []string{"set", "cmnd", "cmd", "command", "commands"}
	lastCommands = []string{"get", "rpc", "ctl", "control", "do"}
	states       = []string{"state", "status", "availability", "available", "online", "lwt", "config", "$state", "connected"}
	answers      = []string{"ack", "result", "response", "reply", "accepted", "rejected"}
)

// IsCommand reports whether a topic is one that a device is told with, by its levels. What ends
// in the word for a state is none, though it is below cmnd (ESPEasy), unless it is what is set
// (Zigbee2MQTT).
func IsCommand(topic string) bool {
	if t, ok := sparkplugTopic(topic); ok {
		return t.Verb == sparkplug.NCmd || t.Verb == sparkplug.DCmd
	}
	levels := firstLevels(topic)
	name, above := last(topic), ""
	if n := len(levels); n > 1 {
		above = word(levels[n-2])
	}
	switch {
	case slices.Contains(commands, name) || slices.Contains(lastCommands, name):
		return true
	case isDiscovery(topic) || strings.HasPrefix(name, "$") || slices.Contains(answers, name):
		return false
	case slices.Contains(states, name) && above != "set":
		return false
	}
	return slices.ContainsFunc(levels, func(level string) bool { return slices.Contains(commands, word(level)) })
}

// isState reports whether a topic says how something stands, by its last level. Home Assistant's
// birth and what is announced to it are sent again when they are asked for, and what Tasmota
// tells comes again every few minutes, or is an answer.
func isState(topic string) bool {
	name := last(topic)
	if !slices.Contains(states, name) || IsCommand(topic) || isDiscovery(topic) || topic == "homeassistant/status" || topic == "hass/status" {
		return false
	}
	_, end := cutLast(topic)
	return !slices.ContainsFunc(firstLevels(topic), func(level string) bool {
		return (level == "tele" || level == "stat") && (end == "STATE" || end == "STATUS") || level == "tele" && name == "state"
	})
}

// components are the kinds of things that are announced to Home Assistant.
var components = []string{
	"alarm_control_panel", "binary_sensor", "button", "camera", "climate", "cover", "device", "device_automation", "device_tracker", "event", "fan",
	"humidifier", "image", "lawn_mower", "light", "lock", "notify", "number", "scene", "select", "sensor", "siren", "switch", "tag", "text", "update",
	"vacuum", "valve", "water_heater",
}

// isDiscovery reports whether a topic announces something to Home Assistant, below whatever prefix:
// PREFIX/COMPONENT/[NODE/]OBJECT/config. So does Tasmota, below one of its own.
func isDiscovery(topic string) bool {
	levels := firstLevels(topic)
	n := len(levels)
	if n < 4 || levels[n-1] != "config" {
		return false
	}
	return levels[0] == homeassistant.DefaultPrefix || levels[0] == "tasmota" && levels[1] == "discovery" || slices.Contains(components, levels[n-3]) ||
		n > 4 && slices.Contains(components, levels[n-4])
}

// sparkplugTopic is what a topic of Sparkplug B says.
func sparkplugTopic(topic string) (t sparkplug.Topic, ok bool) {
	t, ok = sparkplug.ParseTopic(topic)
	return t, ok && !t.Legacy
}

// firstLevels are those of a topic, [deepest] at the most with the rest in the last of them.
func firstLevels(topic string) []string { return strings.SplitN(topic, "/", deepest) }

// last is the last level of a topic in small letters.
func last(topic string) string {
	_, name := cutLast(topic)
	return word(name)
}

// word is a level in small letters, empty when it is too long for a word.
func word(level string) string {
	if len(level) > longestName {
		return ""
	}
	return strings.ToLower(level)
}

// secretLevel is the level of a topic that says that its payload is a secret: the last one, or
// the one before a command. It is empty when there is none.
func secretLevel(topic string) string {
	above, name := cutLast(topic)
	if end := word(name); slices.Contains(commands, end) || slices.Contains(lastCommands, end) {
		_, name = cutLast(above)
	}
	if len(name) > longestName || !IsSecretName(name) || slices.Contains(opaque, strings.ToLower(name)) {
		return ""
	}
	return name
}

// cutLast cuts a topic before its last level.
func cutLast(topic string) (above, name string) {
	i := strings.LastIndexByte(topic, '/')
	return topic[:max(i, 0)], topic[i+1:]
}
