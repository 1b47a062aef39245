package model

import (
	"bytes"
	"slices"
	"time"
)

// Stream is the list of every message under a node, the oldest first, as far
// as the history reaches. It grows when asked to, and may look for a query.
//
// It belongs to one goroutine.
type Stream struct {
	store     *Store
	top       ID
	below     bool
	query     *Query
	positions []uint64 // appended to, and cut at the beginning, but never changed
	gone      uint64   // how many were cut
	next      uint64   // position of the log from which on nothing has been looked at
	linked    []uint64 // positions before it that are still to be looked at, the oldest first
	looked    int      // messages that the query was put to
}

// streamTime is how long a stream looks through the history at a time, and
// streamSlice how many messages it takes before it lets go of the lock.
const (
	streamTime  = 15 * time.Millisecond
	streamSlice = 4_000
	// linkedMost is how many messages of a topic are followed in one go. More
	// are found by looking through all.
	linkedMost = 20_000
)

// NewStream lists the messages of a topic, or with below those of everything
// under it too. The query may be nil; its work is left to [Stream.Catch].
func (s *Store) NewStream(top ID, below bool, q *Query) *Stream {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := &Stream{store: s, top: top, below: below, query: q, next: s.history.start()}
	if !below && s.leaves.at(top).count <= linkedMost { // its entries are linked: no need to look through all
		st.next = s.history.end()
		st.linked = s.links(s.leaves.at(top).last)
		slices.Reverse(st.linked)
		for q == nil && len(st.linked) > 0 {
			st.listed(st.takeLinked())
		}
	}
	return st
}

// Catch looks at what has arrived, for a while, and forgets what the history
// has let go. It reports whether the list has changed, and whether there is
// more to look at.
func (st *Stream) Catch() (changed, more bool) {
	s := st.store
	s.mu.Lock()
	defer s.mu.Unlock()
	gone, _ := slices.BinarySearch(st.positions, s.history.start())
	st.positions = st.positions[gone:]
	st.gone += uint64(gone)
	before := len(st.positions)
	st.next = max(st.next, s.history.start())
	for start := time.Now(); len(st.linked) > 0 || st.next < s.history.end(); {
		if time.Since(start) > streamTime {
			return true, true
		}
		if len(st.linked) > 0 {
			st.listed(st.takeLinked())
		} else {
			st.listed(st.takeNext())
		}
		st.next = max(st.next, s.history.start())
	}
	return gone > 0 || len(st.positions) != before, false
}

// heard is a message that may belong to a stream.
type heard struct {
	pos     uint64
	lost    bool // the payload has been let go
	topic   []byte
	payload []byte
}

// taken is what a stream has taken from the history, to be looked at without the
// lock; without a query only where it is.
type taken struct {
	heard     []heard
	positions []uint64
}

// takeNext takes what is next in the history.
func (st *Stream) takeNext() (list taken) {
	s := st.store
	st.next = s.history.walk(st.next, streamSlice, func(pos uint64, e *entry) (more int) {
		if e.flags&entryKept != 0 {
			return 0
		}
		mine, steps := e.id == st.top, 0
		if !mine && st.below {
			mine, steps = s.within(e.id, st.top)
		}
		if mine {
			work := st.take(&list, pos, e)
			steps += work
		}
		s.mu.spend(1 + steps)
		return steps
	})
	return list
}

// takeLinked takes some of the messages that were linked.
func (st *Stream) takeLinked() (list taken) {
	s := st.store
	if most := min(streamSlice, len(st.linked)); st.query == nil {
		list.positions = make([]uint64, 0, most)
	} else {
		list.heard = make([]heard, 0, most)
	}
	for left := streamSlice; left > 0 && len(st.linked) > 0; {
		pos := st.linked[0]
		st.linked = st.linked[1:]
		left--
		if !s.history.holds(pos) {
			continue
		}
		e := s.history.at(pos)
		work := st.take(&list, pos, &e)
		left -= work + e.size()/lookBytes
		s.mu.spend(1 + work)
	}
	return list
}

// take adds a message unless it is not to be seen. It says how much longer that took
// than to come to it.
func (st *Stream) take(list *taken, pos uint64, e *entry) (steps int) {
	forgotten, steps := st.store.forgotten(e, pos)
	if forgotten {
		return steps
	}
	if st.query == nil {
		list.positions = append(list.positions, pos)
		return steps
	}
	h := heard{pos: pos, lost: e.flags&entryLetGo != 0, topic: st.store.topic(e.id), payload: e.payload}
	if st.query.slow {
		steps += len(h.topic) * slowness / lookBytes
	}
	list.heard = append(list.heard, h)
	return steps
}

// listed puts the query to messages and lists those that it finds. The lock is let
// go meanwhile: the list belongs to the stream, and may have to be copied to grow.
func (st *Stream) listed(list taken) {
	s := st.store
	s.history.readers++
	s.mu.Unlock()
	st.positions = append(st.positions, list.positions...)
	st.looked += len(list.heard)
	for i := range list.heard {
		if h := &list.heard[i]; st.query.matchKept(h.topic, h.payload, h.lost) {
			st.positions = append(st.positions, h.pos)
		}
	}
	s.mu.Lock()
	s.history.readers--
}

// List is what is listed now. It stays as it is.
func (st *Stream) List() Listing { return Listing{st.store, st.positions, st.gone, st.looked} }

// Listing is what a stream listed at a moment. Any goroutine may read it.
type Listing struct {
	store     *Store
	positions []uint64
	gone      uint64
	looked    int
}

// Len is how many messages are listed.
func (l Listing) Len() int { return len(l.positions) }

// Looked is how many messages its query was put to so far; 0 without one.
func (l Listing) Looked() int { return l.looked }

// Find gives the place of a message in the list, -1 when it is not in it.
func (l Listing) Find(p Position) int {
	at, found := slices.BinarySearch(l.positions, uint64(p))
	if !found {
		return -1
	}
	return at
}

// Gone is how many messages have left the list at its beginning so far.
func (l Listing) Gone() uint64 { return l.gone }

// StreamRow is one message of a stream.
type StreamRow struct {
	Position Position // 0 when the history has let it go since
	ID       ID
	At       time.Time
	Topic    string // the whole
	Preview  []byte // the first PreviewSize bytes of the payload, a copy
	Size     int
	Lost     int // bytes that were let go, see [Entry]
	QoS      byte
	Retained bool
	Dup      bool
	// Interrupted is how long there was no connection between the message
	// listed before this one and this one.
	Interrupted time.Duration
	// Before is the message on the same topic before this one, 0 when the history has
	// none, and Gap the time from it to this one.
	Before  Position
	Gap     time.Duration
	Changed Changed // the payload, since then
}

// Changed is whether a payload is another one than that of the message before.
type Changed uint8

// What is known of that. Payloads beyond comparedMost bytes are compared by their sizes.
const (
	NotCompared Changed = iota
	Same
	Differs
)

// comparedMost is how many bytes are compared for a row, with the lock held.
const comparedMost = 16 << 10

// Rows gives the messages from the given one on, as many as fit into rows.
func (l Listing) Rows(from int, rows []StreamRow) []StreamRow {
	s := l.store
	s.mu.Lock()
	defer s.mu.Unlock()
	n := min(len(rows), len(l.positions)-from)
	for i := range max(0, n) {
		pos, before := l.positions[from+i], uint64(0)
		if from+i > 0 {
			before = l.positions[from+i-1]
		}
		if !s.history.holds(pos) {
			rows[i] = StreamRow{}
			continue
		}
		rows[i] = s.row(pos, rows[i].Preview[:0])
		rows[i].Interrupted = s.interruptedBetween(before, pos)
	}
	return rows[:max(0, n)]
}

// Row gives the message at a position as lists have it, but for what is before it in one;
// false when it has been let go.
func (s *Store) Row(pos Position) (StreamRow, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if pos == 0 || !s.history.holds(uint64(pos)) {
		return StreamRow{}, false
	}
	e := s.history.at(uint64(pos))
	if forgotten, _ := s.forgotten(&e, uint64(pos)); forgotten {
		return StreamRow{}, false
	}
	return s.row(uint64(pos), nil), true
}

// row is a message that is held, with its preview appended to one.
func (s *Store) row(pos uint64, preview []byte) StreamRow {
	e := s.history.at(pos)
	r := StreamRow{
		Position: Position(pos), ID: e.id, At: time.Unix(0, e.at), Topic: string(s.topic(e.id)),
		Preview: append(preview, e.payload[:min(len(e.payload), PreviewSize)]...),
		Size:    e.payloadSize(), Lost: e.lost[0] + e.lost[1], QoS: e.flags & entryQoS,
		Retained: e.flags&entryRetained != 0, Dup: e.flags&entryDup != 0,
	}
	s.compareToPrevious(&r, &e)
	return r
}

// Passed is one message of a stream with all of its payload, which is borrowed.
type Passed struct {
	Position    Position
	At          time.Time
	Payload     []byte
	Properties  []byte // as those of an [Entry]
	Lost        bool   // it was let go
	Moved       bool   // as of an [Entry]
	Interrupted bool   // there was no connection between the message listed before and this one

	place int // in the listing
}

// passSlice is how many messages are gone through before others get the lock.
const passSlice = 1_000

// Pass goes through some of the messages from the given one on, without the lock while
// they are looked at, until one is enough, and says with which one to go on. Those that
// the history has let go meanwhile are left out.
func (l Listing) Pass(from int, look func(Passed) (enough bool)) (next int) {
	s := l.store
	end := min(len(l.positions), from+passSlice)
	list := make([]Passed, 0, max(0, end-from))
	s.mu.Lock()
	for i := from; i < end; i++ {
		pos, before := l.positions[i], uint64(0)
		if i > 0 {
			before = l.positions[i-1]
		}
		if !s.history.holds(pos) {
			continue
		}
		e := s.history.at(pos)
		list = append(list, Passed{
			Position: Position(pos), At: time.Unix(0, e.at), Payload: e.payload, Properties: e.properties,
			Lost: e.flags&entryLetGo != 0, Moved: e.flags&entryKept != 0,
			Interrupted: before != 0 && s.interruptedBetween(before, pos) > 0, place: i,
		})
		s.mu.spend(1)
	}
	s.history.readers++
	s.mu.Unlock()
	for i := range list {
		if look(list[i]) {
			end = list[i].place + 1
			break
		}
	}
	s.mu.Lock()
	s.history.readers--
	s.mu.Unlock()
	return end
}

// compareToPrevious completes the row of an entry with what there is to say of it beside
// the message before it on its topic.
func (s *Store) compareToPrevious(r *StreamRow, e *entry) {
	if e.prev == 0 || !s.history.holds(e.prev) {
		return
	}
	p := s.history.at(e.prev)
	if forgotten, _ := s.forgotten(&p, e.prev); forgotten {
		return
	}
	r.Before, r.Gap = Position(e.prev), time.Duration(e.at-p.at)
	switch size := len(e.payload); {
	case e.flags&entryLetGo != 0 || p.flags&entryLetGo != 0:
	case size != len(p.payload):
		r.Changed = Differs
	case size > comparedMost:
	case bytes.Equal(e.payload, p.payload):
		r.Changed = Same
		s.mu.spend(size / lookBytes)
	default:
		r.Changed = Differs
		s.mu.spend(size / lookBytes)
	}
}
