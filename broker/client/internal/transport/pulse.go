package transport

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"mangrove/broker"
)

// writeChunk bounds one write to the socket, so that a large message being sent
// over a slow line is seen to move.
const writeChunk = 256 << 10

// pulse is the TCP connection at the bottom of every transport. It notices that
// nothing moves any more, whatever library or protocol lies above, and paces
// the reading (see pace).
//
// Read belongs to one goroutine at a time, Write to another; the atomics are
// what they share.
type pulse struct {
	net.Conn
	start time.Time     // zero of the clock that beat and limit are read on
	limit atomic.Int64  // the silence allowed, in ns; 0 before watch
	beat  atomic.Int64  // the last sign of life, in ns since start
	armed time.Duration // when Read last set the deadline; the reader's own
	pace  pace          // the reader's own
	mu    sync.Mutex    // guards head
	head  []byte        // the first bytes that came
}

func newPulse(conn net.Conn) *pulse { return &pulse{Conn: conn, start: time.Now()} }

// watch begins to treat silence longer than limit as the end of the connection.
// Handshakes have deadlines of their own and come before it.
func (p *pulse) watch(limit time.Duration) {
	p.beat.Store(int64(time.Since(p.start)))
	p.limit.Store(int64(limit))
	_ = p.Conn.SetReadDeadline(time.Now().Add(limit)) // for a Read that waits already
}

// Read fails with broker.ErrSilent when nothing came in for as long as watch
// allows, and no large message was seen going out meanwhile.
func (p *pulse) Read(b []byte) (int, error) {
	p.pace.wait()
	p.arm()
	for {
		n, err := p.Conn.Read(b)
		if n > 0 {
			now := time.Since(p.start)
			p.beat.Store(int64(now))
			p.pace.took(n, len(b), now)
			p.note(b[:n])
			return n, err
		}
		limit := time.Duration(p.limit.Load())
		if limit == 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			return n, err
		}
		silent := time.Since(p.start) - time.Duration(p.beat.Load())
		if silent >= limit {
			return 0, fmt.Errorf("%w: %w", broker.ErrLost, &broker.Found{Kind: broker.ErrSilent, Code: broker.SilentFor, After: silent.Round(100 * time.Millisecond)})
		}
		_ = p.Conn.SetReadDeadline(time.Now().Add(limit - silent))
	}
}

// note keeps the first bytes that came.
func (p *pulse) note(b []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if room := 8 - len(p.head); room > 0 {
		p.head = append(p.head, b[:min(len(b), room)]...)
	}
}

// first gives the first bytes that came, eight at most.
func (p *pulse) first() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return bytes.Clone(p.head)
}

// arm moves the deadline on, but not at every read: it costs a lock and a timer.
func (p *pulse) arm() {
	limit := time.Duration(p.limit.Load())
	if limit == 0 {
		return
	}
	if now := time.Since(p.start); p.armed == 0 || now-p.armed > limit/16 {
		p.armed = now
		_ = p.Conn.SetReadDeadline(time.Now().Add(limit))
	}
}

// Write sends b in chunks, so that Read sees a long one move. What fits into
// one chunk proves nothing: the system takes it whether or not anybody is there
// any more.
func (p *pulse) Write(b []byte) (int, error) {
	sent := 0
	for {
		if sent > 0 {
			p.beat.Store(int64(time.Since(p.start)))
		}
		n, err := p.Conn.Write(b[sent:min(len(b), sent+writeChunk)])
		sent += n
		if err != nil || sent == len(b) {
			return sent, err
		}
	}
}

// SetReadDeadline is the handshakes'; from watch on the deadline is ours.
func (p *pulse) SetReadDeadline(t time.Time) error {
	if p.limit.Load() != 0 {
		return nil
	}
	return p.Conn.SetReadDeadline(t)
}

// SetDeadline sets both deadlines, the one for reading as SetReadDeadline does.
func (p *pulse) SetDeadline(t time.Time) error {
	if err := p.SetReadDeadline(t); err != nil {
		return err
	}
	return p.SetWriteDeadline(t)
}

// finish ends the writing, where the connection has ends of its own for both ways, and
// the reading when patience is over.
func (p *pulse) finish(patience time.Duration) error {
	p.limit.Store(0)
	err := p.Conn.SetReadDeadline(time.Now().Add(patience))
	if half, ok := p.Conn.(interface{ CloseWrite() error }); ok {
		err = errors.Join(err, half.CloseWrite())
	}
	return err
}
