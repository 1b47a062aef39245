package sparkplug

import (
	"container/list"
	"time"
)

// Status is how an edge node or a device stands.
type Status uint8

// The ways to stand.
const (
	Awaiting Status = iota // no birth has been seen, or it does not hold any more
	Online
	Offline
)

// unit is an edge node, a device of one, or a host application.
type unit struct {
	where    Topic
	status   Status
	since    time.Time // of the status
	position uint64    // of the message that it came with
	doubted  bool      // messages have been missed since its birth
	births   []birth   // the latest, oldest first
	rate     perMinute // of births
	found    []*finding
	told     uint8 // what is told once only until the next birth, see below
	early    bool  // data have come since that no birth names
	version  Version
}

// What is told once until the next birth.
const (
	toldBeforeBirth uint8 = 1 << iota
	toldAfterDeath
	toldUnknown
)

// birth is what was announced from a message on.
type birth struct {
	from        uint64       // position of the message
	at          time.Time    // it came
	definitions *Definitions // nil: what was announced before does not hold any more
	retained    bool         // the message was: when it was sent is not known
	certainTo   uint64       // after this position messages have been missed; 0: none
}

// keptBirths is how many changes of what is announced are kept. Births that say the
// same as the one before are none.
const keptBirths = 8

// announce takes in what a birth says; nil is that what was announced holds no more. It
// gives what that takes in memory, and reports whether anything has changed.
func (u *unit) announce(m *Message, d *Definitions) (bytes int, changed bool) {
	last := len(u.births) - 1
	if last >= 0 && d == nil && u.births[last].definitions == nil {
		return 0, false
	}
	if last >= 0 && d != nil {
		// In between it was not known what holds, and now it is known that it was this.
		same := last
		if u.births[last].definitions == nil {
			same--
		}
		if same >= 0 && u.births[same].definitions.equal(d) && u.births[same].retained == m.Retained {
			if same < last {
				u.version.All++
			}
			u.births = u.births[:same+1]
			u.births[same].certainTo = 0
			return 0, false
		}
	}
	u.version.All++
	if len(u.births) == keptBirths {
		bytes -= u.births[0].definitions.size()
		u.births = append(u.births[:0:0], u.births[1:]...)
	}
	u.births = append(u.births, birth{from: m.Position, at: m.At, definitions: d, retained: m.Retained})
	return bytes + d.size(), true
}

func (d *Definitions) equal(e *Definitions) bool {
	return d != nil && e != nil && d.digest == e.digest && len(d.list) == len(e.list)
}

func (d *Definitions) size() int {
	if d == nil {
		return 0
	}
	return d.bytes
}

// current is what is announced now, nil without a birth.
func (u *unit) current() *Definitions {
	if last := len(u.births) - 1; last >= 0 {
		return u.births[last].definitions
	}
	return nil
}

func (u *unit) set(s Status, m *Message) {
	if u.status != s {
		u.version.All++
		u.status, u.since, u.position = s, m.At, m.Position
	}
}

// node is an edge node with its devices.
type node struct {
	unit
	devices map[string]*unit
	order   sequence
	numbers Numbers
	bdSeq   int64 // of its birth, none below 0
	died    bool  // since its last birth
	asked   perMinute
	aliases map[uint64]*unit // whose they are
	heard   *list.Element    // its place among all, by when it was heard last
	bytes   int              // of memory, about
	gone    bool             // it is not followed any more
}

// perMinute counts in the last minute, in slices of five seconds.
type perMinute struct {
	slices [12]uint16
	at     int64 // number of the latest slice
}

const sliceSeconds = 5

func (p *perMinute) turn(now time.Time) {
	at := now.Unix() / sliceSeconds
	switch behind := at - p.at; {
	case behind < 0, behind >= int64(len(p.slices)): // the clock was set, or there was nothing for long
		*p = perMinute{at: at}
	default:
		for ; p.at < at; p.at++ {
			p.slices[(p.at+1)%int64(len(p.slices))] = 0
		}
	}
}

func (p *perMinute) add(now time.Time) int {
	p.turn(now)
	if at := &p.slices[p.at%int64(len(p.slices))]; *at < 1<<16-1 {
		*at++
	}
	return p.count(now)
}

func (p *perMinute) count(now time.Time) (n int) {
	p.turn(now)
	for _, one := range p.slices {
		n += int(one)
	}
	return n
}
