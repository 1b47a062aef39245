package model

import (
	"bytes"
	"slices"
	"time"
)

// Followed is one message that a [Follower] or a [Reader] gives, or a place where some may be missing.
type Followed struct {
	// Missed says that messages may have been missed here: there was no connection, they
	// were lost before they reached the store, or they had been let go before they were
	// taken. Then there is no message.
	Missed   bool
	Position Position
	At       time.Time
	Topic    []byte // the store's own, as Payload is: only read, and not after the call
	Payload  []byte
	QoS      byte
	Retained bool
	Dup      bool
	Lost     int // bytes that were let go, see [Entry]
}

// Follower gives every message of topics that begin in one of some ways, in the order of
// their arrival, to one goroutine that takes them when it can. Nobody waits for it.
// Messages that are not seen in lists, because the history was cleared, are given too.
type Follower struct {
	store      *Store
	beginnings [][]byte // none of them empty
	from, to   uint64   // of the log, what was there before: still to be looked through
	waiting    []uint64 // positions, or missed; those before head have been taken
	head       int
	taken      []Followed
}

const (
	missed        = 0       // in place of a position
	mostWaiting   = 1 << 18 // messages that have not been taken; with more, all of them are missed
	followedSlice = 256     // messages that are taken at a time
	followedBytes = 1 << 20 // of payloads at a time, or one that is larger
	mostIdle      = 1 << 14 // for so many room is kept when none are waiting
)

// Follow begins to follow topics, with what the history has of them. A beginning must
// not be empty.
func (s *Store) Follow(beginnings ...string) *Follower {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := &Follower{store: s, from: s.history.start(), to: s.history.end()}
	for _, b := range beginnings {
		f.beginnings = append(f.beginnings, []byte(b))
		s.followed[b[0]] = true
	}
	if len(s.interruptions) > 0 {
		f.miss()
	}
	s.followers = append(s.followers, f)
	return f
}

// Stop ends it: nothing is kept for it any more.
func (f *Follower) Stop() {
	s := f.store
	s.mu.Lock()
	defer s.mu.Unlock()
	s.followers = slices.DeleteFunc(s.followers, func(one *Follower) bool { return one == f })
	f.waiting = nil
}

func (f *Follower) follows(topic []byte) bool {
	for _, b := range f.beginnings {
		if bytes.HasPrefix(topic, b) {
			return true
		}
	}
	return false
}

// noteFollowed notes a message that has just come for all who follow its topic. Every
// message comes by here while it is taken in, so most are told by their first byte.
func (s *Store) noteFollowed(topic []byte, pos uint64) {
	if len(topic) == 0 || !s.followed[topic[0]] {
		return
	}
	for _, f := range s.followers {
		f.note(topic, pos)
	}
}

// note notes a message that has just come.
func (f *Follower) note(topic []byte, pos uint64) {
	if !f.follows(topic) {
		return
	}
	if len(f.waiting)-f.head >= mostWaiting {
		f.waiting, f.head = f.waiting[:0], 0
		f.miss()
		return
	}
	f.waiting = append(f.waiting, pos)
}

// miss notes that messages have been missed.
func (f *Follower) miss() {
	if last := len(f.waiting) - 1; last < f.head || f.waiting[last] != missed {
		f.waiting = append(f.waiting, missed)
	}
}

// missSome notes for all who follow that messages have been missed.
func (s *Store) missSome() {
	for _, f := range s.followers {
		f.miss()
	}
}

// Take calls do with what has come since the last time, a few hundred messages at the
// most, and reports whether there are more. The store is not locked meanwhile.
func (f *Follower) Take(do func(*Followed)) (more bool) {
	s := f.store
	s.mu.Lock()
	f.taken = f.taken[:0]
	if f.from < f.to {
		f.takeOld()
	} else {
		f.takeWaiting()
	}
	more = f.from < f.to || f.head < len(f.waiting)
	s.handOver(f.taken, do)
	return more
}

// handOver gives messages to do. It is called with the store locked, and lets go of it.
func (s *Store) handOver(taken []Followed, do func(*Followed)) {
	s.history.readers++
	s.mu.Unlock()
	defer func() {
		clear(taken)
		s.mu.Lock()
		s.history.readers--
		s.mu.Unlock()
	}()
	for i := range taken {
		do(&taken[i])
	}
}

// takeOld takes what was there before it began.
func (f *Follower) takeOld() {
	s := f.store
	if start := s.history.start(); f.from < start {
		f.from = start
		f.taken = append(f.taken, Followed{Missed: true})
	}
	f.from = s.history.walk(f.from, streamSlice, func(pos uint64, e *entry) int {
		s.mu.spend(1)
		if pos < f.to && e.flags&entryKept == 0 && f.follows(s.topic(e.id)) {
			f.take(pos, e)
		}
		return 0
	})
}

// takeWaiting takes messages that have come since.
func (f *Follower) takeWaiting() {
	s := f.store
	slice := f.waiting[f.head:min(len(f.waiting), f.head+followedSlice)]
	size := 0
	for _, pos := range slice {
		if size >= followedBytes {
			break
		}
		f.head++
		s.mu.spend(1)
		switch {
		case pos == missed:
			f.taken = append(f.taken, Followed{Missed: true})
		case s.history.holds(pos):
			e := s.history.at(pos)
			f.take(pos, &e)
			size += len(e.payload)
		case len(f.taken) == 0 || !f.taken[len(f.taken)-1].Missed:
			f.taken = append(f.taken, Followed{Missed: true})
		}
	}
	if f.head < len(f.waiting) {
		return
	}
	if f.waiting, f.head = f.waiting[:0], 0; cap(f.waiting) > mostIdle {
		f.waiting = nil
	}
}

func (f *Follower) take(pos uint64, e *entry) { f.taken = append(f.taken, f.store.toFollow(pos, e)) }

// toFollow is a message as who follows is given it.
func (s *Store) toFollow(pos uint64, e *entry) Followed {
	return Followed{
		Position: Position(pos), At: time.Unix(0, e.at), Topic: s.topic(e.id), Payload: e.payload,
		QoS: e.flags & entryQoS, Retained: e.flags&entryRetained != 0, Dup: e.flags&entryDup != 0, Lost: e.lost[0] + e.lost[1],
	}
}
