package client

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/link"
	"mangrove/broker/client/internal/wire"
	"mangrove/model"
)

// Session is a [broker.Session] over a real connection. A supervisor goroutine,
// started by Open and ended by Close, connects, subscribes and connects again.
type Session struct {
	profile  broker.Profile
	clientID string
	sink     model.Sink
	log      *slog.Logger
	delay    func(failures int) time.Duration
	grace    time.Duration // how long what has come may take to be delivered once the session is closed
	received atomic.Uint64
	readOnly atomic.Bool   // nothing is published, and the next connection sets no will
	keep     bool          // see Options.Keep
	inflight wire.Inflight // used when the session outlasts a connection

	stop      context.CancelFunc // ends the supervisor
	done      chan struct{}      // closed when it has ended
	retry     chan struct{}      // one element: do not wait for the next attempt
	asking    chan struct{}      // one element: held while subscriptions are being changed
	abandoned atomic.Bool        // it is to end like a power cut
	lostAt    time.Time          // when the last connection ended, or that of the session before; the supervisor's, and the reader's until it has CONNACK

	mu     sync.Mutex // guards what follows; held to read or assign, never for a call
	status broker.Status
	conn   *connection    // nil while there is none
	agreed broker.Version // what the broker took, Auto before it took any
	// refused says that the broker refused the versions before the one agreed on,
	// rather than hang up.
	refused bool
	places  map[string]int  // of filters among the subscriptions of the status
	scant   map[string]bool // filters with more retained messages than the broker queues
	closed  bool
	// rejected are filters that a connection ended over; see shun.
	rejected map[string]*broker.SubscribeError
	// unwanted are filters forgotten while there was no connection, which the
	// broker may still have in a session to be resumed.
	unwanted map[string]bool
}

// connection is what the session knows of the link it has.
type connection struct {
	link.Link
	wire      *wire.Conn
	version   broker.Version
	clientID  string
	keepAlive time.Duration
	resumed   bool // the broker has kept the session of before
	limits    limits
	burst     *burst
}

var _ broker.Session = (*Session)(nil)

// Options are what a session is opened with besides its profile.
type Options struct {
	Log *slog.Logger // nil: no log
	// After is when the session ended that this one follows; zero: it follows none.
	// The sink is told of the time between the two.
	After time.Time
	// Keep asks brokers that know MQTT 5 to keep the session for a while when its connection
	// is lost, so that messages above QoS 0 that were being published then come to their end
	// on the next: see [broker.Pending]. Nothing else of the session is taken up again.
	Keep bool
}

// Open starts a session with the profile's broker and returns at once. What
// arrives goes to sink, from one goroutine at a time, until Close returns.
func Open(p broker.Profile, sink model.Sink, o Options) *Session {
	return open(p, sink, o, backoff)
}

// open takes the delay before the next attempt from outside, for tests.
func open(p broker.Profile, sink model.Sink, o Options, delay func(failures int) time.Duration) *Session {
	log := o.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &Session{
		profile:  p,
		clientID: p.ClientID,
		sink:     sink,
		log:      log.With("broker", p.Address.String()),
		delay:    delay,
		grace:    link.Goodbye,
		stop:     stop,
		done:     make(chan struct{}),
		retry:    make(chan struct{}, 1),
		asking:   make(chan struct{}, 1),
		lostAt:   o.After,
		keep:     o.Keep,
		scant:    make(map[string]bool),
		unwanted: make(map[string]bool),
		rejected: make(map[string]*broker.SubscribeError),
	}
	if s.clientID == "" {
		s.clientID = randomClientID()
	}
	s.readOnly.Store(p.ReadOnly)
	s.status = broker.Status{Phase: broker.Connecting, Version: p.Version, ClientID: s.clientID, Since: time.Now()}
	s.remember(p.Subscriptions)
	go s.supervise(ctx)
	return s
}

// randomClientID keeps to the 23 letters and digits that every broker takes
// [MQTT-3.1.3-5].
func randomClientID() string {
	var b [6]byte
	_, _ = rand.Read(b[:]) // it never fails
	return "mangrove" + hex.EncodeToString(b[:])
}

// Status is a copy of how things stand now.
func (s *Session) Status() broker.Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	status := s.status
	status.Subscriptions = slices.Clone(status.Subscriptions)
	if s.conn != nil {
		status.Notes, status.Limits = s.notes(), broker.Limits(s.conn.limits)
	}
	return status
}

// Received counts the application messages taken off the wire, whatever became
// of them.
func (s *Session) Received() uint64 { return s.received.Load() }

// Retry connects now instead of waiting for the next attempt; it also makes
// another attempt where the session had given up. It does nothing while there
// is a connection.
func (s *Session) Retry() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != nil {
		return
	}
	select {
	case s.retry <- struct{}{}:
	default: // asked for already
	}
}

// SetReadOnly has the session refuse to publish from now on, or take it up
// again. A last will follows with the next connection.
func (s *Session) SetReadOnly(on bool) { s.readOnly.Store(on) }

// Close disconnects in order and ends every goroutine of the session. When it
// returns nothing goes to the sink any more: it waits for a batch that is being
// applied. What has come and cannot be delivered soon is counted as lost.
func (s *Session) Close() error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.stop()
	<-s.done
	return nil
}

// current is the connection there is, or why there is none.
func (s *Session) current() (*connection, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return nil, broker.ErrClosed
	case s.conn == nil:
		return nil, broker.ErrNotConnected
	}
	return s.conn, nil
}

// update changes the status under the lock.
func (s *Session) update(change func(*broker.Status)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.status.Phase
	change(&s.status)
	if s.status.Phase != before {
		s.status.Since = time.Now()
	}
}
