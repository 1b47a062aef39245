package model

import "encoding/binary"

// history is the log of everything kept: one entry behind the other in
// segments, the oldest segment let go first. A position is the number of the
// segment in the upper bits and the offset inside it in the lower; it grows
// with time, and 0 is no position.
type history struct {
	segments [][]byte // from number first on; nil: taken up by a large one before it
	first    uint64
	held     int64  // bytes the segments take
	used     int64  // bytes of entries in them
	idle     []byte // a segment let go, kept for the next
	readers  int    // who reads in segments without the lock
}

const (
	segmentBits = 22
	segmentSize = 1 << segmentBits
	entryHeader = 32
)

// entry is the view of one entry in the log. Its slices are the log's own.
type entry struct {
	prev       uint64 // position of the topic's entry before it, 0 for none
	at         int64  // arrival, ns since 1970
	id         ID
	flags      byte // QoS in the two lowest bits, then the flags below
	payload    []byte
	properties []byte
	lost       [2]int // how long they were, when they have been let go
}

const (
	entryQoS      = 3
	entryRetained = 1 << 2
	entryDup      = 1 << 3
	// entryKept marks the latest entry of a topic, copied forward because its
	// segment was let go: it is older than its position says.
	entryKept = 1 << 4
	// entrySpared marks the entry that was its topic's latest when the history
	// was cleared.
	entrySpared = 1 << 5
	// entryLetGo marks an entry whose payload and properties were too large to be
	// kept: it says only how long they were.
	entryLetGo = 1 << 6
)

func newHistory() history { return history{first: 1} }

// size is what an entry takes in the log, in bytes: a multiple of 8.
func (e *entry) size() int {
	if e.flags&entryLetGo != 0 {
		return entryHeader
	}
	return (entryHeader + len(e.payload) + len(e.properties) + 7) &^ 7
}

// letGo leaves the payload and the properties out.
func (e *entry) letGo() {
	if e.flags&entryLetGo == 0 {
		e.lost = [2]int{len(e.payload), len(e.properties)}
		e.payload, e.properties = nil, nil
		e.flags |= entryLetGo
	}
}

// payloadSize is how long the payload was when it came.
func (e *entry) payloadSize() int {
	if e.flags&entryLetGo != 0 {
		return e.lost[0]
	}
	return len(e.payload)
}

// room makes sure that the next n bytes, of at most a segment, fit behind the last
// entry.
func (h *history) room(n int) {
	if last := len(h.segments) - 1; last >= 0 {
		if seg := h.segments[last]; seg != nil && len(seg)+n <= cap(seg) {
			return
		}
		h.trim(last)
	}
	seg := h.idle
	if seg == nil {
		seg = make([]byte, 0, segmentSize)
	}
	h.idle = nil
	h.segments = append(h.segments, seg)
	h.held += segmentSize
}

// adopt takes in a segment with nothing in it but an entry larger than others have
// room for, and gives the entry's position. It takes up as many numbers as it is
// long, so that positions keep growing by bytes.
func (h *history) adopt(e *entry, seg []byte) uint64 {
	if last := len(h.segments) - 1; last >= 0 && h.segments[last] != nil {
		h.trim(last)
	}
	e.writeHead(seg)
	at := h.first + uint64(len(h.segments))
	h.segments = append(h.segments, seg)
	for taken := segmentSize; taken < cap(seg); taken += segmentSize {
		h.segments = append(h.segments, nil)
	}
	h.held += int64(cap(seg))
	h.used += int64(len(seg))
	return at << segmentBits
}

// trim gives back what is left of a segment, when that is much: before a large
// entry, which did not fit.
func (h *history) trim(i int) {
	seg := h.segments[i]
	if cap(seg) != segmentSize || cap(seg)-len(seg) <= segmentSize/8 {
		return
	}
	h.segments[i] = append(make([]byte, 0, len(seg)), seg...)
	h.held -= int64(cap(seg) - cap(h.segments[i]))
	h.reuse(seg)
}

// cut lets the only entry of a segment go, all but what it says of itself.
func (h *history) cut(i int) {
	seg := h.segments[i]
	e, _ := readEntry(seg)
	e.letGo()
	h.segments[i] = make([]byte, entryHeader)
	e.write(h.segments[i])
	h.held -= int64(cap(seg) - entryHeader)
	h.used -= int64(len(seg) - entryHeader)
}

// append writes an entry and gives its position.
func (h *history) append(e *entry) uint64 {
	n := e.size()
	h.room(n)
	last := len(h.segments) - 1
	seg := h.segments[last]
	at := len(seg)
	seg = seg[:at+n]
	h.segments[last] = seg
	h.used += int64(n)
	e.write(seg[at:])
	return (h.first+uint64(last))<<segmentBits | uint64(at)
}

// write puts an entry into memory that is large enough.
func (e *entry) write(b []byte) {
	e.writeHead(b)
	copy(b[entryHeader:], e.payload)
	copy(b[entryHeader+len(e.payload):], e.properties)
}

func (e *entry) writeHead(b []byte) {
	n, m := len(e.payload), len(e.properties)
	if e.flags&entryLetGo != 0 {
		n, m = e.lost[0], e.lost[1]
	}
	binary.LittleEndian.PutUint64(b[0:], e.prev)
	binary.LittleEndian.PutUint64(b[8:], uint64(e.at))
	binary.LittleEndian.PutUint32(b[16:], uint32(e.id))
	binary.LittleEndian.PutUint32(b[20:], uint32(n))
	binary.LittleEndian.PutUint32(b[24:], uint32(m))
	binary.LittleEndian.PutUint32(b[28:], uint32(e.flags))
}

// at reads the entry at a position. The position must be held.
func (h *history) at(pos uint64) (e entry) {
	h.read(pos, &e)
	return e
}

// read is [history.at] into room for an entry.
func (h *history) read(pos uint64, e *entry) {
	e.read(h.segments[pos>>segmentBits-h.first][pos&(segmentSize-1):])
}

// holds reports whether the entry at pos is still in the log.
func (h *history) holds(pos uint64) bool { return pos>>segmentBits >= h.first }

// start is the lowest position held.
func (h *history) start() uint64 { return h.first << segmentBits }

// end is the position the next entry will have, or one below it.
func (h *history) end() uint64 {
	last := len(h.segments) - 1
	if last < 0 {
		return h.start()
	}
	return (h.first+uint64(last))<<segmentBits + uint64(len(h.segments[last])) // a full one ends where the next begins
}

func readEntry(b []byte) (e entry, size int) {
	size = e.read(b)
	return e, size
}

// read reads an empty entry from memory, and says what it takes there.
func (e *entry) read(b []byte) (size int) {
	_ = b[entryHeader-1]
	e.prev = binary.LittleEndian.Uint64(b[0:])
	e.at = int64(binary.LittleEndian.Uint64(b[8:]))
	e.id = ID(binary.LittleEndian.Uint32(b[16:]))
	n := int(binary.LittleEndian.Uint32(b[20:]))
	m := int(binary.LittleEndian.Uint32(b[24:]))
	e.flags = byte(binary.LittleEndian.Uint32(b[28:]))
	if e.flags&entryLetGo != 0 {
		e.lost = [2]int{n, m}
		return entryHeader
	}
	e.payload = b[entryHeader : entryHeader+n : entryHeader+n]
	e.properties = b[entryHeader+n : entryHeader+n+m : entryHeader+n+m]
	return (entryHeader + n + m + 7) &^ 7
}

// entryOwner is whose an entry is, and what it takes: all that is needed of most when
// they are let go.
func entryOwner(b []byte) (id ID, size int) {
	id = ID(binary.LittleEndian.Uint32(b[16:]))
	if b[28]&entryLetGo != 0 {
		return id, entryHeader
	}
	n := int(binary.LittleEndian.Uint32(b[20:])) + int(binary.LittleEndian.Uint32(b[24:]))
	return id, (entryHeader + n + 7) &^ 7
}

// setSpared marks an entry as spared, or takes the mark away, and sets which
// entry of its topic comes before it.
func (h *history) setSpared(pos, prev uint64, mark bool) {
	entry := h.segments[pos>>segmentBits-h.first][pos&(segmentSize-1):]
	binary.LittleEndian.PutUint64(entry, prev)
	flags := binary.LittleEndian.Uint32(entry[28:]) &^ entrySpared
	if mark {
		flags |= entrySpared
	}
	binary.LittleEndian.PutUint32(entry[28:], flags)
}

// lookBytes is how much of an entry is looked at in the time that it takes to
// come to the next one, roughly.
const lookBytes = 1_000

// walk calls do for at most n entries from pos on, fewer when they are large or when
// do says that one was so many more. That must be the position of one or the end.
// It says where to go on.
func (h *history) walk(pos uint64, n int, do func(pos uint64, e *entry) (more int)) (next uint64) {
	number := pos >> segmentBits
	at := int(pos & (segmentSize - 1))
	for ; number < h.first+uint64(len(h.segments)); number, at = number+1, 0 {
		seg := h.segments[number-h.first]
		for at < len(seg) {
			if n <= 0 {
				return number<<segmentBits | uint64(at)
			}
			e, size := readEntry(seg[at:])
			n -= 1 + size/lookBytes + do(number<<segmentBits|uint64(at), &e)
			at += size
		}
	}
	return h.end()
}

// dropOldest takes the oldest segment out and gives it to the caller, who may
// read it until the next append.
func (h *history) dropOldest() []byte {
	seg := h.segments[0]
	n := 1
	for n < len(h.segments) && h.segments[n] == nil {
		n++
	}
	h.segments = h.segments[n:]
	h.first += uint64(n)
	h.held -= int64(cap(seg))
	h.used -= int64(len(seg))
	return seg
}

// reuse gives a segment from dropOldest back for the next one needed, unless
// somebody may still read in it.
func (h *history) reuse(seg []byte) {
	if cap(seg) == segmentSize && h.readers == 0 {
		h.idle = seg[:0]
	}
}
