package wire

import (
	"encoding/binary"
	"fmt"

	"mangrove/broker"
	"mangrove/broker/client/internal/transport"
	"mangrove/broker/packet"
)

// admit judges a packet by its first bytes, before its end has come: something
// that is not MQTT may never send as much as it seems to announce.
func (w *Conn) admit(b []byte) error {
	if w.options.Auth && b[0]>>4 == packet.Auth {
		return packet.CheckFlags(w.options.Version, b[0])
	}
	if !w.open {
		return w.admitFirst(b)
	}
	switch kind := b[0] >> 4; kind {
	case packet.Publish:
		if b[0]&6 == 6 {
			return packet.Malformed(kind, broker.Fault{Code: broker.ReservedQoS, Clause: "MQTT-3.3.1-4"})
		}
	case packet.Connack:
		return packet.ProtocolError(kind, broker.Fault{Code: broker.SecondPacket, Clause: "MQTT-3.2.0-2"})
	case packet.Puback, packet.Pubrec, packet.Pubrel, packet.Pubcomp, packet.Suback, packet.Unsuback, packet.Pingresp:
	case packet.Disconnect:
		if w.options.Version != broker.V5 {
			return packet.ProtocolError(kind, broker.Fault{Code: broker.NeedsMQTT5, Clause: "MQTT 3.1.1, 3.14"})
		}
	case packet.Auth: // we did not ask for extended authentication
		if w.options.Version == broker.V5 {
			return packet.ProtocolError(kind, broker.Fault{Code: broker.Unrequested, Clause: "MQTT-4.12.0-6"})
		}
		return packet.Malformed(0, broker.Fault{Code: broker.ReservedType, Number: int(kind), Clause: "MQTT 3.1.1, 2.2.1"})
	default:
		return packet.Malformed(0, broker.Fault{Code: broker.TypeOfClient, Number: int(kind), Clause: "MQTT 5, 2.1.2"})
	}
	return packet.CheckFlags(w.options.Version, b[0])
}

// admitFirst lets nothing but a CONNACK come first [MQTT-3.2.0-1], and says
// what else it seems to be.
func (w *Conn) admitFirst(b []byte) error {
	if b[0] == packet.Connack<<4 {
		return nil
	}
	if err := transport.DetectForeign(b); err != nil {
		return err
	}
	if len(b) < 4 && (b[0] == 0x15 || b[0]>>4 == packet.Connack || string(b) == "HTTP"[:len(b)]) {
		return nil // too little to say: wait
	}
	if b[0]>>4 == packet.Connack && b[2] <= 1 { // text has no such byte
		return packet.CheckFlags(w.options.Version, b[0])
	}
	begins := w.options.Redactor.Words(string(b[:min(len(b), broker.LongestText)])) // there are servers that send CONNECT back, with the password
	return &broker.Found{Kind: broker.ErrNotMQTT, Code: broker.BeginsWith, Text: fmt.Sprintf("%.24s", begins)}
}

// frame deals with one whole packet: packet is all of it, body what follows the
// fixed header.
func (w *Conn) frame(whole, body []byte) error {
	kind := whole[0] >> 4
	if kind == packet.Publish {
		return w.publish(whole[0], body)
	}
	var err error
	switch kind {
	case packet.Connack:
		err = w.connackFrame(body)
	case packet.Disconnect:
		// It ends the connection, so the library need not see it.
		return ended(body, w.options.Redactor)
	case packet.Pingresp:
		if len(body) > 0 {
			err = packet.Malformed(kind, broker.Fault{Code: broker.BadSize, Number: len(body), Clause: "MQTT 5, 3.13"})
		}
	case packet.Auth:
		err = packet.CheckAuth(body)
	case packet.Suback, packet.Unsuback:
		if err = w.asked.answered(w.options.Version, kind, body); err == nil {
			w.toLibrary(body[:2])
		}
	default:
		var own bool
		if own, err = w.acknowledgement(kind, body); own {
			return nil
		}
	}
	if err == nil {
		w.pass = append(w.pass, whole...)
	}
	return err
}

func (w *Conn) connackFrame(body []byte) error {
	answer, err := parseConnack(w.options.Version, body, w.options.Redactor)
	if err == nil && answer.code == 0 && answer.Resumed && w.options.Clean && w.options.Version != broker.V31 {
		err = packet.ProtocolError(packet.Connack, broker.Fault{Code: broker.SessionUnwanted, Clause: "MQTT-3.2.2-2"})
	}
	if err != nil {
		return err
	}
	w.mu.Lock()
	w.answer = answer
	w.mu.Unlock()
	w.open = true
	if refusal := answer.refusal(w.options.Version); refusal != nil {
		return refusal
	}
	w.enterSession(answer)
	w.greeted = true
	if w.options.Accepted != nil {
		w.options.Accepted()
	}
	return nil
}

// acknowledgement checks PUBACK, PUBREC, PUBREL and PUBCOMP. PUBREL ends the
// life of a QoS 2 message, so that its identifier may carry another
// [MQTT-4.3.3-2]; PUBACK, PUBCOMP, and a PUBREC that refuses, those of one published.
// An acknowledgement of the wire's own is not for the library.
func (w *Conn) acknowledgement(kind byte, body []byte) (own bool, err error) {
	if err := packet.CheckAcknowledgement(w.options.Version, kind, body); err != nil {
		return false, err
	}
	id := binary.BigEndian.Uint16(body)
	if kind == packet.Pubrel { // whose identifier is the broker's, not one of ours
		w.inflight.pending.remove(id)
		return false, nil
	}
	r, err := w.inflight.outbox.answered(kind, id, w.answerOf(kind, body))
	switch {
	case err != nil:
		return false, err
	case r.release:
		w.release(id)
	case r.more:
		go w.resend() // ends when it is written, or with the connection
	}
	if r.own {
		return true, nil
	}
	if err := w.asked.unfit(kind, id); err != nil {
		return false, err
	}
	w.toLibrary(body[:2])
	return false, nil
}
