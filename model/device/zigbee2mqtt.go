package device

import (
	"maps"
	"slices"
	"time"

	"github.com/tidwall/gjson"
)

// zigbeeBase is one Zigbee2MQTT, below its base topic.
type zigbeeBase struct {
	bridge *unit
	names  map[string]*unit // friendly names, which may have several levels
	groups map[string]bool
	// coordinator is its friendly name: it is listed, and no device. Empty: there was none.
	coordinator string
	asOf        time.Time // of the latest list
	whole       bool      // the latest list had all devices
	// groupsWhole: the latest list of groups had all of them.
	groupsWhole bool
}

// ofZigbee2MQTT: BASE/bridge/devices lists the devices, BASE/NAME has the values of one,
// BASE/NAME/availability says whether it can be reached (Zigbee2MQTT, MQTT topics and
// messages).
func (s *Set) ofZigbee2MQTT(t path, m *Message) *route {
	if n := len(t); n >= 3 && t[n-2] == "bridge" {
		return s.zigbeeBridge(t[:n-2].String(), t.last(), m)
	}
	if n := slices.Index(t, "bridge"); n > 0 && s.zigbee[t[:n].String()] != nil {
		return zigbeeBelowBridge(s.zigbee[t[:n].String()].bridge, t[n+1:])
	}
	for n := len(t) - 1; n > 0; n-- {
		if b := s.zigbee[t[:n].String()]; b != nil {
			r := b.route(s, t[:n].String(), t[n:])
			if r != nil {
				r.weak = true // until the names change
			}
			return r
		}
	}
	return nil
}

// zigbeeBridge is what the bridge itself says. Others have topics of that name: only what it
// lists makes it known.
func (s *Set) zigbeeBridge(base, what string, m *Message) *route {
	b := s.zigbee[base]
	if b == nil {
		if !zigbeeBegins(what, m.Payload) {
			if what == "devices" || what == "info" {
				return s.undecided()
			}
			return nil
		}
		bridge := s.unit(Zigbee2MQTT, base+"/bridge")
		if bridge == nil {
			return nil
		}
		bridge.Gateway = true
		b = &zigbeeBase{bridge: bridge, names: map[string]*unit{}, groups: map[string]bool{}}
		s.zigbee[base] = b
		s.learned()
	}
	r := &route{u: b.bridge}
	switch what {
	case "devices":
		r.take = func(m *Message) { b.list(s, base, m) }
	case "groups":
		r.take = func(m *Message) { b.listGroups(s, m) }
	case "state":
		r.take = func(m *Message) { b.bridge.available(m, "state") }
	case "info":
		r.take = func(m *Message) {
			info := gjson.ParseBytes(m.Payload)
			b.bridge.describe("", "", info.Get("coordinator.type").String(), info.Get("version").String())
			b.bridge.noteAlive(m)
		}
	default:
		r.take = b.bridge.noteAlive
	}
	return r
}

// zigbeeBelowBridge is the route of what is asked of a bridge, by anybody, and of its answers.
func zigbeeBelowBridge(bridge *unit, rest path) *route {
	if rest.begins("request") || rest.begins("config") { // that of the versions before 1.17
		return ignored(bridge)
	}
	return alive(bridge)
}

// zigbeeBegins reports whether a message is one by which a bridge is known.
func zigbeeBegins(what string, payload []byte) bool {
	switch what {
	case "devices":
		list := gjson.ParseBytes(payload)
		return list.IsArray() && list.Get("0.ieee_address").Exists()
	case "info":
		return gjson.GetBytes(payload, "version").Exists() && gjson.GetBytes(payload, "coordinator").Exists()
	}
	return false
}

// available takes online and offline as a text, or in an object of JSON.
func (u *unit) available(m *Message, member string) {
	word := string(m.Payload)
	if r := gjson.GetBytes(m.Payload, member); len(m.Payload) <= largestOther && len(word) > 0 && word[0] == '{' {
		word = r.String()
	}
	switch word {
	case "online":
		u.said(Online, m)
	case "offline":
		u.said(Offline, m)
	}
}

// list takes the devices as the bridge has them. Who is not among them any more has been
// removed; who has another name keeps what was known of it.
func (b *zigbeeBase) list(s *Set, base string, m *Message) {
	list := gjson.ParseBytes(m.Payload)
	if !list.IsArray() || len(m.Payload) > largestLists {
		b.whole = false
		return
	}
	for _, u := range b.names {
		u.listed = false
	}
	b.coordinator, b.asOf = "", m.At
	names, left := map[string]*unit{}, mostOfAList
	list.ForEach(func(_, d gjson.Result) bool {
		if left--; left < 0 {
			return false
		}
		if name, u := b.one(s, base, d); u != nil {
			names[name] = u
		}
		return true
	})
	b.whole = left >= 0 && gjson.ValidBytes(m.Payload)
	changed := len(names) != len(b.names)
	for name, u := range names {
		changed = changed || b.names[name] != u
	}
	for _, u := range b.names {
		u.removed = !u.listed
		if u.removed && u.byName { // a group, or a name of before, that spoke ahead of the list
			s.drop(u)
		}
	}
	for _, u := range names {
		u.removed = false
		u.describedBy(m)
	}
	if changed {
		b.names = names
		s.learned()
	}
}

// one takes a device of the list; nil is the coordinator, or none.
func (b *zigbeeBase) one(s *Set, base string, d gjson.Result) (name string, u *unit) {
	name, address := d.Get("friendly_name").String(), d.Get("ieee_address").String()
	switch {
	case name == "" || address == "":
		return "", nil
	case d.Get("type").String() == "Coordinator":
		b.coordinator = name
		b.bridge.ID, b.bridge.Name = shortened(address), "Zigbee2MQTT at "+shortened(base)
		return "", nil
	}
	if u = b.adopt(s, base, name, address); u == nil {
		return "", nil
	}
	u.listed, u.byName, u.gateway, u.Base = true, false, b.bridge, base
	u.ID = shortened(address)
	u.describe(name, d.Get("definition.vendor").String(), d.Get("definition.model").String(), d.Get("software_build_id").String())
	u.complete("", d.Get("manufacturer").String(), d.Get("model_id").String(), "")
	u.problems = u.problems[:0]
	for _, p := range []struct {
		member string
		odd    bool
		code   Code
	}{{"interview_completed", false, NotInterviewed}, {"supported", false, NotSupported}, {"disabled", true, Disabled}} {
		if v := d.Get(p.member); v.IsBool() && v.Bool() == p.odd {
			u.problems = append(u.problems, p.code)
		}
	}
	return name, u
}

// adopt is the device with an address; one that was known by its name only becomes it.
func (b *zigbeeBase) adopt(s *Set, base, name, address string) *unit {
	id := base + "/" + address
	if u := b.names[name]; u != nil && u.byName {
		s.rename(u, id)
		return u
	}
	return s.unit(Zigbee2MQTT, id)
}

func (b *zigbeeBase) listGroups(s *Set, m *Message) {
	b.groupsWhole = gjson.ValidBytes(m.Payload) && gjson.ParseBytes(m.Payload).IsArray()
	groups := map[string]bool{}
	for i, g := range gjson.GetBytes(m.Payload, "#.friendly_name").Array() {
		if i == mostOfAList {
			b.groupsWhole = false
			break
		}
		groups[g.String()] = true
	}
	b.asOf = m.At
	if !b.groupsWhole && len(b.groups)+len(groups) <= 2*mostOfAList { // the others may be there yet
		maps.Copy(groups, b.groups)
	}
	if !maps.Equal(groups, b.groups) {
		b.groups = groups
		s.learned()
	}
}

// route finds the device of a topic below the base: the longest name that is the topic, or
// its beginning.
func (b *zigbeeBase) route(s *Set, base string, rest path) *route {
	for n := len(rest); n > 0; n-- {
		name := rest[:n].String()
		if b.groups[name] {
			return ignored(nil)
		}
		if u := b.names[name]; u != nil {
			return zigbeeRoute(u, rest[n:])
		}
	}
	if len(b.names) > 0 {
		return nil // it is on no list: a group, or a device of before
	}
	name := rest
	switch rest.last() {
	case "set", "get", "availability":
		name = rest[:len(rest)-1]
	}
	if len(name) == 0 {
		return nil
	}
	u := s.unit(Zigbee2MQTT, base+"/"+name.String())
	if u == nil {
		return nil
	}
	u.byName = u.byName || u.Name == "" // it is new
	u.Name, u.gateway, u.Base = shortened(name.String()), b.bridge, base
	b.names[name.String()] = u
	return zigbeeRoute(u, rest[len(name):])
}

// longAgo is when a device must have been seen last for a message to be what the bridge has
// kept of it, which it sends at its start.
const longAgo = 10 * time.Minute

// zigbeeKept reports whether a message says that its device was seen last long ago.
func zigbeeKept(m *Message) bool {
	seen := gjson.GetBytes(m.Payload, "last_seen")
	at := time.UnixMilli(seen.Int())
	if seen.Type == gjson.String {
		var err error
		if at, err = time.Parse(time.RFC3339, seen.Str); err != nil {
			return false
		}
	}
	return seen.Exists() && m.At.Sub(at) > longAgo
}

func zigbeeRoute(u *unit, rest path) *route {
	switch {
	case len(rest) == 0:
		return &route{u: u, take: func(m *Message) {
			if zigbeeKept(m) {
				u.gateway.lives(m)
			} else {
				u.noteAlive(m)
			}
			u.percent(gjson.GetBytes(m.Payload, "battery"), m)
			u.low(gjson.GetBytes(m.Payload, "battery_low"))
			u.signal(gjson.GetBytes(m.Payload, "linkquality"), "lqi", m)
		}}
	case rest.begins("availability") && len(rest) == 1:
		return &route{u: u, take: func(m *Message) { u.available(m, "state"); u.gateway.lives(m) }}
	case rest.begins("set"), rest.begins("get"):
		return ignored(u)
	case rest.begins("battery") && len(rest) == 1: // with output: attribute
		return &route{u: u, take: func(m *Message) { u.noteAlive(m); u.percent(gjson.ParseBytes(m.Payload), m) }}
	case rest.begins("battery_low") && len(rest) == 1:
		return &route{u: u, take: func(m *Message) { u.noteAlive(m); u.low(gjson.ParseBytes(m.Payload)) }}
	}
	return alive(u)
}
