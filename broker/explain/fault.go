package explain

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"mangrove/broker"
	"mangrove/model/wording"
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
		return wording.Fill("a packet of type {number}, which is reserved", "number", f.Number)
	},
	broker.TypeOfClient: func(f *broker.Fault) string {
		return wording.Fill("a packet of type {number}, which a broker does not send", "number", f.Number)
	},
	broker.NeedsMQTT5: func(f *broker.Fault) string {
		return wording.Fill("{f}, which only MQTT 5 lets a broker send", "f", aPacket(f))
	},
	broker.Unrequested:  func(f *broker.Fault) string { return wording.Fill("{f} that was not requested", "f", aPacket(f)) },
	broker.SecondPacket: func(f *broker.Fault) string { return wording.Fill("a second {packet}", "packet", f.Packet) },
	broker.OtherAnswer: func(f *broker.Fault) string {
		return wording.Fill("{f} instead of {expected}", "f", aPacket(f), "expected", article(f.Expected))
	},
	broker.BadFlags:        badFlags,
	broker.BadConnackFlags: badConnackFlags,
	broker.BadReasonCode: func(f *broker.Fault) string {
		return wording.Fill("{f} with the code 0x{number}, which it cannot have", "f", aPacket(f), "number", fmt.Sprintf("%02X", f.Number))
	},
	broker.BadSize: func(f *broker.Fault) string {
		return wording.Count(f.Number, "{f} of {count} byte", "{f} of {count} bytes", "f", aPacket(f))
	},
	broker.LongLength: func(*broker.Fault) string { return "a length of more than four bytes" },
	broker.OverlongLength: func(f *broker.Fault) string {
		return wording.Fill("{f} whose length takes more bytes than it needs", "f", aPacket(f))
	},
	broker.ReservedQoS:    func(f *broker.Fault) string { return wording.Fill("{f} with QoS 3", "f", aPacket(f)) },
	broker.ZeroIdentifier: func(f *broker.Fault) string { return wording.Fill("{f} with the identifier 0", "f", aPacket(f)) },
	broker.NoIdentifier: func(f *broker.Fault) string {
		return wording.Fill("{f} cut off before its identifier", "f", aPacket(f))
	},
	broker.NoTopic: func(f *broker.Fault) string { return wording.Fill("{f} without a topic", "f", aPacket(f)) },
	broker.TopicTooLong: func(f *broker.Fault) string {
		return wording.Fill("{f} whose topic is longer than the packet", "f", aPacket(f))
	},
	broker.TopicIsFilter: func(f *broker.Fault) string {
		return wording.Fill("{f} to the filter {name}", "f", aPacket(f), "name", strconv.Quote(f.Name))
	},
	broker.AliasNotAllowed: func(f *broker.Fault) string {
		return wording.Fill("{f} with a topic alias, though none are allowed", "f", aPacket(f))
	},
	broker.BrokenProperties: func(f *broker.Fault) string { return wording.Fill("{f} with malformed properties", "f", aPacket(f)) },
	broker.PropertiesTooLong: func(f *broker.Fault) string {
		return wording.Fill("{f} with properties longer than the packet", "f", aPacket(f))
	},
	broker.OverlongBlock: func(f *broker.Fault) string {
		return wording.Fill("{f} whose length of properties takes more bytes than it needs", "f", aPacket(f))
	},
	broker.BehindProperties: func(f *broker.Fault) string {
		return wording.Count(f.Number, "{f} with {count} byte after its properties", "{f} with {count} bytes after its properties", "f", aPacket(f))
	},
	broker.ForeignProperty: func(f *broker.Fault) string {
		return wording.Fill("{f} with {property}, which it cannot have", "f", aPacket(f), "property", article(propertyName(f.Property)))
	},
	broker.DoubledProperty: func(f *broker.Fault) string {
		return wording.Fill("{f} with {property} twice", "f", aPacket(f), "property", propertyName(f.Property))
	},
	broker.PropertyNotSwitch: func(f *broker.Fault) string {
		return wording.Fill("{f} is {number}, neither 0 nor 1", "f", aPacketWhose(f), "number", f.Number)
	},
	broker.ZeroProperty: func(f *broker.Fault) string { return wording.Fill("{f} is 0", "f", aPacketWhose(f)) },
	broker.OverlongProperty: func(f *broker.Fault) string {
		return wording.Fill("{f} takes more bytes than it needs", "f", aPacketWhose(f))
	},
	broker.PropertyNotUTF8: func(f *broker.Fault) string { return wording.Fill("{f} is not UTF-8", "f", aPacketWhose(f)) },
	broker.PropertyWithNUL: func(f *broker.Fault) string {
		return wording.Fill("{f} has the character U+0000", "f", aPacketWhose(f))
	},
	broker.MiscountedAnswers: func(f *broker.Fault) string {
		return wording.Fill("{f} with {number} to {wanted}", "f", aPacket(f), "number", numberOf(f.Number, "answer"), "wanted", numberOf(f.Want, "filter"))
	},
	broker.FilterUnanswered: func(f *broker.Fault) string {
		return wording.Fill("{f} without an answer to the filter {name}", "f", aPacket(f), "name", strconv.Quote(f.Name))
	},
	broker.SessionUnwanted: func(f *broker.Fault) string {
		return wording.Fill("{f} with a previous session, though a clean start was requested", "f", aPacket(f))
	},
	broker.AnswerToOtherQoS: func(f *broker.Fault) string {
		return wording.Fill("{f} for a message of QoS {number}", "f", aPacket(f), "number", f.Number)
	},
	broker.TextFrame:   func(*broker.Fault) string { return "a WebSocket frame of text" },
	broker.EmptyFrames: func(*broker.Fault) string { return "endless empty WebSocket frames" },
	broker.BrokenFrame: func(*broker.Fault) string { return "a broken WebSocket frame" },
}

func badFlags(f *broker.Fault) string {
	return wording.Fill("{f} with the flags 0x{number} in its first byte instead of 0x{wanted}",
		"f", aPacket(f), "number", fmt.Sprintf("%X", f.Number), "wanted", fmt.Sprintf("%X", f.Want))
}

func badConnackFlags(f *broker.Fault) string {
	return wording.Fill("{f} with the flags 0x{number}, of which only the lowest may be set", "f", aPacket(f), "number", fmt.Sprintf("%02X", f.Number))
}

func aPacket(f *broker.Fault) string { return article(f.Packet) }

func aPacketWhose(f *broker.Fault) string {
	return wording.Fill("{f} whose {property}", "f", aPacket(f), "property", propertyName(f.Property))
}

// article puts the indefinite one before a name of MQTT's.
func article(name string) string {
	switch {
	case name == "":
		return "a packet"
	case name == "UNSUBACK", strings.HasPrefix(name, "A"):
		return wording.Fill("an {name}", "name", name)
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
	return wording.Fill("property 0x{id}", "id", fmt.Sprintf("%02X", id))
}
