package uitest

import (
	"sync"
	"time"

	"mangrove/broker"
)

// Box is a built-in broker without a network.
type Box struct {
	Listening string        // what it says of where it listens
	Retained  int           // messages
	Closed    chan struct{} // closed with it

	mu     sync.Mutex
	events []broker.Event
}

// NewBox makes one that runs.
func NewBox() *Box { return &Box{Closed: make(chan struct{})} }

// Happened puts events into its log.
func (b *Box) Happened(events ...broker.Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.events = append(b.events, events...)
}

// Address is always the same.
func (b *Box) Address() string { return "mqtt://127.0.0.1:41883" }

// Stats are always the same, but for where it listens and what it retains.
func (b *Box) Stats() broker.Stats {
	return broker.Stats{Listening: b.Listening, Clients: 2, Retained: b.Retained, Received: 1234, Dropped: 0, Uptime: time.Minute}
}

// Clients is one.
func (b *Box) Clients() []broker.ClientInfo {
	return []broker.ClientInfo{{ID: "sensor-1", Remote: "127.0.0.1:5000", Version: broker.V311, Since: time.Now()}}
}

// Events are what happened after one of them.
func (b *Box) Events(after uint64) []broker.Event {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.events[min(int(after), len(b.events)):]
}

// Close ends it, and puts that into the log.
func (b *Box) Close() error {
	b.mu.Lock()
	b.events = append(b.events, broker.Event{Number: uint64(len(b.events) + 1), Time: time.Now(), Code: broker.BoxStopped})
	b.mu.Unlock()
	close(b.Closed)
	return nil
}
