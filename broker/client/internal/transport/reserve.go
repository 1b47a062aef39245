package transport

import (
	"net"
	"sync"
	"time"
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
// Its goroutine ends with an error of the socket, which Cut brings about at once and
// Close within lingering.
type reserve struct {
	net.Conn
	mu     sync.Mutex // held to move a mark, never while reading the socket
	moved  sync.Cond  // something came, was taken, or ended
	chunks []*chunk   // the oldest first; the last is being filled
	spare  []*chunk
	held   int   // bytes that wait
	err    error // why no more will come
	closed bool
	ended  chan struct{} // closed when run returns
}

// chunk holds bytes that came one after the other.
type chunk struct {
	bytes    []byte
	from, to int // what of them waits
}

func newReserve(conn net.Conn) *reserve {
	r := &reserve{Conn: conn, ended: make(chan struct{})}
	r.moved.L = &r.mu
	go r.run()
	return r
}

func (r *reserve) run() {
	defer close(r.ended)
	for {
		c := r.room()
		if c == nil {
			r.linger()
			return
		}
		n, err := r.Conn.Read(c.bytes[c.to:])
		r.mu.Lock()
		c.to += n
		r.held += n
		r.err = err
		closed := r.closed
		r.moved.Broadcast()
		r.mu.Unlock()
		if err == nil {
			continue
		}
		if closed { // or else Close finds the error, and closes the socket
			_ = r.Conn.Close()
		}
		return
	}
}

// linger takes what the other side is still sending after Close, lets it go, and closes
// the socket when that has closed as well.
func (r *reserve) linger() {
	let := make([]byte, reserveSlack)
	for err := error(nil); err == nil; {
		_, err = r.Conn.Read(let)
	}
	_ = r.Conn.Close()
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

// drained reports that the socket has brought all it will.
func (r *reserve) drained() bool {
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

// lingering is how long the other side may take to close, once told.
const lingering = 500 * time.Millisecond

// Close ends the sending in order, and the receiving when the other side has closed as
// well or lingering is over: a socket that is closed with something unread, or is sent
// something afterwards, resets the connection, and the other side may never read the
// last packet. What waits can still be read.
func (r *reserve) Close() error {
	socket, ok := r.Conn.(*pulse)
	if over := r.refuse(); over || !ok {
		return r.Conn.Close()
	}
	return socket.finish(lingering)
}

// Cut closes the socket at once. What waits can still be read.
func (r *reserve) Cut() {
	r.refuse()
	_ = r.Conn.Close()
}

// refuse ends the waiting of readers, and reports whether the socket has brought all it
// will.
func (r *reserve) refuse() (over bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	r.moved.Broadcast()
	return r.err != nil
}
