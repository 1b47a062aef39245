package server

import (
	"sync"
	"sync/atomic"
)

// flow keeps the number of unacknowledged messages within what an MQTT 5
// client announced as its Receive Maximum [MQTT-3.3.4-9].
//
// mochi's own bookkeeping loses count: a message that had to wait for room is
// forgotten as soon as it is sent, its acknowledgement makes no room, and after
// twice the maximum the client gets nothing more. So mochi is told that there is
// no maximum, and the goroutine that writes to the client waits here instead.
type flow struct {
	stuck *atomic.Int32 // see [backlog]

	mu     sync.Mutex // guards what follows
	room   sync.Cond  // on mu: an acknowledgement came, or the client went
	limit  int        // 0: none
	open   int        // sent and not acknowledged
	begun  bool       // the CONNACK and what is sent again are in the outbox
	closed bool
}

func newFlow(stuck *atomic.Int32) *flow {
	f := &flow{stuck: stuck}
	f.room.L = &f.mu
	return f
}

// restrict sets the limit, once, before anything is sent.
func (f *flow) restrict(limit int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.limit = limit
}

// begin lets what comes through the queue go out.
func (f *flow) begin() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.begun = true
	f.room.Broadcast()
}

// started waits for begin, on the goroutine that writes what is in the queue.
func (f *flow) started() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.begun || f.closed {
		return
	}
	f.stuck.Add(1)
	defer f.stuck.Add(-1)
	for !f.begun && !f.closed {
		f.room.Wait()
	}
}

// acquire takes a place for a message, waiting for one. It must not be called
// on the goroutine that reads the client's acknowledgements.
func (f *flow) acquire() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.limit > 0 && f.open >= f.limit && !f.closed {
		f.stuck.Add(1)
		defer f.stuck.Add(-1)
		for f.open >= f.limit && !f.closed {
			f.room.Wait()
		}
	}
	f.open++
}

// try takes a place if one is free.
func (f *flow) try() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.limit > 0 && f.open >= f.limit {
		return false
	}
	f.open++
	return true
}

// resent takes a place in any case: what was under way when a session is
// resumed is sent again before anything can be acknowledged.
func (f *flow) resent() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.open++
}

// release gives a place back.
func (f *flow) release() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.open > 0 {
		f.open--
	}
	f.room.Signal()
}

// close lets everybody go.
func (f *flow) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	f.room.Broadcast()
}
