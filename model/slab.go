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
