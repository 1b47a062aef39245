package device

import (
	"bytes"
	"slices"

	"mangrove/model"
	"mangrove/model/homeassistant"
)

// entity is one thing that a device is described to have, with what its availabilities say.
type entity struct {
	mode   string // all, any or latest
	on     []homeassistant.Availability
	says   []answer
	latest answer
}

// answer is what is known of whether something can be reached.
type answer uint8

const (
	untold answer = iota
	yes
	no
)

// reached is whether an entity can be reached: all of its availabilities must say so, any
// one, or the latest counts, as it is described (Home Assistant, availability_mode).
func (e *entity) reached() answer {
	switch {
	case e.mode == "any" && slices.Contains(e.says, yes):
		return yes
	case e.mode == "all" && slices.Contains(e.says, no):
		return no
	case e.mode != "any" && e.mode != "all":
		return e.latest
	case slices.Contains(e.says, untold):
		return untold
	}
	return e.says[0]
}

// available takes a message of a topic that says of devices whether they can be reached.
func (s *Set) available(m *Message) {
	a := &s.assistant
	if _, there := a.latest[m.Topic]; len(m.Payload) <= largestSaid && (there || len(a.latest) < mostWaiting) {
		a.latest[m.Topic] = Message{m.Topic, bytes.Clone(m.Payload), m.At, m.Retained}
	}
	for _, d := range a.watching[m.Topic] {
		reached := d.available(m)
		if reached != no && a.topics[m.Topic] == d && slices.Contains(d.states, m.Topic) {
			d.u.heard(m)
		}
	}
}

// available takes what a topic says of the entities of a device, which can be reached as
// long as one of them can.
func (d *described) available(m *Message) (reached answer) {
	if len(m.Payload) > largestSaid {
		return untold
	}
	told := false
	for _, entities := range d.configs {
		for i := range entities {
			e := &entities[i]
			told = e.take(m) || told
			if one := e.reached(); one == yes || one == no && reached == untold {
				reached = one
			}
		}
	}
	switch {
	case !told:
	case reached == yes:
		d.u.said(Online, m)
	case reached == no:
		d.u.said(Offline, m)
	}
	return reached
}

// take takes a message and reports whether it says anything of the entity.
func (e *entity) take(m *Message) (told bool) {
	for i := range e.on {
		if e.on[i].Topic != m.Topic && !model.Match(e.on[i].Topic, m.Topic) {
			continue
		}
		if online, known := e.on[i].Says(m.Payload); known {
			told, e.says[i] = true, no
			if online {
				e.says[i] = yes
			}
			e.latest = e.says[i]
		}
	}
	return told
}

// forget lets go of what a discovery message has described, for another on its topic.
func (d *described) forget(config string) {
	for _, e := range d.configs[config] {
		d.says -= len(e.on)
	}
	d.configs[config] = nil
}
