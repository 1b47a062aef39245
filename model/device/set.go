package device

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"mangrove/model/decode/sparkplug"
)

// Message is a message of the broker.
type Message struct {
	Topic    string
	Payload  []byte // only read, and not kept
	At       time.Time
	Retained bool // it came because of the subscription
}

// size is how much of it is kept, in bytes.
func (m *Message) size() int { return len(m.Topic) + len(m.Payload) }

// Bounds of what is kept of a broker, whatever it sends.
const (
	mostDevices   = 100_000
	mostTopics    = 1_000_000
	mostWaiting   = 10_000   // retained messages that nothing is known of yet
	largestWait   = 64 << 10 // bytes of one
	mostWaits     = 64 << 20 // bytes of all of them, with their topics
	largestLists  = 16 << 20 // bytes of a message that describes devices
	largestOther  = 1 << 20  // bytes of others that are read
	mostOfAList   = 20_000   // devices of a message
	longestLevels = 32       // levels of a topic that is looked at
)

// route is what is done with the messages of a topic.
type route struct {
	take func(m *Message) // nil: nothing is known of the topic
	u    *unit            // that it belongs to; nil: it describes several
	// asked is of what there was to know when the topic was looked at. A route that is
	// weak, or none, is looked for again once more is known.
	asked uint32
	weak  bool
	// open: what the topic is depends on what is in its messages, and this one did not tell.
	open bool
	// described: only a discovery message says whose it is. What is retained waits for who
	// knows better.
	described bool
}

// Set is the devices of a broker. One goroutine uses it.
type Set struct {
	templates []Template
	most      int              // devices
	units     map[string]*unit // by what they are known by now
	keys      map[string]*unit // by the keys that they keep
	routes    map[string]*route
	waiting   map[string]Message
	waits     int    // bytes of what waits
	known     uint32 // grows with what topics are recognised by
	settled   uint32 // what was known when what waits was tried last
	settledAt time.Time
	open      bool // a finder wants to see the next message of a topic, too
	left      int  // devices beyond mostDevices

	zigbee     map[string]*zigbeeBase
	tasmota    map[string]*tasmotaDevice // by the path before the last level
	tasmotaBy  map[string]*unit          // by address
	shelly     map[string]*unit          // of the second generation, by prefix
	esphome    map[string]*unit          // by prefix
	esphomeMAC map[string]*unit          // by address
	homie      map[string]*unit          // by prefix
	gateways   map[string]*unit          // of OpenMQTTGateway, by base and name
	frigate    map[string]*unit          // by base
	assistant  assistant
	network    *sparkplug.Network
	nodes      map[string][]*unit // of Sparkplug with their devices, by group and name
	position   uint64
}

// New makes a set that also recognises devices by templates.
func New(templates ...Template) *Set {
	return &Set{
		templates: templates, most: mostDevices, units: map[string]*unit{}, keys: map[string]*unit{}, routes: map[string]*route{}, waiting: map[string]Message{},
		zigbee: map[string]*zigbeeBase{}, tasmota: map[string]*tasmotaDevice{}, tasmotaBy: map[string]*unit{}, shelly: map[string]*unit{}, esphome: map[string]*unit{}, esphomeMAC: map[string]*unit{},
		homie: map[string]*unit{}, gateways: map[string]*unit{}, frigate: map[string]*unit{}, assistant: newAssistant(),
		nodes: map[string][]*unit{},
	}
}

// finder looks whether a topic belongs to a device of its convention. It gives nil when not.
type finder func(s *Set, t path, m *Message) *route

// finders are asked in this order; the ones before the last know their topics by more than
// a guess.
var finders = []finder{
	(*Set).byTemplate, (*Set).ofSparkplug, (*Set).ofTheThings, (*Set).ofChirpStack, (*Set).ofOwnTracks, (*Set).ofRuuvi, (*Set).ofFrigate,
	(*Set).ofZigbee2MQTT, (*Set).ofShelly, (*Set).ofShellyRPC, (*Set).ofHomie, (*Set).ofTasmota, (*Set).ofOpenMQTTGateway, (*Set).ofESPHome,
	(*Set).ofHomeAssistant,
}

// Take takes in a message. They come in the order of their arrival.
func (s *Set) Take(m *Message) {
	if !m.Retained && len(s.waiting) > 0 && s.settled != s.known && m.At.Sub(s.settledAt) >= together {
		s.settledAt = m.At // what was kept is of before
		s.settle()
	}
	r := s.routes[m.Topic]
	if r == nil || r.open || (r.take == nil || r.weak) && r.asked != s.known {
		r = s.find(m)
	}
	if r.take == nil {
		s.wait(m)
		return
	}
	s.forget(m.Topic)
	r.take(m)
	if r.described {
		s.wait(m)
	}
}

// find looks for the device that a topic belongs to.
func (s *Set) find(m *Message) *route {
	r := &route{asked: s.known}
	s.open = false
	if t := pathOf(m.Topic); len(t) <= longestLevels && len(m.Payload) <= largestLists {
		for _, f := range finders {
			if found := f(s, t, m); found != nil {
				r = found
				break
			}
		}
	}
	r.asked, r.open = s.known, s.open && r.take == nil
	s.assistant.ownedByFilter(m.Topic, r)
	if old := s.routes[m.Topic]; old != nil {
		if old.u != r.u {
			old.u.leave(m.Topic)
			r.u.join(m.Topic)
		}
		s.routes[m.Topic] = r
	} else if len(s.routes) < mostTopics {
		r.u.join(m.Topic)
		s.routes[m.Topic] = r
	}
	return r
}

// wait keeps a retained message until more is known.
func (s *Set) wait(m *Message) {
	if !m.Retained || len(m.Payload) == 0 || len(m.Payload) > largestWait {
		return
	}
	s.forget(m.Topic)
	if len(s.waiting) >= mostWaiting || s.waits+m.size() > mostWaits {
		return
	}
	s.waits += m.size()
	s.waiting[m.Topic] = Message{m.Topic, bytes.Clone(m.Payload), m.At, true}
}

// forget lets go what waits of a topic.
func (s *Set) forget(topic string) {
	if m, there := s.waiting[topic]; there {
		s.waits -= m.size()
		delete(s.waiting, topic)
	}
}

// learned says that topics may be recognised now that were not before.
func (s *Set) learned() { s.known++ }

// settle gives what waits another try, as long as that brings something new.
func (s *Set) settle() {
	for before := s.known + 1; before != s.known && len(s.waiting) > 0; {
		before = s.known
		topics := make([]string, 0, len(s.waiting))
		for topic := range s.waiting {
			topics = append(topics, topic)
		}
		slices.Sort(topics)
		for _, topic := range topics {
			if m := s.waiting[topic]; s.routes[topic] == nil || s.routes[topic].asked != s.known {
				s.Take(&m)
			}
		}
	}
	s.settled = s.known
}

// Interrupted says that there was no connection: silences across it are none.
func (s *Set) Interrupted() {
	for _, u := range s.units {
		u.rhythm.broken()
		u.missed = true
	}
	if s.network != nil {
		s.network.Missed()
	}
}

// Devices are all devices as they stand at a time, by convention and name, and how many
// more there were than are kept.
func (s *Set) Devices(now time.Time) (all []Device, left int) {
	s.settle()
	s.describeByAssistant()
	s.settle() // what its descriptions have made known
	if s.network != nil {
		s.network.Pass(now)
	}
	for _, u := range s.units {
		if u.hidden {
			continue
		}
		if u.Convention == Sparkplug {
			s.standOfSparkplug(u, now)
		}
		all = append(all, u.at(now))
	}
	slices.SortFunc(all, func(a, b Device) int {
		return cmp.Or(cmp.Compare(a.Convention, b.Convention), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Key, b.Key))
	})
	return all, s.left
}

// Topics are those of the device with a key as far as there have been messages on them, sorted,
// and the first most of them at the most.
func (s *Set) Topics(key string, most int) []string {
	if u := s.keys[key]; u != nil {
		return first(u.topics, most)
	}
	return nil
}

// first are the first most texts of a set, sorted. More than twice as many are never sorted.
func first(all map[string]struct{}, most int) (list []string) {
	full := false
	for one := range all {
		if full && one >= list[most-1] {
			continue
		}
		if list = append(list, one); len(list) > 2*most {
			slices.Sort(list)
			list, full = list[:most], true
		}
	}
	slices.Sort(list)
	return list[:min(len(list), most)]
}

// Descriptions are the topics of the messages that say what a device is, as far as there have
// been some, sorted, and no more than most.
func (s *Set) Descriptions(key string, most int) (topics []string) {
	u := s.units[key]
	if u == nil {
		return nil
	}
	topics = append(slices.Collect(maps.Keys(u.from)), s.discoveriesOf(u)...)
	slices.Sort(topics)
	topics = slices.Compact(topics)
	return topics[:min(len(topics), most)]
}

// unit is the device of a convention with an ID, a new one when there is none; nil when
// there are too many.
func (s *Set) unit(c Convention, id string) *unit {
	key := string(c) + "\x00" + id
	u := s.units[key]
	if u == nil {
		if len(s.units) >= s.most {
			s.left++
			return nil
		}
		u = &unit{key: key, Device: Device{Key: key, Convention: c, ID: shortened(id)}}
		for n := 2; s.keys[u.Key] != nil; n++ { // that one has another ID now
			u.Key = key + "\x00" + strconv.Itoa(n)
		}
		s.units[key], s.keys[u.Key] = u, u
	}
	return u
}

// drop takes it that there is no such device.
func (s *Set) drop(u *unit) {
	delete(s.units, u.key)
	delete(s.keys, u.Key)
}

// rename gives a device another ID.
func (s *Set) rename(u *unit, id string) {
	delete(s.units, u.key)
	u.key, u.ID = string(u.Convention)+"\x00"+id, shortened(id)
	s.units[u.key] = u
}

// undecided says that another message of a topic may tell what this one does not.
func (s *Set) undecided() *route {
	s.open = true
	return nil
}

// ignored is the route of a topic that belongs to a device and says nothing of it: a
// command to it, for one.
func ignored(u *unit) *route { return &route{u: u, take: func(*Message) {}} }

// alive is the route of a topic whose messages are a sign of life and no more.
func alive(u *unit) *route { return &route{u: u, take: u.noteAlive} }

// path is a topic in its levels.
type path []string

func pathOf(topic string) path { return strings.Split(topic, "/") }

func (p path) last() string             { return p[len(p)-1] }
func (p path) String() string           { return strings.Join(p, "/") }
func (p path) begins(level string) bool { return len(p) > 0 && p[0] == level }
