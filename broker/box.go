package broker

import "time"

// Box is the built-in broker while it runs. All methods may be called from
// any goroutine; none but Close waits for the network.
type Box interface {
	// Address is its URL for a client on this machine.
	Address() string
	// Stats is a copy of its counters.
	Stats() Stats
	// Clients lists who is connected, the longest first.
	Clients() []ClientInfo
	// Events gives what happened after the event of that number, oldest first;
	// 0 gives all that is kept. A gap in the numbers says that the caller came
	// too late for some.
	Events(after uint64) []Event
	// Close disconnects everyone in order and frees the port.
	Close() error
}

// Stats counts what a built-in broker has done.
type Stats struct {
	Listening     string // host:port it is bound to, with the port that it got
	Clients       int    // connected now
	Received      uint64 // messages from clients
	Sent          uint64 // messages to clients, $SYS included
	Dropped       uint64 // messages that did not go where they should; the events say why
	BytesIn       uint64
	BytesOut      uint64
	Retained      int // messages, without $SYS
	System        int // retained messages below $SYS, which the broker itself publishes
	Subscriptions int // of connected clients and of sessions that wait for theirs
	Uptime        time.Duration
}

// ClientInfo is a client connected to a built-in broker.
type ClientInfo struct {
	ID            string
	Remote        string // host:port it connected from
	Version       Version
	Username      string // empty when it gave none
	Since         time.Time
	Subscriptions int    // a client may have very many
	MessagesIn    uint64 // from the client
	MessagesOut   uint64 // to the client
	BytesIn       uint64
	BytesOut      uint64
	Will          string // the topic of its will; empty when it has none
}
