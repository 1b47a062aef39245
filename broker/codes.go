package broker

// Reason codes of MQTT 5 (2.4) that decide what a session does next. The words
// for all of them are in [Refusal.Meaning].
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
	PacketTooLarge     byte = 0x95
	UseAnotherServer   byte = 0x9C
	ServerMoved        byte = 0x9D
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

// Meaning puts the code in words, as the specification of its version names it.
func (r *Refusal) Meaning() string {
	names := reasonCodes
	switch {
	case r.Version == V5:
	case r.Packet == "CONNACK":
		names = returnCodes
	default:
		names = subackCodes
	}
	if name, ok := names[r.Code]; ok {
		return name
	}
	return "a code MQTT " + r.Version.String() + " does not define"
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

// reasonCodes are the names of MQTT 5, table 2-6. The codes below 0x80 are no
// refusals; they are here because a broker may send them where one is due.
var reasonCodes = map[byte]string{
	0x00: "success",
	0x01: "granted at QoS 1",
	0x02: "granted at QoS 2",
	0x04: "disconnect with will message",
	0x10: "no matching subscribers",
	0x11: "no subscription existed",
	0x18: "continue authentication",
	0x19: "re-authenticate",
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
