package model

import (
	"bytes"
	"slices"
)

// retainedSlice is how many topics are looked at before the lock is let go, and
// how many messages of one are followed back.
const retainedSlice = 4_000

// RetainedBelow lists the topics at and below a node of which the broker keeps
// a message, as far as that is known, in the order of the tree.
func (s *Store) RetainedBelow(top ID) []ID {
	var list []ID
	for ids := range slices.Chunk(s.Tree().SortedBelow(top), retainedSlice) {
		s.mu.Lock()
		for _, id := range ids {
			if s.leaves.at(id).state&kept != 0 {
				list = append(list, id)
			}
		}
		s.mu.Unlock()
	}
	return list
}

// Received is the latest message of a topic as it was received, also while the view
// is paused; position 0 when none was.
func (s *Store) Received(id ID) Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	if pos := s.leaves.at(id).last; pos != 0 {
		return s.entry(pos)
	}
	return Entry{}
}

// IsRetained reports whether the broker keeps a message of a topic, as far as that is
// known.
func (s *Store) IsRetained(id ID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.leaves.at(id).state&kept != 0
}

// LastRetained is the latest message of a topic that was received as retained,
// unless one without a payload came later, which is how they are cleared;
// position 0 when none is held, or its payload has been let go.
func (s *Store) LastRetained(id ID) Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, pos := range s.chain(s.leaves.at(id).last, retainedSlice) {
		switch e := s.history.at(pos); {
		case e.payloadSize() == 0, e.flags&entryRetained != 0 && e.flags&entryLetGo != 0:
			return Entry{}
		case e.flags&entryRetained != 0:
			return s.entry(pos)
		}
	}
	return Entry{}
}

// countRetained counts a message that came with the retain flag. The first of a
// topic on a connection is one that the broker keeps; when it is the topic's
// latest once more, the broker has sent it again.
func (s *Store) countRetained(l *leaf, m *Message) {
	s.intake.Retained++
	if l.last == 0 {
		s.intake.Kept++
		return
	}
	if l.lastAt >= s.connected {
		return // forwarded as published
	}
	s.intake.Kept++
	if latest := s.history.at(l.last); latest.flags&entryLetGo == 0 && bytes.Equal(latest.payload, m.Payload) {
		s.intake.Repeated++
	}
}
