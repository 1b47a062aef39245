package device

import (
	"strings"

	"mangrove/model/homeassistant"
)

// assistant is what the discovery messages of Home Assistant describe. Most devices have a
// convention of their own as well: then it only tells what they are.
type assistant struct {
	configs map[string]*described // by the topic of the discovery message
	byID    map[string]*described
	topics  map[string]*described // states and availabilities
}

func newAssistant() assistant {
	return assistant{configs: map[string]*described{}, byID: map[string]*described{}, topics: map[string]*described{}}
}

// described is a device as its discovery messages describe it.
type described struct {
	u            *unit
	configs      map[string]bool
	states       []string
	availability map[string]homeassistant.Availability
	mode         string
	says         map[string]bool // by topic of availability, whether it can be reached
}

const mostOfDescribed = 1_000 // topics of a device

// ofHomeAssistant: PREFIX/COMPONENT/[NODE/]OBJECT/config describes what others send on
// topics of their own (Home Assistant, MQTT discovery).
func (s *Set) ofHomeAssistant(t path, m *Message) *route {
	if n := len(t); t[0] == homeassistant.DefaultPrefix && (n == 4 || n == 5) && t[n-1] == "config" {
		return &route{take: s.configured}
	}
	d := s.assistant.topics[m.Topic]
	if d == nil {
		return nil
	}
	r := &route{u: d.u, weak: true, described: true, take: d.u.heard}
	if a, ok := d.availability[m.Topic]; ok {
		r.take = func(m *Message) { d.available(a, m) }
	}
	return r
}

// configured takes a discovery message; one that is empty takes back what was there.
func (s *Set) configured(m *Message) {
	a := &s.assistant
	if d := a.configs[m.Topic]; d != nil && len(m.Payload) == 0 {
		delete(a.configs, m.Topic)
		delete(d.configs, m.Topic)
		d.u.removed = len(d.configs) == 0
		return
	}
	c, err := homeassistant.Parse(homeassistant.DefaultPrefix, m.Topic, m.Payload)
	if err != nil || len(a.configs) >= mostTopics {
		return
	}
	d := s.describedBy(&c)
	if d == nil {
		return
	}
	a.configs[m.Topic], d.configs[m.Topic] = d, true
	d.u.removed = false
	d.u.describe(c.Device.Name, c.Device.Maker, c.Device.Model, c.Device.Firmware)
	if len(c.Entities) == 1 {
		d.u.complete(c.Entities[0].Name, "", "", "")
	}
	for i := range c.Entities {
		s.follow(d, &c.Entities[i])
	}
	if strings.Contains(strings.ToLower(c.Device.Firmware), "esphome") {
		for topic := range d.availability {
			if prefix, ok := strings.CutSuffix(topic, "/status"); ok {
				s.esphomeBy(prefix)
			}
		}
	}
}

// describedBy is the device that a discovery message is of. An entity without one stands
// for itself.
func (s *Set) describedBy(c *homeassistant.Config) *described {
	ids := c.Device.IDs()
	if len(ids) == 0 {
		ids = []string{c.Topic}
	}
	var d *described
	for _, id := range ids {
		if d = s.assistant.byID[id]; d != nil {
			break
		}
	}
	if d == nil {
		u := s.unit(HomeAssistant, ids[0])
		if u == nil {
			return nil
		}
		d = &described{u: u, configs: map[string]bool{}, availability: map[string]homeassistant.Availability{}, says: map[string]bool{}}
	}
	for _, id := range ids {
		if s.assistant.byID[id] == nil {
			s.assistant.byID[id] = d
		}
	}
	return d
}

// follow takes over the topics of an entity.
func (s *Set) follow(d *described, e *homeassistant.Entity) {
	add := func(topic string) bool {
		if _, there := s.assistant.topics[topic]; there || len(s.assistant.topics) >= mostTopics || len(d.states) >= mostOfDescribed {
			return false
		}
		s.assistant.topics[topic] = d
		s.learned()
		return true
	}
	for _, topic := range e.States {
		if add(topic) {
			d.states = append(d.states, topic)
		}
	}
	d.mode = e.Mode
	for _, a := range e.Availability {
		if _, there := d.availability[a.Topic]; !there && len(d.availability) < mostOfDescribed {
			d.availability[a.Topic] = a
			add(a.Topic)
		}
	}
}

// available takes what a topic of availability says. Of several, all must say that it can be
// reached, or any one, or the latest counts, as the device wants it.
func (d *described) available(a homeassistant.Availability, m *Message) {
	word := string(m.Payload)
	if a.HasTemplate { // of those that are in use, nearly all take this member
		for _, known := range []string{a.Online, a.Offline} {
			if strings.Contains(word, `"`+known+`"`) {
				word = known
				break
			}
		}
	}
	switch word {
	case a.Online:
		d.says[a.Topic] = true
	case a.Offline:
		d.says[a.Topic] = false
	default:
		return
	}
	reached := d.says[a.Topic]
	for topic := range d.availability {
		says, known := d.says[topic]
		switch {
		case d.mode == "all" && known && !says:
			reached = false
		case d.mode == "any" && says:
			reached = true
		}
	}
	if reached {
		d.u.said(Online, m)
	} else {
		d.u.said(Offline, m)
	}
}

// describeByAssistant gives what has a convention of its own the names that its discovery
// tells, and leaves the rest as devices that are known by it only.
func (s *Set) describeByAssistant() {
	done := map[*described]bool{}
	for _, d := range s.assistant.configs {
		if done[d] {
			continue
		}
		done[d] = true
		owner := s.ownerOf(d)
		d.u.hidden = owner != nil
		if owner != nil {
			owner.complete(d.u.Name, d.u.Maker, d.u.Model, d.u.Firmware)
		}
	}
}

// ownerOf is the device of another convention that speaks on the topics of a description.
// Its availability may be that of a bridge, which is why the states count.
func (s *Set) ownerOf(d *described) *unit {
	for _, topic := range d.states {
		if u := s.owner(topic); u != nil {
			return u
		}
	}
	return nil
}

// owner is the device of another convention that a topic belongs to.
func (s *Set) owner(topic string) *unit {
	if r := s.routes[topic]; r != nil && r.u != nil && r.u.Convention != HomeAssistant {
		return r.u
	}
	t := pathOf(topic)
	if len(t) > longestLevels {
		return nil
	}
	for _, find := range allFinders[:len(allFinders)-1] {
		if r := find(s, t, &Message{Topic: topic}); r != nil {
			return r.u
		}
	}
	return nil
}
