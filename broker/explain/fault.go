package explain

import (
	"errors"
	"fmt"
	"strconv"

	"mangrove/broker"
	"mangrove/model/wording"
)

// faultWords is what was wrong with a packet: empty when only a library knows.
func faultWords(err error) string {
	var f *broker.Fault
	if !errors.As(err, &f) {
		return ""
	}
	text, ok := faults[f.Code]
	if forms, counts := countedFaults[f.Code]; counts {
		text, ok = wording.Of(f.Number, forms[0], forms[1]), true
	}
	if of, is := faultsOfNoPacket[f.Code]; is && f.Packet == "" {
		text = of
	}
	if !ok {
		return string(f.Code)
	}
	return wording.Fill(text, "packet", f.Packet, "expected", f.Expected, "property", propertyName(f.Property), "filter", strconv.Quote(f.Name),
		"count", f.Number, "wanted", f.Want, "code", hexOf(f.Number), "flags", fmt.Sprintf("0x%X", f.Number), "right flags", fmt.Sprintf("0x%X", f.Want))
}

func hexOf(n int) string { return fmt.Sprintf("0x%02X", n) }

// faults are what is wrong with a packet, by their codes. {packet} and {property} are names of
// MQTT's: PUBLISH, Receive Maximum.
var faults = map[broker.FaultCode]string{
	broker.ReservedType:      "packet of type {count}, which is reserved",
	broker.TypeOfClient:      "packet of type {count}, which a broker does not send",
	broker.NeedsMQTT5:        "{packet}, which only MQTT 5 lets a broker send",
	broker.Unrequested:       "{packet} that was not requested",
	broker.SecondPacket:      "second {packet}",
	broker.OtherAnswer:       "{packet} instead of {expected}",
	broker.BadFlags:          "{packet} with the flags {flags} in its first byte instead of {right flags}",
	broker.BadConnackFlags:   "{packet} with the flags {code}, of which only the lowest may be set",
	broker.BadReasonCode:     "{packet} with the code {code}, which it cannot have",
	broker.LongLength:        "length of more than four bytes",
	broker.OverlongLength:    "{packet} whose length takes more bytes than it needs",
	broker.ReservedQoS:       "{packet} with QoS 3",
	broker.ZeroIdentifier:    "{packet} with the identifier 0",
	broker.NoIdentifier:      "{packet} cut off before its identifier",
	broker.NoTopic:           "{packet} without a topic",
	broker.TopicTooLong:      "{packet} whose topic is longer than the packet",
	broker.TopicIsFilter:     "{packet} to the filter {filter}",
	broker.AliasNotAllowed:   "{packet} with a topic alias, though none are allowed",
	broker.BrokenProperties:  "{packet} with malformed properties",
	broker.PropertiesTooLong: "{packet} with properties longer than the packet",
	broker.OverlongBlock:     "{packet} whose length of properties takes more bytes than it needs",
	broker.ForeignProperty:   "{packet} with {property}, which it cannot have",
	broker.DoubledProperty:   "{packet} with {property} twice",
	broker.PropertyNotSwitch: "{packet} whose {property} is {count}, neither 0 nor 1",
	broker.ZeroProperty:      "{packet} whose {property} is 0",
	broker.OverlongProperty:  "{packet} whose {property} takes more bytes than it needs",
	broker.PropertyNotUTF8:   "{packet} whose {property} is not UTF-8",
	broker.PropertyWithNUL:   "{packet} whose {property} has the character U+0000",
	broker.MiscountedAnswers: "{packet} with a wrong number of answers: {count} instead of {wanted}",
	broker.FilterUnanswered:  "{packet} without an answer to the filter {filter}",
	broker.SessionUnwanted:   "{packet} with a previous session, though a clean start was requested",
	broker.AnswerToOtherQoS:  "{packet} for a message of QoS {count}",
	broker.TextFrame:         "WebSocket frame of text",
	broker.EmptyFrames:       "endless empty WebSocket frames",
	broker.BrokenFrame:       "broken WebSocket frame",
}

// countedFaults are those with a number of bytes: of one, and of several.
var countedFaults = map[broker.FaultCode][2]string{
	broker.BadSize: {"{packet} of {count} byte", "{packet} of {count} bytes"},
	broker.BehindProperties: {
		"{packet} with {count} byte after its properties",
		"{packet} with {count} bytes after its properties",
	},
}

// faultsOfNoPacket are for what is of no packet in particular.
var faultsOfNoPacket = map[broker.FaultCode]string{
	broker.OverlongLength: "packet whose length takes more bytes than it needs",
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
	return wording.Fill("property {id}", "id", hexOf(int(id)))
}
