package wiretest

import (
	"bytes"
	"encoding/binary"

	"mangrove/broker"
	"mangrove/broker/packet"
)

// Packet is a packet with the first byte head, its length and body.
func Packet(head byte, body []byte) []byte {
	return append(AppendVarint([]byte{head}, len(body)), body...)
}

// AppendVarint writes a variable byte integer, independently of what reads it.
func AppendVarint(b []byte, n int) []byte {
	for ; n >= 0x80; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return append(b, byte(n))
}

// Connack is a broker's answer to CONNECT, without a session of before. Properties
// are those of MQTT 5.
func Connack(version broker.Version, code byte, properties ...byte) []byte {
	body := []byte{0, code}
	if version == broker.V5 {
		body = append(AppendVarint(body, len(properties)), properties...)
	}
	return Packet(packet.Connack<<4, body)
}

// Suback answers a SUBSCRIBE, of which it is given the body, with codes.
func Suback(version broker.Version, subscribe []byte, codes ...byte) []byte {
	body := bytes.Clone(subscribe[:2])
	if version == broker.V5 {
		body = append(body, 0)
	}
	return Packet(packet.Suback<<4, append(body, codes...))
}

// Unsuback answers an UNSUBSCRIBE, of which it is given the body.
func Unsuback(version broker.Version, unsubscribe []byte) []byte {
	body := bytes.Clone(unsubscribe[:2])
	if version == broker.V5 {
		body = append(body, 0)
		for range Filters(version, unsubscribe, 0) {
			body = append(body, 0)
		}
	}
	return Packet(packet.Unsuback<<4, body)
}

// Grants are the QoS asked for by the body of a SUBSCRIBE.
func Grants(version broker.Version, subscribe []byte) []byte {
	var codes []byte
	for _, options := range Filters(version, subscribe, 1) {
		codes = append(codes, options&3)
	}
	return codes
}

// Filters maps what the body of a SUBSCRIBE or UNSUBSCRIBE names to its options, of
// which there is one byte each, or none.
func Filters(version broker.Version, body []byte, options int) map[string]byte {
	rest := body[2:]
	if version == broker.V5 {
		rest = rest[1:] // no properties
	}
	all := make(map[string]byte)
	for len(rest) > 0 {
		n := int(binary.BigEndian.Uint16(rest))
		filter := string(rest[2 : 2+n])
		rest = rest[2+n:]
		all[filter] = 0
		if options > 0 {
			all[filter], rest = rest[0], rest[1:]
		}
	}
	return all
}

// Publish makes PUBLISH packets: see Message.
type Publish struct {
	version broker.Version
	flags   byte
	id      uint16 // above QoS 0
}

// Message is one that is published; flags are its QoS, retain and dup bits, id its
// identifier above QoS 0.
func Message(version broker.Version, flags byte, id uint16) Publish {
	return Publish{version, flags, id}
}

// Packet is the whole PUBLISH.
func (m Publish) Packet(topic, payload string, properties ...byte) []byte {
	body := binary.BigEndian.AppendUint16(nil, uint16(len(topic)))
	body = append(body, topic...)
	if m.flags>>1&3 != 0 {
		body = binary.BigEndian.AppendUint16(body, m.id)
	}
	if m.version == broker.V5 {
		body = append(AppendVarint(body, len(properties)), properties...)
	}
	return Packet(packet.Publish<<4|m.flags, append(body, payload...))
}
