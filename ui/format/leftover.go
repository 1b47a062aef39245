package format

import (
	"fmt"
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
		return "Unknown: there is a retained state, but no live one came in " + watched
	case homeassistant.Offline:
		return "Suspected: it is offline"
	case homeassistant.BridgeOffline:
		return "Unknown: its bridge is offline"
	case homeassistant.Silent:
		return "Suspected: there is no retained state, and none came in " + watched
	case homeassistant.Expired:
		return fmt.Sprintf("Suspected: none in %s, and one is due every %s", watched, Interval(v.Expires))
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
	words := "something that cannot be read"
	switch n := len(v.Entities); {
	case n == 1:
		words = v.Entities[0].Component + " " + v.Entities[0].Name
	case n > 1:
		words = fmt.Sprintf("%d entities, the first %s %s", n, v.Entities[0].Component, v.Entities[0].Name)
	}
	if v.Left > 0 {
		words += fmt.Sprintf(" (and %s more that are not checked)", Count(v.Left))
	}
	if name := LeftoverDevice(v); name != "" {
		words += " of " + name
	}
	return words
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
