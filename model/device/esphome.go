package device

import "github.com/tidwall/gjson"

// ofESPHome: esphome/discover/NAME says what a device is; PREFIX/status is its will and
// PREFIX/KIND/ID/state has its values, where the prefix is its name unless the user has
// given another, which only the discovery of Home Assistant tells (ESPHome, MQTT client).
func (s *Set) ofESPHome(t path, _ *Message) *route {
	if len(t) == 3 && t[0] == "esphome" && t[1] == "discover" {
		u := s.esphomeBy(t[2])
		if u == nil {
			return nil
		}
		return &route{u: u, take: func(m *Message) {
			about := gjson.ParseBytes(m.Payload)
			u.describe(about.Get("friendly_name").String(), "", about.Get("board").String(), about.Get("version").String())
			u.heard(m)
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
		}
		return alive(u)
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
