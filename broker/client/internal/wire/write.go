package wire

import (
	"encoding/binary"
	"sync"
	"time"

	"mangrove/broker"
	"mangrove/broker/packet"
)

// Write sends one whole packet of the library's: both libraries write no less
// at a time (see gathered). Packets of several goroutines do not mix.
func (w *Conn) Write(whole []byte) (int, error) {
	w.writing.Lock()
	defer w.writing.Unlock()
	return w.send(whole, nil)
}

// send writes a packet in two parts, of which the second may be empty. The
// caller holds writing.
func (w *Conn) send(front, back []byte) (int, error) {
	kind, whole := byte(0), len(front)+len(back)
	if len(front) > 0 {
		kind = front[0] >> 4
	}
	w.identify(kind, front, back)
	if kind == packet.Connect && w.hello != nil {
		front = w.hello(front)
	}
	if kind == packet.Pingreq && w.options.Version != broker.V5 {
		w.pinged.Store(true)
	}
	n, err := w.Conn.Write(front)
	if err == nil && len(back) > 0 {
		var m int
		m, err = w.Conn.Write(back)
		n += m
	}
	if err != nil {
		w.broken.Store(true)
	}
	if kind == packet.Connect {
		w.named = true
	}
	if kind == packet.Publish && w.published != nil {
		w.published()
	}
	return min(n, whole), err // of what the library wrote: a CONNECT has grown
}

// SetWriteDeadline does nothing. paho.mqtt.golang would give up a large message
// on a slow line; silence ends the connection instead.
func (w *Conn) SetWriteDeadline(time.Time) error { return nil }

// SetDeadline does nothing: the handshake has its deadline on the socket below.
func (w *Conn) SetDeadline(time.Time) error { return nil }

// identify gives a packet of the library its identifier, and notes what is to be answered,
// before that can come. The caller holds writing.
func (w *Conn) identify(kind byte, front, back []byte) {
	id := identifierIn(front, back)
	w.fromLibrary(id)
	w.unfinished = nil
	switch {
	case kind == packet.Subscribe || kind == packet.Unsubscribe:
		w.asked.note(w.options.Version, kind, front)
	case kind == packet.Publish && id != nil:
		w.notePublish(id, front, back)
	}
}

// sendRest writes more of a packet that was begun by send. The caller holds writing.
func (w *Conn) sendRest(part []byte) (int, error) {
	if w.unfinished != nil {
		w.inflight.outbox.extend(w.unfinished, part)
	}
	return w.Conn.Write(part)
}

// release writes a PUBREL of the wire's own. That it cannot be written shows in reading.
func (w *Conn) release(id uint16) {
	w.writing.Lock()
	defer w.writing.Unlock()
	_, _ = w.Conn.Write(release(id))
}

// farewell sends DISCONNECT on our own account, if no write is under way and
// the socket takes it at once. MQTT 5 carries a reason (3.14.2.1).
func (w *Conn) farewell(code byte) {
	if !w.writing.TryLock() {
		return
	}
	defer w.writing.Unlock()
	w.disconnect(code)
}

// SendDisconnect sends DISCONNECT to a broker that has been sent CONNECT and may have
// taken us, will and all. What is being written has a moment to end.
func (w *Conn) SendDisconnect() {
	_ = w.Conn.SetWriteDeadline(time.Now().Add(atOnce))
	w.writing.Lock()
	defer w.writing.Unlock()
	if w.named {
		w.disconnect(0)
	}
}

// atOnce is how long it may take to write a DISCONNECT of our own.
const atOnce = 100 * time.Millisecond

// disconnect writes a DISCONNECT. The caller holds writing.
func (w *Conn) disconnect(code byte) {
	whole := []byte{packet.Disconnect << 4, 0}
	switch {
	case w.options.Version == broker.V5 && code == 0 && w.options.Ends:
		whole = []byte{packet.Disconnect << 4, 7, code, 5, packet.SessionExpiryInterval, 0, 0, 0, 0}
	case w.options.Version == broker.V5:
		whole = []byte{packet.Disconnect << 4, 1, code}
	}
	_ = w.Conn.SetWriteDeadline(time.Now().Add(atOnce))
	_, _ = w.Conn.Write(whole)
}

// requests are the SUBSCRIBE and UNSUBSCRIBE packets written and not answered:
// how many answers each must get. paho.mqtt.golang ends the process when there
// are more.
type requests struct {
	mu      sync.Mutex // writers note, the reader strikes out; held for a map access
	answers map[requestKey]int
}

type requestKey struct {
	kind byte // of the answer
	id   uint16
}

// note remembers a request. It trusts the library to write it well formed.
func (r *requests) note(version broker.Version, kind byte, whole []byte) {
	_, n, _ := packet.Varint(whole[1:])
	body := whole[1+n:]
	id, rest := binary.BigEndian.Uint16(body), body[2:]
	if version == broker.V5 {
		_, rest, _ = packet.CutProperties(kind, rest)
	}
	options := 0
	if kind == packet.Subscribe {
		options = 1 // a byte after each filter
	}
	count := 0
	for len(rest) >= 2 {
		rest = rest[min(len(rest), packet.StringSize(rest)+options):]
		count++
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.answers == nil {
		r.answers = make(map[requestKey]int)
	}
	r.answers[requestKey{kind + 1, id}] = count
}

// answered checks a SUBACK or UNSUBACK against its request and forgets that.
func (r *requests) answered(version broker.Version, kind byte, body []byte) error {
	if len(body) < 2 {
		return packet.Malformed(kind, broker.Fault{Code: broker.BadSize, Number: len(body)})
	}
	key, codes := requestKey{kind, binary.BigEndian.Uint16(body)}, body[2:]
	if version == broker.V5 {
		block, rest, err := packet.CutProperties(kind, codes)
		if err == nil {
			err = packet.CheckProperties(kind, block)
		}
		if err != nil {
			return err
		}
		codes = rest
	}
	r.mu.Lock()
	count, known := r.answers[key]
	delete(r.answers, key)
	r.mu.Unlock()
	if kind == packet.Unsuback && version != broker.V5 {
		count = 0 // 3.x answers all filters at once (3.11)
	}
	switch {
	case !known:
		return packet.ProtocolError(kind, broker.Fault{Code: broker.Unrequested, Clause: "MQTT-3.8.4-2"})
	case len(codes) != count:
		return packet.Malformed(kind, broker.Fault{Code: broker.MiscountedAnswers, Number: len(codes), Want: count, Clause: "MQTT-3.8.4-6"})
	}
	for _, code := range codes {
		if err := packet.CheckCode(version, kind, code); err != nil {
			return err
		}
	}
	return nil
}

// unfit is the acknowledgement of a message of ours for an identifier under which
// a SUBSCRIBE or UNSUBSCRIBE waits for its answer.
func (r *requests) unfit(kind byte, id uint16) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, asked := range []byte{packet.Suback, packet.Unsuback} {
		if _, waits := r.answers[requestKey{asked, id}]; waits {
			return packet.ProtocolError(kind, broker.Fault{Code: broker.OtherAnswer, Expected: packet.Name(asked), Clause: "MQTT-2.2.1-6"})
		}
	}
	return nil
}
