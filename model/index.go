package model

// index finds a topic by its bytes in one probe as a rule: open addressing
// with linear probing over slots of {hash, id}. It compares hashes only; the
// caller compares the bytes.
//
// It is divided into parts by the uppermost bits of the hash, each of which grows
// by itself: to make one table of a million topics anew takes longer than the
// lock may be held.
type index struct {
	parts [indexParts]indexPart
	slots int // of all of them
}

type indexPart struct {
	slots []slot
	mask  uint32
	used  int
}

type slot struct {
	hash uint32
	id   ID // 0: the slot is free, since the root is in no index
}

const (
	indexBits  = 6
	indexParts = 1 << indexBits
	indexStart = 1 << 4 // slots of a part
)

func newIndex() (x index) {
	slots := make([]slot, indexParts*indexStart)
	for i := range x.parts {
		x.parts[i] = indexPart{slots: slots[i*indexStart:][:indexStart:indexStart], mask: indexStart - 1}
	}
	x.slots = len(slots)
	return x
}

func (x *index) part(hash uint32) *indexPart { return &x.parts[hash>>(32-indexBits)] }

// probe gives the first entry with this hash at or after slot i, and the slot
// to go on from; id 0 when there is none.
func (x *index) probe(hash, i uint32) (id ID, next uint32) {
	p := x.part(hash)
	for {
		s := p.slots[i&p.mask]
		if s.id == 0 || s.hash == hash {
			return s.id, i + 1
		}
		i++
	}
}

func (x *index) insert(hash uint32, id ID) {
	p := x.part(hash)
	if p.used*4 >= len(p.slots)*3 {
		x.slots += len(p.slots)
		p.double()
	}
	p.used++
	p.put(slot{hash, id})
}

func (p *indexPart) put(s slot) {
	i := s.hash & p.mask
	for p.slots[i].id != 0 {
		i = (i + 1) & p.mask
	}
	p.slots[i] = s
}

func (p *indexPart) double() {
	old := p.slots
	p.slots = make([]slot, 2*len(old))
	p.mask = uint32(len(p.slots) - 1)
	for _, s := range old {
		if s.id != 0 {
			p.put(s)
		}
	}
}

// remove takes id out and moves what probed past it back, so that no marker
// of the removed entry has to stay behind.
func (x *index) remove(hash uint32, id ID) {
	p := x.part(hash)
	i := hash & p.mask
	for p.slots[i].id != id {
		if p.slots[i].id == 0 {
			return
		}
		i = (i + 1) & p.mask
	}
	p.used--
	for j := i; ; {
		j = (j + 1) & p.mask
		s := p.slots[j]
		if s.id == 0 {
			break
		}
		if home := s.hash & p.mask; (j-home)&p.mask >= (j-i)&p.mask {
			p.slots[i] = s
			i = j
		}
	}
	p.slots[i] = slot{}
}
