// Package devices follows the devices of a broker over a connection, and writes what they
// are as a table, JSON or CSV.
package devices

import (
	"sync"
	"time"

	"mangrove/model"
	"mangrove/model/device"
)

// Live recognises the devices of what a session brings. It is the session's sink.
type Live struct {
	mu   sync.Mutex // guards the rest: the session's reader and who asks use it
	set  *device.Set
	lost int
}

// New makes the sink; templates say which topics are devices of their own.
func New(templates ...device.Template) *Live { return &Live{set: device.New(templates...)} }

// Apply implements [model.Sink].
func (l *Live) Apply(b model.Batch) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range b.Messages {
		m := &b.Messages[i]
		l.set.Take(&device.Message{Topic: string(m.Topic), Payload: m.Payload, At: b.At, Retained: m.Retained})
	}
}

// Lost implements [model.Sink].
func (l *Live) Lost(messages int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lost += messages
	l.set.Interrupted()
}

// Interrupted implements [model.Sink].
func (l *Live) Interrupted(time.Time, time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.set.Interrupted()
}

// Found is what there is at a time.
type Found struct {
	Devices []device.Device
	Left    int // more devices than are kept
	Lost    int // messages that were received and could not be looked at
}

// Found are the devices as they stand at a time.
func (l *Live) Found(now time.Time) (f Found) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f.Devices, f.Left = l.set.Devices(now)
	f.Lost = l.lost
	return f
}
