package model

import "bytes"

// insert makes the node of a new topic and of every level above it that is
// new as well. It lets go of the lock when there are many: levels whose topic is
// still to come are seen by nobody but [Store.Find].
func (s *Store) insert(topic []byte) ID {
	if s.inUse() >= s.fullAt || s.topicsNeed() >= s.memory.full {
		s.makeRoom()
	}
	parent, known := s.deepestKnown(topic)
	stem := s.newStem(topic, known)
	h := &s.stage.prefixes
	h.SetSeed(s.seed)
	hashed := 0
	for at := known; ; {
		end := at
		for end < len(topic) && topic[end] != '/' {
			end++
		}
		_, _ = h.Write(topic[hashed:end]) // a maphash never fails
		hashed = end
		ref := prefix(stem, end)
		if end == len(topic) {
			ref = s.texts.add(topic)
		}
		parent = s.newNode(parent, ref, at)
		s.index.insert(uint32(h.Sum64()), parent)
		enough := s.mu.spend(nodeSteps)
		if end == len(topic) {
			s.measure()
			return parent
		}
		at = end + 1
		if enough {
			s.mu.breathe()
		}
	}
}

// nodeSteps is the work of making a node.
const nodeSteps = 10

// stemText marks a reference into the texts of levels rather than topics.
const stemText = 1 << 63

// newStem keeps the text that the new levels above a topic share. It is kept
// apart from the topics' own texts, which come and go.
func (s *Store) newStem(topic []byte, known int) (ref uint64) {
	end := bytes.LastIndexByte(topic, '/')
	if end < known {
		return 0 // the level above is known
	}
	return s.stems.add(topic[:end]) | stemText
}

// text gives the bytes behind a node's reference.
func (s *Store) text(ref uint64) []byte {
	if ref&stemText != 0 {
		return s.stems.get(ref &^ stemText)
	}
	return s.texts.get(ref)
}

// textsOf is where a reference points into, and as what.
func (s *Store) textsOf(ref uint64) (*texts, uint64) {
	if ref&stemText != 0 {
		return &s.stems, ref &^ stemText
	}
	return &s.texts, ref
}

func (s *Store) newNode(parent ID, ref uint64, nameAt int) ID {
	id := s.takeID()
	s.leaves.at(id).topic = ref
	t, r := s.textsOf(ref)
	t.use(r)
	n := s.nodes.at(id)
	n.parent = parent
	n.nameAt = uint16(nameAt)
	p := s.nodes.at(parent)
	n.older = p.child
	if p.child != Root {
		s.nodes.at(p.child).newer = id
	}
	p.child = id
	if p.children++; p.children == wide {
		s.tree.widen(parent)
	}
	return id
}

// deepestKnown finds the deepest level of topic that has a node, and where
// the first unknown level begins. That a level is known means that all above
// it are, so a bisection finds it: hostile topics have 65,536 levels.
func (s *Store) deepestKnown(topic []byte) (parent ID, nameAt int) {
	slash := bytes.LastIndexByte(topic, '/')
	if slash < 0 {
		return Root, 0
	}
	if id := s.find(topic[:slash]); id != Root { // as it nearly always is
		return id, slash + 1
	}
	var slashes []int // the deepest first
	for i := slash; i >= 0; i = bytes.LastIndexByte(topic[:i], '/') {
		slashes = append(slashes, i)
	}
	low, high := 0, len(slashes) // the last counts as the root
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
