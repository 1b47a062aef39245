package device

import (
	"bytes"
	"slices"

	"mangrove/model/homeassistant"
)

// available takes a message of a topic that says of devices whether they can be reached.
func (s *Set) available(m *Message) {
	a := &s.assistant
	if _, there := a.latest[m.Topic]; len(m.Payload) <= largestSaid && (there || len(a.latest) < mostWaiting) {
		a.latest[m.Topic] = Message{m.Topic, bytes.Clone(m.Payload), m.At, m.Retained}
	}
	for _, d := range a.watching[m.Topic] {
		reached := d.available(m)
		if reached != homeassistant.No && a.topics[m.Topic] == d && slices.Contains(d.states, m.Topic) {
			d.u.noteAlive(m)
		}
	}
}

// available takes what a topic says of the entities of a device, which can be reached as
// long as one of them can.
func (d *described) available(m *Message) (reached homeassistant.Answer) {
	if len(m.Payload) > largestSaid {
		return homeassistant.Untold
	}
	told := false
	for _, entities := range d.configs {
		for i := range entities {
			e := &entities[i]
			told = e.Take(m.Topic, m.Payload) || told
			if one := e.Answer(); one == homeassistant.Yes || one == homeassistant.No && reached == homeassistant.Untold {
				reached = one
			}
		}
	}
	switch {
	case !told:
	case reached == homeassistant.Yes:
		d.u.said(Online, m)
	case reached == homeassistant.No:
		d.u.said(Offline, m)
	}
	return reached
}

// forget lets go of what a discovery message has described, for another on its topic.
func (d *described) forget(config string) {
	for i := range d.configs[config] {
		d.says -= d.configs[config][i].Availabilities()
	}
	d.configs[config] = nil
}
