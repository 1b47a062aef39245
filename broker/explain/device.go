package explain

import (
	"time"

	"mangrove/model/device"
	"mangrove/model/wording"
)

// ConventionName is how people call a convention.
func ConventionName(c device.Convention) string {
	if name := conventionNames[c]; name != "" {
		return name
	}
	return string(c)
}

var conventionNames = map[device.Convention]string{
	device.Zigbee2MQTT: "Zigbee2MQTT", device.Tasmota: "Tasmota", device.Shelly: "Shelly", device.ShellyRPC: "Shelly Gen2+", device.ESPHome: "ESPHome",
	device.Homie: "Homie", device.Sparkplug: "Sparkplug B", device.OpenMQTTGateway: "OpenMQTTGateway", device.TheThings: "The Things Network",
	device.ChirpStack: "ChirpStack", device.OwnTracks: "OwnTracks", device.Ruuvi: "Ruuvi", device.Frigate: "Frigate",
	device.HomeAssistant: "Home Assistant discovery", device.ByTemplate: "template",
}

// DeviceBasis says how the status of a device is known, empty when it is not.
func DeviceBasis(b device.Basis) string {
	switch b {
	case device.Said:
		return "it said so"
	case device.SaidBefore:
		return "a retained message says so"
	case device.Heard:
		return "it sends"
	case device.OfGateway:
		return "its gateway is offline"
	default:
		return ""
	}
}

// DeviceStatus is the word for how a device stands.
func DeviceStatus(s device.Status) string {
	switch s {
	case device.Online:
		return "online"
	case device.Offline:
		return "offline"
	case device.Asleep:
		return "asleep"
	default:
		return "unknown"
	}
}

// DeviceProblemSentence says what is wrong with a device, in a sentence of its own.
func DeviceProblemSentence(p device.Problem) string { return sentence(DeviceProblem(p)) }

// DeviceProblem says what is wrong with a device.
func DeviceProblem(p device.Problem) string {
	switch p.Code {
	case device.LowBattery:
		return wording.Fill("battery at {number} %", "number", p.N)
	case device.Late:
		return wording.Fill("silent for {time}, usually every {usual}", "time", p.Span.Round(time.Second), "usual", p.Usual.Round(time.Second))
	case device.Flapping:
		return wording.Fill("went offline {number} times", "number", p.N)
	case device.BirthStorm:
		return wording.Fill("{number} births in a minute", "number", p.N)
	}
	if words := deviceProblems[p.Code]; words != "" {
		return words
	}
	return string(p.Code)
}

// deviceProblems are those that have no figures.
var deviceProblems = map[device.Code]string{
	device.SaysLow:        "says that its battery is low",
	device.NeverHeard:     "nothing live yet",
	device.NotInterviewed: "interview not complete; pair it again",
	device.NotSupported:   "not supported by its gateway",
	device.Disabled:       "disabled at its gateway",
	device.Removed:        "removed: its description is gone",
	device.Alert:          "asks for attention",
	device.AwaitingBirth:  "no birth seen; ask for a rebirth",
	device.MissedMessages: "messages missed since its birth",
	device.SaysOffline:    "its will says offline, but it sends; check whether its birth is retained",
}
