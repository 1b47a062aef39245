package format

import (
	"strings"
	"time"

	"mangrove/model/homeassistant"
)

// Leftover says why something that made itself known to Home Assistant is thought to have been
// left behind, or not.
func Leftover(v *homeassistant.Verdict) string {
	watched := Interval(v.Watched.Truncate(time.Second))
	switch v.Reason {
	case homeassistant.Heard:
		return "Alive: a state came"
	case homeassistant.Online:
		return "Not suspected: a retained message says it is online"
	case homeassistant.DeviceHeard:
		return "Not suspected: another topic of the device is alive"
	case homeassistant.Kept:
		return Fill("Unknown: there is a retained state, but no live one came in {watched}", "watched", watched)
	case homeassistant.Offline:
		return "Suspected: it is offline"
	case homeassistant.BridgeOffline:
		return "Unknown: its bridge is offline"
	case homeassistant.Silent:
		return Fill("Suspected: there is no retained state, and none came in {watched}", "watched", watched)
	case homeassistant.Expired:
		return Fill("Suspected: none in {watched}, and one is due every {expires}", "watched", watched, "expires", Interval(v.Expires))
	case homeassistant.Rare:
		return "Unknown: publishes only on events"
	case homeassistant.Unwatched:
		return "Unknown: its state is not subscribed to"
	case homeassistant.Mute:
		return "Unknown: it has no state"
	case homeassistant.Unreadable:
		return "Unknown: it cannot be read"
	}
	return string(v.Reason)
}

// LeftoverSince says since when; empty when there is nothing to be said of that.
func LeftoverSince(v *homeassistant.Verdict) string {
	switch {
	case v.Reason == homeassistant.Heard, v.Reason == homeassistant.Offline && !v.Since.IsZero():
		return Clock(v.Since)
	case v.Reason == homeassistant.Offline:
		return "earlier"
	}
	return ""
}

// LeftoverBrings says what Home Assistant makes of it as long as it is kept: "sensor
// Temperature of Hall (Aqara W)".
func LeftoverBrings(v *homeassistant.Verdict) string {
	one := leftoverForms[leftoverForm{min(len(v.Entities), 2), v.Left > 0, LeftoverDevice(v) != ""}]
	var first homeassistant.Entity
	if len(v.Entities) > 0 {
		first = v.Entities[0]
	}
	return Fill(one, "kind", first.Component, "name", first.Name, "count", Count(len(v.Entities)), "left", Count(v.Left), "device", LeftoverDevice(v))
}

// leftoverForm is what is known of something left behind.
type leftoverForm struct {
	entities int  // 2: several
	left     bool // not all of them were checked; only of several
	device   bool // whose it is
}

var leftoverForms = map[leftoverForm]string{
	{0, false, false}: "something that cannot be read",
	{0, false, true}:  "something that cannot be read, of {device}",
	{1, false, false}: "{kind} {name}",
	{1, false, true}:  "{kind} {name} of {device}",
	{2, false, false}: "{count} entities, the first {kind} {name}",
	{2, false, true}:  "{count} entities of {device}, the first {kind} {name}",
	{2, true, false}:  "{count} entities, the first {kind} {name}, and {left} more that are not checked",
	{2, true, true}:   "{count} entities of {device}, the first {kind} {name}, and {left} more that are not checked",
}

// LeftoverDevice is the name of a device with what is known of its make.
func LeftoverDevice(v *homeassistant.Verdict) string {
	d := v.Device
	name := d.Name
	if name == "" {
		name = d.ID
	}
	mark := strings.TrimSpace(d.Maker + " " + d.Model)
	if name != "" && mark != "" {
		return name + " (" + mark + ")"
	}
	return name + mark
}
