package device

import (
	"time"

	"mangrove/model/decode/sparkplug"
)

// ofSparkplug: nodes and devices stand as their births and deaths say, which is followed for
// all of them together (Sparkplug B 3.0).
func (s *Set) ofSparkplug(t path, m *Message) *route {
	where, ok := sparkplug.ParseTopic(m.Topic)
	if !ok || t[0] != sparkplug.Namespace {
		return nil
	}
	if s.network == nil {
		s.network = sparkplug.NewNetwork()
	}
	follow := func(m *Message) {
		s.position++
		s.network.Take(&sparkplug.Message{Topic: []byte(m.Topic), Payload: m.Payload, At: m.At, Position: s.position, Retained: m.Retained})
	}
	if where.Verb == sparkplug.State {
		return &route{take: follow}
	}
	id := where.Group + "/" + where.Node
	if where.Device != "" {
		id += "/" + where.Device
	}
	u := s.unit(Sparkplug, id)
	if u == nil {
		return nil
	}
	if u.about == "" { // it is new
		node := where.Group + "/" + where.Node
		s.nodes[node] = append(s.nodes[node], u)
	}
	u.about = m.Topic
	u.complete(where.Device, "", "", "")
	u.complete(where.Node, "", "", "")
	switch where.Verb {
	case sparkplug.NCmd, sparkplug.DCmd:
		return &route{u: u, take: follow}
	case sparkplug.NDeath, sparkplug.DDeath: // which is a will for the most part, and no sign of life
		return &route{u: u, take: func(m *Message) { follow(m); s.standOfNode(u, where, m.At) }}
	case sparkplug.NBirth, sparkplug.DBirth:
		return &route{u: u, take: func(m *Message) { u.describedBy(m); u.noteAlive(m); follow(m); s.standOfNode(u, where, m.At) }}
	}
	return &route{u: u, take: func(m *Message) { u.noteAlive(m); follow(m) }}
}

// standOfNode takes over what a birth or a death means for a device, or for a node with all
// that is behind it: what comes and goes is counted, however seldom anybody asks.
func (s *Set) standOfNode(u *unit, where sparkplug.Topic, at time.Time) {
	if where.Device != "" {
		s.standOfSparkplug(u, at)
		return
	}
	for _, one := range s.nodes[where.Group+"/"+where.Node] {
		s.standOfSparkplug(one, at)
	}
}

// standOfSparkplug takes over how a node or device stands by its births and deaths.
func (s *Set) standOfSparkplug(u *unit, now time.Time) {
	stands, ok := s.network.Unit(u.about, now)
	u.problems = u.problems[:0]
	switch {
	case !ok:
	case stands.Status == sparkplug.Awaiting:
		u.problems = append(u.problems, AwaitingBirth)
	case stands.Status == sparkplug.Online:
		u.stand(Online, Said, stands.Since)
	case stands.Status == sparkplug.Offline:
		u.stand(Offline, Said, stands.Since)
	}
	if ok && stands.Doubted {
		u.problems = append(u.problems, MissedMessages)
	}
	u.births = 0
	if ok && stands.BirthsPerMinute > mostBirths {
		u.births, u.stormed = stands.BirthsPerMinute, now
	}
}

// mostBirths a minute are no storm yet.
const mostBirths = 3
