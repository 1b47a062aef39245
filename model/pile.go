package model

// pile is a list that grows without being copied: to copy a list of a million
// takes longer than the lock may be held.
type pile[T any] struct {
	chunks [][]T
	n      int
}

const pileChunk = 4_096

func (p *pile[T]) add(v T) {
	i := uint(p.n) / pileChunk
	if i == uint(len(p.chunks)) {
		var chunk []T
		if i > 0 { // it will be full, as those before it
			chunk = make([]T, 0, pileChunk)
		}
		p.chunks = append(p.chunks, chunk)
	}
	p.chunks[i] = append(p.chunks[i], v)
	p.n++
}

func (p *pile[T]) at(i int) *T { return &p.chunks[uint(i)/pileChunk][uint(i)%pileChunk] }

// empty takes everything out and keeps the room.
func (p *pile[T]) empty() {
	for i := range p.chunks {
		p.chunks[i] = p.chunks[i][:0]
	}
	p.n = 0
}

// spare is the room of a pile that is not needed any more, as much as is worth to be
// kept.
func (p *pile[T]) spare() pile[T] {
	p.empty()
	return pile[T]{chunks: p.chunks[:min(1, len(p.chunks)):min(1, len(p.chunks))]}
}

// list gives it in one piece.
func (p *pile[T]) list() []T {
	if p.n == 0 {
		return nil
	}
	all := make([]T, 0, p.n)
	for _, chunk := range p.chunks {
		all = append(all, chunk...)
	}
	return all
}
