package packet

import (
	"encoding/binary"
	"errors"
	"fmt"

	"mangrove/broker"
)

// names are the packets of a broker, as a sentence names them.
var names = map[byte]string{
	Connack: "CONNACK", Publish: "PUBLISH", Puback: "PUBACK", Pubrec: "PUBREC", Pubrel: "PUBREL",
	Pubcomp: "PUBCOMP", Suback: "SUBACK", Unsuback: "UNSUBACK", Pingresp: "PINGRESP",
	Disconnect: "DISCONNECT", Auth: "AUTH",
}

// Name is what a sentence calls a packet that brokers send, with its article: "a
// SUBACK". The kind is its type.
func Name(kind byte) string {
	name := names[kind]
	if kind == Unsuback || kind == Auth {
		return "an " + name
	}
	return "a " + name
}

// Malformed is the *broker.Fault of a packet that cannot be read as the clause says,
// "" for none in particular (4.13.1).
func Malformed(clause, format string, args ...any) error {
	return &broker.Fault{What: fmt.Sprintf(format, args...), Clause: clause, Code: broker.MalformedPacket}
}

// ProtocolError is the *broker.Fault of a packet that can be read, and must not be
// sent, as the clause says (4.13.1).
func ProtocolError(clause, format string, args ...any) error {
	return &broker.Fault{What: fmt.Sprintf(format, args...), Clause: clause, Code: broker.ProtocolError}
}

// ReasonCode is what MQTT 5 has one say in DISCONNECT when err is the reason: that of
// the *broker.Fault in it, else Malformed Packet (3.14.2.1).
func ReasonCode(err error) byte {
	var fault *broker.Fault
	if errors.As(err, &fault) && fault.Code != 0 {
		return fault.Code
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
	return Malformed(clause, "%s with the flags 0x%X in its first byte instead of 0x%X", Name(kind), flags, want)
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
	return Malformed(clause, "%s with the code 0x%02X, which it cannot have", Name(kind), code)
}

// CheckAcknowledgement makes sure of the body of a PUBACK, PUBREC, PUBREL or
// PUBCOMP (3.4.2). MQTT 5 may add a reason code, and properties after that.
func CheckAcknowledgement(version broker.Version, kind byte, body []byte) error {
	switch {
	case len(body) < 2, version != broker.V5 && len(body) > 2:
		return Malformed("", "%s of %d bytes", Name(kind), len(body))
	case binary.BigEndian.Uint16(body) == 0:
		return Malformed("MQTT-2.2.1-3", "%s with the identifier 0", Name(kind))
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
		err = Malformed("", "%s with %d bytes after its properties", Name(kind), len(rest))
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
