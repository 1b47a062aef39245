package wire

import (
	"encoding/binary"
	"fmt"
	"time"

	"mangrove/broker"
	"mangrove/broker/packet"
)

// Connack is the broker's answer to CONNECT.
type Connack struct {
	old       bool // it answered MQTT 5 in the form of 3.x
	Resumed   bool // the broker has kept the session
	code      byte
	ClientID  string        // the one the broker assigned, if any
	KeepAlive time.Duration // the one the broker demands; set only if demands
	Demands   bool
	Expires   bool // it said how long it keeps the session
	reason    string
	reference string // the server to use instead, if any
	Limits    broker.Limits
}

// parseConnack reads the body of a CONNACK. MQTT 5 adds properties to the two
// bytes of its elders (3.2.2).
func parseConnack(version broker.Version, body []byte, redactor broker.Redactor) (*Connack, error) {
	if len(body) < 2 {
		return nil, packet.Malformed(packet.Connack, broker.Fault{Code: broker.BadSize, Number: len(body)})
	}
	if body[0]&^1 != 0 && version != broker.V31 { // which does not use the byte
		return nil, packet.Malformed(packet.Connack, broker.Fault{Code: broker.BadConnackFlags, Number: int(body[0]), Clause: "MQTT-3.2.2-1"})
	}
	if version != broker.V5 && len(body) > 2 {
		return nil, packet.Malformed(packet.Connack, broker.Fault{Code: broker.BadSize, Number: len(body)})
	}
	c := &Connack{Resumed: body[0]&1 != 0, code: body[1], Limits: broker.Limits{MaxQoS: 2}}
	if version != broker.V5 {
		return c, nil
	}
	if len(body) == 2 {
		c.old = true
		return c, nil
	}
	block, rest, err := packet.CutProperties(packet.Connack, body[2:])
	if err == nil {
		err = packet.CheckProperties(packet.Connack, block)
	}
	if err == nil && len(rest) > 0 {
		err = packet.Malformed(packet.Connack, broker.Fault{Code: broker.BehindProperties, Number: len(rest)})
	}
	if err != nil {
		return nil, err
	}
	packet.EachProperty(block, c.property)
	c.ClientID, c.reason, c.reference = redactor.Words(c.ClientID), redactor.Words(c.reason), redactor.Words(c.reference)
	return c, nil
}

func (c *Connack) property(id byte, value []byte) {
	switch id {
	case packet.AssignedClientIdentifier:
		c.ClientID = string(value)
	case packet.ServerKeepAlive:
		c.KeepAlive, c.Demands = time.Duration(binary.BigEndian.Uint16(value))*time.Second, true
	case packet.SessionExpiryInterval:
		c.Limits.SessionExpiry, c.Expires = expiryOf(value), true
	case packet.ReasonString:
		c.reason = string(value)
	case packet.ServerReference:
		c.reference = string(value)
	case packet.ReceiveMaximum:
		c.Limits.ReceiveMaximum = int(binary.BigEndian.Uint16(value))
	case packet.TopicAliasMaximum:
		c.Limits.TopicAliases = int(binary.BigEndian.Uint16(value))
	case packet.SubscriptionIdentifierAvailable:
		c.Limits.NoIdentifiers = value[0] == 0
	case packet.MaximumQoS:
		c.Limits.MaxQoS = value[0]
	case packet.MaximumPacketSize:
		c.Limits.MaxPacket = int(binary.BigEndian.Uint32(value))
	case packet.RetainAvailable:
		c.Limits.NoRetain = value[0] == 0
	case packet.WildcardSubscriptionAvailable:
		c.Limits.NoWildcards = value[0] == 0
	case packet.SharedSubscriptionAvailable:
		c.Limits.NoShared = value[0] == 0
	}
}

// refusal is the error a CONNACK that says no stands for, nil for a yes.
func (c *Connack) refusal(version broker.Version) error {
	switch {
	case c.old && c.code == 0:
		return fmt.Errorf("%w: answered MQTT 5 with the CONNACK of an older version", ErrOlder)
	case c.old:
		return fmt.Errorf("%w: %w", ErrOlder, &broker.Refusal{Packet: "CONNACK", Version: broker.V311, Code: c.code})
	case c.code == 0:
		return nil
	}
	return &broker.Refusal{Packet: "CONNACK", Version: version, Code: c.code, Reason: c.reason, Reference: c.reference}
}

// expiryOf is a session expiry interval (3.2.2.3.2).
func expiryOf(value []byte) time.Duration {
	return time.Duration(binary.BigEndian.Uint32(value)) * time.Second // the largest is broker.SessionForever
}

// ended is the end of a connection that the broker has announced by DISCONNECT.
// What is wrong with the packet stands in the log beside what it says.
func ended(body []byte, redactor broker.Redactor) error {
	refusal, wrong := parseDisconnect(body, redactor)
	if wrong != nil {
		return fmt.Errorf("%w: %w (%w)", broker.ErrLost, refusal, wrong)
	}
	return fmt.Errorf("%w: %w", broker.ErrLost, refusal)
}

// parseDisconnect makes a refusal of the body of a server's DISCONNECT (MQTT 5,
// 3.14). An empty one is a normal disconnection.
func parseDisconnect(body []byte, redactor broker.Redactor) (r *broker.Refusal, wrong error) {
	r = &broker.Refusal{Packet: "DISCONNECT", Version: broker.V5}
	if len(body) > 0 {
		r.Code = body[0]
	}
	if err := packet.CheckCode(broker.V5, packet.Disconnect, r.Code); err != nil {
		return r, err
	}
	if len(body) < 2 {
		return r, nil
	}
	if err := packet.CheckTail(packet.Disconnect, body[1:]); err != nil {
		return r, err
	}
	block, _, err := packet.CutProperties(packet.Disconnect, body[1:])
	packet.EachProperty(block, func(id byte, value []byte) {
		switch id {
		case packet.ReasonString:
			r.Reason = redactor.Words(string(value))
		case packet.ServerReference:
			r.Reference = redactor.Words(string(value))
		}
	})
	return r, err
}
