package device

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// ofHomie: BASE/ID/$homie makes a device of versions 2 to 4, BASE/5/ID/$state one of
// version 5; the attributes begin with a $ (Homie convention).
func (s *Set) ofHomie(t path, m *Message) *route {
	n := len(t)
	if homieBegins(t, string(m.Payload)) {
		d := s.homieBy(t[:n-1].String())
		if d == nil {
			return nil
		}
		return s.homieAttribute(d, t[:n-2].String(), t[n-1:])
	}
	for end := n - 1; end > 1; end-- {
		d := s.homie[t[:end].String()]
		switch {
		case d == nil:
			continue
		case t.last() == "set":
			return ignored(d)
		case strings.HasPrefix(t[end], "$"):
			return s.homieAttribute(d, t[:end-1].String(), t[end:])
		case strings.HasPrefix(t.last(), "$"):
			return ignored(d) // of a node or a property
		}
		return alive(d)
	}
	if last := t.last(); last == "$homie" || last == "$state" || last == "$description" {
		return s.undecided()
	}
	return nil
}

// homieBegins reports whether a message is one by which a device is known.
func homieBegins(t path, payload string) bool {
	n := len(t)
	switch {
	case n < 3:
		return false
	case t[n-1] == "$homie":
		major, _, dotted := strings.Cut(strings.TrimPrefix(payload, "v"), ".") // some write v4.0.0
		return dotted && (major == "2" || major == "3" || major == "4")
	case n < 4 || t[n-3] != "5":
		return false
	}
	return t[n-1] == "$state" && homieState(payload) != "" || t[n-1] == "$description" && gjson.Get(payload, "homie").Exists()
}

func (s *Set) homieBy(prefix string) *unit {
	d := s.homie[prefix]
	if d == nil {
		if d = s.unit(Homie, prefix); d == nil {
			return nil
		}
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

func (s *Set) homieAttribute(u *unit, siblings string, rest path) *route {
	take := func(*Message) {}
	switch rest.String() {
	case "$state":
		take = func(m *Message) { u.homieState(m) }
	case "$online": // of version 2
		take = func(m *Message) { u.words(m, "true", "false") }
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
	case "$homie", "$nodes":
		take = u.describedBy
	case "$description":
		take = func(m *Message) { s.homieDescribed(u, siblings, m) }
	}
	if alert, is := strings.CutPrefix(rest.String(), "$alert/"); is { // since version 5
		take = func(m *Message) { u.homieAlert(alert, m) }
	}
	return &route{u: u, take: take}
}

// homieDescribed takes what a device of version 5 says that it is, and which one has its
// connection.
func (s *Set) homieDescribed(u *unit, siblings string, m *Message) {
	u.describedBy(m)
	about := gjson.ParseBytes(m.Payload)
	u.describe(about.Get("name").String(), "", about.Get("type").String(), "")
	if root := about.Get("root").String(); root != "" && len(root) < 1_000 {
		if above := s.homieBy(siblings + "/" + root); above != nil && above != u {
			u.parent = above
		}
	}
}

// homieAlert takes that a device asks for a human, or does not any more.
func (u *unit) homieAlert(name string, m *Message) {
	switch {
	case len(m.Payload) == 0:
		delete(u.alerts, name)
	case u.alerts == nil:
		u.alerts = map[string]bool{name: true}
	case len(u.alerts) < mostCounted:
		u.alerts[name] = true
	}
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
