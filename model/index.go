package model

// index finds a topic by its bytes in one probe as a rule: open addressing
// with linear probing over slots of {hash, id}. It compares hashes only; the
// caller compares the bytes.
type index struct {
	slots []slot
	mask  uint32
	used  int
}

type slot struct {
	hash uint32
	id   ID // 0: the slot is free, since the root is in no index
}

const indexStart = 1 << 10

func newIndex() index { return index{slots: make([]slot, indexStart), mask: indexStart - 1} }

// probe gives the first entry with this hash at or after slot i, and the slot
// to go on from; id 0 when there is none.
func (x *index) probe(hash, i uint32) (id ID, next uint32) {
	for {
		s := x.slots[i&x.mask]
		if s.id == 0 || s.hash == hash {
			return s.id, i + 1
		}
		i++
	}
}

func (x *index) insert(hash uint32, id ID) {
	if x.used*4 >= len(x.slots)*3 {
		x.double()
	}
	x.used++
	x.put(slot{hash, id})
}

func (x *index) put(s slot) {
	i := s.hash & x.mask
	for x.slots[i].id != 0 {
		i = (i + 1) & x.mask
	}
	x.slots[i] = s
}

func (x *index) double() {
	old := x.slots
	x.slots = make([]slot, 2*len(old))
	x.mask = uint32(len(x.slots) - 1)
	for _, s := range old {
		if s.id != 0 {
			x.put(s)
		}
	}
}

// remove takes id out and moves what probed past it back, so that no marker
// of the removed entry has to stay behind.
func (x *index) remove(hash uint32, id ID) {
	i := hash & x.mask
	for x.slots[i].id != id {
		if x.slots[i].id == 0 {
			return
		}
		i = (i + 1) & x.mask
	}
	x.used--
	for j := i; ; {
		j = (j + 1) & x.mask
		s := x.slots[j]
		if s.id == 0 {
			break
		}
		if home := s.hash & x.mask; (j-home)&x.mask >= (j-i)&x.mask {
			x.slots[i] = s
			i = j
		}
	}
	x.slots[i] = slot{}
}
