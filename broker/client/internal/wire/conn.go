package wire

import (
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/transport"
	"mangrove/broker/packet"
	"mangrove/model"
)

const (
	readSize  = 256 << 10 // what one read of the socket asks for
	batchSize = 4096      // messages handed over at once; more in one read make another batch
)

// Conn is the connection as an MQTT library sees it. What the library reads has
// the application messages taken out: those go to the sink, a batch a read,
// borrowed from the read buffer. Of a message that must be acknowledged the
// library gets the packet identifier and little else. Every other packet passes
// through as it came, once it is known to do no harm.
//
// Read belongs to the library's one reading goroutine, and so does everything
// under "reading", until Finish takes it over. Write may be called from any
// goroutine.
type Conn struct {
	net.Conn  // the transport's topmost layer: TCP, TLS or WebSocket
	transport *transport.Conn
	options   Options
	inflight  *Inflight
	// hello puts into the library's CONNECT what that leaves out; nil: nothing.
	hello func(connect []byte) []byte
	// published is called when the library has written a PUBLISH. May be nil.
	published func()

	reading    sync.Mutex // held for a Read, and from Finish on for ever
	base       []byte     // the read buffer of the usual size
	buf        []byte     // base, or a larger one while a large packet arrives
	start, end int        // the unread part of buf
	pass       []byte     // bytes for the library
	passed     int        // how much of pass it has had
	messages   []model.Message
	counted    uint64 // PUBLISH packets not yet added to received ...
	kept       uint64 // ... and those of them with the retain flag, to retained
	failure    error  // sticky: what Read returns once pass is empty
	open       bool   // CONNACK has been seen
	greeted    bool   // ... and the library is to have it before what came with it: the sink may take its time

	// writing
	writing sync.Mutex // held for one packet; never while anything else is
	asked   requests
	named   bool // CONNECT has been written
	// ticket is that of the message above QoS 0 that is written next, unless its parcel has
	// one; it belongs to who may publish. May be nil.
	ticket     *Ticket
	unfinished *parcel // of which more is to be written; nil: none
	// shift is what the identifiers that the library gives are raised by. It is set before
	// the library gives any.
	shift uint16
	keeps bool // what is under way may be brought to its end on another connection

	retained atomic.Uint64 // PUBLISH packets with the retain flag that have come
	pinged   atomic.Bool   // MQTT 3.x: PINGREQ has been written, and nothing has come since
	broken   atomic.Bool   // something could not be written
	over     atomic.Bool   // nothing is delivered any more: what still comes is counted as lost
	closed   atomic.Bool
	mu       sync.Mutex // guards what follows; held for an assignment only
	reason   error      // the first failure, for the supervisor
	answer   *Connack
}

// Options is what a wire is told of its connection.
type Options struct {
	Version   broker.Version
	MaxPacket int // the largest packet taken; 0: broker.LargestPacket
	// Apply takes a batch; it may block. Retained is told of each retained
	// message above QoS 0, before Apply. Both are called without any lock.
	Apply    func(model.Batch)
	Retained func(topic []byte)
	// Lost is told of messages that are not given to Apply, in its place.
	Lost     func(messages int)
	Redactor broker.Redactor // of what the broker says in words
	// Received counts PUBLISH packets.
	Received *atomic.Uint64
	// Inflight is what an earlier connection of the same session left, and what this one
	// leaves to the next; nil: neither.
	Inflight *Inflight
	Auth     bool // AUTH packets are to be expected
	Clean    bool // no session was asked for
	Ends     bool // the session ends with DISCONNECT, though it outlasts the connection
	// Accepted is called with a CONNACK that says yes, before the first message.
	// May be nil.
	Accepted func()
}

// New puts a wire on t.
func New(t *transport.Conn, o Options) *Conn {
	if o.MaxPacket == 0 {
		o.MaxPacket = broker.LargestPacket
	}
	keeps := o.Inflight != nil
	if !keeps {
		o.Inflight = new(Inflight)
	}
	base := make([]byte, readSize)
	return &Conn{Conn: t.Conn, transport: t, options: o, inflight: o.Inflight, keeps: keeps, base: base, buf: base}
}

// Read gives the library what is meant for it. While only messages for the sink
// arrive, it does not return.
func (w *Conn) Read(b []byte) (int, error) {
	w.reading.Lock()
	defer w.reading.Unlock()
	for w.passed == len(w.pass) {
		if w.failure != nil && !w.greeted {
			return 0, w.failure
		}
		w.pass, w.passed = w.pass[:0], 0
		if w.greeted {
			w.takePackets(time.Now())
		} else {
			w.fill()
		}
	}
	n := copy(b, w.pass[w.passed:])
	w.passed += n
	return n, nil
}

// fill reads the socket once and deals with every packet that is complete.
func (w *Conn) fill() {
	w.makeRoom()
	n, err := w.Conn.Read(w.buf[w.end:])
	w.end += n
	now := time.Now()
	if n > 0 && w.pinged.Swap(false) {
		// Anything is a sign of life. paho.mqtt.golang waits for PINGRESP, which a
		// broker drops amid a flood.
		w.pass = append(w.pass, packet.Pingresp<<4, 0)
	}
	if n > 0 && !w.takePackets(now) {
		return
	}
	if err != nil {
		w.fail(w.classify(err))
	}
}

// takePackets deals with every packet that is complete, up to one that is to be given
// on first. It reports whether they were in order.
func (w *Conn) takePackets(now time.Time) bool {
	w.greeted = false
	for more := true; more && !w.greeted; {
		var wrong error
		more, wrong = w.frames()
		w.deliver(now)
		if wrong != nil {
			w.fail(wrong)
			return false
		}
	}
	return true
}

// frames takes complete packets off the buffer until it has too few bytes, or a
// full batch or CONNACK: then there may be more.
func (w *Conn) frames() (more bool, err error) {
	for len(w.messages) < batchSize && !w.greeted {
		b := w.buf[w.start:w.end]
		if len(b) == 0 {
			return false, nil
		}
		if err := w.admit(b); err != nil {
			return false, err
		}
		length, n, err := packet.RemainingLength(w.options.Version, b)
		if err != nil {
			return false, err
		}
		size := 1 + n + length
		if n > 0 && size > w.options.MaxPacket {
			return false, tooBig(size, w.options.MaxPacket)
		}
		if n == 0 || size > len(b) {
			return false, nil
		}
		if err := w.frame(b[:size], b[1+n:size]); err != nil {
			return false, err
		}
		w.start += size
	}
	return true, nil
}

// deliver hands over the messages gathered. The slices in them stay the wire's.
func (w *Conn) deliver(at time.Time) {
	w.options.Received.Add(w.counted)
	w.retained.Add(w.kept)
	w.counted, w.kept = 0, 0
	if len(w.messages) == 0 {
		return
	}
	if w.over.Load() {
		w.options.Lost(len(w.messages))
	} else {
		w.options.Apply(model.Batch{At: at, Messages: w.messages})
	}
	w.messages = w.messages[:0]
}

// makeRoom moves the rest of the buffer to its front. When a packet fills the
// buffer and has not ended, the buffer doubles: it grows with what has arrived,
// never by what a packet claims to be. Afterwards the large one is given back.
func (w *Conn) makeRoom() {
	rest := w.buf[w.start:w.end]
	switch {
	case len(rest) == len(w.buf):
		w.buf = append(make([]byte, 0, 2*len(w.buf)), rest...)[:2*len(w.buf)]
	case len(w.buf) > readSize && len(rest) < readSize:
		copy(w.base, rest)
		w.buf = w.base
		clear(w.messages[:cap(w.messages)]) // they point into the one given back
		w.pass = nil
	case w.start > 0:
		copy(w.buf, rest)
	}
	w.start, w.end = 0, len(rest)
}

// fail ends the reading. A broker at fault is told why, if that can be done at
// once; the library gets the error from Read and the supervisor from Why.
func (w *Conn) fail(err error) {
	err = w.options.Redactor.Error(err)
	w.failure = err
	w.mu.Lock()
	if w.reason == nil && !w.closed.Load() {
		w.reason = err
	}
	w.mu.Unlock()
	switch {
	case errors.Is(err, broker.ErrMalformed):
		w.farewell(packet.ReasonCode(err))
	case errors.Is(err, broker.ErrPacketTooBig):
		w.farewell(broker.PacketTooLarge)
	}
	_ = w.Close()
}

// Abort ends the connection for a reason found above the wire.
func (w *Conn) Abort(err error) {
	w.mu.Lock()
	if w.reason == nil {
		w.reason = err
	}
	w.mu.Unlock()
	w.Kill()
}

// Cause is the reason the connection ended, nil when it did not by itself.
func (w *Conn) Cause() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.reason
}

// Redactor is how what the broker says in words is kept.
func (w *Conn) Redactor() broker.Redactor { return w.options.Redactor }

// Retained counts the PUBLISH packets with the retain flag that have come.
func (w *Conn) Retained() uint64 { return w.retained.Load() }

// Unread is how many bytes have come that are not yet dealt with.
func (w *Conn) Unread() int { return w.transport.Unread() }

// OnConnect has change put into the library's CONNECT what that leaves out. It is
// called before the library begins.
func (w *Conn) OnConnect(change func(connect []byte) []byte) { w.hello = change }

// OnPublished has told called whenever the library has written a PUBLISH. It is called
// before the library begins.
func (w *Conn) OnPublished(told func()) { w.published = told }

// Connack is the broker's answer to CONNECT, nil before it came.
func (w *Conn) Connack() *Connack {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.answer
}

// Broken reports whether something could not be written, which is the end of the
// connection.
func (w *Conn) Broken() bool { return w.broken.Load() }

// Close closes the transport. It may be called again.
func (w *Conn) Close() error {
	if w.closed.Swap(true) {
		return nil
	}
	return w.Conn.Close()
}

// Kill closes the socket itself, without goodbyes: for a broker that does not
// take anything any more.
func (w *Conn) Kill() {
	w.closed.Store(true)
	w.transport.CloseSocket()
}
