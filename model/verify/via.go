package verify

import (
	"strings"
	"time"

	"github.com/tidwall/gjson"

	"mangrove/model/checklist"
	"mangrove/model/value"
)

// via is how what a device speaks through stands.
type via struct {
	root  string  // which one it is; empty: the only one, or it is not known yet
	of    *bridge // nil: nothing that is known
	order uint64  // of the latest message that the device itself has sent
}

// bridge is what many devices speak through, or those of which each speaks through one.
type bridge struct {
	signal *checklist.Signal
	off    map[string]gone // by the topics that have said that they are offline
}

// gone is a message that said so.
type gone struct {
	at    time.Time
	order uint64
	cited []int
}

// mostGone is how many that are offline are kept until it is known who speaks through them.
const mostGone = 100_000

// addVia notes which topics are about what a device speaks through.
func (r *Run) addVia(s *subject, m *member) {
	wanted := s.viaFilters()
	if wanted == nil {
		return
	}
	key := s.Via.Topic + "\x00" + s.Via.Path + "\x00" + s.Via.Online
	m.via.of = r.bridges[key]
	if m.via.of == nil {
		m.via.of = &bridge{&s.Via.Signal, map[string]gone{}}
		if r.bridges == nil {
			r.bridges = map[string]*bridge{}
		}
		r.bridges[key] = m.via.of
		r.filters.add(s.Via.Topic, target{subject: s, as: asShared, shared: &shared{take: m.via.of.says}})
	}
	if len(wanted) > 1 {
		r.filters.add(wanted[1], target{subject: s, member: m, as: asRoot})
	}
}

// viaFilters are the signal of what a device speaks through, and what says which one that is.
func (s *subject) viaFilters() []string {
	switch {
	case s.Via == nil || !s.asks(checklist.Online):
		return nil
	case s.Via.Described == "":
		return []string{s.Via.Topic}
	}
	return []string{s.Via.Topic, s.Via.Described}
}

// says takes what something says that devices speak through.
func (b *bridge) says(h *hearing) {
	online, known := b.signal.Means(wordOf(b.signal, h.message.Payload))
	switch {
	case !known:
	case online:
		delete(b.off, h.topic)
	case len(b.off) < mostGone:
		b.off[h.topic] = gone{h.at, h.run.order, h.cite()}
	}
}

// viaNamed takes which one the device speaks through.
func (m *member) viaNamed(h *hearing) {
	if value.IsJSON(h.message.Payload) {
		m.via.root = gjson.GetBytes(h.message.Payload, m.of.Via.Root).String()
	}
}

// throughGone takes back that a device is online when what it speaks through is not: nobody is
// left to tell of it.
func (j *judge) throughGone(m *member) {
	if m.via.of == nil {
		return
	}
	topic := m.of.Via.Topic
	if m.of.Via.Described != "" {
		topic = strings.Replace(topic, "+", m.via.root, 1)
	}
	if off, is := m.via.of.off[topic]; is && off.order >= m.via.order { // else it has sent something since
		j.verdict.State, j.verdict.Reason, j.verdict.Evidence = Fail, Reason{Code: GatewayOffline, Found: topic, At: off.at}, off.cited
	}
}
