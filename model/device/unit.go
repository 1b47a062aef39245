package device

import (
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/tidwall/gjson"
)

// unit is a device as its messages add up.
type unit struct {
	Device
	key      string              // in the set, of what it is known by
	topics   map[string]struct{} // on which there have been messages
	rhythm   rhythm
	first    time.Time // of the live messages
	gateway  *unit     // that it speaks through; nil: none
	parent   *unit     // whose loss is its own (Homie); nil: none
	hidden   bool      // it is another one's description
	listed   bool      // by its gateway
	byName   bool      // nothing but a topic has told of it: its gateway has not listed it yet
	removed  bool
	sleeps   bool            // it is off the network most of the time, and means to be
	problems []Code          // that its convention has told, without numbers
	alerts   map[string]bool // by name, each with a topic of its own (Homie)
	from     map[string]bool // topics of messages that have described it
	about    string          // a topic of a node or device of Sparkplug
	births   int             // in a minute, when they are a storm
	stormed  time.Time       // the latest birth of the storm
	came     []time.Time     // the latest births, where it is its will that says it has gone
	missed   bool            // messages of it: what the broker keeps may be newer than what is known
	runsLow  bool            // its battery, as it says itself
	denied   bool            // it was said to be offline, and it sends
	lasts    time.Duration   // how long its states count; 0: for ever
}

// join and leave say that a topic is one of the device, or is not any more; nil: of none.
func (u *unit) join(topic string) {
	if u == nil {
		return
	}
	if u.topics == nil {
		u.topics = map[string]struct{}{}
	}
	u.topics[topic] = struct{}{}
}

func (u *unit) leave(topic string) {
	if u != nil {
		delete(u.topics, topic)
	}
}

// noteAlive takes a live message of the device as a sign of life. A retained one is none: it
// proves that a topic is there, never that the device is.
func (u *unit) noteAlive(m *Message) {
	if !u.sends(m) {
		return
	}
	if u.Messages == 0 {
		u.first = m.At
	}
	u.Messages++
	u.Last = m.At
	u.rhythm.beat(m.At)
	u.lives(m)
}

// sends reports whether a message was sent now, and by a device. An empty one clears what the
// broker keeps and may be anybody's; only what a template names may send such, once heard.
func (u *unit) sends(m *Message) bool {
	return !m.Retained && (len(m.Payload) > 0 || u.Convention == ByTemplate && u.Messages > 0)
}

// lives takes a message that only comes when the device is there, and what it speaks through.
// What it has said itself counts for more; but a will says that a connection has ended, which
// is over when something comes after it.
func (u *unit) lives(m *Message) {
	if !u.sends(m) {
		return
	}
	u.missed = false
	if u.Basis == NoBasis || u.Basis == SaidBefore || u.Status == Offline && u.hasWill() && m.At.Sub(u.Since) >= together {
		u.denied = u.denied || u.Status == Offline && u.Convention != OwnTracks // which has no birth
		u.stand(Online, Heard, m.At)
	}
	for _, above := range []*unit{u.gateway, u.parent} {
		if above != nil {
			above.lives(m)
		}
	}
}

// hasWill reports whether what says that a device is offline is its will; else it is what
// somebody else thinks of it.
func (u *unit) hasWill() bool {
	return u.gateway == nil && u.Convention != HomeAssistant && u.Convention != Sparkplug
}

// said takes what the device, or its will, says of it.
func (u *unit) said(s Status, m *Message) {
	u.Tells = true
	basis := Said
	if m.Retained {
		basis = SaidBefore
		if !u.missed && (u.Basis == Said || u.Basis == Heard) { // a late answer to a subscription
			return
		}
	}
	u.missed = false
	if s != Offline {
		u.denied = false
	}
	u.stand(s, basis, m.At)
}

// stand notes how it stands. Where that is what was known, the better proof counts, and the
// time of the first proof.
func (u *unit) stand(s Status, b Basis, at time.Time) {
	if u.Status == s {
		if u.Basis == SaidBefore {
			u.Since = at
		}
		u.Basis = b
		return
	}
	if u.Status == Online && s == Offline {
		u.Drops++
	}
	u.Status, u.Basis, u.Since = s, b, at
	if len(u.Changes) == mostChanges {
		u.Changes = append(u.Changes[:0], u.Changes[1:]...)
		u.Earlier++
	}
	u.Changes = append(u.Changes, Change{s, b, at})
}

// asleep takes it that a device is off the network most of the time: what says that it is
// offline says that it sleeps.
func (u *unit) asleep(m *Message) {
	u.sleeps = true
	if u.Status == Offline {
		u.said(Asleep, m)
	}
}

// will takes what the will of a device says, and the message in its place when it is back.
func (u *unit) will(m *Message, online, offline string) {
	if u.sleeps && string(m.Payload) == offline {
		u.said(Asleep, m)
		return
	}
	u.words(m, online, offline)
}

// words takes a payload that is one of two words; another says nothing.
func (u *unit) words(m *Message, online, offline string) {
	switch string(m.Payload) {
	case online:
		u.born(m)
		u.said(Online, m)
	case offline:
		u.said(Offline, m)
	}
}

// stormLasts is how long after its latest birth a storm is told of.
const stormLasts = 15 * time.Minute

// born counts a birth: one that connects over and over shares its client ID with another.
func (u *unit) born(m *Message) {
	if m.Retained {
		return
	}
	u.came = slices.DeleteFunc(u.came, func(at time.Time) bool { return m.At.Sub(at) >= time.Minute })
	if len(u.came) < mostCounted {
		u.came = append(u.came, m.At)
	}
	if m.At.Sub(u.stormed) > stormLasts {
		u.births = 0 // that of before is over
	}
	if n := len(u.came); n > mostBirths {
		u.births, u.stormed = max(u.births, n), m.At
	}
}

// describe takes what the device is; what is empty leaves what was known.
func (u *unit) describe(name, maker, model, firmware string) {
	for _, one := range []struct {
		to   *string
		text string
	}{{&u.Name, name}, {&u.Maker, maker}, {&u.Model, model}, {&u.Firmware, firmware}} {
		if one.text != "" {
			*one.to = shortened(one.text)
		}
	}
}

// complete is describe for what is known less well.
func (u *unit) complete(name, maker, model, firmware string) {
	only := func(have, text string) string {
		if have != "" {
			return ""
		}
		return text
	}
	u.describe(only(u.Name, name), only(u.Maker, maker), only(u.Model, model), only(u.Firmware, firmware))
}

// percent takes the state of a battery in percent. What cannot be one is left out.
func (u *unit) percent(r gjson.Result, m *Message) {
	if v, ok := number(r); ok && v >= 0 && v <= 100 {
		u.Battery = &Reading{v, "%", m.At}
	}
}

// low takes that a battery is low, which some devices say instead of how much is left, or
// beside it.
func (u *unit) low(r gjson.Result) {
	if r.IsBool() {
		u.runsLow = r.Bool()
	}
}

func (u *unit) signal(r gjson.Result, unit string, m *Message) {
	if v, ok := number(r); ok {
		u.Signal = &Reading{v, unit, m.At}
	}
}

// number is one of JSON, or in quotes.
func number(r gjson.Result) (float64, bool) {
	switch r.Type {
	case gjson.Number:
		return r.Num, !math.IsInf(r.Num, 0) && !math.IsNaN(r.Num)
	case gjson.String:
		v, err := strconv.ParseFloat(r.Str, 64)
		return v, err == nil && !math.IsInf(v, 0) && !math.IsNaN(v)
	default:
		return 0, false
	}
}

// at is how the device stands at a time.
func (u *unit) at(now time.Time) Device {
	d := u.Device
	d.Topics = len(u.topics)
	d.Changes = append([]Change(nil), u.Changes...)
	if d.Name == "" {
		d.Name = d.ID
	}
	if d.Status == "" {
		d.Status = Unknown
	}
	for _, above := range []*unit{u.gateway, u.parent} {
		if above != nil && above.Status == Offline && d.Status != Offline {
			d.Status, d.Basis, d.Since = Offline, OfGateway, above.Since
		}
	}
	if usual, ok := u.rhythm.usual(); ok {
		d.Rhythm = usual
	}
	if span := now.Sub(u.first); u.Messages > 0 && span > 0 {
		d.PerMin = float64(u.Messages) / span.Minutes()
	}
	d.Problems = u.wrong(now)
	return d
}

// wrong is what is wrong with it at a time.
func (u *unit) wrong(now time.Time) (all []Problem) {
	if u.removed {
		all = append(all, Problem{Code: Removed})
	}
	all = append(all, u.told()...)
	if silent, usual, late := u.late(now); late && u.Status != Asleep && u.Status != Offline {
		all = append(all, Problem{Code: Late, Span: silent, Usual: usual})
	}
	if u.Drops >= oftenGone {
		all = append(all, Problem{Code: Flapping, N: u.Drops})
	}
	if u.births > 0 && now.Sub(u.stormed) <= stormLasts {
		all = append(all, Problem{Code: BirthStorm, N: u.births})
	}
	if u.denied {
		all = append(all, Problem{Code: SaysOffline})
	}
	if u.Messages == 0 && (u.Basis == NoBasis || u.Basis == SaidBefore) {
		all = append(all, Problem{Code: NeverHeard})
	}
	return all
}

// told is what it says itself, or its convention of it.
func (u *unit) told() (all []Problem) {
	for _, c := range u.problems {
		all = append(all, Problem{Code: c})
	}
	if len(u.alerts) > 0 && !slices.Contains(u.problems, Alert) {
		all = append(all, Problem{Code: Alert})
	}
	if b := u.Battery; b != nil && b.Unit == "%" && b.Value < lowBattery {
		all = append(all, Problem{Code: LowBattery, N: int(b.Value)})
	}
	if u.runsLow {
		all = append(all, Problem{Code: SaysLow})
	}
	return all
}

// late is how long it has been silent, if that is longer than it should be: by its rhythm, or
// by how long its states count.
func (u *unit) late(now time.Time) (silent, usual time.Duration, late bool) {
	if silent = now.Sub(u.Last); u.lasts > 0 && u.Messages > 0 && !u.missed && silent > u.lasts {
		return silent, u.lasts, true
	}
	return u.rhythm.late(now)
}

// mostDescriptions is how many topics of messages that have described a device are kept.
const mostDescriptions = 100

// describedBy notes that a message says what the device is; one that is empty takes that back.
func (u *unit) describedBy(m *Message) {
	if len(m.Payload) == 0 {
		delete(u.from, m.Topic)
		return
	}
	if u.from == nil {
		u.from = map[string]bool{}
	}
	if len(u.from) < mostDescriptions {
		u.from[m.Topic] = true
	}
}
