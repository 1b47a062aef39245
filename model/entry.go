package model

import (
	"bytes"
	"time"
)

// Position names one message in a store's history. Positions grow with time;
// 0 is none.
type Position uint64

// Entry is one message as it was received, its bytes copied.
type Entry struct {
	Position   Position
	Payload    []byte
	Properties []byte // MQTT 5: the raw property block
	At         time.Time
	QoS        byte
	Retained   bool
	Dup        bool
	Size       int // of the payload as it came
	// Lost is how many bytes of payload and properties have been let go because
	// they were too large for the memory; then neither is there.
	Lost int
	// Moved says that the message came before its position: it is the latest of its
	// topic, and those that came with it have been let go.
	Moved bool
}

// Position gives the latest message of a topic as the view shows it, 0 when
// there is none.
func (s *Store) Position(id ID) Position {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Position(s.latest(id))
}

// Latest gives the latest message of a topic as the view shows it. When that
// is the one at position known, its bytes are not copied again and changed is
// false; it is false as well for a node that never received anything, whose
// entry has position 0.
func (s *Store) Latest(id ID, known Position) (e Entry, changed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	pos := s.latest(id)
	if pos == 0 || Position(pos) == known {
		return Entry{Position: Position(pos)}, false
	}
	return s.entry(pos), true
}

// At gives the message at a position, false when it has been let go.
func (s *Store) At(pos Position) (Entry, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if pos == 0 || !s.history.holds(uint64(pos)) {
		return Entry{}, false
	}
	return s.entry(uint64(pos)), true
}

// Came is the message of a topic with a payload that arrived at a time, or nearest to it within
// some of it: another connection receives it at another moment. It is position 0 when the
// history has none among the latest ones.
func (s *Store) Came(id ID, at time.Time, payload []byte, within time.Duration) (came Position) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, pos := range s.chain(s.leaves.at(id).last, retainedSlice) {
		e := s.history.at(pos)
		if apart := time.Unix(0, e.at).Sub(at).Abs(); apart <= within && bytes.Equal(e.payload, payload) && (came == 0 || apart < within) {
			came, within = Position(pos), apart
		}
	}
	return came
}

// chain lists the entries of a position's topic from it backwards, as far as
// they are held, at most n.
func (s *Store) chain(pos uint64, n int) []uint64 {
	var list []uint64
	for pos != 0 && s.history.holds(pos) && len(list) < n {
		list = append(list, pos)
		e := s.history.at(pos)
		pos = e.prev
	}
	s.mu.spend(len(list))
	return list
}

// links is chain with a breath now and then, for all there are.
func (s *Store) links(pos uint64) []uint64 {
	var list pile[uint64]
	for pos != 0 && s.history.holds(pos) {
		list.add(pos)
		e := s.history.at(pos)
		pos = e.prev
		if s.mu.spend(1) {
			s.mu.breathe()
		}
	}
	return list.list()
}

// copiedAtOnce is the payload in bytes that is copied with the lock held.
const copiedAtOnce = 64 << 10

func (s *Store) entry(pos uint64) Entry {
	e := s.history.at(pos)
	size := len(e.payload) + len(e.properties)
	s.mu.spend(min(size, copiedAtOnce) / lookBytes)
	if size > copiedAtOnce {
		s.history.readers++
		s.mu.Unlock()
		defer func() {
			s.mu.Lock()
			s.history.readers--
		}()
	}
	full := envelope(&e, pos)
	full.Payload, full.Properties = append([]byte{}, e.payload...), append([]byte(nil), e.properties...)
	return full
}

// Envelope gives the message at a position without its payload and its properties, which are
// not copied then; false when it has been let go.
func (s *Store) Envelope(pos Position) (Entry, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if pos == 0 || !s.history.holds(uint64(pos)) {
		return Entry{}, false
	}
	e := s.history.at(uint64(pos))
	return envelope(&e, uint64(pos)), true
}

func envelope(e *entry, pos uint64) Entry {
	return Entry{
		Position: Position(pos), At: time.Unix(0, e.at), QoS: e.flags & entryQoS,
		Retained: e.flags&entryRetained != 0, Dup: e.flags&entryDup != 0,
		Size: e.payloadSize(), Lost: e.lost[0] + e.lost[1], Moved: e.flags&entryKept != 0,
	}
}

// Kept is how many messages of a topic the history still lists, at most so
// many: the others have been let go or cleared.
func (s *Store) Kept(id ID, most int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.leaves.at(id)
	if s.listsAll() {
		return int(min(l.count, uint64(most)))
	}
	return len(s.chain(l.last, most))
}

// ListsAll reports whether the history still lists every message that has come.
func (s *Store) ListsAll() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.listsAll()
}

func (s *Store) listsAll() bool { return s.intake.Evicted == 0 && len(s.forgets) == 0 }

// Stats says how much a node has received and how regularly.
type Stats struct {
	Messages  uint64 // on the topic itself
	Bytes     uint64 // their payloads
	Last      time.Time
	Intervals Intervals
	// For the subtree, as of the last tick.
	Topics          int
	SubtreeMessages uint64
	MessageRate     float64 // messages a second, exponentially weighted
	ByteRate        float64 // payload bytes a second, the same way
}

// Stats gives the figures of a node at a time.
func (s *Store) Stats(id ID, now time.Time) Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, n := s.leaves.at(id), s.nodes.at(id)
	r := n.rate
	r.decay(s.moment(s.sinceStart(now)))
	st := Stats{
		Messages: l.count, Bytes: l.bytes, Intervals: l.gaps.intervals(),
		Topics: int(n.topics), SubtreeMessages: n.messages,
		MessageRate: r.messages, ByteRate: r.bytes,
	}
	if l.count > 0 {
		st.Last = time.Unix(0, l.lastAt)
	}
	return st
}
