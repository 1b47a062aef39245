package device

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// homieDevice is a device and the one whose loss is its own.
type homieDevice struct {
	u    *unit
	five bool
}

// ofHomie: BASE/ID/$homie makes a device of versions 3 and 4, BASE/5/ID/$state one of
// version 5; the attributes begin with a $ (Homie convention).
func (s *Set) ofHomie(t path, m *Message) *route {
	n := len(t)
	switch {
	case n >= 4 && t[n-3] == "5" && (t[n-1] == "$state" && homieState(string(m.Payload)) != "" || t[n-1] == "$description" && gjson.GetBytes(m.Payload, "homie").Exists()):
		d := s.homieBy(t[:n-1].String(), true)
		if d == nil {
			return nil
		}
		return s.homieAttribute(d, t[:n-2].String(), t[n-1:])
	case n >= 3 && t[n-1] == "$homie" && (strings.HasPrefix(string(m.Payload), "3.") || strings.HasPrefix(string(m.Payload), "4.")):
		if d := s.homieBy(t[:n-1].String(), false); d != nil {
			return ignored(d.u)
		}
		return nil
	}
	for end := n - 1; end > 1; end-- {
		d := s.homie[t[:end].String()]
		switch {
		case d == nil:
			continue
		case t.last() == "set":
			return ignored(d.u)
		case strings.HasPrefix(t[end], "$"):
			return s.homieAttribute(d, t[:end-1].String(), t[end:])
		case strings.HasPrefix(t.last(), "$"):
			return ignored(d.u) // of a node or a property
		}
		return alive(d.u)
	}
	return nil
}

func (s *Set) homieBy(prefix string, five bool) *homieDevice {
	d := s.homie[prefix]
	if d == nil {
		u := s.unit(Homie, prefix)
		if u == nil {
			return nil
		}
		d = &homieDevice{u, five}
		s.homie[prefix] = d
		s.learned()
	}
	return d
}

// homieState is what a state means, empty when it is none.
func homieState(word string) Status {
	switch word {
	case "ready", "init", "alert":
		return Online
	case "sleeping":
		return Asleep
	case "disconnected", "lost":
		return Offline
	}
	return ""
}

func (s *Set) homieAttribute(d *homieDevice, siblings string, rest path) *route {
	u := d.u
	take := func(*Message) {}
	switch rest.String() {
	case "$state":
		take = func(m *Message) { u.homieState(m) }
	case "$name":
		take = func(m *Message) { u.describe(string(m.Payload), "", "", "") }
	case "$fw/version":
		take = func(m *Message) { u.describe("", "", "", string(m.Payload)) }
	case "$fw/name":
		take = func(m *Message) { u.complete("", "", string(m.Payload), "") }
	case "$implementation":
		take = func(m *Message) { u.complete("", "", string(m.Payload), "") }
	case "$stats/signal":
		take = func(m *Message) { u.signal(gjson.ParseBytes(m.Payload), "%", m) }
	case "$stats/battery":
		take = func(m *Message) { u.percent(gjson.ParseBytes(m.Payload), m) }
	case "$description":
		take = func(m *Message) {
			about := gjson.ParseBytes(m.Payload)
			u.describe(about.Get("name").String(), "", about.Get("type").String(), "")
			if root := about.Get("root").String(); root != "" && len(root) < 1_000 {
				if above := s.homieBy(siblings+"/"+root, true); above != nil && above.u != u {
					u.parent = above.u
				}
			}
		}
	}
	return &route{u: u, take: take}
}

// homieState takes what a device says of itself; an empty state is that of one that is
// no more.
func (u *unit) homieState(m *Message) {
	if len(m.Payload) == 0 {
		u.removed = true
		return
	}
	u.removed = false
	word := string(m.Payload)
	if state := homieState(word); state != "" {
		u.said(state, m)
	}
	u.problems = slices.DeleteFunc(u.problems, func(c Code) bool { return c == Alert })
	if word == "alert" {
		u.problems = append(u.problems, Alert)
	}
}
