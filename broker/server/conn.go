package server

import (
	"net"
	"sync"
	"sync/atomic"
	"time"

	mqtt "github.com/mochi-mqtt/server/v2"
)

// conn is one client's connection: the socket mochi reads from and writes to,
// with everything that is kept for this client beside mochi's own state.
//
// Two goroutines belong to it, both started by [Broker.serve]: the one that
// reads and serves the client, and the one that empties the outbox.
type conn struct {
	net.Conn // the socket; only the outbox's goroutine writes to it
	out      *outbox
	backlog  backlog
	flow     *flow

	bytesIn, bytesOut, messagesIn, messagesOut atomic.Uint64

	ending sync.Mutex // held while a deadline is set or closed becomes true
	closed atomic.Bool

	// Set by the reading goroutine before it joins the roster, then constant.
	client  *mqtt.Client
	joined  time.Time
	will    string // the will's topic
	delayed bool   // the will has a delay

	willComes atomic.Bool // it has been put off, and not been published yet

	// What follows belongs to the reading goroutine.
	ids      identifiers
	replay   replay
	willSent bool
	passing  bool  // a message on: it has [Broker.passing] for reading
	class    int   // its size in [Broker.inHand]
	moving   bool  // a session here: it has [Broker.passing] for writing
	last     byte  // the last byte read
	again    bool  // the PUBLISH being processed was sent before
	failure  error // why nothing more is read, when that was found outside Read
}

func newConn(socket net.Conn, b *Broker) *conn {
	c := &conn{Conn: socket}
	c.backlog.all = &b.queued
	c.out = newOutbox(&b.budget, &c.backlog.stuck)
	c.flow = newFlow(&c.backlog.stuck)
	return c
}

// of is the connection of a client of mochi's; nil when it has none.
func of(cl *mqtt.Client) *conn {
	c, _ := cl.Net.Conn.(*conn)
	return c
}

// Read implements net.Conn and counts.
func (c *conn) Read(p []byte) (int, error) {
	if c.failure != nil {
		return 0, c.failure
	}
	n, err := c.Conn.Read(p)
	c.bytesIn.Add(uint64(n))
	if n > 0 {
		c.last = p[n-1]
	}
	if err != nil && c.closed.Load() {
		err = net.ErrClosed
	}
	return n, err
}

// Write implements net.Conn: it queues and counts. See [outbox].
func (c *conn) Write(p []byte) (int, error) {
	n, err := c.out.Write(p)
	c.bytesOut.Add(uint64(n))
	return n, err
}

// SetDeadline implements net.Conn for what is read. Writing has no deadline:
// a client that is silent for too long is found by reading.
func (c *conn) SetDeadline(t time.Time) error {
	c.ending.Lock()
	defer c.ending.Unlock()
	if c.closed.Load() {
		return net.ErrClosed
	}
	return c.SetReadDeadline(t)
}

// Close implements net.Conn: reading ends at once, and what is queued has
// [linger] to go out. The socket is closed by [Broker.serve] after that.
func (c *conn) Close() error {
	c.ending.Lock()
	defer c.ending.Unlock()
	if c.closed.Swap(true) {
		return nil
	}
	c.release()
	c.backlog.forget()
	c.out.close()
	_ = c.SetWriteDeadline(time.Now().Add(linger))
	return c.SetReadDeadline(time.Now())
}

// release lets go of everybody who waits for this client to take something.
func (c *conn) release() {
	c.out.lift()
	c.flow.close()
}
