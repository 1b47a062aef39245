package broker

import "slices"

// Reason codes of MQTT 5 (2.4) that decide what a session does next. The
// names of all of them are in [Refusal.Name].
const (
	MalformedPacket    byte = 0x81
	ProtocolError      byte = 0x82
	UnsupportedVersion byte = 0x84
	InvalidClientID    byte = 0x85
	BadLogin           byte = 0x86
	NotAuthorized      byte = 0x87
	ServerUnavailable  byte = 0x88
	ServerBusy         byte = 0x89
	Banned             byte = 0x8A
	ShuttingDown       byte = 0x8B
	BadAuthMethod      byte = 0x8C
	SessionTakenOver   byte = 0x8E
	TopicInvalid       byte = 0x90
	IdentifierInUse    byte = 0x91
	PacketTooLarge     byte = 0x95
	QuotaExceeded      byte = 0x97
	PayloadInvalid     byte = 0x99
	RetainUnsupported  byte = 0x9A
	QoSUnsupported     byte = 0x9B
	UseAnotherServer   byte = 0x9C
	ServerMoved        byte = 0x9D
	NoSharedFilters    byte = 0x9E
	NoIdentifiers      byte = 0xA1
	NoWildcardFilters  byte = 0xA2
)

// Return codes of CONNACK under MQTT 3.1 and 3.1.1 (3.2.2.3), and the one with
// which SUBACK says no (3.9.3).
const (
	OldUnsupportedVersion byte = 1
	OldInvalidClientID    byte = 2
	OldServerUnavailable  byte = 3
	OldBadLogin           byte = 4
	OldNotAuthorized      byte = 5
	OldSubackFailure      byte = 0x80
)

// Name is what the specification of its version calls the code in the packet it came
// in; empty where it has none. It is for code and the log: package explain has words for it.
func (r *Refusal) Name() string {
	switch {
	case r.Version == V5:
		return reasonName(r.Packet, r.Code)
	case r.Packet == "CONNACK":
		return returnCodes[r.Code]
	}
	return subackCodes[r.Code]
}

// OlderName is what MQTT 3.1.1 calls the code, where a broker answers MQTT 5 with a
// return code of its elders; else empty.
func (r *Refusal) OlderName() string {
	if r.Version != V5 || r.Packet != "CONNACK" || r.Code == 0 {
		return ""
	}
	return returnCodes[r.Code]
}

// HasCode reports whether a code means something in a packet of a broker, named
// as in [Refusal]: MQTT has it for that packet, or it is a refusal that MQTT 5
// has for another, which says more than that the broker is wrong.
func HasCode(packet string, version Version, code byte) bool {
	switch {
	case version == V5:
		return reasonName(packet, code) != ""
	case packet == "CONNACK":
		return returnCodes[code] != ""
	case packet == "SUBACK":
		return subackCodes[code] != ""
	}
	return false
}

var returnCodes = map[byte]string{
	0:                     "connection accepted",
	OldUnsupportedVersion: "unacceptable protocol version",
	OldInvalidClientID:    "client identifier rejected",
	OldServerUnavailable:  "server unavailable",
	OldBadLogin:           "bad user name or password",
	OldNotAuthorized:      "not authorized",
}

var subackCodes = map[byte]string{
	0: "granted at QoS 0", 1: "granted at QoS 1", 2: "granted at QoS 2",
	OldSubackFailure: "subscription refused",
}

// reasonName is the name of a reason code in a packet of MQTT 5. The names of
// refusals are the same in all; the others are not.
func reasonName(packet string, code byte) string {
	if code >= 0x80 {
		return reasonCodes[code]
	}
	if !slices.Contains(codesIn[packet], code) {
		return ""
	}
	switch {
	case packet == "DISCONNECT" && code == 0:
		return "normal disconnection"
	case packet == "SUBACK" && code == 0:
		return "granted at QoS 0"
	}
	return reasonCodes[code]
}

// codesIn are the reason codes a broker may send, by packet (MQTT 5, 3.2.2.2,
// 3.4.2.1, 3.5.2.1, 3.6.2.1, 3.7.2.1, 3.9.3, 3.11.3, 3.14.2.1 and 3.15.2.1).
var codesIn = map[string][]byte{
	"CONNACK": {0x00, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x8C, 0x90, 0x95, 0x97, 0x99,
		0x9A, 0x9B, 0x9C, 0x9D, 0x9F},
	"PUBACK":   {0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99},
	"PUBREC":   {0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99},
	"PUBREL":   {0x00, 0x92},
	"PUBCOMP":  {0x00, 0x92},
	"SUBACK":   {0x00, 0x01, 0x02, 0x80, 0x83, 0x87, 0x8F, 0x91, 0x97, 0x9E, 0xA1, 0xA2},
	"UNSUBACK": {0x00, 0x11, 0x80, 0x83, 0x87, 0x8F, 0x91},
	"DISCONNECT": {0x00, 0x80, 0x81, 0x82, 0x83, 0x87, 0x89, 0x8B, 0x8D, 0x8E, 0x8F, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97,
		0x98, 0x99, 0x9A, 0x9B, 0x9C, 0x9D, 0x9E, 0x9F, 0xA0, 0xA1, 0xA2},
	"AUTH": {0x00, 0x18},
}

// reasonCodes are the names of MQTT 5, table 2-6.
var reasonCodes = map[byte]string{
	0x00: "success",
	0x01: "granted at QoS 1",
	0x02: "granted at QoS 2",
	0x10: "no matching subscribers",
	0x11: "no subscription existed",
	0x18: "continue authentication",
	0x80: "unspecified error",
	0x81: "malformed packet",
	0x82: "protocol error",
	0x83: "implementation specific error",
	0x84: "unsupported protocol version",
	0x85: "client identifier not valid",
	0x86: "bad user name or password",
	0x87: "not authorized",
	0x88: "server unavailable",
	0x89: "server busy",
	0x8A: "banned",
	0x8B: "server shutting down",
	0x8C: "bad authentication method",
	0x8D: "keep alive timeout",
	0x8E: "session taken over",
	0x8F: "topic filter invalid",
	0x90: "topic name invalid",
	0x91: "packet identifier in use",
	0x92: "packet identifier not found",
	0x93: "receive maximum exceeded",
	0x94: "topic alias invalid",
	0x95: "packet too large",
	0x96: "message rate too high",
	0x97: "quota exceeded",
	0x98: "administrative action",
	0x99: "payload format invalid",
	0x9A: "retain not supported",
	0x9B: "QoS not supported",
	0x9C: "use another server",
	0x9D: "server moved",
	0x9E: "shared subscriptions not supported",
	0x9F: "connection rate exceeded",
	0xA0: "maximum connect time",
	0xA1: "subscription identifiers not supported",
	0xA2: "wildcard subscriptions not supported",
}
