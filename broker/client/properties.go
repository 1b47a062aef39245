package client

import (
	"fmt"

	"mangrove/broker"
)

// How the value of an MQTT 5 property is written (2.2.2.2).
type propertyKind byte

const (
	unknownProperty propertyKind = iota
	oneByte
	twoBytes
	fourBytes
	variable // a variable byte integer
	counted  // a string or binary data after its length in two bytes
	pair     // two strings
)

// The properties looked at by number.
const (
	propServerKeepAlive = 0x13
	propAssignedID      = 0x12
	propReason          = 0x1F
	propTopicAlias      = 0x23
	propMaximumQoS      = 0x24
	propRetain          = 0x25
	propMaximumPacket   = 0x27
	propWildcards       = 0x28
	propShared          = 0x2A
)

// propertyKinds are table 2-4.
var propertyKinds = [...]propertyKind{
	0x01: oneByte, 0x02: fourBytes, 0x03: counted, 0x08: counted, 0x09: counted, 0x0B: variable,
	0x11: fourBytes, propAssignedID: counted, propServerKeepAlive: twoBytes, 0x15: counted, 0x16: counted,
	0x17: oneByte, 0x18: fourBytes, 0x19: oneByte, 0x1A: counted, 0x1C: counted, propReason: counted,
	0x21: twoBytes, 0x22: twoBytes, propTopicAlias: twoBytes, propMaximumQoS: oneByte, propRetain: oneByte,
	0x26: pair, propMaximumPacket: fourBytes, propWildcards: oneByte, 0x29: oneByte, propShared: oneByte,
}

// inPublish are the properties a PUBLISH may carry (3.3.2.3), but the topic
// alias: we announce that we take none [MQTT-3.3.2-11].
const inPublish = 1<<0x01 | 1<<0x02 | 1<<0x03 | 1<<0x08 | 1<<0x09 | 1<<0x0B | 1<<0x26

// checkPublishProperties makes sure that whoever reads the block later finds
// well-formed properties in it.
func checkPublishProperties(block []byte) error {
	for len(block) > 0 {
		id := block[0]
		size := propertySize(block)
		switch {
		case size == 0:
			return malformed("a PUBLISH whose properties are broken")
		case id == propTopicAlias:
			return malformed("a PUBLISH with a topic alias, though none are allowed")
		case id >= 64 || uint64(inPublish)>>id&1 == 0:
			return malformed("a PUBLISH with the property 0x%02X, which it cannot have", id)
		}
		block = block[size:]
	}
	return nil
}

// eachProperty calls f with the number and the value of every property of a
// block, strings without their length; it reports whether the block is whole.
func eachProperty(block []byte, f func(id byte, value []byte)) bool {
	for len(block) > 0 {
		size := propertySize(block)
		if size == 0 {
			return false
		}
		value := block[1:size]
		if propertyKinds[block[0]] == counted {
			value = value[2:]
		}
		f(block[0], value)
		block = block[size:]
	}
	return true
}

// propertySize is the size of the first property of block with its number; 0
// when it is unknown or cut off.
func propertySize(block []byte) int {
	if int(block[0]) >= len(propertyKinds) {
		return 0
	}
	size, value := 1, block[1:]
	switch propertyKinds[block[0]] {
	case oneByte:
		size++
	case twoBytes:
		size += 2
	case fourBytes:
		size += 4
	case variable:
		_, n, err := varint(value)
		if err != nil || n == 0 {
			return 0
		}
		size += n
	case counted:
		size += countedSize(value)
	case pair:
		first := countedSize(value)
		if first > len(value) {
			return 0
		}
		size += first + countedSize(value[first:])
	default:
		return 0
	}
	if size > len(block) {
		return 0
	}
	return size
}

// countedSize is the size of a string with its length; more than there is when
// it is cut off.
func countedSize(b []byte) int {
	if len(b) < 2 {
		return len(b) + 1
	}
	return 2 + (int(b[0])<<8 | int(b[1]))
}

// cutProperties splits a property block with its length off the front of b.
func cutProperties(b []byte) (block, rest []byte, err error) {
	size, n, err := varint(b)
	if err != nil || n == 0 || size > len(b)-n {
		return nil, nil, malformed("properties longer than their packet")
	}
	return b[n : n+size : n+size], b[n+size:], nil
}

// varint reads a variable byte integer (1.5.5) and how many bytes it takes: 0
// when more are needed. Its fifth byte is an error.
func varint(b []byte) (value, n int, err error) {
	for n < len(b) {
		digit := b[n]
		value |= int(digit&0x7F) << (7 * n)
		n++
		if digit < 0x80 {
			return value, n, nil
		}
		if n == 4 {
			return 0, 0, malformed("a length of more than four bytes")
		}
	}
	return 0, 0, nil
}

// malformed is an error that says what was wrong with a packet.
func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: %s", broker.ErrMalformed, fmt.Sprintf(format, args...))
}
