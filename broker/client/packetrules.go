package client

import (
	"encoding/binary"
	"errors"
	"fmt"

	"mangrove/broker"
)

// packetNames are the packets of a broker, as a sentence names them.
var packetNames = map[byte]string{
	typeConnack: "CONNACK", typePublish: "PUBLISH", typePuback: "PUBACK", typePubrec: "PUBREC", typePubrel: "PUBREL",
	typePubcomp: "PUBCOMP", typeSuback: "SUBACK", typeUnsuback: "UNSUBACK", typePingresp: "PINGRESP",
	typeDisconnect: "DISCONNECT", typeAuth: "AUTH",
}

// packetName is the name of a packet with its article.
func packetName(kind byte) string {
	name := packetNames[kind]
	if kind == typeUnsuback || kind == typeAuth {
		return "an " + name
	}
	return "a " + name
}

// malformed is a packet that cannot be read as MQTT says.
func malformed(clause, format string, args ...any) error {
	return &broker.Fault{What: fmt.Sprintf(format, args...), Clause: clause, Code: broker.MalformedPacket}
}

// violation is a packet that can be read, and must not be sent.
func violation(clause, format string, args ...any) error {
	return &broker.Fault{What: fmt.Sprintf(format, args...), Clause: clause, Code: broker.ProtocolError}
}

// faultCode is what MQTT 5 answers a fault with.
func faultCode(err error) byte {
	var fault *broker.Fault
	if errors.As(err, &fault) && fault.Code != 0 {
		return fault.Code
	}
	return broker.MalformedPacket
}

// checkFlags makes sure of the lower four bits of a packet's first byte. MQTT
// 3.1 leaves them open.
func checkFlags(version broker.Version, head byte) error {
	kind, flags, want := head>>4, head&0x0F, byte(0)
	if kind == typePubrel {
		want = 2 // 3.6.1
	}
	if kind == typePublish || version == broker.V31 || flags == want {
		return nil
	}
	clause := "MQTT-2.1.3-1"
	if version != broker.V5 {
		clause = "MQTT-2.2.2-2"
	}
	return malformed(clause, "%s with the flags 0x%X in its first byte instead of 0x%X", packetName(kind), flags, want)
}

// checkCode makes sure that a packet may have a reason code.
func checkCode(version broker.Version, kind, code byte) error {
	if broker.HasCode(packetNames[kind], version, code) {
		return nil
	}
	clause := map[byte]string{
		typeSuback: "MQTT-3.9.3-2", typeUnsuback: "MQTT-3.11.3-2", typePuback: "MQTT-3.4.2-1", typePubrec: "MQTT-3.5.2-1",
		typePubrel: "MQTT-3.6.2-1", typePubcomp: "MQTT-3.7.2-1", typeAuth: "MQTT-3.15.2-1",
		typeDisconnect: "MQTT-3.14.2-1",
	}[kind]
	return malformed(clause, "%s with the code 0x%02X, which it cannot have", packetName(kind), code)
}

// checkAcknowledgement makes sure of the body of a PUBACK, PUBREC, PUBREL or
// PUBCOMP (3.4.2). MQTT 5 may add a reason code, and properties after that.
func checkAcknowledgement(version broker.Version, kind byte, body []byte) error {
	switch {
	case len(body) < 2, version != broker.V5 && len(body) > 2:
		return malformed("", "%s of %d bytes", packetName(kind), len(body))
	case binary.BigEndian.Uint16(body) == 0:
		return malformed("MQTT-2.2.1-3", "%s with the identifier 0", packetName(kind))
	case len(body) == 2:
		return nil
	}
	if err := checkCode(version, kind, body[2]); err != nil {
		return err
	}
	return checkTail(kind, body[3:])
}

// checkTail makes sure of the properties that end a packet; they may be left
// out.
func checkTail(kind byte, tail []byte) error {
	if len(tail) == 0 {
		return nil
	}
	block, rest, err := cutProperties(kind, tail)
	if err == nil && len(rest) > 0 {
		err = malformed("", "%s with %d bytes after its properties", packetName(kind), len(rest))
	}
	if err != nil {
		return err
	}
	return checkProperties(kind, block)
}

// checkAuth makes sure of an AUTH (MQTT 5, 3.15.2).
func checkAuth(body []byte) error {
	if len(body) == 0 {
		return nil
	}
	if err := checkCode(broker.V5, typeAuth, body[0]); err != nil {
		return err
	}
	return checkTail(typeAuth, body[1:])
}
