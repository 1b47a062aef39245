package device

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// tasmotaDevice is a device and what it says when it comes and goes.
type tasmotaDevice struct {
	u               *unit
	online, offline string
}

// ofTasmota: tasmota/discovery/MAC/config says where a device speaks and what it is. Without
// it the topics are PREFIX/TOPIC/WORD, where the prefix may stand elsewhere (Tasmota, MQTT).
func (s *Set) ofTasmota(t path, _ *Message) *route {
	if len(t) == 4 && t[0] == "tasmota" && t[1] == "discovery" {
		if t[3] != "config" {
			return ignored(nil)
		}
		return &route{take: func(m *Message) { s.tasmotaConfig(t[2], m) }}
	}
	if len(t) < 3 {
		return nil
	}
	d := s.tasmota[t[:len(t)-1].String()]
	if d == nil {
		at := slices.IndexFunc(t[:len(t)-1], func(level string) bool { return level == "tele" || level == "stat" })
		if at < 0 || !tasmotaWord(t.last()) {
			return nil
		}
		own := slices.Concat(t[:at], t[at+1:len(t)-1]).String()
		u := s.unit(Tasmota, own)
		if u == nil {
			return nil
		}
		d = &tasmotaDevice{u: u, online: "Online", offline: "Offline"}
		s.tasmota[t[:len(t)-1].String()] = d
	}
	return d.route(t.last())
}

// tasmotaWord reports whether a level is one that every device of Tasmota has.
func tasmotaWord(level string) bool {
	switch level {
	case "LWT", "STATE", "SENSOR", "INFO1", "INFO2", "INFO3", "RESULT", "DeepSleep", "UPTIME", "MARGINS":
		return true
	}
	return strings.HasPrefix(level, "POWER") || strings.HasPrefix(level, "STATUS")
}

func (d *tasmotaDevice) route(word string) *route {
	u := d.u
	take := u.noteAlive
	switch word {
	case "LWT":
		take = d.will
	case "DeepSleep":
		take = d.sleep
	case "INFO1":
		take = func(m *Message) {
			u.noteAlive(m)
			u.describedBy(m)
			info := gjson.ParseBytes(m.Payload)
			if inner := info.Get("Info1"); inner.Exists() {
				info = inner
			}
			u.describe("", "", info.Get("Module").String(), info.Get("Version").String())
		}
	case "STATE":
		take = func(m *Message) { u.noteAlive(m); u.signal(gjson.GetBytes(m.Payload, "Wifi.Signal"), "dBm", m) }
	case "SENSOR":
		take = func(m *Message) { u.noteAlive(m); u.percent(gjson.GetBytes(m.Payload, "Battery"), m) }
	}
	return &route{u: u, take: take, weak: true} // until it says which words it has
}

// will takes what the LWT says. Of one that has gone to sleep it says that it is offline. It is
// taken back when the device gets another topic.
func (d *tasmotaDevice) will(m *Message) {
	d.u.removed = len(m.Payload) == 0
	if d.u.will(m, d.online, d.offline); d.u.Status != Asleep {
		d.u.sleeps = false
	}
}

// sleep takes that a device goes to sleep. The broker keeps that when it is awake again: then
// its LWT says so.
func (d *tasmotaDevice) sleep(m *Message) {
	d.u.noteAlive(m)
	if len(m.Payload) == 0 || m.Retained && d.u.Status == Online {
		return
	}
	if d.u.asleep(m); !m.Retained {
		d.u.said(Asleep, m)
	}
}

// tasmotaConfig takes a device's description of itself, and that it is taken back. The order
// of the topic's parts is the user's: it is built of the full topic.
func (s *Set) tasmotaConfig(mac string, m *Message) {
	if u := s.tasmotaBy[mac]; u != nil && len(m.Payload) == 0 {
		u.removed = true
		return
	}
	c := gjson.ParseBytes(m.Payload)
	topic, full := c.Get("t").String(), c.Get("ft").String()
	if topic == "" || full == "" || len(m.Payload) > largestOther {
		return
	}
	full, own := tasmotaTopic(&c, topic, full)
	if own == "" {
		return
	}
	u := s.tasmotaAt(mac, own)
	if u == nil {
		return
	}
	u.removed = false
	name := c.Get("dn").String()
	if name == "" {
		name = c.Get("fn.0").String()
	}
	u.describedBy(m)
	u.describe(name, "", c.Get("md").String(), c.Get("sw").String())
	d := &tasmotaDevice{u: u, online: "Online", offline: "Offline"}
	if on, off := c.Get("onln").String(), c.Get("ofln").String(); on != "" && off != "" {
		d.online, d.offline = on, off
	}
	prefixes := c.Get("tp").Array()
	if len(prefixes) != 3 {
		return
	}
	for _, prefix := range prefixes[1:] { // stat and tele; the first is of commands
		at := strings.ReplaceAll(full, "%prefix%", prefix.String())
		if old := s.tasmota[at]; old != nil && *old == *d {
			continue
		}
		s.tasmota[at] = d
		s.learned()
	}
}

// tasmotaAt is the device with an address, which may have got another topic. Where it has
// spoken on that already, the one of before is no more.
func (s *Set) tasmotaAt(mac, own string) *unit {
	u, before := s.units[string(Tasmota)+"\x00"+own], s.tasmotaBy[mac]
	switch {
	case before == nil || before == u:
		u = s.unit(Tasmota, own)
	case u == nil:
		u = before
		s.rename(u, own)
	default:
		before.removed = true
	}
	if u != nil {
		s.tasmotaBy[mac] = u
	}
	return u
}

// tasmotaTopic puts what a device says of itself into its full topic. own is what is left
// of that without the prefix, which it need not have: only commands do then, behind it.
func tasmotaTopic(c *gjson.Result, topic, full string) (replaced, own string) {
	mac := c.Get("mac").String()
	full = strings.NewReplacer("%topic%", topic, "%hostname%", c.Get("hn").String(), "%id%", mac[max(0, len(mac)-6):]).Replace(full)
	full = strings.TrimSuffix(full, "/")
	levels := pathOf(full)
	if len(full) > 65_535 {
		return "", ""
	}
	return full, slices.DeleteFunc(levels, func(level string) bool { return level == "%prefix%" }).String()
}
