package learn

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tidwall/gjson"
	"go.yaml.in/yaml/v3"

	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/device"
	"mangrove/model/value"
)

// known is a device that a checklist can name.
type known struct {
	device.Device
	keys    []Key
	way     way
	subject *checklist.Subject // as a checklist would have it
	values  []*topic
	own     []string // all topics that it has
}

// found are the devices that a checklist can name, with their topics.
func (l *Learner) found(end time.Time, left omitted) (all []*known) {
	devices, _ := l.devices.Devices(end)
	for i := range devices {
		d := &devices[i]
		way, ok := ways[d.Convention]
		if !ok {
			continue
		}
		topics := l.devices.Topics(d.Key, l.most.topics)
		if d.Convention == device.Zigbee2MQTT {
			l.describe(topics, left)
		}
		k := &known{Device: *d, way: way, keys: way.keys(d, topics), own: topics}
		if k.subject = subjectOf(k.keys); k.subject == nil {
			continue
		}
		l.values(k)
		if len(k.values) > 0 {
			all = append(all, k)
		} else if len(topics) == 0 {
			left.add(Silent, 1)
		}
	}
	return all
}

// values finds the topics that the values of a device come on.
func (l *Learner) values(k *known) {
	add := func(name string) {
		if t := l.topics[name]; t != nil && !t.owned && t.live+t.kept > 0 && !slices.Contains(k.values, t) {
			k.values = append(k.values, t)
		}
	}
	for _, f := range k.subject.Filters {
		if !strings.ContainsAny(f, "+#") {
			add(f)
			continue
		}
		for _, name := range k.own {
			if t := l.topics[name]; t != nil && model.Covers(f, name) && k.way.takes(k.keys, t) {
				add(name)
			}
		}
	}
}

// describe takes out what a bridge of Zigbee2MQTT tells of its devices and of itself, besides
// how it stands.
func (l *Learner) describe(topics []string, left omitted) {
	for _, name := range topics {
		levels := model.Levels(name)
		n := len(levels)
		if t := l.topics[name]; t != nil && !t.owned && n > 2 && levels[n-2] == "bridge" && levels[n-1] != "state" {
			t.owned = true
			left.topic(Description, name)
		}
	}
}

// subjectOf is what a checklist makes of a device; nil: it cannot be named in one.
func subjectOf(keys []Key) *checklist.Subject {
	one := map[string]string{"id": "x", "present": "true"}
	for _, k := range keys {
		one[k.Name] = k.Value
	}
	text, err := yaml.Marshal(map[string]any{"version": 1, "devices": []any{one}})
	if err != nil {
		return nil
	}
	list, err := checklist.Read(text, nil)
	if err != nil {
		return nil
	}
	return list.Subjects[0]
}

// deviceSubjects are the devices, each with what holds of it.
func (l *Learner) deviceSubjects(end time.Time, left omitted) (all []*Subject) {
	devices := l.found(end, left)
	for _, k := range devices {
		for _, t := range k.values {
			t.owned = true
		}
	}
	said := l.said(devices)
	names := map[string]bool{}
	for _, k := range devices {
		s := l.deviceSubject(k, end, left, said)
		if len(s.Lines) == 0 {
			left.topics(Unchecked, k.values)
			continue
		}
		id := k.Name
		for n := 2; names[id]; n++ {
			id = k.Name + " " + strconv.Itoa(n)
		}
		names[id] = true
		s.Keys = slices.Insert(s.Keys, 0, Key{"id", id})
		all = append(all, s)
		l.claim(k, left)
	}
	return all
}

// claim takes the topics of a device out of those that rules are for.
func (l *Learner) claim(k *known, left omitted) {
	if k.subject.Online != nil {
		if t := l.topics[k.subject.Online.Topic]; t != nil {
			t.owned = true
		}
	}
	for _, name := range k.own {
		if t := l.topics[name]; t != nil && !t.owned {
			t.owned = true
			left.topic(OfDevices, name)
		}
	}
}

func (l *Learner) deviceSubject(k *known, end time.Time, left omitted, said *saying) *Subject {
	s := &Subject{Device: true, Keys: k.keys, Topics: len(k.values), names: namesOf(k.values)}
	g := l.group(k.values, true, end)
	if k.way.name != nil {
		g.name = func(topic, path string) (string, bool) { return k.way.name(k.keys, topic, path) }
	}
	_, live := g.live()
	if live > 0 {
		s.Lines = append(s.Lines, Line{&checklist.Check{Kind: checklist.Present}, Basis{Code: Heard, N: live, Sure: confidence(live)}})
	}
	if l.isOnline(k.subject.Online, live) {
		s.Lines = append(s.Lines, Line{&checklist.Check{Kind: checklist.Online}, Basis{Code: SaidSo, Sure: Sure}})
	}
	if k.way.name == nil { // elsewhere more is needed to find them than a path
		if line, ok := said.firmware(k.subject); ok {
			s.Lines = append(s.Lines, line)
		}
		if line, ok := l.battery(k.subject, live); ok {
			s.Lines = append(s.Lines, line)
		}
	}
	if line, ok := g.kept(); ok {
		s.Lines = append(s.Lines, line)
	}
	if line, ok := g.qos(); ok {
		s.Lines = append(s.Lines, line)
	}
	if g.periodic {
		s.Lines = append(s.Lines, g.interval)
	}
	lines := g.payloads(left)
	for _, source := range k.subject.Sources[checklist.Battery] { // a charge goes down
		lines = slices.DeleteFunc(lines, func(line Line) bool { return line.Check.Path == source.Path })
	}
	s.Lines = append(s.Lines, lines...)
	return s
}

// isOnline reports whether a device has said that it is, and was heard.
func (l *Learner) isOnline(s *checklist.Signal, live int) bool {
	if s == nil {
		return false
	}
	t := l.topics[s.Topic]
	if t == nil || !t.known || live+t.live == 0 {
		return false
	}
	says := strings.TrimSpace(string(t.latest))
	if s.Path != "" && strings.HasPrefix(says, "{") {
		says = gjson.Get(says, s.Path).String()
	}
	return says == s.Online
}

// leastBattery is the charge in percent that every battery has to have.
const leastBattery = 20

// battery asks for a charge, where all that was told was above it.
func (l *Learner) battery(s *checklist.Subject, live int) (line Line, ok bool) {
	for _, source := range s.Sources[checklist.Battery] {
		t := l.topics[source.Filter]
		if t == nil || live == 0 {
			continue
		}
		if f := t.fields[source.Path]; f != nil && f.numbers == f.n && f.endless == 0 && f.low >= leastBattery && f.high <= 100 {
			bound, _ := checklist.ParseBound(">=" + strconv.Itoa(leastBattery))
			why := Basis{Code: Numbers, N: f.n, Low: number(f.low), High: number(f.high), Sure: confidence(f.n)}
			return Line{&checklist.Check{Kind: checklist.Battery, Bound: bound}, why}, true
		}
	}
	return line, false
}

// saying finds what devices said of themselves in the latest payloads.
type saying struct {
	topics map[string]*topic
	by     map[checklist.Source]string // of sources with a wildcard: the payload, by what it is to have
	valid  map[*topic]bool             // whether the latest payload is JSON, of those that were looked at
}

// latest is the latest payload of a topic that is JSON; nil: there is none.
func (s *saying) latest(t *topic) []byte {
	if t == nil || !t.known {
		return nil
	}
	valid, looked := s.valid[t]
	if !looked {
		valid = value.IsJSON(t.latest)
		s.valid[t] = valid
	}
	if !valid {
		return nil
	}
	return t.latest
}

// said reads the payloads that tell of several devices once.
func (l *Learner) said(devices []*known) *saying {
	s := &saying{l.topics, map[checklist.Source]string{}, map[*topic]bool{}}
	done := map[[2]string]bool{}
	for _, k := range devices {
		for _, source := range k.subject.Sources[checklist.Firmware] {
			key := [2]string{source.Filter, source.Where}
			if !strings.ContainsAny(source.Filter, "+#") || source.Where == "" || done[key] {
				continue
			}
			done[key] = true
			for _, t := range l.topics {
				if !model.Covers(source.Filter, t.name) {
					continue
				}
				if payload := s.latest(t); payload != nil {
					at := checklist.Source{Filter: source.Filter, Path: source.Path, Where: source.Where, Is: gjson.GetBytes(payload, source.Where).String()}
					s.by[at] = gjson.GetBytes(payload, source.Path).String()
				}
			}
		}
	}
	return s
}

// firmware asks for the version that a device has, or a later one.
func (s *saying) firmware(of *checklist.Subject) (line Line, ok bool) {
	found := ""
	for _, source := range of.Sources[checklist.Firmware] {
		if version, there := s.by[source]; there && version != "" {
			found = cmp.Or(found, version)
		}
		if payload := s.latest(s.topics[source.Filter]); payload != nil {
			found = cmp.Or(found, gjson.GetBytes(payload, source.Path).String())
		}
	}
	version := leading(found)
	bound, ok := checklist.ParseBound(">=" + version)
	if !ok {
		return line, false
	}
	if holds, is := bound.Holds(found); !holds || !is {
		return line, false
	}
	return Line{&checklist.Check{Kind: checklist.Firmware, Bound: bound}, Basis{Code: Found, Low: version, Sure: Sure}}, true
}

// leading are the digits and dots that a version begins with.
func leading(version string) string {
	version = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(version)), "v")
	end := 0
	for end < len(version) && end < longestWord && (version[end] >= '0' && version[end] <= '9' || version[end] == '.') {
		end++
	}
	return strings.TrimRight(version[:end], ".")
}
