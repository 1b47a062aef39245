package wire

import (
	"mangrove/broker"
	"mangrove/broker/packet"
)

// publish takes the application message out of a PUBLISH. The topic is given on
// as it is, valid text or not: an explorer shows what devices really send. What
// the structure of the packet does not allow is refused.
func (w *Conn) publish(head byte, body []byte) error {
	w.counted++
	qos := head >> 1 & 3
	m, id, err := packet.ParsePublish(w.options.Version, qos, body)
	if err != nil {
		return err
	}
	if head&1 != 0 {
		w.kept++
		if qos > 0 {
			w.options.Retained(m.Topic)
		}
	}
	if qos > 0 {
		w.pass = appendStub(w.pass, w.options.Version, head, id)
		if qos == 2 && !w.inflight.pending.add(id) {
			return nil // a repetition: acknowledged again, delivered once [MQTT-4.3.3-10]
		}
	}
	m.QoS, m.Retained, m.Dup = qos, head&1 != 0, head&8 != 0
	w.messages = append(w.messages, m)
	return nil
}

// appendStub writes the PUBLISH the library gets in place of one already
// delivered: the same header and identifier, an empty message on a topic of one
// character. All it does with that is to acknowledge it.
func appendStub(b []byte, version broker.Version, head byte, id uint16) []byte {
	if version == broker.V5 {
		return append(b, head, 6, 0, 1, '.', byte(id>>8), byte(id), 0)
	}
	return append(b, head, 5, 0, 1, '.', byte(id>>8), byte(id))
}
