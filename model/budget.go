package model

import (
	"hash/maphash"
	"math/rand/v2"
	"slices"
)

// DefaultTopics is how many topics and levels a store holds unless told
// otherwise, as far as its memory goes: [DefaultMemory] is full with some three
// million with payloads of 100 bytes.
const DefaultTopics = 5_000_000

// A store that is full lets those topics go that have been silent longest, a
// share of them at a time. They leave the tree and the index but not the
// counters: the level above says how many there were, and with how many
// messages. One that speaks again is a new topic.

// Folded says what was summarised below a level.
type Folded struct {
	Topics   uint64
	Messages uint64
}

// Folded gives what was summarised in the whole store.
func (s *Store) Folded() Folded {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.foldedAll
}

const (
	roomShare   = 64    // the part of all topics that goes at a time
	roomSample  = 2_048 // topics looked at to learn what has been silent long
	roomPatient = 4     // how much more than the share counts as silent long
)

// retired is the id of a node that was let go. It is given to another once
// nothing in the history speaks of the old one any more.
type retired struct {
	id    ID
	until uint64 // the end of the log when it was let go
}

// inUse is how many nodes there are.
func (s *Store) inUse() int { return s.nodes.n - len(s.retired) }

// takeID gives the id for a new node.
func (s *Store) takeID() ID {
	if len(s.retired) > 0 && s.history.start() > s.retired[0].until {
		id := s.retired[0].id
		s.retired = s.retired[1:]
		*s.leaves.at(id), *s.nodes.at(id) = leaf{}, node{flags: s.nodes.at(id).flags & talks}
		return id
	}
	s.leaves.grow()
	return s.nodes.grow()
}

// makeRoom lets a share of the topics go. While the view is paused it waits,
// for as long as that is bearable.
func (s *Store) makeRoom() {
	share, most := max(1, s.inUse()/roomShare), s.memory.mostTopics()
	s.fullAt, s.memory.full = max(s.mostNodes, s.inUse()+share), max(most, s.topicsNeed()+most/(roomPatient*roomShare))
	if s.paused != nil && s.inUse() < 2*s.mostNodes && s.topicsNeed() < most+s.memory.pause {
		return
	}
	if !s.countedAbove() {
		return
	}
	s.stage.moved = true
	silent := s.silentSince()
	removed := 0
	enough := func() bool {
		return removed >= share && (s.topicsNeed() < most || removed >= roomPatient*share)
	}
	for looked := 0; !enough() && looked < s.nodes.n && s.tree.rolling == 0; looked++ {
		s.hand = s.hand%(s.nodes.n-1) + 1
		id := ID(s.hand)
		if l := s.leaves.at(id); s.removable(id) && l.lastAt <= silent {
			removed += s.fold(id)
			s.measure()
		}
		if s.mu.spend(1) {
			s.mu.breathe()
		}
	}
	if removed > 0 {
		s.fullAt = s.mostNodes
	}
	if s.topicsNeed() < most {
		s.memory.full = most
	}
}

// countedAbove counts what may go above it, and reports whether nobody else is at
// that.
func (s *Store) countedAbove() bool {
	if s.tree.rolling > 0 {
		return false
	}
	s.tree.advance(s.stage.now)
	s.tree.catchUp()
	s.tree.revise()
	return s.tree.rolling == 0
}

// silentSince is the time such that a few shares of the topics have been
// silent since before it, judged by a sample.
func (s *Store) silentSince() int64 {
	var sample []int64
	for range roomSample {
		id := ID(1 + rand.IntN(s.nodes.n-1))
		if s.removable(id) {
			sample = append(sample, s.leaves.at(id).lastAt)
		}
	}
	if len(sample) == 0 {
		return 0
	}
	slices.Sort(sample)
	return sample[min(len(sample)-1, len(sample)*roomPatient/roomShare)]
}

// removable reports whether a node is a topic without others below, and has
// been counted above.
func (s *Store) removable(id ID) bool {
	n := s.nodes.at(id)
	return n.flags&(gone|isTopic) == isTopic && n.children == 0 && s.leaves.at(id).state&dirty == 0
}

// fold lets a topic go, and the levels above that are left with nothing. It
// reports how many nodes that were. The levels have no topics any more, so that
// nobody comes to them while it breathes.
func (s *Store) fold(id ID) (nodes int) {
	l, n := s.leaves.at(id), s.nodes.at(id)
	what := Folded{Topics: 1, Messages: l.count}
	s.resize(l, 0)
	s.topics--
	s.foldedAll.Topics++
	s.foldedAll.Messages += l.count
	for up := n.parent; ; up = s.nodes.at(up).parent {
		s.mu.spend(1)
		above := s.nodes.at(up)
		above.topics--
		above.revision = s.tree.revision
		if up == Root {
			break
		}
	}
	hashes := s.hashesOf(id)
	for {
		parent := s.nodes.at(id).parent
		if below, ok := s.folded[id]; ok {
			what.Topics, what.Messages = what.Topics+below.Topics, what.Messages+below.Messages
			delete(s.folded, id)
		}
		s.drop(id, hashes())
		nodes++
		if s.mu.spend(nodeSteps) {
			s.mu.breathe()
		}
		if p := s.nodes.at(parent); parent == Root || p.children > 0 || p.flags&isTopic != 0 {
			above := s.folded[parent]
			s.folded[parent] = Folded{above.Topics + what.Topics, above.Messages + what.Messages}
			p.revision = s.tree.revision
			return nodes
		}
		id = parent
	}
}

// hashesOf gives the hashes of a node and of those above it, one after the other. The
// others are made at once when the second is asked for: of 65,000 levels each by
// itself would be too much.
func (s *Store) hashesOf(id ID) func() uint32 {
	topic := s.topic(id)
	var above []uint32
	n := 0
	return func() uint32 {
		if n++; n == 1 {
			return s.hash(topic)
		}
		if n == 2 {
			var h maphash.Hash
			h.SetSeed(s.seed)
			for at, c := range topic {
				if c == '/' {
					above = append(above, uint32(h.Sum64()))
				}
				_ = h.WriteByte(topic[at]) // a maphash never fails
			}
		}
		hash := above[len(above)-1]
		above = above[:len(above)-1]
		return hash
	}
}

// drop takes a node without children, with its hash, out of the index, the tree and
// the views.
func (s *Store) drop(id ID, hash uint32) {
	l, n := s.leaves.at(id), s.nodes.at(id)
	n.flags = gone | n.flags&talks // first, so that no view shows it again
	s.index.remove(hash, id)
	s.tree.drop(id)
	if n.newer != Root {
		s.nodes.at(n.newer).older = n.older
	} else {
		s.nodes.at(n.parent).child = n.older
	}
	if n.older != Root {
		s.nodes.at(n.older).newer = n.newer
	}
	s.nodes.at(n.parent).children--
	s.paused.forget(id)
	s.leave(id)
	t, ref := s.textsOf(l.topic)
	t.release(ref)
	*l = leaf{topic: noTopic}
	s.retired = append(s.retired, retired{id, s.history.end()})
}
