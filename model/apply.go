package model

import (
	"hash/maphash"
	"time"
)

// stageSize is how many messages go through Apply's stages together: enough
// for the processor to fetch their memory side by side, few enough to stay in
// its nearest cache.
const stageSize = 64

// stage is the scratch space of Apply.
type stage struct {
	hash [stageSize]uint32
	id   [stageSize]ID
	ref  [stageSize]uint64
	// prefixes hashes the beginnings of a new topic.
	prefixes maphash.Hash
}

// Apply takes a batch in. When it returns, the batch's memory is free again.
func (s *Store) Apply(b Batch) {
	if len(b.Messages) == 0 {
		return
	}
	s.mu.Lock()
	at := b.At.UnixNano()
	for m := b.Messages; len(m) > 0; {
		n := min(len(m), stageSize)
		s.applyStage(m[:n], at)
		m = m[n:]
	}
	s.intake.Received += uint64(len(b.Messages))
	s.intake.Applied += uint64(len(b.Messages))
	if s.intake.First.IsZero() {
		s.intake.First = b.At.Round(0)
	}
	s.intake.Last = b.At.Round(0)
	s.mu.Unlock()
	s.revision.Add(1)
}

// applyStage works on up to stageSize messages step by step rather than
// message by message, so that the cache misses of a step overlap.
func (s *Store) applyStage(m []Message, at int64) {
	st := &s.stage
	for i := range m {
		st.hash[i] = s.hash(m[i].Topic)
	}
	for i := range m {
		st.id[i], _ = s.index.probe(st.hash[i], st.hash[i])
	}
	for i := range m {
		st.ref[i] = s.leaves.at(st.id[i]).topic
	}
	for i := range m {
		if st.id[i] == Root || string(s.texts.get(st.ref[i])) != string(m[i].Topic) {
			st.id[i] = s.findHash(m[i].Topic, st.hash[i])
		}
		if st.id[i] == Root {
			st.id[i] = s.insert(m[i].Topic)
		}
		s.receive(st.id[i], &m[i], at)
	}
}

// receive adds one message to its topic.
func (s *Store) receive(id ID, m *Message, at int64) {
	l := s.leaves.at(id)
	if l.state&dirty == 0 {
		l.state |= dirty
		s.changed = append(s.changed, change{id, l.count, l.bytes})
	}
	if l.count == 0 {
		s.topics++
	}
	if s.paused != nil && l.state&frozen == 0 {
		l.state |= frozen
		s.paused.keep(id, l)
	}
	if m.Retained {
		l.state &^= armed // a replay proves nothing about the rhythm
	} else {
		if l.state&armed != 0 {
			l.gaps.add(float32(at-l.lastAt) / float32(time.Second))
		}
		l.state |= armed
	}
	l.lastAt = at
	l.count++
	l.bytes += uint64(len(m.Payload))
	s.intake.Bytes += uint64(len(m.Payload))

	e := entry{prev: l.last, at: at, id: id, flags: m.QoS & entryQoS, payload: m.Payload, properties: m.Properties}
	if m.Retained {
		e.flags |= entryRetained
	}
	if m.Dup {
		e.flags |= entryDup
	}
	size := e.size()
	s.live += int64(size - l.entrySize())
	l.setEntrySize(size)
	l.last = s.history.append(&e)
	if s.history.held > s.limit() {
		s.evict()
	}
}

// insert makes the node of a new topic and of every level above it that is
// new as well.
func (s *Store) insert(topic []byte) ID {
	parent, known := s.deepestKnown(topic)
	ref := s.texts.add(topic)
	h := &s.stage.prefixes
	h.SetSeed(s.seed)
	hashed := 0
	for at := known; ; {
		end := at
		for end < len(topic) && topic[end] != '/' {
			end++
		}
		h.Write(topic[hashed:end]) //nolint:errcheck // a maphash never fails
		hashed = end
		parent = s.newNode(parent, prefix(ref, end), at)
		s.index.insert(uint32(h.Sum64()), parent)
		if end == len(topic) {
			return parent
		}
		at = end + 1
	}
}

func (s *Store) newNode(parent ID, ref uint64, nameAt int) ID {
	id := s.nodes.grow()
	s.leaves.grow()
	s.leaves.at(id).topic = ref
	n := s.nodes.at(id)
	n.parent = parent
	n.nameAt = uint16(nameAt)
	s.adopt(parent, id)
	return id
}

// adopt puts a node among the children of another.
func (s *Store) adopt(parent, id ID) {
	p, n := s.nodes.at(parent), s.nodes.at(id)
	n.older = p.child
	if p.child != Root {
		s.nodes.at(p.child).newer = id
	}
	p.child = id
	p.children++
}

// deepestKnown finds the deepest level of topic that has a node, and where
// the first unknown level begins. That a level is known means that all above
// it are, so a bisection finds it: hostile topics have 65,536 levels.
func (s *Store) deepestKnown(topic []byte) (parent ID, nameAt int) {
	slash := lastSlash(topic, len(topic))
	if slash < 0 {
		return Root, 0
	}
	if id := s.find(topic[:slash]); id != Root { // as it nearly always is
		return id, slash + 1
	}
	var slashes []int
	for i := slash; i >= 0; i = lastSlash(topic, i) {
		slashes = append(slashes, i)
	}
	low, high := 0, len(slashes) // slashes[0] is the deepest; [high] counts as the root
	for low < high {
		mid := (low + high) / 2
		if s.find(topic[:slashes[mid]]) != Root {
			high = mid
		} else {
			low = mid + 1
		}
	}
	if low == len(slashes) {
		return Root, 0
	}
	return s.find(topic[:slashes[low]]), slashes[low] + 1
}

func lastSlash(topic []byte, before int) int {
	for i := before - 1; i >= 0; i-- {
		if topic[i] == '/' {
			return i
		}
	}
	return -1
}
