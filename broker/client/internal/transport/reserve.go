package transport

import (
	"net"
	"sync"
)

const (
	reserveChunk = 256 << 10 // what is set aside at a time
	reserveSlack = 8 << 10   // a chunk with less room than this is full
	reserveLimit = 128 << 20 // bytes that may wait
	reserveSpare = 8         // emptied chunks kept for use again
)

// reserve reads the socket ahead of those who use what comes. A broker with a
// short queue drops messages for a client whose socket is full, and says
// nothing: Mosquitto keeps 1,000. Taking bytes off the socket is cheap; a store
// that is busy, or a machine that is, then costs memory and not messages. When
// too much waits the socket is not read, which is the backpressure.
//
// Its goroutine ends with an error of the socket, which Close brings about.
type reserve struct {
	net.Conn
	mu     sync.Mutex // held to move a mark, never while reading the socket
	moved  sync.Cond  // something came, was taken, or ended
	chunks []*chunk   // the oldest first; the last is being filled
	spare  []*chunk
	held   int   // bytes that wait
	err    error // why no more will come
	closed bool
}

// chunk holds bytes that came one after the other.
type chunk struct {
	bytes    []byte
	from, to int // what of them waits
}

func newReserve(conn net.Conn) *reserve {
	r := &reserve{Conn: conn}
	r.moved.L = &r.mu
	go r.run()
	return r
}

func (r *reserve) run() {
	for {
		c := r.room()
		if c == nil {
			return
		}
		n, err := r.Conn.Read(c.bytes[c.to:])
		r.mu.Lock()
		c.to += n
		r.held += n
		r.err = err
		r.moved.Broadcast()
		r.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// room waits for a chunk to read into; nil means that the end has come. What
// lies behind a chunk's mark belongs to run alone.
func (r *reserve) room() *chunk {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.held >= reserveLimit && !r.closed {
		r.moved.Wait()
	}
	if r.closed {
		return nil
	}
	if n := len(r.chunks); n > 0 && len(r.chunks[n-1].bytes)-r.chunks[n-1].to >= reserveSlack {
		return r.chunks[n-1]
	}
	var c *chunk
	if n := len(r.spare); n > 0 {
		c, r.spare = r.spare[n-1], r.spare[:n-1]
		c.from, c.to = 0, 0
	} else {
		c = &chunk{bytes: make([]byte, reserveChunk)}
	}
	r.chunks = append(r.chunks, c)
	return c
}

// Read takes what has come. An error of the socket comes after the last byte.
func (r *reserve) Read(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.held == 0 && r.err == nil && !r.closed {
		r.moved.Wait()
	}
	switch {
	case r.held > 0:
	case r.err != nil:
		return 0, r.err
	default:
		return 0, net.ErrClosed
	}
	n := 0
	for n < len(b) && r.held > 0 {
		c := r.chunks[0]
		m := copy(b[n:], c.bytes[c.from:c.to])
		n += m
		c.from += m
		r.held -= m
		if c.from < c.to {
			break // b is full
		}
		r.release(c)
	}
	r.moved.Broadcast()
	return n, nil
}

// waiting is how many bytes have come that nobody has read.
func (r *reserve) waiting() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.held
}

// ended reports that the socket has brought all it will.
func (r *reserve) ended() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err != nil
}

// release puts the first chunk aside, of which nothing waits any more, unless
// it is still being filled.
func (r *reserve) release(c *chunk) {
	if len(r.chunks) == 1 {
		return
	}
	r.chunks = r.chunks[1:]
	if len(r.spare) < reserveSpare {
		r.spare = append(r.spare, c)
	}
}

// Close closes the socket. What waits can still be read.
func (r *reserve) Close() error {
	r.mu.Lock()
	r.closed = true
	r.moved.Broadcast()
	r.mu.Unlock()
	return r.Conn.Close()
}
