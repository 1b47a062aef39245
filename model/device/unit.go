package device

import (
	"math"
	"strconv"
	"time"

	"github.com/tidwall/gjson"
)

// unit is a device as its messages add up.
type unit struct {
	Device
	key      string
	rhythm   rhythm
	first    time.Time // of the live messages
	gateway  *unit     // that it speaks through; nil: none
	parent   *unit     // whose loss is its own (Homie); nil: none
	hidden   bool      // it is another one's description
	listed   bool      // by its gateway
	removed  bool
	sleeps   bool   // it is off the network most of the time, and means to be
	problems []Code // that its convention has told, without numbers
	about    string // a topic of a node or device of Sparkplug
	births   int    // of one, in a minute, when they are a storm
}

// heard takes a live message of the device as a sign of life. A retained one is none: it
// proves that a topic is there, never that the device is. Nor is an empty one that comes
// before any other: it clears what the broker keeps, and may be anybody's.
func (u *unit) heard(m *Message) {
	if m.Retained || len(m.Payload) == 0 && u.Messages == 0 {
		return
	}
	if u.Messages == 0 {
		u.first = m.At
	}
	u.Messages++
	u.Last = m.At
	u.rhythm.beat(m.At)
	if u.Basis == NoBasis || u.Basis == SaidBefore { // else what it has said itself counts
		u.stand(Online, Heard, m.At)
	}
}

// said takes what the device, or its will, says of it.
func (u *unit) said(s Status, m *Message) {
	u.Tells = true
	basis := Said
	if m.Retained {
		basis = SaidBefore
		if u.Basis == Said || u.Basis == Heard { // a late answer to a subscription
			return
		}
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
		u.said(Online, m)
	case offline:
		u.said(Offline, m)
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
	for _, c := range u.problems {
		all = append(all, Problem{Code: c})
	}
	if b := u.Battery; b != nil && b.Unit == "%" && b.Value < lowBattery {
		all = append(all, Problem{Code: LowBattery, N: int(b.Value)})
	}
	if silent, usual, late := u.rhythm.late(now); late && u.Status != Asleep && u.Status != Offline {
		all = append(all, Problem{Code: Late, Span: silent, Usual: usual})
	}
	if u.Drops >= oftenGone {
		all = append(all, Problem{Code: Flapping, N: u.Drops})
	}
	if u.births > 0 {
		all = append(all, Problem{Code: BirthStorm, N: u.births})
	}
	if u.Messages == 0 && u.Basis != Said {
		all = append(all, Problem{Code: NeverHeard})
	}
	return all
}
