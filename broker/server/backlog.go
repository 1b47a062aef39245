package server

import (
	"math/bits"
	"sync/atomic"
	"time"
)

// backlog paces those who publish to the speed at which messages for one
// client are encoded, so that mochi's queue of [queueDepth] messages does not
// overflow in a flood and drop. It never waits for the client itself: while
// encoding stands still because the client does not take what it gets, nobody
// is held, and the queue overflows, which is counted as dropping.
//
// What waits to be encoded is bounded in bytes as well, for all clients together. How
// large a message is, mochi does not tell where it is passed on, so that the largest
// of those that are being passed on counts: see [inHand].
type backlog struct {
	n     atomic.Int32  // messages between publisher and encoder
	bytes atomic.Int64  // about what they take
	all   *budget       // of all clients; nil: no limit
	gone  atomic.Uint32 // messages that left, modulo 2^32
	stuck atomic.Int32  // goroutines waiting for the client: in [outbox] or [flow]
}

const (
	backlogLimit = queueDepth / 2
	backlogPause = 500 * time.Microsecond
	// backlogPatience is after how long without any progress the count is taken
	// to be wrong and started anew. It should never be: this is the way out.
	backlogPatience = 2 * time.Second
)

// enter counts a message in, on its publisher's goroutine, and holds it while
// too many wait. It is false when there is no room, and will be none soon: the
// message is not counted then. A client that has gone has no queue.
func (q *backlog) enter(size int64, closed *atomic.Bool) bool {
	if closed.Load() {
		return true
	}
	if q.n.Add(1) <= backlogLimit && !q.over() {
		q.add(size)
		return true
	}
	seen, since := q.gone.Load(), time.Now()
	for (q.n.Load() > backlogLimit || q.over()) && q.stuck.Load() == 0 && !closed.Load() {
		time.Sleep(backlogPause)
		if now := q.gone.Load(); now != seen {
			seen, since = now, time.Now()
		} else if time.Since(since) > backlogPatience {
			q.n.Store(0)
			q.forget()
		}
	}
	if !closed.Load() && q.over() { // and the client takes nothing
		q.n.Add(-1)
		return false
	}
	if q.add(size); closed.Load() {
		q.forget()
	}
	return true
}

// over reports that what waits takes too much memory. Each client may have a little,
// whatever the others have.
func (q *backlog) over() bool {
	return q.all != nil && q.bytes.Load() > freeShare && q.all.used.Load() > q.all.limit
}

func (q *backlog) add(bytes int64) {
	q.bytes.Add(bytes)
	if q.all != nil {
		q.all.used.Add(bytes)
	}
}

// forget takes the bytes to be none: the client has gone, or nothing waits.
func (q *backlog) forget() {
	if left := q.bytes.Swap(0); q.all != nil {
		q.all.used.Add(-left)
	}
}

// leave counts one out: it was encoded, or refused after it was counted.
func (q *backlog) leave() {
	q.gone.Add(1)
	if n := q.n.Load(); n > 0 {
		q.add(-q.bytes.Load() / int64(n))
	}
	v := q.n.Add(-1)
	if v < 0 {
		q.n.CompareAndSwap(v, 0)
	}
	if v <= 0 {
		q.forget()
	}
}

// inHand counts the messages that are being passed on by how many bits their size
// takes.
type inHand [33]atomic.Int32

// countIn takes a message of a size into the count, and gives what counts it out.
func (h *inHand) countIn(size int) (class int) {
	class = min(bits.Len(uint(size)), len(h)-1)
	h[class].Add(1)
	return class
}

// largest is no less than the size of any of them, and at most twice that of the largest.
func (h *inHand) largest() int64 {
	for class := len(h) - 1; class > 0; class-- {
		if h[class].Load() > 0 {
			return 1 << class
		}
	}
	return 1
}
