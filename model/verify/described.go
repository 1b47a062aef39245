package verify

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/tidwall/gjson"

	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/homeassistant"
)

// Bounds of what is kept for devices that only their discovery messages describe.
const (
	mostDescribed  = 1_000   // topics of a device
	mostRemembered = 100_000 // messages that came before it was known what they are
	largestReached = 4 << 10 // bytes of one
)

// discovery is what devices are looked for with whose topics only discovery messages say.
type discovery struct {
	found  []string // topics that have to be subscribed to besides
	latest map[string]remembered
	of     map[string]*announced // what is looked for, by prefix
}

// announced is what is looked for in the discovery messages below a prefix.
type announced struct {
	prefix string
	by     map[named][]*member
	at     map[string][]*member // whom the latest message of a topic describes
	others map[string][]string  // topics of messages that describe nobody who is known yet, by identifier
	kept   int                  // of these
}

// named is what a device is known by.
type named struct {
	id   bool // by an identifier or a connection; else by its name
	text string
}

// remembered is the latest message of a topic that says in a few bytes whether something can be
// reached, or may come to do so.
type remembered struct {
	at       time.Time
	elapsed  time.Duration
	payload  []byte
	retained bool
}

// described is what the discovery messages of a device have said.
type described struct {
	configs map[string][]homeassistant.Reach // by their topics
	topics  map[string]bool
	ids     map[string]bool // that it goes by: not every message has its name
}

// addDescribed notes a device that discovery messages describe.
func (r *Run) addDescribed(s *subject, m *member) {
	if s.Described == nil {
		return
	}
	if r.discovery == nil {
		r.discovery = &discovery{latest: map[string]remembered{}, of: map[string]*announced{}}
	}
	of := s.Described
	all := r.discovery.of[of.Prefix]
	if all == nil {
		all = &announced{prefix: of.Prefix, by: map[named][]*member{}, at: map[string][]*member{}, others: map[string][]string{}}
		r.discovery.of[of.Prefix] = all
		for _, f := range of.Filters() {
			r.filters.add(f, target{as: asShared, shared: &shared{take: all.take}})
		}
	}
	by := named{true, of.ID}
	if of.ID == "" {
		by = named{false, of.Name}
	}
	all.by[by] = append(all.by[by], m)
	m.described = described{map[string][]homeassistant.Reach{}, map[string]bool{}, map[string]bool{}}
}

// take takes a discovery message. Those that it describes no more are told, too.
func (a *announced) take(h *hearing) {
	c, err := homeassistant.Parse(a.prefix, h.topic, h.message.Payload)
	if err != nil {
		c = homeassistant.Config{}
	}
	var meant []*member
	add := func(by named) {
		for _, m := range a.by[by] {
			if !slices.Contains(meant, m) {
				meant = append(meant, m)
			}
		}
	}
	if c.Device.Name != "" {
		add(named{false, c.Device.Name})
	}
	for _, id := range c.Device.IDs() {
		add(named{true, id})
	}
	for _, m := range a.at[h.topic] {
		if !slices.Contains(meant, m) {
			m.undescribed(h)
		}
	}
	if a.at[h.topic] = meant; len(meant) == 0 {
		delete(a.at, h.topic)
	}
	for _, m := range meant {
		m.configured(a, &c, h)
	}
	if len(meant) == 0 {
		a.putAside(h.topic, c.Device.IDs())
	}
}

// putAside keeps the topic of a message for when it is known whom it describes.
func (a *announced) putAside(topic string, ids []string) {
	for _, id := range ids {
		if a.kept < mostRemembered && !slices.Contains(a.others[id], topic) && len(a.others[id]) < mostDescribed {
			a.others[id] = append(a.others[id], topic)
			a.kept++
		}
	}
}

// remember keeps a message that may say of a device that is not known yet whether it can be
// reached: what a broker keeps comes in any order.
func (d *discovery) remember(h *hearing) {
	if _, there := d.latest[h.topic]; len(h.message.Payload) > largestReached || !there && len(d.latest) >= mostRemembered {
		delete(d.latest, h.topic)
		return
	}
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
	if _, there := d.topics[topic]; there || len(d.topics) >= mostDescribed {
		return
	}
	d.topics[topic] = true
	r.filters.add(topic, t)
	for _, name := range matchedBy(topic, r.topics) {
		r.topics[name].targets = append(r.topics[name].targets, t)
	}
	if r.subscribed.count(topic) == 0 {
		r.subscribed.add(topic, topic)
		r.discovery.found = append(r.discovery.found, topic)
	}
	if t.as != asReach {
		return
	}
	for _, name := range matchedBy(topic, r.discovery.latest) {
		m := r.discovery.latest[name]
		t.take(m.heard(r, name))
	}
}

// matchedBy are the topics of a table that a filter matches, in their order.
func matchedBy[T any](filter string, table map[string]T) (names []string) {
	if !strings.ContainsAny(filter, "+#") {
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

// heard is the message as if it came now.
func (m *remembered) heard(r *Run, topic string) *hearing {
	return &hearing{run: r, topic: topic, at: m.at, elapsed: m.elapsed, message: &model.Message{Topic: []byte(topic), Payload: m.payload, Retained: m.retained}}
}

// undescribed takes it that a message does not describe the device any more.
func (m *member) undescribed(h *hearing) {
	delete(m.described.configs, h.topic)
	m.reaches(h)
}

// configured takes a discovery message of the device.
func (m *member) configured(a *announced, c *homeassistant.Config, h *hearing) {
	if _, known := m.described.configs[h.topic]; !known && len(m.described.configs) >= mostDescribed {
		return
	}
	m.described.configs[h.topic] = nil
	for i := range c.Entities {
		if e := &c.Entities[i]; len(e.Availability) > 0 {
			m.described.configs[h.topic] = append(m.described.configs[h.topic], homeassistant.NewReach(e))
		}
	}
	for i := range c.Entities {
		m.follow(&c.Entities[i], h)
	}
	for _, topic := range m.described.learn(a, m, c.Device.IDs()) {
		if one, there := h.run.discovery.latest[topic]; there {
			a.take(one.heard(h.run, topic))
		}
	}
	for _, j := range m.judges {
		if j.check.Kind == checklist.Firmware && c.Device.Firmware != "" {
			j.told(m, gjson.Result{Type: gjson.String, Str: c.Device.Firmware, Raw: c.Device.Firmware}, "sw", h)
		}
	}
}

// learn notes what the device goes by. It gives the topics of messages that are of it, as is
// known by that.
func (d *described) learn(a *announced, m *member, ids []string) (topics []string) {
	for _, id := range ids {
		if d.ids[id] || len(d.ids) >= mostDescribed {
			continue
		}
		d.ids[id] = true
		if by := (named{true, id}); !slices.Contains(a.by[by], m) {
			a.by[by] = append(a.by[by], m)
		}
		topics = append(topics, a.others[id]...)
		a.kept -= len(a.others[id])
		delete(a.others, id)
	}
	return topics
}

// follow takes over the topics of an entity. One that says as well whether it can be reached,
// as a will does, is no sign of life.
func (m *member) follow(e *homeassistant.Entity, h *hearing) {
	s := m.of
	for i := range e.Availability {
		h.run.join(e.Availability[i].Topic, target{subject: s, member: m, as: asReach})
	}
	for _, topic := range slices.Concat(e.States, e.Filters) {
		h.run.join(topic, target{subject: s, member: m, as: asValue})
	}
}

// reached takes what a topic says of whether the device can be reached.
func (m *member) reached(h *hearing) {
	if len(h.message.Payload) > largestReached {
		return
	}
	told := false
	for _, entities := range m.described.configs {
		for i := range entities {
			told = entities[i].Take(h.topic, h.message.Payload) || told
		}
	}
	if told {
		m.reaches(h)
		return
	}
	for _, j := range m.judges {
		if j.check.Kind == checklist.Online && m.of.Online == nil && j.verdict.State == Pending && j.verdict.Reason.Code == NeverSeen {
			j.set(Pending, Reason{Code: SaysOther, Found: excerpt(string(h.message.Payload)), Want: m.described.online(h.topic)}, h)
		}
	}
}

// online is the word for online on a topic of an availability.
func (d *described) online(topic string) string {
	for _, entities := range d.configs {
		for i := range entities {
			if word := entities[i].Online(topic); word != "" {
				return word
			}
		}
	}
	return ""
}

// reaches judges whether the device can be reached, which it can as long as one of its
// entities can.
func (m *member) reaches(h *hearing) {
	answer := homeassistant.Untold
	for _, entities := range m.described.configs {
		for i := range entities {
			if one := entities[i].Answer(); one == homeassistant.Yes || one == homeassistant.No && answer == homeassistant.Untold {
				answer = one
			}
		}
	}
	for _, j := range m.judges {
		if j.check.Kind == checklist.Online && m.of.Online == nil && answer != homeassistant.Untold {
			j.saysOnline(m, answer == homeassistant.Yes, h)
		}
	}
}

// finishDescribed is for a device that no discovery message describes, or that none says of how
// it is known to be online. It reports whether that is so.
func (j *judge) finishDescribed(m *member) bool {
	availabilities := 0
	for _, entities := range m.described.configs {
		availabilities += len(entities)
	}
	switch {
	case len(m.described.configs) == 0:
		j.verdict.State, j.verdict.Reason = Fail, Reason{Code: NotDescribed}
	case j.check.Kind == checklist.Online && m.of.Online == nil && availabilities == 0:
		j.verdict.State, j.verdict.Reason = NotVerifiable, Reason{Code: NoAvailability}
	default:
		return false
	}
	return true
}
