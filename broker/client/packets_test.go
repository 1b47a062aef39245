package client

import (
	"bytes"
	"encoding/binary"

	"mangrove/broker"
)

// packet puts a fixed header before body.
func packet(head byte, body []byte) []byte {
	return append(appendVarint([]byte{head}, len(body)), body...)
}

func appendVarint(b []byte, n int) []byte {
	for ; n >= 0x80; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return append(b, byte(n))
}

func connackPacket(version broker.Version, code byte, properties ...byte) []byte {
	body := []byte{0, code}
	if version == broker.V5 {
		body = append(appendVarint(body, len(properties)), properties...)
	}
	return packet(typeConnack<<4, body)
}

func subackPacket(version broker.Version, subscribe []byte, codes ...byte) []byte {
	body := bytes.Clone(subscribe[:2])
	if version == broker.V5 {
		body = append(body, 0)
	}
	return packet(typeSuback<<4, append(body, codes...))
}

func unsubackPacket(version broker.Version, unsubscribe []byte) []byte {
	body := bytes.Clone(unsubscribe[:2])
	if version == broker.V5 {
		body = append(body, 0)
		for range filters(version, unsubscribe, 0) {
			body = append(body, 0)
		}
	}
	return packet(typeUnsuback<<4, body)
}

// grants are the QoS asked for by the body of a SUBSCRIBE.
func grants(version broker.Version, subscribe []byte) []byte {
	var codes []byte
	for _, options := range filters(version, subscribe, 1) {
		codes = append(codes, options&3)
	}
	return codes
}

// filters maps what a SUBSCRIBE or UNSUBSCRIBE names to its options.
func filters(version broker.Version, body []byte, options int) map[string]byte {
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

// publish makes PUBLISH packets.
type publish struct {
	version broker.Version
	flags   byte
	id      uint16 // above QoS 0
}

// message is one that is published; flags are its QoS, retain and dup bits, id its
// identifier above QoS 0.
func message(version broker.Version, flags byte, id uint16) publish {
	return publish{version, flags, id}
}

// packet is the whole PUBLISH.
func (m publish) packet(topic, payload string, properties ...byte) []byte {
	body := binary.BigEndian.AppendUint16(nil, uint16(len(topic)))
	body = append(body, topic...)
	if m.flags>>1&3 != 0 {
		body = binary.BigEndian.AppendUint16(body, m.id)
	}
	if m.version == broker.V5 {
		body = append(appendVarint(body, len(properties)), properties...)
	}
	return packet(typePublish<<4|m.flags, append(body, payload...))
}
