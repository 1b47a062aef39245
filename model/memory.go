package model

import (
	"math/bits"
	"unsafe"
)

// DefaultMemory is how many bytes a store takes unless told otherwise: for
// topics, their latest values and the history together.
const DefaultMemory = 2_000_000_000

// LeastMemory is what a store takes at the least.
const LeastMemory = 32_000_000

// A store that comes to the end of its memory gives up what is missed least. The
// history goes first, the oldest messages before others. Then latest values go, the
// largest first: of those of about the same size the oldest. Their topics stay,
// with all their counts, and say how large the value was; the next message brings
// one back. Values of up to a kB go with their topics only, and these are those
// that have been silent longest ([Store.makeRoom]).
//
// What is counted is what is taken: whole slabs, chunks of texts and segments.

// memory is what a store may take, and what it does, in bytes.
type memory struct {
	most   int64 // for topics, latest values and history together
	pause  int64 // besides, for what a pause keeps
	topics int64 // taken by topics and levels
	log    int64 // what that leaves to the log, with what a pause keeps
	full   int64 // of topics with small values: room among them is made next

	values [valueClasses]int64 // what latest values take in the log, by class
}

const (
	// leastLog is what the log has in any case.
	leastLog = 4 * segmentSize
	// pauseShare is the part of the memory that a pause may keep besides, unless
	// told otherwise.
	pauseShare = 8
	// topicsNum of topicsOf parts are the most that topics take with small values:
	// what is left is for large ones, and for the history.
	topicsNum, topicsOf = 7, 8

	// Values of one class differ in size by less than a factor of two; those of
	// the first are small.
	valueClasses = 20
	smallValue   = 1 << 10
	// largeValue is the size from which on it is asked whether a value fits at all.
	largeValue = 64 << 10
)

func valueClass(size int) int { return bits.Len32(uint32(size) / smallValue) }

func newMemory(o Options) memory {
	m := memory{most: o.Memory, pause: o.Pause}
	if m.most <= 0 {
		m.most = DefaultMemory
	}
	m.most = max(m.most, LeastMemory)
	if m.pause <= 0 {
		m.pause = m.most / pauseShare
	}
	m.full = m.mostTopics()
	m.log = m.most
	return m
}

// mostTopics is what topics may take with their small values.
func (m *memory) mostTopics() int64 { return m.most / topicsOf * topicsNum }

// What a node takes beside its text, and the records of it that are made and
// given up one by one.
const (
	nodeBytes    = int64(unsafe.Sizeof(leaf{})+unsafe.Sizeof(node{})) * slabSize
	placeBytes   = int64(unsafe.Sizeof(place{})) * slabSize
	slotBytes    = int64(unsafe.Sizeof(slot{}))
	changeBytes  = int64(unsafe.Sizeof(change{}))
	retiredBytes = int64(unsafe.Sizeof(retired{}))
	foldedBytes  = 48
)

// measure takes what topics need off what the log may have.
func (s *Store) measure() {
	slabs, views := int64(len(s.nodes.chunks)), int64(1)
	if s.tree.found != nil {
		views++
	}
	m := &s.memory
	m.topics = slabs*(nodeBytes+views*placeBytes) + int64(s.texts.held+s.stems.held)*textChunk +
		int64(s.index.slots)*slotBytes + int64(s.changed.n)*changeBytes +
		int64(len(s.retired))*retiredBytes + int64(len(s.folded))*foldedBytes
	m.log = max(m.most-m.topics, leastLog)
	if s.paused != nil {
		m.log += withSlack(s.paused.held)
	}
}

// withSlack is what the log takes to hold some bytes that must not be let go:
// half as much again, see [Store.limit].
func withSlack(needed int64) int64 { return needed + needed/2 }

// topicsNeed is what topics take with their small values, which go only with
// them.
func (s *Store) topicsNeed() int64 { return s.memory.topics + withSlack(s.memory.values[0]) }

// latestBytes is what the latest values take in the log.
func (s *Store) latestBytes() int64 {
	if s.paused != nil {
		return s.live - s.paused.held
	}
	return s.live
}

// mostLatest is what they may take.
func (s *Store) mostLatest() int64 {
	room := s.memory.log - 2*segmentSize
	if s.paused != nil {
		room -= withSlack(s.paused.held)
	}
	return room / 3 * 2
}

// resize notes what the latest entry of a topic takes in the log.
func (s *Store) resize(l *leaf, size int) {
	old := l.entrySize()
	s.live += int64(size - old)
	s.memory.values[valueClass(old)] -= int64(old)
	s.memory.values[valueClass(size)] += int64(size)
	l.setEntrySize(size)
}

// givesWay reports whether a latest value of a size has to go: those that are
// larger are not enough.
func (s *Store) givesWay(size int) bool {
	left := s.latestBytes()
	for _, larger := range s.memory.values[valueClass(size)+1:] {
		left -= larger
	}
	return size > entryHeader && left > s.mostLatest()
}

// fits reports whether there is room for the next value of a topic beside all
// that are smaller.
func (s *Store) fits(size int, l *leaf) bool {
	needed := int64(size)
	for _, smaller := range s.memory.values[:valueClass(size)] {
		needed += smaller
	}
	if old := l.entrySize(); valueClass(old) < valueClass(size) {
		needed -= int64(old)
	}
	return needed <= s.mostLatest()
}

// admitLarge makes room for a large message, or leaves its value out when there
// cannot be enough. It says what the message takes then.
func (s *Store) admitLarge(e *entry, l *leaf) (size int) {
	size = e.size()
	if !s.fits(size, l) {
		s.giveUp(e)
		return e.size()
	}
	if size > segmentSize {
		s.resize(l, size)
		l.last = 0 // what is there goes with the history
		s.evict(int64(size))
	}
	return size
}

// giveUp leaves the value of an entry out.
func (s *Store) giveUp(e *entry) {
	e.letGo()
	s.intake.LetGo++
}

// letLargestGo gives up latest values that have a segment to themselves while
// the latest take too much: none of the others has to be copied for it.
func (s *Store) letLargestGo(coming int64) {
	for s.history.held+coming > s.limit() {
		var largest *leaf
		var id ID
		at := 0
		for i, seg := range s.history.segments {
			if cap(seg) <= segmentSize {
				continue
			}
			e, _ := readEntry(seg)
			l := s.leaves.at(e.id)
			if l.last != (s.history.first+uint64(i))<<segmentBits || !s.givesWay(l.entrySize()) {
				continue
			}
			if largest == nil || valueClass(l.entrySize()) > valueClass(largest.entrySize()) {
				largest, id, at = l, e.id, i
			}
		}
		if largest == nil {
			return
		}
		s.history.cut(at)
		s.resize(largest, entryHeader)
		s.intake.LetGo++
		s.tree.nodeRevised(id)
	}
}
