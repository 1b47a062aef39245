package client

import (
	"bytes"
	"encoding/binary"

	"mangrove/broker"
	"mangrove/model"
)

// publish takes the application message out of a PUBLISH. The topic is given on
// as it is, valid text or not: an explorer shows what devices really send. What
// the structure of the packet does not allow is refused.
func (w *wire) publish(head byte, body []byte) error {
	w.counted++
	qos := head >> 1 & 3
	m, id, err := parsePublish(w.options.version, qos, body)
	if err != nil {
		return err
	}
	if head&1 != 0 {
		w.kept++
		if qos > 0 {
			w.options.retained(m.Topic)
		}
	}
	if qos > 0 {
		w.pass = appendStub(w.pass, w.options.version, head, id)
		if qos == 2 && !w.pending.add(id) {
			return nil // a repetition: acknowledged again, delivered once [MQTT-4.3.3-10]
		}
	}
	m.QoS, m.Retained, m.Dup = qos, head&1 != 0, head&8 != 0
	w.messages = append(w.messages, m)
	return nil
}

// parsePublish splits the body of a PUBLISH (3.3.2). The message borrows it.
func parsePublish(version broker.Version, qos byte, body []byte) (m model.Message, id uint16, err error) {
	if len(body) < 2 {
		return m, 0, malformed("", "a PUBLISH of %d bytes", len(body))
	}
	n := int(binary.BigEndian.Uint16(body))
	rest := body[2:]
	switch {
	case n == 0:
		return m, 0, malformed("MQTT-4.7.3-1", "a PUBLISH without a topic") // or with an alias alone [MQTT-3.3.2-8]
	case n > len(rest):
		return m, 0, malformed("", "a PUBLISH whose topic is longer than the packet")
	}
	m.Topic, rest = rest[:n:n], rest[n:]
	if bytes.IndexByte(m.Topic, '#') >= 0 || bytes.IndexByte(m.Topic, '+') >= 0 {
		return m, 0, malformed("MQTT-3.3.2-2", "a PUBLISH to the filter %q", clip(string(m.Topic)))
	}
	if qos > 0 {
		if len(rest) < 2 {
			return m, 0, malformed("", "a PUBLISH cut off before its identifier")
		}
		if id = binary.BigEndian.Uint16(rest); id == 0 {
			return m, 0, malformed("MQTT-2.2.1-4", "a PUBLISH with the identifier 0")
		}
		rest = rest[2:]
	}
	if version == broker.V5 {
		if m.Properties, rest, err = cutProperties(typePublish, rest); err != nil {
			return m, 0, err
		}
		if err := checkProperties(typePublish, m.Properties); err != nil {
			return m, 0, err
		}
	}
	m.Payload = rest[:len(rest):len(rest)]
	return m, id, nil
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

// idSet is a set of packet identifiers. It belongs to the MQTT session: a clean
// start begins with an empty one.
type idSet [1 << 10]uint64

// add puts id in the set and reports whether it was not in it before.
func (s *idSet) add(id uint16) bool {
	bit := uint64(1) << (id & 63)
	if s[id>>6]&bit != 0 {
		return false
	}
	s[id>>6] |= bit
	return true
}

func (s *idSet) has(id uint16) bool { return s[id>>6]&(1<<(id&63)) != 0 }

func (s *idSet) remove(id uint16) { s[id>>6] &^= 1 << (id & 63) }
