package device

import (
	"time"
	"unicode/utf8"
)

// Convention is how a device speaks.
type Convention string

// The conventions that are recognised.
const (
	Zigbee2MQTT     Convention = "zigbee2mqtt"
	Tasmota         Convention = "tasmota"
	Shelly          Convention = "shelly"  // of the first generation
	ShellyRPC       Convention = "shelly2" // of the second and later ones
	ESPHome         Convention = "esphome"
	Homie           Convention = "homie"
	Sparkplug       Convention = "sparkplug"
	OpenMQTTGateway Convention = "openmqttgateway"
	TheThings       Convention = "ttn"
	ChirpStack      Convention = "chirpstack"
	OwnTracks       Convention = "owntracks"
	Ruuvi           Convention = "ruuvi"
	Frigate         Convention = "frigate"
	HomeAssistant   Convention = "homeassistant" // known by its discovery messages only
	ByTemplate      Convention = "template"
)

// Status is how a device stands.
type Status string

// The statuses.
const (
	Unknown Status = "unknown"
	Online  Status = "online"
	Offline Status = "offline"
	Asleep  Status = "asleep"
)

// Basis is how a status is known.
type Basis string

// The bases.
const (
	NoBasis    Basis = ""
	Said       Basis = "said"        // it said so, or its broker by its will, since we listen
	SaidBefore Basis = "said before" // a retained message says so: it stood so at some time before
	Heard      Basis = "heard"       // it sent something
	OfGateway  Basis = "gateway"     // what it speaks through stands so
)

// Code is what is wrong with a device.
type Code string

// The problems.
const (
	LowBattery     Code = "low battery" // N percent
	SaysLow        Code = "says low battery"
	Late           Code = "late"            // silent for Span, its rhythm is Usual
	Flapping       Code = "flapping"        // went offline N times
	NeverHeard     Code = "never heard"     // described, and has sent nothing since we listen
	NotInterviewed Code = "not interviewed" // its interview is not complete
	NotSupported   Code = "not supported"
	Disabled       Code = "disabled"
	Removed        Code = "removed" // its gateway does not list it any more
	Alert          Code = "alert"   // it asks for a human
	AwaitingBirth  Code = "awaiting birth"
	BirthStorm     Code = "birth storm" // N births in a minute, of late
	MissedMessages Code = "missed messages"
	SaysOffline    Code = "says offline" // and sends: its birth is not kept, or its will came late
)

// Problem is one thing that is wrong with a device.
type Problem struct {
	Code  Code          `json:"code"`
	N     int           `json:"n,omitempty"`
	Span  time.Duration `json:"span_ns,omitempty"`
	Usual time.Duration `json:"usual_ns,omitempty"`
}

// Reading is the latest value of something that many devices tell.
type Reading struct {
	Value float64   `json:"value"`
	Unit  string    `json:"unit"` // %, V, dBm, or lqi: 0 to 255
	At    time.Time `json:"at"`   // of the message
}

// Change is a device that came or went.
type Change struct {
	Status Status
	Basis  Basis
	At     time.Time
}

// Device is what is known of a device.
type Device struct {
	Key        string // names it in its [Set] for as long as that lasts, and no other
	Convention Convention
	ID         string // its own among those of its convention, shortened: several may look alike
	Name       string // as people call it; the ID when it has none
	Maker      string
	Model      string
	Firmware   string
	Area       string // of a template
	Base       string // that its topics begin with, where its convention lets one choose; empty: not known
	Gateway    bool   // others speak through it, and it is none of the devices of its convention

	Status  Status
	Basis   Basis
	Since   time.Time // the message that said so; zero when nothing did
	Tells   bool      // it has said, or its will, how it stands
	Changes []Change  // the latest, oldest first, [mostChanges] at the most
	Earlier int       // changes before those, which are not kept
	Drops   int       // how often it went offline

	Battery, Signal *Reading // nil when it has told none

	Topics   int
	Messages uint64        // live ones
	Last     time.Time     // the latest live one; zero when there was none
	Rhythm   time.Duration // between its live messages, 0 when there is none to be seen
	PerMin   float64       // live messages a minute

	Problems []Problem
}

const (
	longestText = 200 // bytes of a name and the like
	mostChanges = 20
	lowBattery  = 20 // percent
	oftenGone   = 3
	mostCounted = 1_000 // births in a minute
)

// shortened is a text that came from outside; what is cut is marked.
func shortened(text string) string {
	if len(text) <= longestText {
		return text
	}
	end := longestText
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
