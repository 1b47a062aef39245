package model

// slab is a growing array of records that never move and are never copied
// when it grows. With records free of pointers the collector has nothing to
// scan in it, which is what keeps its pauses short at millions of topics.
type slab[T any] struct {
	chunks []*[slabSize]T
	n      int
}

const (
	slabBits = 12
	slabSize = 1 << slabBits
)

func (s *slab[T]) at(i ID) *T { return &s.chunks[i>>slabBits][i&(slabSize-1)] }

// grow appends a zero record and gives its index.
func (s *slab[T]) grow() ID {
	if s.n == len(s.chunks)*slabSize {
		s.chunks = append(s.chunks, new([slabSize]T))
	}
	s.n++
	return ID(s.n - 1)
}

// texts holds the bytes of topics, one behind the other. A text is named by
// its reference: the offset in the upper 48 bits, the length in the lower 16.
type texts struct {
	chunks [][]byte
}

const textChunk = 1 << 20 // more than the longest topic

func (t *texts) add(b []byte) (ref uint64) {
	last := len(t.chunks) - 1
	if last < 0 || len(t.chunks[last])+len(b) > textChunk {
		t.chunks = append(t.chunks, make([]byte, 0, textChunk))
		last++
	}
	at := len(t.chunks[last])
	t.chunks[last] = append(t.chunks[last], b...)
	return uint64(last*textChunk+at)<<16 | uint64(len(b))
}

func (t *texts) get(ref uint64) []byte {
	at, n := ref>>16, ref&0xffff
	chunk := t.chunks[at/textChunk]
	at %= textChunk
	return chunk[at : at+n : at+n]
}

// prefix is the reference to the first n bytes of the text behind ref.
func prefix(ref uint64, n int) uint64 { return ref&^0xffff | uint64(n) }
