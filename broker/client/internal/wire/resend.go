package wire

import (
	"context"
	"encoding/binary"

	"mangrove/broker"
	"mangrove/broker/packet"
)

// enterSession takes up the session of before, where the broker has kept it, or begins
// another [MQTT-3.2.2-3]. It is called before the library knows of the connection.
func (w *Conn) enterSession(answer *Connack) {
	if !answer.Resumed || w.options.Clean {
		w.inflight.pending = idSet{}
		w.inflight.outbox.begin(w)
		return
	}
	most := answer.Limits.ReceiveMaximum
	switch {
	case w.options.Version != broker.V5:
		most = MostUnanswered
	case most == 0:
		most = 65_535
	}
	w.shift = w.inflight.outbox.resume(w, most, answer.Limits.TopicAliases)
	if !w.inflight.outbox.isEmpty() {
		go w.resend()
	}
}

// MostUnanswered is how many messages above QoS 0 may wait for their acknowledgement at a
// time before MQTT 5: a broker cannot say then how many it takes, nor refuse one.
// Mosquitto, as it comes, forgets those that are beyond 20, and acknowledges them all the
// same.
const MostUnanswered = 10

// resend writes what is under way since connections before. It runs in a goroutine of its
// own, so that the library can have CONNACK meanwhile, and ends with the connection at the
// latest. That it cannot be written shows in reading.
func (w *Conn) resend() {
	for w.resendOne() {
	}
}

func (w *Conn) resendOne() bool {
	w.writing.Lock()
	defer w.writing.Unlock()
	parts := w.inflight.outbox.next()
	for _, part := range parts {
		if _, err := w.Conn.Write(part); err != nil {
			return false
		}
	}
	return parts != nil
}

// AwaitResent waits until everything is answered that was under way before the connection,
// or until the connection has been given up. What is published meanwhile would be more than
// the broker takes at a time, and overtake it.
func (w *Conn) AwaitResent(ctx context.Context) error { return w.inflight.outbox.await(ctx) }

// ExpectNext says whose the message above QoS 0 is that the library writes next.
func (w *Conn) ExpectNext(t *Ticket) { w.ticket = t }

// Expect says whose the message is that the library gives an identifier.
func (w *Conn) Expect(id uint16, t *Ticket) {
	if t != nil {
		w.inflight.outbox.expect(w, shifted(id, int(w.shift)), t)
	}
}

// A library begins with the identifier 1 on each connection, which a message of the session
// may still have. So those that it gives go on behind the last of the connection before.

// shifted is an identifier so many further on, of the 65,535 there are.
func shifted(id uint16, by int) uint16 {
	const all = 65_535
	return uint16((int(id)-1+by+all)%all + 1) //nolint:gosec // 1 to 65,535
}

// identifierIn is where a packet of the library, in two parts, has the identifier that the
// library gave it; nil: it has none.
func identifierIn(front, back []byte) []byte {
	if len(front) == 0 {
		return nil
	}
	_, n, _ := packet.Varint(front[1:])
	body, at := front[1+n:], 0
	switch front[0] >> 4 {
	case packet.Publish:
		if front[0]>>1&3 == 0 {
			return nil
		}
		if len(body) == 0 {
			body = back // its topic is very long
		}
		at = packet.StringSize(body)
	case packet.Pubrel, packet.Subscribe, packet.Unsubscribe:
	default:
		return nil
	}
	if len(body) < at+2 {
		return nil // not what a library writes
	}
	return body[at : at+2]
}

// fromLibrary replaces the identifier that the library gave.
func (w *Conn) fromLibrary(id []byte) {
	if id != nil && w.shift != 0 {
		binary.BigEndian.PutUint16(id, shifted(binary.BigEndian.Uint16(id), int(w.shift)))
	}
}

// toLibrary gives an answer the identifier that the library knows.
func (w *Conn) toLibrary(id []byte) {
	if w.shift != 0 {
		binary.BigEndian.PutUint16(id, shifted(binary.BigEndian.Uint16(id), -int(w.shift)))
	}
}

// notePublish remembers a message above QoS 0 that is about to be written. The caller holds
// writing.
func (w *Conn) notePublish(id, front, back []byte) {
	length, n, _ := packet.Varint(front[1:])
	p := &parcel{id: binary.BigEndian.Uint16(id), qos: front[0] >> 1 & 3, ticket: w.ticket}
	p.missing = 1 + n + length - len(front) - len(back)
	if w.keeps {
		p.packet = [][]byte{front, back}
	}
	if w.ticket = nil; w.inflight.outbox.remember(w, p) && p.missing > 0 {
		w.unfinished = p
	}
}

// answerOf reads what an acknowledgement says, which is known to be well formed.
func (w *Conn) answerOf(kind byte, body []byte) (a answer) {
	if len(body) < 3 {
		return a
	}
	a.code = body[2]
	if len(body) == 3 {
		return a
	}
	block, _, _ := packet.CutProperties(kind, body[3:])
	packet.EachProperty(block, func(id byte, value []byte) {
		if id == packet.ReasonString {
			a.reason = w.options.Redactor.Words(string(value))
		}
	})
	return a
}
