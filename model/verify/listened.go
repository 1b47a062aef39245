package verify

import (
	"bytes"
	"net"
	"slices"
	"strings"

	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/homeassistant"
)

// remember keeps a message that may say of a device that is not known yet whether it can be
// reached: what a broker keeps comes in any order.
func (d *discovery) remember(h *hearing) {
	was, there := d.latest[h.topic]
	if there {
		d.bytes -= len(h.topic) + len(was.payload)
		delete(d.latest, h.topic)
	}
	if len(h.message.Payload) > largestReached {
		return
	}
	size := len(h.topic) + len(h.message.Payload)
	if len(d.latest) >= mostRemembered || d.bytes+size > mostBytes {
		d.full = true
		return
	}
	d.bytes += size
	d.latest[h.topic] = remembered{h.at, h.elapsed, bytes.Clone(h.message.Payload), h.message.Retained}
}

// Found are topics that have to be subscribed to besides [Run.Filters], as it has turned out
// since it was asked last.
func (r *Run) Found() (topics []string) {
	if r.discovery != nil {
		topics, r.discovery.found = r.discovery.found, nil
	}
	return topics
}

// join gives a member the messages of a topic that has turned out to be of it.
func (r *Run) join(topic string, t target) {
	d := &t.member.described
	if _, there := d.topics[topic]; there || !d.room(topic, r) {
		return
	}
	d.topics[topic] = t.as
	r.filters.add(topic, t)
	adds := r.subscribed.count(topic) == 0
	if adds {
		r.subscribed.add(topic, topic)
		r.discovery.found = append(r.discovery.found, topic)
	}
	for _, name := range matchedBy(topic, r.topics) {
		on := r.topics[name]
		on.targets = append(on.targets, t)
		if n := r.subscribed.count(name); adds && n > 1 { // it may come once more from now on
			on.copies = &copies{most: n - 1}
		}
	}
	if t.as != asReach {
		return
	}
	for _, name := range matchedBy(topic, r.discovery.latest) {
		m := r.discovery.latest[name]
		t.take(m.asHeardNow(r, name))
	}
	if _, came := r.topics[topic]; came && r.discovery.full {
		_, kept := r.discovery.latest[topic]
		d.left = d.left || !kept
	}
}

// room reports whether there is room for another topic of a device. What is left out is noted.
func (d *described) room(topic string, r *Run) bool {
	wide := strings.Contains(topic, "+")
	work := len(r.topics) + len(r.discovery.latest)
	if len(d.topics) >= mostDescribed || wide && (d.wide >= mostWide || r.discovery.matched+work > mostMatched) {
		d.left = true
		return false
	}
	if wide {
		d.wide++
		r.discovery.matched += work
	}
	return true
}

// fits reports whether a topic that a discovery message names is one to listen to. Anybody may
// send such a message, so that none may have us listen to all of a site, to what a broker says
// of itself, or to a share of what is for others. A wildcard stands where several gateways hear
// one device, the address of which is the last level then, as OpenMQTTGateway has it.
func (d *described) fits(topic string, of *checklist.Described) bool {
	switch {
	case strings.HasPrefix(topic, "$"):
		return false
	case model.CheckTopic(topic) == nil: // a description is no sign of life
		return !slices.ContainsFunc(of.Filters(), func(f string) bool { return model.Match(f, topic) })
	case model.CheckFilter(topic) != nil:
		return false
	}
	last := topic[strings.LastIndexByte(topic, '/')+1:]
	mac, err := net.ParseMAC(homeassistant.SameMAC(last))
	return err == nil && (mac.String() == of.ID || d.macs[mac.String()])
}

// matchedBy are the topics of a table that a filter matches, in their order.
func matchedBy[T any](filter string, table map[string]T) (names []string) {
	if !strings.Contains(filter, "+") {
		if _, there := table[filter]; there {
			names = append(names, filter)
		}
		return names
	}
	for name := range table {
		if model.Match(filter, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// asHeardNow is the message as if it came now.
func (m *remembered) asHeardNow(r *Run, topic string) *hearing {
	return &hearing{run: r, topic: topic, at: m.at, elapsed: m.elapsed, message: &model.Message{Topic: []byte(topic), Payload: m.payload, Retained: m.retained}}
}

// follow takes over the topics of an entity. One that says as well whether it can be reached,
// as a will does, is no sign of life.
func (m *member) follow(e *homeassistant.Entity, h *hearing) {
	for i := range e.Availability {
		m.listen(e.Availability[i].Topic, asReach, h.run)
	}
	for _, topic := range slices.Concat(e.States, e.Filters) {
		m.listen(topic, asValue, h.run)
	}
}

// listen has the device have the messages of a topic that a discovery message names.
func (m *member) listen(topic string, as purpose, r *Run) {
	d := &m.described
	if d.fits(topic, m.of.Described) {
		r.join(topic, target{subject: m.of, member: m, as: as})
	} else if d.unfit[as] == "" {
		d.unfit[as] = excerpt(topic)
	}
}

// listened are the topics that are listened to for a purpose.
func (d *described) listened(as purpose) (topics []string) {
	for topic, of := range d.topics {
		if of == as {
			topics = append(topics, topic)
		}
	}
	slices.Sort(topics)
	return topics
}

// needs are the filters that what a check looks at comes by.
func (d *described) needs(of *checklist.Described, kind checklist.Kind) []string {
	switch kind {
	case checklist.Firmware:
		return of.Filters()
	case checklist.Online, checklist.Will:
		return append(of.Filters(), d.listened(asReach)...)
	}
	return append(of.Filters(), d.listened(asValue)...)
}
