package explain_test

import (
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model/codestest"
)

// packetFaults are all there are, with their words.
var packetFaults = map[broker.FaultCode]struct {
	fault broker.Fault
	want  string
}{
	broker.ReservedType:      {broker.Fault{Number: 15}, "packet of type 15, which is reserved"},
	broker.TypeOfClient:      {broker.Fault{Number: 8}, "packet of type 8, which a broker does not send"},
	broker.NeedsMQTT5:        {broker.Fault{Packet: "DISCONNECT"}, "DISCONNECT, which only MQTT 5 lets a broker send"},
	broker.Unrequested:       {broker.Fault{Packet: "AUTH"}, "AUTH that was not requested"},
	broker.SecondPacket:      {broker.Fault{Packet: "CONNACK"}, "second CONNACK"},
	broker.OtherAnswer:       {broker.Fault{Packet: "PUBREC", Expected: "UNSUBACK"}, "PUBREC instead of UNSUBACK"},
	broker.BadFlags:          {broker.Fault{Packet: "PUBREL", Want: 2}, "PUBREL with the flags 0x0 in its first byte instead of 0x2"},
	broker.BadConnackFlags:   {broker.Fault{Packet: "CONNACK", Number: 0xFE}, "CONNACK with the flags 0xFE, of which only the lowest may be set"},
	broker.BadReasonCode:     {broker.Fault{Packet: "SUBACK", Number: 0x55}, "SUBACK with the code 0x55, which it cannot have"},
	broker.BadSize:           {broker.Fault{Packet: "PUBACK", Number: 1}, "PUBACK of 1 byte"},
	broker.LongLength:        {broker.Fault{}, "length of more than four bytes"},
	broker.OverlongLength:    {broker.Fault{}, "packet whose length takes more bytes than it needs"},
	broker.ReservedQoS:       {broker.Fault{Packet: "PUBLISH"}, "PUBLISH with QoS 3"},
	broker.ZeroIdentifier:    {broker.Fault{Packet: "PUBLISH"}, "PUBLISH with the identifier 0"},
	broker.NoIdentifier:      {broker.Fault{Packet: "PUBLISH"}, "PUBLISH cut off before its identifier"},
	broker.NoTopic:           {broker.Fault{Packet: "PUBLISH"}, "PUBLISH without a topic"},
	broker.TopicTooLong:      {broker.Fault{Packet: "PUBLISH"}, "PUBLISH whose topic is longer than the packet"},
	broker.TopicIsFilter:     {broker.Fault{Packet: "PUBLISH", Name: "a/#"}, `PUBLISH to the filter "a/#"`},
	broker.AliasNotAllowed:   {broker.Fault{Packet: "PUBLISH"}, "PUBLISH with a topic alias, though none are allowed"},
	broker.BrokenProperties:  {broker.Fault{Packet: "PUBCOMP"}, "PUBCOMP with malformed properties"},
	broker.PropertiesTooLong: {broker.Fault{Packet: "SUBACK"}, "SUBACK with properties longer than the packet"},
	broker.OverlongBlock:     {broker.Fault{Packet: "CONNACK"}, "CONNACK whose length of properties takes more bytes than it needs"},
	broker.BehindProperties:  {broker.Fault{Packet: "CONNACK", Number: 2}, "CONNACK with 2 bytes after its properties"},
	broker.ForeignProperty:   {broker.Fault{Packet: "PUBACK", Property: 0x16}, "PUBACK with Authentication Data, which it cannot have"},
	broker.DoubledProperty:   {broker.Fault{Packet: "PUBACK", Property: 0x1F}, "PUBACK with Reason String twice"},
	broker.PropertyNotSwitch: {broker.Fault{Packet: "CONNACK", Property: 0x25, Number: 9}, "CONNACK whose Retain Available is 9, neither 0 nor 1"},
	broker.ZeroProperty:      {broker.Fault{Packet: "CONNACK", Property: 0x21}, "CONNACK whose Receive Maximum is 0"},
	broker.OverlongProperty:  {broker.Fault{Packet: "PUBLISH", Property: 0x0B}, "PUBLISH whose Subscription Identifier takes more bytes than it needs"},
	broker.PropertyNotUTF8:   {broker.Fault{Packet: "PUBACK", Property: 0x26}, "PUBACK whose User Property is not UTF-8"},
	broker.PropertyWithNUL:   {broker.Fault{Packet: "PUBACK", Property: 0x7E}, "PUBACK whose property 0x7E has the character U+0000"},
	broker.MiscountedAnswers: {broker.Fault{Packet: "UNSUBACK", Number: 1, Want: 2}, "UNSUBACK with a wrong number of answers: 1 instead of 2"},
	broker.FilterUnanswered:  {broker.Fault{Packet: "SUBACK", Name: "a"}, `SUBACK without an answer to the filter "a"`},
	broker.SessionUnwanted:   {broker.Fault{Packet: "CONNACK"}, "CONNACK with a previous session, though a clean start was requested"},
	broker.AnswerToOtherQoS:  {broker.Fault{Packet: "PUBREC", Number: 1}, "PUBREC for a message of QoS 1"},
	broker.TextFrame:         {broker.Fault{}, "WebSocket frame of text"},
	broker.EmptyFrames:       {broker.Fault{}, "endless empty WebSocket frames"},
	broker.BrokenFrame:       {broker.Fault{}, "broken WebSocket frame"},
}

// TestFaultsOfPackets: each code has its words, and no other has any.
func TestFaultsOfPackets(t *testing.T) {
	for code, c := range packetFaults {
		c.fault.Code = code
		want := "The broker at h:1 sent a malformed packet (" + c.want + "), so the connection was closed. This is a fault of the broker or of a proxy in front of it."
		if got := explain.Error(&c.fault, broker.Address{Scheme: "mqtt", Host: "h", Port: 1}); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
		c.fault.Clause = "MQTT-1.2-3"
		if log := c.fault.Error(); !strings.Contains(log, string(code)) || !strings.HasSuffix(log, " [MQTT-1.2-3]") {
			t.Errorf("%s: the log has %q", code, log)
		}
	}
	declared := codestest.Of(t, "..", "FaultCode")
	for _, code := range declared {
		if _, ok := packetFaults[broker.FaultCode(code)]; !ok {
			t.Errorf("%s has no row here", code)
		}
	}
	if len(declared) != len(packetFaults) {
		t.Errorf("%d codes, and %d with words", len(declared), len(packetFaults))
	}
}
