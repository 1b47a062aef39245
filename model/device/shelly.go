package device

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// ofShelly: shellies/ID/online is the will, shellies/announce and shellies/ID/announce say
// what a device is, shellies/ID/... has its values (Shelly, first generation).
func (s *Set) ofShelly(t path, _ *Message) *route {
	if t[0] != "shellies" || len(t) < 2 {
		return nil
	}
	if len(t) == 2 {
		if t[1] != "announce" {
			return ignored(nil)
		}
		return &route{take: func(m *Message) {
			if id := gjson.GetBytes(m.Payload, "id").String(); id != "" && !strings.ContainsAny(id, "/+#") {
				s.announced(s.unit(Shelly, id), m)
			}
		}}
	}
	u := s.unit(Shelly, t[1])
	if u == nil {
		return nil
	}
	return s.shellyTopic(u, t[2:])
}

// shellyTopic is the route of a topic of a device of the first generation.
func (s *Set) shellyTopic(u *unit, t path) *route {
	r := &route{u: u, take: u.noteAlive}
	switch rest := t.String(); {
	case rest == "online":
		r.take = func(m *Message) { u.will(m, "true", "false") }
	case rest == "announce":
		r.take = func(m *Message) { s.announced(u, m) }
	case rest == "sensor/battery":
		r.take = func(m *Message) { u.noteAlive(m); u.percent(gjson.ParseBytes(m.Payload), m) }
	case rest == "sensor/act_reasons": // why it has woken up
		r.take = func(m *Message) { u.noteAlive(m); u.asleep(m) }
	case rest == "status": // of those that see motion
		r.take = func(m *Message) { u.noteAlive(m); u.percent(gjson.GetBytes(m.Payload, "bat"), m) }
	case rest == "info":
		r.take = u.shellyInfo
	case slices.Contains(t, "command") || t.last() == "set": // thermostat/0/command/target_t, for one
		return ignored(u)
	}
	return r
}

// shellyInfo takes what a device of the first generation says of itself. Those that sleep
// say why they have woken up.
func (u *unit) shellyInfo(m *Message) {
	u.noteAlive(m)
	info := gjson.ParseBytes(m.Payload)
	if info.Get("act_reasons").Exists() {
		u.asleep(m)
	}
	u.signal(info.Get("wifi_sta.rssi"), "dBm", m)
	u.percent(info.Get("bat.value"), m)
}

func (s *Set) announced(u *unit, m *Message) {
	if u == nil {
		return
	}
	u.describedBy(m)
	about := gjson.ParseBytes(m.Payload)
	u.describe("", "Shelly", about.Get("model").String(), about.Get("fw_ver").String())
	u.noteAlive(m)
}

// ofShellyRPC: PREFIX/events/rpc has notifications and PREFIX/status/COMPONENT the status of
// a part; PREFIX/online is the will. The prefix is the user's (Shelly, second generation).
func (s *Set) ofShellyRPC(t path, m *Message) *route {
	n := len(t)
	switch {
	case n >= 3 && t[n-2] == "events" && t[n-1] == "rpc":
		about := gjson.ParseBytes(m.Payload)
		if !strings.HasPrefix(about.Get("method").String(), "Notify") || about.Get("src").String() == "" {
			return s.undecided()
		}
		return shellyRPC(s.shellyBy(t[:n-2].String()))
	case n >= 3 && t[n-2] == "status" && shellyComponent(t[n-1]) && len(m.Payload) > 0 && m.Payload[0] == '{':
		return shellyPart(s.shellyBy(t[:n-2].String()), t[n-1])
	}
	for end := n - 1; end > 0; end-- {
		if u := s.shelly[t[:end].String()]; u != nil {
			return shellyBelow(u, t[end:])
		}
	}
	return nil
}

// shellyBelow is the route of what else is below the prefix of a device.
func shellyBelow(u *unit, rest path) *route {
	switch {
	case len(rest) == 1 && rest[0] == "online":
		return &route{u: u, take: func(m *Message) { u.will(m, "true", "false") }}
	case len(rest) == 2 && rest[0] == "status": // of a part that is not known here
		return alive(u)
	}
	return ignored(u)
}

func (s *Set) shellyBy(prefix string) *unit {
	u := s.shelly[prefix]
	if u == nil {
		if u = s.unit(ShellyRPC, prefix); u == nil {
			return nil
		}
		u.Maker = "Shelly"
		s.shelly[prefix] = u
		s.learned()
	}
	return u
}

// shellyComponent reports whether a level names a part of a device: sys, or switch:0.
func shellyComponent(level string) bool {
	kind, number, numbered := strings.Cut(level, ":")
	switch kind {
	case "sys", "wifi", "mqtt", "cloud", "ble", "ws", "eth":
		return !numbered
	case "switch", "input", "cover", "light", "temperature", "humidity", "devicepower", "em", "em1", "emdata", "pm1", "smoke", "voltmeter", "rgbw", "bthomesensor", "bthomedevice":
		return numbered && number != ""
	}
	return false
}

// shellyRPC reads a notification. It has only what has changed: what is not in it stays.
func shellyRPC(u *unit) *route {
	if u == nil {
		return nil
	}
	return &route{u: u, take: func(m *Message) {
		u.noteAlive(m)
		about := gjson.ParseBytes(m.Payload)
		source := about.Get("src").String()
		model, _, _ := strings.Cut(source, "-")
		u.complete(source, "", model, "")
		params := about.Get("params")
		if params.Get("sys.wakeup_period").Int() > 0 {
			u.asleep(m)
		}
		u.percent(params.Get(`devicepower\:0.battery.percent`), m)
		u.signal(params.Get("wifi.rssi"), "dBm", m)
	}}
}

func shellyPart(u *unit, component string) *route {
	if u == nil {
		return nil
	}
	r := alive(u)
	switch component {
	case "sys":
		r.take = func(m *Message) {
			u.noteAlive(m)
			if gjson.GetBytes(m.Payload, "wakeup_period").Int() > 0 {
				u.asleep(m)
			}
		}
	case "wifi":
		r.take = func(m *Message) { u.noteAlive(m); u.signal(gjson.GetBytes(m.Payload, "rssi"), "dBm", m) }
	case "devicepower:0":
		r.take = func(m *Message) { u.noteAlive(m); u.percent(gjson.GetBytes(m.Payload, "battery.percent"), m) }
	}
	return r
}
