package device

import (
	"strings"

	"github.com/tidwall/gjson"
)

// ofESPHome: esphome/discover/NAME says what a device is; PREFIX/status is its will and
// PREFIX/KIND/ID/state has its values, where the prefix is its name unless the user has
// given another, which only the discovery of Home Assistant tells (ESPHome, MQTT client).
func (s *Set) ofESPHome(t path, m *Message) *route {
	if len(t) == 3 && t[0] == "esphome" && t[1] == "discover" {
		u := s.esphomeNamed(t[2], plainMAC(gjson.GetBytes(m.Payload, "mac").String()))
		if u == nil {
			return nil
		}
		return &route{u: u, take: func(m *Message) {
			u.describedBy(m)
			about := gjson.ParseBytes(m.Payload)
			u.describe(about.Get("friendly_name").String(), "", about.Get("board").String(), about.Get("version").String())
			u.noteAlive(m)
		}}
	}
	for end := len(t) - 1; end > 0; end-- {
		u := s.esphome[t[:end].String()]
		switch {
		case u == nil:
			continue
		case end == len(t)-1 && t[end] == "status":
			return &route{u: u, take: func(m *Message) { u.words(m, "online", "offline") }}
		case t.last() == "command":
			return ignored(u)
		case t.last() == "state", t.last() == "debug":
			return alive(u)
		}
		return &route{u: u, take: func(m *Message) { // of its user, who may have it say something, or listen
			if u.Status != Offline {
				u.noteAlive(m)
			}
		}}
	}
	return nil
}

func (s *Set) esphomeBy(prefix string) *unit {
	u := s.esphome[prefix]
	if u == nil {
		if u = s.unit(ESPHome, prefix); u == nil {
			return nil
		}
		s.esphome[prefix] = u
		s.learned()
	}
	return u
}

// esphomeNamed is the device with a name, which is that of an address whatever it speaks below.
func (s *Set) esphomeNamed(name, mac string) *unit {
	u := s.esphomeMAC[mac]
	if u == nil {
		u = s.esphomeBy(name)
		s.addressed(mac, u)
	} else if s.esphome[name] == nil {
		s.esphome[name] = u
		s.learned()
	}
	return u
}

// esphomeBelow notes that a device with an address speaks below a prefix, which need not be
// its name: several may have one firmware.
func (s *Set) esphomeBelow(prefix string, ids []string) {
	var u *unit
	for _, id := range ids {
		if u = s.esphomeMAC[plainMAC(id)]; u != nil {
			break
		}
	}
	if u == nil || s.esphome[prefix] != nil {
		u = s.esphomeBy(prefix)
	} else {
		s.rename(u, prefix)
		s.esphome[prefix] = u
		s.learned()
	}
	for _, id := range ids {
		s.addressed(plainMAC(id), u)
	}
}

func (s *Set) addressed(mac string, u *unit) {
	if _, known := s.esphomeMAC[mac]; mac != "" && u != nil && !known && len(s.esphomeMAC) < mostDevices {
		s.esphomeMAC[mac] = u
	}
}

// plainMAC is an address without what stands between its digits; empty when it is none.
func plainMAC(text string) string {
	text = strings.ToLower(strings.NewReplacer(":", "", "-", "").Replace(text))
	if len(text) != 12 || strings.Trim(text, "0123456789abcdef") != "" {
		return ""
	}
	return text
}
