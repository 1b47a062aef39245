package model

// texts holds the bytes of topics, one behind the other. A text is named by a
// reference: its offset in the upper 48 bits, its length in the lower 16. A
// chunk is given back when none of its texts is used any more.
type texts struct {
	chunks [][]byte
	used   []int // texts in use, by chunk
	free   []int // numbers of chunks given back
	last   int   // the chunk that is written to
	held   int   // chunks there are
}

const textChunk = 1 << 18 // a few of the longest topics

// add copies a text in. It counts as used once for every use call.
func (t *texts) add(b []byte) (ref uint64) {
	if t.held == 0 || len(t.chunks[t.last])+len(b) > textChunk {
		t.open()
	}
	at := len(t.chunks[t.last])
	t.chunks[t.last] = append(t.chunks[t.last], b...)
	return uint64(t.last*textChunk+at)<<16 | uint64(len(b))
}

// open begins a chunk.
func (t *texts) open() {
	full := t.last
	if n := len(t.free); n > 0 {
		t.last, t.free = t.free[n-1], t.free[:n-1]
	} else {
		t.last = len(t.chunks)
		t.chunks, t.used = append(t.chunks, nil), append(t.used, 0)
	}
	t.chunks[t.last] = make([]byte, 0, textChunk)
	if t.held++; t.held > 1 {
		t.giveBack(full)
	}
}

func (t *texts) get(ref uint64) []byte {
	at, n := ref>>16, ref&0xffff
	chunk := t.chunks[at/textChunk]
	at %= textChunk
	return chunk[at : at+n : at+n]
}

func (t *texts) use(ref uint64) { t.used[ref>>16/textChunk]++ }

func (t *texts) release(ref uint64) {
	chunk := int(ref >> 16 / textChunk)
	t.used[chunk]--
	t.giveBack(chunk)
}

// giveBack frees a chunk that is neither used nor written to.
func (t *texts) giveBack(chunk int) {
	if t.used[chunk] == 0 && chunk != t.last {
		t.chunks[chunk] = nil
		t.free = append(t.free, chunk)
		t.held--
	}
}

// prefix is the reference to the first n bytes of the text behind ref.
func prefix(ref uint64, n int) uint64 { return ref&^0xffff | uint64(n) }
