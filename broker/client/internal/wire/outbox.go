package wire

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"mangrove/broker"
	"mangrove/broker/packet"
)

// outbox are the messages above QoS 0 that were published in a session and are not
// completed, by their identifiers. A library's own record ends with its connection. Where
// the broker has kept the session, the wire brings to their end what was under way before:
// it sends a message again with the identifier that it had, or releases one that the broker
// has [MQTT-4.4.0-1]. The answers to these are not for the library.
type outbox struct {
	mu       sync.Mutex // writers note, the reader strikes out; held for an access
	owner    *Conn      // the connection that may use it; nil: there is none
	version  broker.Version
	parcels  map[uint16]*parcel
	sequence uint64        // of the parcel that was noted last
	last     uint16        // the identifier that was used last
	queue    []*parcel     // to be sent again, in their order
	room     int           // how many of them before another is answered
	own      int           // parcels that the wire brings to their end
	settled  chan struct{} // closed when there are none; nil: there were none
}

// parcel is one message in the outbox.
type parcel struct {
	id          uint16
	qos         byte
	sequence    uint64
	packet      [][]byte // as it was written; nil: it cannot be sent again
	missing     int      // bytes of it that have not been written
	connections int      // that ended before it was answered
	received    *answer  // PUBREC, at QoS 2
	own         bool     // the wire brings it to its end
	written     bool     // by the wire, on this connection
	ticket      *Ticket  // nil: nobody waits
}

// answer is what an acknowledgement says.
type answer struct {
	code   byte
	reason string
}

// mostConnections is how many connections may end over a message before it is given up, and
// over its release after that: it may be why they do.
const mostConnections = 3

// begin is for a session that the broker does not know yet.
func (o *outbox) begin(w *Conn) {
	o.forget()
	o.mu.Lock()
	defer o.mu.Unlock()
	o.owner, o.version, o.last = w, w.options.Version, 0
}

// forget gives up everything: nothing of it is sent again.
func (o *outbox) forget() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, p := range o.parcels {
		o.end(p, broker.Acknowledgement{}, broker.ErrUnconfirmed)
	}
}

// lost is for the end of a connection.
func (o *outbox) lost() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, p := range o.parcels {
		p.own = false
	}
	o.owner, o.queue, o.own = nil, nil, 0
	o.settle()
}

// resume is for a session that the broker has kept: everything is to be brought to its
// end, no more than most at a time, with topic aliases up to the highest. It gives the identifier that was used last.
func (o *outbox) resume(w *Conn, most, highest int) (last uint16) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.queue, o.own = nil, 0
	order := func(a, b *parcel) int { return cmp.Compare(a.sequence, b.sequence) }
	for _, p := range slices.SortedFunc(maps.Values(o.parcels), order) {
		p.own, p.written = true, false
		o.own++
		switch p.connections++; {
		case p.connections >= 2*mostConnections:
			o.end(p, broker.Acknowledgement{}, broker.ErrUnconfirmed)
		case p.received == nil && (p.connections >= mostConnections || p.packet == nil || p.missing > 0 || w.options.Version != o.version):
			o.giveUp(p)
		case w.options.Version == broker.V5:
			p.packet = withoutAlias(p.packet, highest)
		}
		if o.parcels[p.id] == p {
			o.queue = append(o.queue, p)
		}
	}
	o.owner, o.version, o.room = w, w.options.Version, most
	if o.own > 0 {
		o.settled = make(chan struct{})
	}
	return o.last
}

// giveUp leaves open whether a message has arrived. One at QoS 2 is released all the same:
// the broker would take the next with its identifier for a repetition, and drop it
// [MQTT-4.3.3-10].
func (o *outbox) giveUp(p *parcel) {
	if p.qos < 2 {
		o.end(p, broker.Acknowledgement{}, broker.ErrUnconfirmed)
		return
	}
	p.ticket.resolve(broker.Acknowledgement{}, broker.ErrUnconfirmed)
	p.ticket, p.packet, p.received = nil, nil, new(answer)
}

// next is what is to be written next, in parts; nil: nothing, or nothing yet.
func (o *outbox) next() [][]byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.queue) == 0 || o.room == 0 {
		return nil
	}
	p := o.queue[0]
	o.queue = o.queue[1:]
	o.room--
	p.written = true
	if p.received != nil {
		return [][]byte{release(p.id)}
	}
	parts := slices.Clone(p.packet)
	parts[0] = bytes.Clone(parts[0])
	parts[0][0] |= 8 // DUP [MQTT-3.3.1-1]
	return parts
}

// release is a PUBREL.
func release(id uint16) []byte {
	return []byte{packet.Pubrel<<4 | 2, 2, byte(id >> 8), byte(id)}
}

// expect says whose a message is that the library is about to write.
func (o *outbox) expect(w *Conn, id uint16, t *Ticket) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.owner == w {
		o.put(&parcel{id: id, ticket: t})
	}
}

// remember keeps a message that w is about to write, until it is acknowledged, and reports whether w may.
func (o *outbox) remember(w *Conn, p *parcel) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.owner != w {
		return false
	}
	o.sequence++
	o.last, p.sequence = p.id, o.sequence
	if expected := o.parcels[p.id]; expected != nil && expected.qos == 0 {
		p.ticket = expected.ticket
		delete(o.parcels, p.id)
	}
	if p.ticket != nil {
		p.ticket.sent = true
	}
	o.put(p)
	return true
}

// put is for a new message. One of before that has its identifier is never answered.
func (o *outbox) put(p *parcel) {
	if before := o.parcels[p.id]; before != nil {
		o.end(before, broker.Acknowledgement{}, broker.ErrUnconfirmed)
	}
	if o.parcels == nil {
		o.parcels = make(map[uint16]*parcel)
	}
	o.parcels[p.id] = p
}

// wasSent reports whether a message may have been written. One that was not is expected no
// more.
func (o *outbox) wasSent(t *Ticket) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !t.sent {
		maps.DeleteFunc(o.parcels, func(_ uint16, p *parcel) bool { return p.ticket == t })
	}
	return t.sent
}

// extend adds to a message that is written in many parts.
func (o *outbox) extend(p *parcel, part []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if p.packet != nil {
		p.packet = append(p.packet, part)
		p.missing -= len(part)
	}
}

// reply is what an acknowledgement asks the wire to do.
type reply struct {
	own     bool // it is not for the library
	release bool // the message is to be released
	more    bool // there is more to be written
}

// answered takes in PUBACK, PUBREC or PUBCOMP. The error is that of a broker that mistakes
// the QoS.
func (o *outbox) answered(kind byte, id uint16, a answer) (r reply, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	p := o.parcels[id]
	if p == nil || p.qos == 0 {
		return r, nil
	}
	if (kind == packet.Puback) != (p.qos == 1) {
		return r, packet.ProtocolError(kind, broker.Fault{Code: broker.AnswerToOtherQoS, Number: int(p.qos), Clause: "MQTT 5, 4.3"})
	}
	r.own = p.own
	if p.own && kind == packet.Pubrec && a.code == broker.IdentifierInUse { // it has the message
		a = answer{}
	}
	switch {
	case kind == packet.Pubrec && a.code < 0x80:
		r.release = p.own && p.written && p.received == nil
		if p.received == nil {
			p.received = &a
		}
		return r, nil
	case kind == packet.Pubcomp && p.received != nil:
		a = *p.received // PUBCOMP says only whether the broker knew it
	case kind == packet.Pubcomp:
		a.code = 0
	}
	acknowledged, refused := Judge(p.qos, broker.Refusal{Version: o.version, Code: a.code, Subject: p.ticket.subject(), Reason: a.reason})
	acknowledged.Again = p.own
	o.end(p, acknowledged, refused)
	r.more = len(o.queue) > 0
	return r, nil
}

// end strikes a message out.
func (o *outbox) end(p *parcel, a broker.Acknowledgement, err error) {
	delete(o.parcels, p.id)
	o.queue = slices.DeleteFunc(o.queue, func(q *parcel) bool { return p.own && q == p })
	if p.own {
		o.own--
	}
	if p.own && p.written {
		o.room++
	}
	p.ticket.resolve(a, err)
	o.settle()
}

// settle lets new messages go when everything is answered that was under way before.
func (o *outbox) settle() {
	if o.own == 0 && o.settled != nil {
		close(o.settled)
		o.settled = nil
	}
}

// isEmpty reports that nothing is under way.
func (o *outbox) isEmpty() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.parcels) == 0
}

// await waits until everything is answered that was under way before.
func (o *outbox) await(ctx context.Context) error {
	o.mu.Lock()
	settled := o.settled
	o.mu.Unlock()
	if settled == nil {
		return nil
	}
	select {
	case <-settled:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
