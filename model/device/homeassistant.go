package device

import (
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"mangrove/model"
	"mangrove/model/homeassistant"
)

// assistant is what the discovery messages of Home Assistant describe. Most devices have a
// convention of their own as well: then it only tells what they are.
type assistant struct {
	configs  map[string]*described // by the topic of the discovery message
	byID     map[string]*described
	topics   map[string]*described   // states and availabilities
	watching map[string][]*described // by topic of availability, which a gateway has for all behind it
	latest   map[string]Message      // of these topics
	filters  map[string][]filtered   // by their last level; empty: that is a wildcard
	filtered int                     // how many there are
	again    bool                    // the topics that have come are to be held against them
}

// filtered is a filter of topics on which others speak for a device, as the gateways do that
// hear it.
type filtered struct {
	filter string
	d      *described
	state  bool // else it says whether the device can be reached
}

func newAssistant() assistant {
	return assistant{
		configs: map[string]*described{}, byID: map[string]*described{}, topics: map[string]*described{},
		watching: map[string][]*described{}, latest: map[string]Message{}, filters: map[string][]filtered{},
	}
}

// described is a device as its discovery messages describe it.
type described struct {
	u       *unit
	configs map[string][]homeassistant.Reach // what is described, by the topic of the message
	states  []string
	says    int                      // how many availabilities its entities have
	owner   *unit                    // that speaks on a topic of one of its filters, and has a convention
	lasts   map[string]time.Duration // how long the states last that are described, by the topic of the message; 0: for ever
	watched map[string]bool          // their topics, and those of before
}

const (
	mostOfDescribed = 1_000   // topics of a device, and availabilities
	largestSaid     = 4 << 10 // bytes of a message that is looked at for what it says of a device
)

// ofHomeAssistant: PREFIX/COMPONENT/[NODE/]OBJECT/config describes what others send on
// topics of their own (Home Assistant, MQTT discovery).
func (s *Set) ofHomeAssistant(t path, m *Message) *route {
	if n := len(t); t[0] == homeassistant.DefaultPrefix && (n == 4 || n == 5) && t[n-1] == "config" {
		return &route{take: s.configured}
	}
	s.byFilter(m.Topic)
	d := s.assistant.topics[m.Topic]
	if d == nil {
		return nil
	}
	r := &route{u: d.u, weak: true, described: true, take: d.u.noteAlive}
	switch watching := len(s.assistant.watching[m.Topic]); {
	case watching > 1: // it is of what they speak through
		r.u = nil
		fallthrough
	case watching > 0:
		r.take = s.available
	}
	return r
}

// configured takes a discovery message; one that is empty takes back what was there.
func (s *Set) configured(m *Message) {
	a := &s.assistant
	d := a.configs[m.Topic]
	if d != nil {
		d.forget(m.Topic)
	}
	if d != nil && len(m.Payload) == 0 {
		delete(a.configs, m.Topic)
		delete(d.configs, m.Topic)
		delete(d.lasts, m.Topic)
		d.u.removed = len(d.configs) == 0
		return
	}
	c, err := homeassistant.Parse(homeassistant.DefaultPrefix, m.Topic, m.Payload)
	if err != nil || len(a.configs) >= mostTopics {
		return
	}
	if d = s.describedBy(&c); d == nil {
		return
	}
	a.configs[m.Topic], d.configs[m.Topic] = d, nil
	d.u.removed = false
	d.u.describe(c.Device.Name, c.Device.Maker, c.Device.Model, c.Device.Firmware)
	if len(c.Entities) == 1 {
		d.u.complete(c.Entities[0].Name, "", "", "")
	}
	for i := range c.Entities {
		s.follow(d, c.Topic, &c.Entities[i])
	}
	d.last(&c)
	ids := c.Device.IDs()
	for _, prefix := range d.prefixesOfESPHome(&c.Device) {
		s.esphomeBelow(prefix, ids)
	}
}

// prefixesOfESPHome are below which a device speaks that ESPHome is on, by its version, which
// since 2025 does not have that name any more, or by its maker and its topics.
func (d *described) prefixesOfESPHome(about *homeassistant.Device) (all []string) {
	named := strings.Contains(strings.ToLower(about.Firmware), "esphome")
	if !named && !strings.EqualFold(about.Maker, "espressif") {
		return nil
	}
	for _, topic := range slices.Sorted(maps.Keys(d.watched)) {
		prefix, ok := strings.CutSuffix(topic, "/status")
		if ok && (named || slices.ContainsFunc(d.states, func(state string) bool {
			return strings.HasPrefix(state, prefix+"/") && strings.HasSuffix(state, "/state")
		})) {
			all = append(all, prefix)
		}
	}
	return all
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
		d = &described{u: u, configs: map[string][]homeassistant.Reach{}, watched: map[string]bool{}, lasts: map[string]time.Duration{}}
	}
	for _, id := range ids {
		if s.assistant.byID[id] == nil {
			s.assistant.byID[id] = d
		}
	}
	return d
}

// last takes over how long the states of a device count: as long as the longest of them.
func (d *described) last(c *homeassistant.Config) {
	longest, states := time.Duration(0), 0
	for i := range c.Entities {
		e := &c.Entities[i]
		if len(e.States)+len(e.Filters) == 0 {
			continue
		}
		states++
		if longest = max(longest, e.Expires); e.Expires == 0 {
			longest = forEver
		}
	}
	if delete(d.lasts, c.Topic); states > 0 && len(d.lasts) < mostOfDescribed {
		d.lasts[c.Topic] = longest
	}
	if d.u.lasts = 0; len(d.lasts) > 0 {
		if all := slices.Max(slices.Collect(maps.Values(d.lasts))); all < forEver {
			d.u.lasts = all
		}
	}
}

// forEver is longer than any state is said to last.
const forEver = math.MaxInt64

// isFilter reports whether a topic that is described is a filter.
func isFilter(topic string) bool { return strings.ContainsAny(topic, "+#") }

// addTopic makes a topic one of a device, if it is nobody's.
func (s *Set) addTopic(d *described, topic string, state bool) {
	a := &s.assistant
	if _, there := a.topics[topic]; there || len(a.topics) >= mostTopics || len(d.states) >= mostOfDescribed {
		return
	}
	a.topics[topic] = d
	s.learned()
	if state {
		d.states = append(d.states, topic)
	}
}

// addFilter has the topics of a filter become a device's, as they come.
func (s *Set) addFilter(d *described, filter string, state bool) {
	a, level := &s.assistant, pathOf(filter).last()
	if isFilter(level) {
		level = ""
	}
	one := filtered{filter, d, state}
	if a.filtered >= mostWaiting || len(a.filters[level]) >= mostOfDescribed || slices.Contains(a.filters[level], one) {
		return
	}
	a.filters[level] = append(a.filters[level], one)
	a.filtered++
	a.again = true
	s.learned()
}

// filtersOf are those that a topic belongs to.
func (a *assistant) filtersOf(topic string) (all []filtered) {
	if a.filtered == 0 {
		return nil
	}
	for _, some := range [][]filtered{a.filters[topic[strings.LastIndexByte(topic, '/')+1:]], a.filters[""]} {
		for _, one := range some {
			if model.Match(one.filter, topic) {
				all = append(all, one)
			}
		}
	}
	return all
}

// byFilter makes a topic that nobody else knows one of the devices whose filters it belongs to.
func (s *Set) byFilter(topic string) {
	for _, one := range s.assistant.filtersOf(topic) {
		if s.addTopic(one.d, topic, one.state); !one.state {
			s.watch(one.d, topic)
		}
	}
}

// ownedByFilter notes who speaks on a topic that a filter of a device belongs to.
func (a *assistant) ownedByFilter(topic string, r *route) {
	if r.u == nil || r.u.Convention == HomeAssistant {
		return
	}
	for _, one := range a.filtersOf(topic) {
		if one.state {
			one.d.owner = r.u
		}
	}
}

// watch has a topic tell whether a device can be reached.
func (s *Set) watch(d *described, topic string) {
	a := &s.assistant
	if !d.watched[topic] {
		d.watched[topic] = true
		a.watching[topic] = append(a.watching[topic], d)
		s.learned()
	}
	m, came := a.latest[topic]
	if !came {
		m, came = s.waiting[topic]
	}
	if came {
		d.available(&m)
	}
}

// follow takes over the topics of an entity.
func (s *Set) follow(d *described, config string, e *homeassistant.Entity) {
	for _, topic := range e.States {
		s.addTopic(d, topic, true)
	}
	for _, filter := range e.Filters {
		s.addFilter(d, filter, true)
	}
	if len(e.Availability) == 0 || d.says+len(e.Availability) > mostOfDescribed {
		return
	}
	d.says += len(e.Availability)
	d.configs[config] = append(d.configs[config], homeassistant.NewReach(e))
	for i := range e.Availability {
		topic := e.Availability[i].Topic
		if isFilter(topic) {
			s.addFilter(d, topic, false)
			continue
		}
		s.addTopic(d, topic, false)
		s.watch(d, topic)
	}
}

// describeByAssistant gives what has a convention of its own the names that its discovery
// tells, and leaves the rest as devices that are known by it only.
func (s *Set) describeByAssistant() {
	if a := &s.assistant; a.again {
		a.again = false
		for topic, r := range s.routes {
			a.ownedByFilter(topic, r)
		}
	}
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

// discoveriesOf are the topics of the discovery messages of a device.
func (s *Set) discoveriesOf(u *unit) (topics []string) {
	for topic, d := range s.assistant.configs {
		if d.u == u || d.u.hidden && s.ownerOf(d) == u {
			topics = append(topics, topic)
		}
	}
	return topics
}

// ownerOf is the device of another convention that speaks on the topics of a description.
// Its availability may be that of a bridge, which is why the states count.
func (s *Set) ownerOf(d *described) *unit {
	for _, topic := range d.states {
		if u := s.owner(topic); u != nil {
			return u
		}
	}
	return d.owner
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
	for _, find := range finders[:len(finders)-1] {
		if r := find(s, t, &Message{Topic: topic}); r != nil {
			return r.u
		}
	}
	return nil
}
