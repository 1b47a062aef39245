package model

import (
	"hash/maphash"
	"time"
)

// stageSize is how many messages go through Apply's stages together: enough
// for the processor to fetch their memory side by side, few enough to stay in
// its nearest cache.
const stageSize = 64

// messageSteps is the work of taking in a message.
const messageSteps = 3

// stage is the scratch space of Apply.
type stage struct {
	hash [stageSize]uint32
	id   [stageSize]ID
	ref  [stageSize]uint64
	// prefixes hashes the beginnings of a new topic.
	prefixes maphash.Hash
	touched  byte // nobody reads it; it keeps touch from being optimized away
	now      time.Time
	moved    bool // topics have been let go: ids found before may be others'
}

// Apply takes a batch in. When it returns, the batch's memory is free again. Two
// who call it at the same moment take turns, a batch each.
func (s *Store) Apply(b Batch) {
	if len(b.Messages) == 0 {
		return
	}
	s.applying.Lock()
	defer s.applying.Unlock()
	s.mu.Lock()
	s.lookAtClock(b.At)
	at := b.At.UnixNano()
	s.stage.now = b.At
	for m := b.Messages; len(m) > 0; {
		n := min(len(m), stageSize)
		size := s.applyStage(m[:n], at)
		m = m[n:]
		s.intake.Received += uint64(n)
		s.intake.Applied += uint64(n)
		if s.intake.First.IsZero() {
			s.intake.First = b.At.Round(0)
		}
		s.intake.Last = b.At.Round(0)
		if s.mu.spend(n*messageSteps+size/lookBytes) && len(m) > 0 {
			s.mu.breathe()
		}
	}
	s.mu.Unlock()
}

// applyStage works on up to stageSize messages step by step rather than
// message by message, so that the cache misses of a step overlap. It says how many
// bytes that were.
func (s *Store) applyStage(m []Message, at int64) (size int) {
	st := &s.stage
	st.moved = false
	for i := range m {
		st.hash[i] = s.hash(m[i].Topic)
		size += len(m[i].Topic) + min(len(m[i].Payload), copiedAtOnce)
	}
	for i := range m {
		st.id[i], _ = s.index.probe(st.hash[i], st.hash[i])
	}
	for i := range m {
		st.ref[i] = s.leaves.at(st.id[i]).topic
	}
	st.touched += s.touch(st.ref[:len(m)])
	for i := range m {
		if st.id[i] == Root || st.moved || string(s.text(st.ref[i])) != string(m[i].Topic) {
			st.id[i] = s.findHash(m[i].Topic, st.hash[i])
		}
		if st.id[i] == Root {
			st.id[i] = s.insert(m[i].Topic)
		}
		s.receive(st.id[i], &m[i], at)
		if n := len(m[i].Payload); n > copiedAtOnce && n <= segmentSize && s.mu.spend(n/lookBytes) {
			s.mu.breathe()
		}
	}
	return size
}

// touch reads from every text, so that they are on their way to the processor
// side by side before the first is compared.
func (s *Store) touch(refs []uint64) (sum byte) {
	for _, ref := range refs {
		if ref == noTopic {
			continue // a topic not seen before
		}
		if t := s.text(ref); len(t) > 0 { // an empty first level has no text
			sum += t[0] + t[len(t)-1]
		}
	}
	return sum
}

// receive adds one message to its topic.
func (s *Store) receive(id ID, m *Message, at int64) {
	l := s.leaves.at(id)
	s.mark(id, l)
	if l.count == 0 {
		s.topics++
	}
	if s.paused != nil && (l.state&frozen == 0 || len(s.thawing) > 0 && !s.paused.has(id)) {
		l.state |= frozen
		s.keepAside(id, l)
	}
	if !m.Retained || l.count > 0 && l.lastAt >= s.connected {
		l.state |= sent // what a connection begins with says nothing about the rate
	}
	if m.Retained {
		s.countRetained(l, m)
		l.state &^= armed // a replay proves nothing about the rhythm
	} else {
		if l.state&armed != 0 && l.lastAt >= max(s.connected, s.timed) {
			l.gaps.add(float32(at-l.lastAt) / float32(time.Second))
		}
		l.state |= armed
	}
	l.noteKept(m)
	l.lastAt = at
	l.count++
	l.bytes += uint64(len(m.Payload))
	s.intake.Bytes += uint64(len(m.Payload))
	s.keep(id, l, m)
}

// mark has the next tick look at a topic.
func (s *Store) mark(id ID, l *leaf) {
	if l.state&dirty == 0 {
		l.state |= dirty
		s.changed.add(change{id, l.count, l.bytes})
	}
}

// keep adds the message that a topic has just received to the history, as far as
// there is memory for it.
func (s *Store) keep(id ID, l *leaf, m *Message) {
	e := entry{prev: l.last, at: l.lastAt, id: id, flags: m.QoS & entryQoS, payload: m.Payload, properties: m.Properties}
	if m.Retained {
		e.flags |= entryRetained
	}
	if m.Dup {
		e.flags |= entryDup
	}
	size := e.size()
	if size >= largeValue {
		size = s.admitLarge(&e, l)
	}
	if size != l.entrySize() {
		s.resize(l, size)
	}
	if size > segmentSize {
		l.last = s.history.adopt(&e, s.copied(&e))
		if s.nodes.at(id).flags&gone == 0 {
			s.mark(id, l) // a tick that came meanwhile has not seen the value
		}
	} else {
		l.last = s.history.append(&e)
	}
	s.noteFollowed(m.Topic, l.last)
	if s.history.held > s.limit() {
		s.evict(0)
	}
}

// copied makes a segment of a large entry, without the lock: it may take a tenth of
// a second.
func (s *Store) copied(e *entry) []byte {
	s.mu.Unlock()
	defer s.mu.Lock()
	seg := make([]byte, e.size())
	e.write(seg)
	return seg
}
