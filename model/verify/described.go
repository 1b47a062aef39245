package verify

import (
	"net"
	"slices"
	"time"

	"github.com/tidwall/gjson"

	"mangrove/model/checklist"
	"mangrove/model/homeassistant"
)

// Bounds of what is kept for devices that only their discovery messages describe.
const (
	mostDescribed  = 1_000      // topics of a device, its messages, and what it says it can be reached by
	mostWide       = 10         // of these topics, with wildcards
	mostRemembered = 100_000    // messages that came before it was known what they are
	mostBytes      = 16 << 20   // of all of these, and as many of the topics that are put aside
	largestReached = 4 << 10    // of one
	mostMatched    = 20_000_000 // topics that those with wildcards are compared with, in a run
)

// discovery is what devices are looked for with whose topics only discovery messages say.
type discovery struct {
	found  []string // topics that have to be subscribed to besides
	latest map[string]remembered
	bytes  int                   // of these
	full   bool                  // some were left out
	of     map[string]*announced // what is looked for, by prefix

	matched int // topics that those with wildcards were compared with
}

// announced is what is looked for in the discovery messages below a prefix.
type announced struct {
	prefix string
	by     map[named][]*member
	at     map[string][]*member // whom the latest message of a topic describes
	others map[string][]string  // topics of messages that describe nobody who is known yet, by identifier
	kept   int                  // of these
	bytes  int                  // of these
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
	reaches int                              // of all of these
	topics  map[string]purpose               // that are listened to
	wide    int                              // of these, with wildcards
	ids     map[string]bool                  // that it goes by: not every message has its name
	macs    map[string]bool                  // of these, the addresses, in the one way they are known by
	unfit   map[purpose]string               // topics that are not listened to: the first for each purpose
	left    bool                             // there were too many
	via     bool                             // it speaks through another device, whose will a bridge or a gateway has
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
	m.described = described{configs: map[string][]homeassistant.Reach{}, topics: map[string]purpose{}, ids: map[string]bool{}, macs: map[string]bool{}, unfit: map[purpose]string{}}
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
	delete(a.at, h.topic)
	for _, m := range meant {
		if m.configured(a, &c, h) {
			a.at[h.topic] = append(a.at[h.topic], m)
		}
	}
	if len(meant) == 0 {
		a.putAside(h.topic, c.Device.IDs())
	}
}

// putAside keeps the topic of a message for when it is known whom it describes.
func (a *announced) putAside(topic string, ids []string) {
	for _, id := range ids {
		size := len(id) + len(topic)
		if a.kept < mostRemembered && a.bytes+size <= mostBytes && len(a.others[id]) < mostDescribed && !slices.Contains(a.others[id], topic) {
			a.others[id] = append(a.others[id], topic)
			a.kept, a.bytes = a.kept+1, a.bytes+size
		}
	}
}

// undescribed takes it that a message does not describe the device any more.
func (m *member) undescribed(h *hearing) {
	m.described.reaches -= len(m.described.configs[h.topic])
	delete(m.described.configs, h.topic)
	m.reaches(h)
}

// configured takes a discovery message of the device. It reports whether there was room for it.
func (m *member) configured(a *announced, c *homeassistant.Config, h *hearing) bool {
	d := &m.described
	was, known := d.configs[h.topic]
	if !known && len(d.configs) >= mostDescribed {
		d.left = true
		return false
	}
	d.via = d.via || c.Device.Via
	d.reaches -= len(was)
	d.configs[h.topic] = nil
	for i := range c.Entities {
		switch e := &c.Entities[i]; {
		case len(e.Availability) == 0:
		case d.reaches >= mostDescribed:
			d.left = true
		default:
			d.configs[h.topic] = append(d.configs[h.topic], homeassistant.NewReach(e))
			d.reaches++
		}
	}
	others := d.learn(a, m, c.Device.IDs())
	for i := range c.Entities {
		m.follow(&c.Entities[i], h)
	}
	for _, topic := range others {
		if one, there := h.run.discovery.latest[topic]; there {
			a.take(one.asHeardNow(h.run, topic))
		}
	}
	for _, j := range m.judges {
		if j.check.Kind == checklist.Firmware && c.Device.Firmware != "" {
			j.told(m, gjson.Result{Type: gjson.String, Str: c.Device.Firmware, Raw: c.Device.Firmware}, "sw", h)
		}
	}
	return true
}

// learn notes what the device goes by. It gives the topics of messages that are of it, as is
// known by that.
func (d *described) learn(a *announced, m *member, ids []string) (topics []string) {
	for _, id := range ids {
		if d.ids[id] || len(d.ids) >= mostDescribed {
			continue
		}
		d.ids[id] = true
		if mac, err := net.ParseMAC(homeassistant.SameMAC(id)); err == nil {
			d.macs[mac.String()] = true
		}
		if by := (named{true, id}); !slices.Contains(a.by[by], m) {
			a.by[by] = append(a.by[by], m)
		}
		topics = append(topics, a.others[id]...)
		for _, topic := range a.others[id] {
			a.kept, a.bytes = a.kept-1, a.bytes-len(id)-len(topic)
		}
		delete(a.others, id)
	}
	return topics
}

// reached takes what a topic says of whether the device can be reached.
func (m *member) reached(h *hearing) {
	if len(h.message.Payload) > largestReached {
		return
	}
	told, alone := false, false
	for _, entities := range m.described.configs {
		for i := range entities {
			if e := &entities[i]; e.Take(h.topic, h.message.Payload) {
				told, alone = true, alone || e.Availabilities() == 1
			}
		}
	}
	if told {
		m.reaches(h)
		if alone { // of several, one is that of a bridge
			m.willReached(h)
		}
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

// finishDescribed is for a device that no discovery message describes, or of which none names
// what a check could be judged by. It reports whether that is so.
func (j *judge) finishDescribed(m *member) bool {
	d, as := &m.described, asValue
	if slices.Contains(bySignal, j.check.Kind) && m.of.Online == nil {
		as = asReach
	}
	switch {
	case len(d.configs) == 0:
		j.verdict.State, j.verdict.Reason = Fail, Reason{Code: NotDescribed}
	case j.check.Kind == checklist.Firmware:
		return false
	case len(d.listened(as)) == 0 && d.unfit[as] != "":
		j.verdict.State, j.verdict.Reason = NotVerifiable, Reason{Code: UnfitTopic, Found: d.unfit[as]}
	case as == asReach && d.reaches == 0:
		j.verdict.State, j.verdict.Reason = NotVerifiable, Reason{Code: NoAvailability}
	case d.left:
		j.verdict.State, j.verdict.Reason = NotVerifiable, Reason{Code: TooManyTopics}
	default:
		return false
	}
	return true
}
