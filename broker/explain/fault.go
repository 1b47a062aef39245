package explain

import (
	"errors"
	"fmt"
	"strings"

	"mangrove/broker"
)

// faultWords is what was wrong with a packet: empty when only a library knows.
func faultWords(err error) string {
	var f *broker.Fault
	if !errors.As(err, &f) {
		return ""
	}
	if words := faults[f.Code]; words != nil {
		return words(f)
	}
	return string(f.Code)
}

// faults are what is wrong with a packet, by their codes.
var faults = map[broker.FaultCode]func(*broker.Fault) string{
	broker.ReservedType: func(f *broker.Fault) string {
		return fmt.Sprintf("a packet of type %d, which is reserved", f.Number)
	},
	broker.TypeOfClient: func(f *broker.Fault) string {
		return fmt.Sprintf("a packet of type %d, which a broker does not send", f.Number)
	},
	broker.NeedsMQTT5:      func(f *broker.Fault) string { return aPacket(f) + ", which only MQTT 5 lets a broker send" },
	broker.Unrequested:     func(f *broker.Fault) string { return aPacket(f) + " that was not requested" },
	broker.SecondPacket:    func(f *broker.Fault) string { return "a second " + f.Packet },
	broker.OtherAnswer:     func(f *broker.Fault) string { return aPacket(f) + " instead of " + article(f.Expected) },
	broker.BadFlags:        badFlags,
	broker.BadConnackFlags: badConnackFlags,
	broker.BadReasonCode: func(f *broker.Fault) string {
		return fmt.Sprintf("%s with the code 0x%02X, which it cannot have", aPacket(f), f.Number)
	},
	broker.BadSize: func(f *broker.Fault) string {
		return perNumber(f.Number, "%[2]s of %[1]d byte", "%[2]s of %[1]d bytes", aPacket(f))
	},
	broker.LongLength:     func(*broker.Fault) string { return "a length of more than four bytes" },
	broker.OverlongLength: func(f *broker.Fault) string { return aPacket(f) + " whose length takes more bytes than it needs" },
	broker.ReservedQoS:    func(f *broker.Fault) string { return aPacket(f) + " with QoS 3" },
	broker.ZeroIdentifier: func(f *broker.Fault) string { return aPacket(f) + " with the identifier 0" },
	broker.NoIdentifier:   func(f *broker.Fault) string { return aPacket(f) + " cut off before its identifier" },
	broker.NoTopic:        func(f *broker.Fault) string { return aPacket(f) + " without a topic" },
	broker.TopicTooLong:   func(f *broker.Fault) string { return aPacket(f) + " whose topic is longer than the packet" },
	broker.TopicIsFilter:  func(f *broker.Fault) string { return fmt.Sprintf("%s to the filter %q", aPacket(f), f.Name) },
	broker.AliasNotAllowed: func(f *broker.Fault) string {
		return aPacket(f) + " with a topic alias, though none are allowed"
	},
	broker.BrokenProperties:  func(f *broker.Fault) string { return aPacket(f) + " with malformed properties" },
	broker.PropertiesTooLong: func(f *broker.Fault) string { return aPacket(f) + " with properties longer than the packet" },
	broker.OverlongBlock: func(f *broker.Fault) string {
		return aPacket(f) + " whose length of properties takes more bytes than it needs"
	},
	broker.BehindProperties: func(f *broker.Fault) string {
		return perNumber(f.Number, "%[2]s with %[1]d byte after its properties", "%[2]s with %[1]d bytes after its properties", aPacket(f))
	},
	broker.ForeignProperty: func(f *broker.Fault) string {
		return aPacket(f) + " with " + article(propertyName(f.Property)) + ", which it cannot have"
	},
	broker.DoubledProperty: func(f *broker.Fault) string { return aPacket(f) + " with " + propertyName(f.Property) + " twice" },
	broker.PropertyNotSwitch: func(f *broker.Fault) string {
		return fmt.Sprintf("%s is %d, neither 0 nor 1", aPacketWhose(f), f.Number)
	},
	broker.ZeroProperty:     func(f *broker.Fault) string { return aPacketWhose(f) + " is 0" },
	broker.OverlongProperty: func(f *broker.Fault) string { return aPacketWhose(f) + " takes more bytes than it needs" },
	broker.PropertyNotUTF8:  func(f *broker.Fault) string { return aPacketWhose(f) + " is not UTF-8" },
	broker.PropertyWithNUL:  func(f *broker.Fault) string { return aPacketWhose(f) + " has the character U+0000" },
	broker.MiscountedAnswers: func(f *broker.Fault) string {
		return fmt.Sprintf("%s with %s to %s", aPacket(f), numberOf(f.Number, "answer"), numberOf(f.Want, "filter"))
	},
	broker.FilterUnanswered: func(f *broker.Fault) string {
		return fmt.Sprintf("%s without an answer to the filter %q", aPacket(f), f.Name)
	},
	broker.SessionUnwanted: func(f *broker.Fault) string {
		return aPacket(f) + " with a previous session, though a clean start was requested"
	},
	broker.AnswerToOtherQoS: func(f *broker.Fault) string {
		return fmt.Sprintf("%s for a message of QoS %d", aPacket(f), f.Number)
	},
	broker.TextFrame:   func(*broker.Fault) string { return "a WebSocket frame of text" },
	broker.EmptyFrames: func(*broker.Fault) string { return "endless empty WebSocket frames" },
	broker.BrokenFrame: func(*broker.Fault) string { return "a broken WebSocket frame" },
}

func badFlags(f *broker.Fault) string {
	return fmt.Sprintf("%s with the flags 0x%X in its first byte instead of 0x%X", aPacket(f), f.Number, f.Want)
}

func badConnackFlags(f *broker.Fault) string {
	return fmt.Sprintf("%s with the flags 0x%02X, of which only the lowest may be set", aPacket(f), f.Number)
}

func aPacket(f *broker.Fault) string { return article(f.Packet) }

func aPacketWhose(f *broker.Fault) string { return aPacket(f) + " whose " + propertyName(f.Property) }

// article puts the indefinite one before a name of MQTT's.
func article(name string) string {
	switch {
	case name == "":
		return "a packet"
	case name == "UNSUBACK", strings.HasPrefix(name, "A"):
		return "an " + name
	}
	return "a " + name
}

// numberOf is so many things of a name, as in: 1 byte, 2 bytes.
func numberOf(n int, name string) string {
	if n == 1 {
		return "1 " + name
	}
	return fmt.Sprintf("%d %ss", n, name)
}

// perNumber is a whole sentence for one of something, or the one for several of them: in both
// the first value is their number.
func perNumber(n int, one, several string, values ...any) string {
	if n == 1 {
		several = one
	}
	return fmt.Sprintf(several, append([]any{n}, values...)...)
}

// propertyNames are those of table 2-4 of MQTT 5.
var propertyNames = map[byte]string{
	0x01: "Payload Format Indicator", 0x02: "Message Expiry Interval", 0x03: "Content Type", 0x08: "Response Topic",
	0x09: "Correlation Data", 0x0B: "Subscription Identifier", 0x11: "Session Expiry Interval",
	0x12: "Assigned Client Identifier", 0x13: "Server Keep Alive", 0x15: "Authentication Method",
	0x16: "Authentication Data", 0x17: "Request Problem Information", 0x18: "Will Delay Interval",
	0x19: "Request Response Information", 0x1A: "Response Information", 0x1C: "Server Reference", 0x1F: "Reason String",
	0x21: "Receive Maximum", 0x22: "Topic Alias Maximum", 0x23: "Topic Alias", 0x24: "Maximum QoS",
	0x25: "Retain Available", 0x26: "User Property", 0x27: "Maximum Packet Size",
	0x28: "Wildcard Subscription Available", 0x29: "Subscription Identifier Available",
	0x2A: "Shared Subscription Available",
}

// propertyName is the name of a property, or its number.
func propertyName(id byte) string {
	if name := propertyNames[id]; name != "" {
		return name
	}
	return fmt.Sprintf("property 0x%02X", id)
}
