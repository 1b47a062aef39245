package server

import (
	"sync/atomic"
	"time"
)

// backlog paces those who publish to the speed at which messages for one
// client are encoded, so that mochi's queue of [queueDepth] messages does not
// overflow in a flood and drop. It never waits for the client itself: while
// encoding stands still because the client does not take what it gets, nobody
// is held, and the queue overflows, which is counted as dropping.
type backlog struct {
	n     atomic.Int32  // messages between publisher and encoder
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
// too many wait.
func (q *backlog) enter(closed *atomic.Bool) {
	if q.n.Add(1) <= backlogLimit {
		return
	}
	seen, since := q.gone.Load(), time.Now()
	for q.n.Load() > backlogLimit && q.stuck.Load() == 0 && !closed.Load() {
		time.Sleep(backlogPause)
		if now := q.gone.Load(); now != seen {
			seen, since = now, time.Now()
		} else if time.Since(since) > backlogPatience {
			q.n.Store(0)
		}
	}
}

// leave counts one out: it was encoded, or refused after it was counted.
func (q *backlog) leave() {
	q.gone.Add(1)
	if v := q.n.Add(-1); v < 0 {
		q.n.CompareAndSwap(v, 0)
	}
}
