package model

// texts holds the bytes of topics, one behind the other. A text is named by a
// reference: its offset in the upper 48 bits, its length in the lower 16. A
// chunk is given back when none of its texts is used any more.
type texts struct {
	chunks [][]byte
	used   []int // texts in use, by chunk
}

const textChunk = 1 << 20 // more than the longest topic

// add copies a text in. It counts as used once for every use call.
func (t *texts) add(b []byte) (ref uint64) {
	last := len(t.chunks) - 1
	if last < 0 || len(t.chunks[last])+len(b) > textChunk {
		t.chunks = append(t.chunks, make([]byte, 0, textChunk))
		t.used = append(t.used, 0)
		last++
		if last > 0 {
			t.giveBack(last - 1)
		}
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

func (t *texts) use(ref uint64) { t.used[ref>>16/textChunk]++ }

func (t *texts) release(ref uint64) {
	chunk := int(ref >> 16 / textChunk)
	t.used[chunk]--
	t.giveBack(chunk)
}

// giveBack frees a chunk that is neither used nor written to.
func (t *texts) giveBack(chunk int) {
	if t.used[chunk] == 0 && chunk < len(t.chunks)-1 {
		t.chunks[chunk] = nil
	}
}

// prefix is the reference to the first n bytes of the text behind ref.
func prefix(ref uint64, n int) uint64 { return ref&^0xffff | uint64(n) }
