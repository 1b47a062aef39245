package packet

import (
	"encoding/binary"
	"errors"

	"mangrove/broker"
)

// names are the packets of a broker.
var names = map[byte]string{
	Connack: "CONNACK", Publish: "PUBLISH", Puback: "PUBACK", Pubrec: "PUBREC", Pubrel: "PUBREL",
	Pubcomp: "PUBCOMP", Suback: "SUBACK", Unsuback: "UNSUBACK", Pingresp: "PINGRESP",
	Disconnect: "DISCONNECT", Auth: "AUTH",
}

// Name is the name of a packet that brokers send, as in: SUBACK. The kind is its type.
func Name(kind byte) string { return names[kind] }

// Malformed gives the *broker.Fault of a packet that cannot be read as its clause says
// (4.13.1).
func Malformed(kind byte, f broker.Fault) error {
	f.Packet, f.Answer = names[kind], broker.MalformedPacket
	return &f
}

// ProtocolError gives the *broker.Fault of a packet that can be read, and must not be
// sent, as its clause says (4.13.1).
func ProtocolError(kind byte, f broker.Fault) error {
	f.Packet, f.Answer = names[kind], broker.ProtocolError
	return &f
}

// ReasonCode is what MQTT 5 has one say in DISCONNECT when err is the reason: that of
// the *broker.Fault in it, else Malformed Packet (3.14.2.1).
func ReasonCode(err error) byte {
	var fault *broker.Fault
	if errors.As(err, &fault) && fault.Answer != 0 {
		return fault.Answer
	}
	return broker.MalformedPacket
}

// CheckFlags makes sure of the lower four bits of head, a packet's first byte (2.1.3).
// MQTT 3.1 leaves them open; those of PUBLISH are not looked at.
func CheckFlags(version broker.Version, head byte) error {
	kind, flags, want := head>>4, head&0x0F, byte(0)
	if kind == Pubrel {
		want = 2 // 3.6.1
	}
	if kind == Publish || version == broker.V31 || flags == want {
		return nil
	}
	clause := "MQTT-2.1.3-1"
	if version != broker.V5 {
		clause = "MQTT-2.2.2-2"
	}
	return Malformed(kind, broker.Fault{Code: broker.BadFlags, Number: int(flags), Want: int(want), Clause: clause})
}

// CheckCode makes sure that a packet may have a reason code.
func CheckCode(version broker.Version, kind, code byte) error {
	if broker.HasCode(names[kind], version, code) {
		return nil
	}
	clause := map[byte]string{
		Suback: "MQTT-3.9.3-2", Unsuback: "MQTT-3.11.3-2", Puback: "MQTT-3.4.2-1", Pubrec: "MQTT-3.5.2-1",
		Pubrel: "MQTT-3.6.2-1", Pubcomp: "MQTT-3.7.2-1", Auth: "MQTT-3.15.2-1",
		Disconnect: "MQTT-3.14.2-1",
	}[kind]
	return Malformed(kind, broker.Fault{Code: broker.BadReasonCode, Number: int(code), Clause: clause})
}

// CheckAcknowledgement makes sure of the body of a PUBACK, PUBREC, PUBREL or
// PUBCOMP (3.4.2). MQTT 5 may add a reason code, and properties after that.
func CheckAcknowledgement(version broker.Version, kind byte, body []byte) error {
	switch {
	case len(body) < 2, version != broker.V5 && len(body) > 2:
		return Malformed(kind, broker.Fault{Code: broker.BadSize, Number: len(body)})
	case binary.BigEndian.Uint16(body) == 0:
		return Malformed(kind, broker.Fault{Code: broker.ZeroIdentifier, Clause: "MQTT-2.2.1-3"})
	case len(body) == 2:
		return nil
	}
	if err := CheckCode(version, kind, body[2]); err != nil {
		return err
	}
	return CheckTail(kind, body[3:])
}

// CheckTail makes sure of the properties that end a packet; they may be left
// out.
func CheckTail(kind byte, tail []byte) error {
	if len(tail) == 0 {
		return nil
	}
	block, rest, err := CutProperties(kind, tail)
	if err == nil && len(rest) > 0 {
		err = Malformed(kind, broker.Fault{Code: broker.BehindProperties, Number: len(rest)})
	}
	if err != nil {
		return err
	}
	return CheckProperties(kind, block)
}

// CheckAuth makes sure of an AUTH (MQTT 5, 3.15.2).
func CheckAuth(body []byte) error {
	if len(body) == 0 {
		return nil
	}
	if err := CheckCode(broker.V5, Auth, body[0]); err != nil {
		return err
	}
	return CheckTail(Auth, body[1:])
}
