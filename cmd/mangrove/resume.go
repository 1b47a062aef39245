package main

import (
	"sync/atomic"
	"time"

	"mangrove/broker/client"
	"mangrove/model"
)

// interruptible is a sink that keeps in mind when there was no connection.
type interruptible interface {
	model.Sink
	Interrupted(from, to time.Time)
}

// resumed is the sink of a session that follows another: before the first
// message it notes the time between the two.
type resumed struct {
	interruptible
	ended   atomic.Pointer[time.Time] // when the session before was closed; nil once noted
	session atomic.Pointer[client.Session]
}

// resume opens a session whose sink had another one until a time.
func resume(ended time.Time, sink interruptible, open func(model.Sink) *client.Session) *client.Session {
	r := &resumed{interruptible: sink}
	r.ended.Store(&ended)
	s := open(r)
	r.session.Store(s)
	return s
}

// Apply implements [model.Sink].
func (r *resumed) Apply(b model.Batch) {
	if r.ended.Load() != nil {
		connected := b.At
		if s := r.session.Load(); s != nil {
			connected = s.Status().Since
		}
		r.Interrupted(connected, connected)
	}
	r.interruptible.Apply(b)
}

// Interrupted notes that there was no connection from one time to another, or
// from an earlier one.
func (r *resumed) Interrupted(from, to time.Time) {
	if ended := r.ended.Swap(nil); ended != nil {
		from = *ended
	}
	r.interruptible.Interrupted(from, to)
}
