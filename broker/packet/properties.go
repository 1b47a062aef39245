package packet

import (
	"bytes"
	"unicode/utf8"

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

// The numbers of properties that somebody looks for (2.2.2.2).
const (
	SessionExpiryInterval           = 0x11
	AssignedClientIdentifier        = 0x12
	ServerKeepAlive                 = 0x13
	WillDelayInterval               = 0x18
	ServerReference                 = 0x1C
	ReasonString                    = 0x1F
	ReceiveMaximum                  = 0x21
	TopicAliasMaximum               = 0x22
	TopicAlias                      = 0x23
	MaximumQoS                      = 0x24
	RetainAvailable                 = 0x25
	MaximumPacketSize               = 0x27
	WildcardSubscriptionAvailable   = 0x28
	SubscriptionIdentifierAvailable = 0x29
	SharedSubscriptionAvailable     = 0x2A
)

// propertyKinds are table 2-4.
var propertyKinds = [...]propertyKind{
	0x01: oneByte, 0x02: fourBytes, 0x03: counted, 0x08: counted, 0x09: counted, 0x0B: variable,
	0x11: fourBytes, AssignedClientIdentifier: counted, ServerKeepAlive: twoBytes, 0x15: counted, 0x16: counted,
	0x17: oneByte, 0x18: fourBytes, 0x19: oneByte, 0x1A: counted, 0x1C: counted, ReasonString: counted,
	0x21: twoBytes, 0x22: twoBytes, TopicAlias: twoBytes, MaximumQoS: oneByte, RetainAvailable: oneByte,
	0x26: pair, MaximumPacketSize: fourBytes, WildcardSubscriptionAvailable: oneByte, 0x29: oneByte, SharedSubscriptionAvailable: oneByte,
}

// propertiesIn are the properties each packet of a broker may have (2.2.2.2), a
// bit for each. The topic alias is left out of PUBLISH: we announce that we take
// none [MQTT-3.3.2-11].
var propertiesIn = [16]uint64{
	Connack: 1<<0x11 | 1<<0x12 | 1<<0x13 | 1<<0x15 | 1<<0x16 | 1<<0x1A | 1<<0x1C | 1<<0x1F | 1<<0x21 | 1<<0x22 |
		1<<0x24 | 1<<0x25 | 1<<0x26 | 1<<0x27 | 1<<0x28 | 1<<0x29 | 1<<0x2A,
	Publish:    1<<0x01 | 1<<0x02 | 1<<0x03 | 1<<0x08 | 1<<0x09 | 1<<0x0B | 1<<0x26,
	Puback:     1<<0x1F | 1<<0x26,
	Pubrec:     1<<0x1F | 1<<0x26,
	Pubrel:     1<<0x1F | 1<<0x26,
	Pubcomp:    1<<0x1F | 1<<0x26,
	Suback:     1<<0x1F | 1<<0x26,
	Unsuback:   1<<0x1F | 1<<0x26,
	Disconnect: 1<<0x1C | 1<<0x1F | 1<<0x26,
	Auth:       1<<0x15 | 1<<0x16 | 1<<0x1F | 1<<0x26,
}

const (
	repeated = 1<<0x0B | 1<<0x26                                     // may stand more than once
	switches = 1<<MaximumQoS | 1<<0x25 | 1<<0x28 | 1<<0x29 | 1<<0x2A // are 0 or 1; that of a payload is its publisher's, and not every broker looks
	positive = 1<<0x0B | 1<<ReceiveMaximum | 1<<MaximumPacketSize    // are not 0
	binaries = 1<<0x09 | 1<<0x16                                     // need be no text
)

// CheckProperties makes sure that whoever reads the block of a broker's packet of that
// kind later finds well-formed properties in it, and none that must not be there.
func CheckProperties(kind byte, block []byte) error {
	var seen uint64
	for len(block) > 0 {
		id := block[0]
		size := propertySize(block)
		switch {
		case size == 0:
			return Malformed(kind, broker.Fault{Code: broker.BrokenProperties})
		case kind == Publish && id == TopicAlias:
			return ProtocolError(kind, broker.Fault{Code: broker.AliasNotAllowed, Clause: "MQTT-3.3.2-11"})
		case propertiesIn[kind]>>id&1 == 0:
			return ProtocolError(kind, broker.Fault{Code: broker.ForeignProperty, Property: id, Clause: "MQTT 5, 2.2.2.2"})
		case seen&^repeated>>id&1 == 1:
			return ProtocolError(kind, broker.Fault{Code: broker.DoubledProperty, Property: id, Clause: "MQTT 5, 2.2.2.2"})
		}
		if err := checkValue(kind, id, block[1:size]); err != nil {
			return err
		}
		seen |= 1 << id
		block = block[size:]
	}
	return nil
}

// valueClauses are where it says which values the properties of a packet may have.
var valueClauses = map[byte]string{Connack: "MQTT 5, 3.2.2.3", Publish: "MQTT 5, 3.3.2.3"}

// checkValue makes sure that a property has a value that it may have. The texts
// of a message are shown as they are, like its topic.
func checkValue(kind, id byte, value []byte) error {
	bit := uint64(1) << id
	switch {
	case id == MaximumQoS && value[0] == 2:
		return nil // EMQX before 4.0.5 and some after: what it means does no harm
	case switches&bit != 0 && value[0] > 1:
		return ProtocolError(kind, broker.Fault{Code: broker.PropertyNotSwitch, Property: id, Number: int(value[0]), Clause: valueClauses[kind]})
	case positive&bit != 0 && len(bytes.Trim(value, "\x00")) == 0:
		return ProtocolError(kind, broker.Fault{Code: broker.ZeroProperty, Property: id, Clause: valueClauses[kind]})
	case propertyKinds[id] == variable && overlong(value):
		return Malformed(kind, broker.Fault{Code: broker.OverlongProperty, Property: id, Clause: overlongClause})
	case kind == Publish:
		return nil
	}
	return checkWords(kind, id, value)
}

// checkWords makes sure that what a broker says in words is text.
func checkWords(kind, id byte, value []byte) error {
	var texts [][]byte
	switch propertyKinds[id] {
	case counted:
		texts = [][]byte{value[2:]}
	case pair:
		n := StringSize(value)
		texts = [][]byte{value[2:n], value[n+2:]}
	}
	for _, text := range texts {
		switch {
		case binaries>>id&1 != 0:
		case !utf8.Valid(text):
			return Malformed(kind, broker.Fault{Code: broker.PropertyNotUTF8, Property: id, Clause: "MQTT-1.5.4-1"})
		case bytes.IndexByte(text, 0) >= 0:
			return Malformed(kind, broker.Fault{Code: broker.PropertyWithNUL, Property: id, Clause: "MQTT-1.5.4-2"})
		}
	}
	return nil
}

// EachProperty calls f with the number and the value of every property of a block, up
// to one that is cut off. Of a string it gives the bytes without their length.
func EachProperty(block []byte, f func(id byte, value []byte)) {
	for len(block) > 0 {
		size := propertySize(block)
		if size == 0 {
			return
		}
		value := block[1:size]
		if propertyKinds[block[0]] == counted {
			value = value[2:]
		}
		f(block[0], value)
		block = block[size:]
	}
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
		_, n, err := Varint(value)
		if err != nil || n == 0 {
			return 0
		}
		size += n
	case counted:
		size += StringSize(value)
	case pair:
		first := StringSize(value)
		if first > len(value) {
			return 0
		}
		size += first + StringSize(value[first:])
	default:
		return 0
	}
	if size > len(block) {
		return 0
	}
	return size
}

// CutProperties splits b, the part of a packet of that kind that begins with its
// properties, into their block without its length and the rest.
func CutProperties(kind byte, b []byte) (block, rest []byte, err error) {
	size, n, err := Varint(b)
	if err != nil || n == 0 || size > len(b)-n {
		return nil, nil, Malformed(kind, broker.Fault{Code: broker.PropertiesTooLong})
	}
	if overlong(b[:n]) {
		return nil, nil, Malformed(kind, broker.Fault{Code: broker.OverlongBlock, Clause: overlongClause})
	}
	return b[n : n+size : n+size], b[n+size:], nil
}
