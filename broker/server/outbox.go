package server

import (
	"net"
	"sync"
	"sync/atomic"
)

const (
	// chunkSize is the piece in which bytes are gathered for the socket.
	chunkSize = 64 << 10
	// freeShare is what may wait for one client whatever the others use.
	freeShare = 1 << 20
)

var chunks = sync.Pool{New: func() any { return new([chunkSize]byte) }}

// budget is the memory that all outboxes of a broker share. None may hold more
// than is still free, so that a single stuck client leaves half of it to others.
type budget struct {
	limit int64
	used  atomic.Int64
}

// outbox holds the encoded bytes that a client has not taken yet. Who is about to
// write to it waits only when its part of the common budget is used up, so that a
// slow client costs memory, 150 bytes for a message of 100, and nobody's time.
type outbox struct {
	budget *budget
	// stuck counts the goroutines waiting for room; see [backlog].
	stuck *atomic.Int32

	mu     sync.Mutex // guards what follows
	change sync.Cond  // on mu: bytes came or went, or a flag was set
	full   [][]byte   // in order; the last one may still have room
	queued int        // bytes waiting, those in the socket's hands included
	lifted bool       // no limit any more: the client is being let go
	closed bool       // nothing more comes; run ends when all has gone
	failed error      // the socket's error: everything is thrown away
}

func newOutbox(b *budget, stuck *atomic.Int32) *outbox {
	o := &outbox{budget: b, stuck: stuck}
	o.change.L = &o.mu
	return o
}

// Write queues a copy of p and never waits: mochi locks the client for it. It fails
// when the outbox is closed or the socket has failed.
func (o *outbox) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.failed != nil {
		return 0, o.failed
	}
	if o.closed {
		return 0, net.ErrClosed
	}
	o.queued += len(p)
	o.budget.used.Add(int64(len(p)))
	if len(o.full) == 0 {
		o.change.Broadcast() // run may be waiting
	}
	o.add(p)
	return len(p), nil
}

// await holds who is about to write while there is too much. The outbox's own
// progress wakes it: with more than its free share queued, it has some to make.
func (o *outbox) await() {
	o.mu.Lock()
	defer o.mu.Unlock()
	over := func() bool {
		return o.queued > freeShare && int64(o.queued) > o.budget.limit-o.budget.used.Load() &&
			!o.lifted && !o.closed && o.failed == nil
	}
	if !over() {
		return
	}
	o.stuck.Add(1)
	defer o.stuck.Add(-1)
	for over() {
		o.change.Wait()
	}
}

// add copies p to the end of the queue, filling up the last chunk first.
func (o *outbox) add(p []byte) {
	if n := len(o.full); n > 0 {
		last := o.full[n-1]
		fits := min(len(p), cap(last)-len(last))
		o.full[n-1] = append(last, p[:fits]...)
		p = p[fits:]
	}
	if len(p) > chunkSize {
		o.full = append(o.full, append([]byte(nil), p...))
	} else if len(p) > 0 {
		o.full = append(o.full, append(chunks.Get().(*[chunkSize]byte)[:0], p...))
	}
}

// run hands everything queued to the socket until the outbox is closed and
// empty or the socket fails. The connection's writer goroutine is its caller.
func (o *outbox) run(socket net.Conn) {
	for {
		batch := o.take()
		if batch == nil {
			return
		}
		for _, chunk := range batch {
			_, err := socket.Write(chunk)
			o.sent(len(chunk), err)
			if cap(chunk) == chunkSize {
				chunks.Put((*[chunkSize]byte)(chunk[:chunkSize]))
			}
			if err != nil {
				_ = socket.Close() // wakes the reader, which tells the reason
				return
			}
		}
	}
}

// take waits for chunks; nil when there will be none.
func (o *outbox) take() [][]byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	for len(o.full) == 0 && !o.closed {
		o.change.Wait()
	}
	batch := o.full
	o.full = nil
	return batch
}

func (o *outbox) sent(n int, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err != nil {
		o.failed = err
		n = o.queued // what is left goes nowhere
		o.full = nil
	}
	o.queued -= n
	o.budget.used.Add(-int64(n))
	o.change.Broadcast()
}

// lift removes the limit, so that nobody waits for this client any more.
func (o *outbox) lift() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lifted = true
	o.change.Broadcast()
}

// close lets run end once everything queued has gone.
func (o *outbox) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
	o.change.Broadcast()
}
