package wire

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/explain"
	"mangrove/broker/packet"
)

const v3, v5 = broker.V311, broker.V5

// malformedPacket is one that no broker may send.
type malformedPacket struct {
	name    string
	version broker.Version
	packet  []byte
	says    string
}

// malformedPackets are what each guard of the wire is for.
var malformedPackets = []malformedPacket{
	{"length of five bytes", v3, []byte{0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01}, "length of more than four bytes"},
	{"QoS 3", v3, wiretest.Message(v3, 6, 1).Packet("t", ""), "QoS 3"},
	{"type 0", v3, wiretest.Packet(0x00, nil), "type 0"},
	{"type 15 under 3.1.1", v3, wiretest.Packet(0xF0, nil), "type 15"},
	{"AUTH not asked for", v5, wiretest.Packet(0xF0, []byte{0x18, 0}), "AUTH that was not requested [MQTT-4.12.0-6]"},
	{"CONNECT", v3, wiretest.Packet(0x10, []byte("xx")), "type 1"},
	{"SUBSCRIBE", v5, wiretest.Packet(0x82, []byte("xx")), "type 8"},
	{"UNSUBSCRIBE", v5, wiretest.Packet(0xA2, []byte("xx")), "type 10"},
	{"PINGREQ", v5, wiretest.Packet(0xC0, nil), "type 12"},
	{"DISCONNECT under 3.1.1", v3, wiretest.Packet(0xE0, nil), "DISCONNECT"},
	{"second CONNACK", v3, wiretest.Connack(v3, 0), "second CONNACK"},
	{"PUBLISH of one byte", v3, wiretest.Packet(0x30, []byte{0}), "PUBLISH of 1 byte"},
	{"PUBLISH without topic", v3, wiretest.Message(v3, 0, 0).Packet("", "x"), "without a topic"},
	{"topic alias instead of topic", v5, wiretest.Message(v5, 0, 0).Packet("", "x", 0x23, 0, 1), "without a topic"},
	{"topic alias", v5, wiretest.Message(v5, 0, 0).Packet("t", "x", 0x23, 0, 1), "topic alias"},
	{"topic beyond the packet", v3, wiretest.Packet(0x30, []byte{0, 9, 't'}), "longer than the packet"},
	{"topic with #", v3, wiretest.Message(v3, 0, 0).Packet("a/#", ""), "the filter"},
	{"topic with +", v5, wiretest.Message(v5, 0, 0).Packet("a/+/b", ""), "the filter"},
	{"no room for the identifier", v3, wiretest.Packet(0x32, []byte{0, 1, 't', 0}), "cut off"},
	{"identifier 0", v3, wiretest.Message(v3, 2, 0).Packet("t", ""), "identifier 0"},
	{"properties beyond the packet", v5, wiretest.Packet(0x30, []byte{0, 1, 't', 9, 1}), "properties longer than the packet"},
	{"no properties at all", v5, wiretest.Packet(0x30, []byte{0, 1, 't'}), "properties longer than the packet"},
	{"property length of five bytes", v5, wiretest.Packet(0x30, []byte{0, 1, 't', 0xFF, 0xFF, 0xFF, 0xFF, 1}), "properties longer than the packet"},
	{"property cut off", v5, wiretest.Message(v5, 0, 0).Packet("t", "", 0x02, 0, 0), "malformed properties"},
	{"string property cut off", v5, wiretest.Message(v5, 0, 0).Packet("t", "", 0x03, 0, 9, 'x'), "malformed properties"},
	{"user property cut off", v5, wiretest.Message(v5, 0, 0).Packet("t", "", 0x26, 0, 1, 'k', 0, 9), "malformed properties"},
	{"unknown property", v5, wiretest.Message(v5, 0, 0).Packet("t", "", 0x7E, 0), "malformed properties"},
	{"property of another packet", v5, wiretest.Message(v5, 0, 0).Packet("t", "", 0x24, 1), "Maximum QoS, which it cannot have"},
	{"PUBACK of one byte", v3, wiretest.Packet(0x40, []byte{0}), "PUBACK of 1 byte"},
	{"PUBREL without identifier", v5, wiretest.Packet(0x62, nil), "PUBREL of 0 bytes"},
	{"SUBACK not asked for", v3, wiretest.Packet(0x90, []byte{0, 1, 0}), "SUBACK that was not requested"},
	{"SUBACK of one byte", v3, wiretest.Packet(0x90, []byte{0}), "SUBACK of 1 byte"},
	{"SUBACK with flags", v3, wiretest.Packet(0x91, []byte{0, 1, 0}), "flags 0x1 in its first byte instead of 0x0 [MQTT-2.2.2-2]"},
	{"PUBREL without flags", v3, wiretest.Packet(0x60, []byte{0, 1}), "PUBREL with the flags 0x0 in its first byte instead of 0x2 [MQTT-2.2.2-2]"},
	{"PUBACK with flags", v5, wiretest.Packet(0x42, []byte{0, 1}), "PUBACK with the flags 0x2"},
	{"PUBREC with flags", v5, wiretest.Packet(0x58, []byte{0, 1}), "PUBREC with the flags 0x8"},
	{"PUBCOMP with flags", v5, wiretest.Packet(0x74, []byte{0, 1}), "PUBCOMP with the flags 0x4"},
	{"UNSUBACK with flags", v5, wiretest.Packet(0xB2, []byte{0, 1, 0, 0}), "UNSUBACK with the flags 0x2 in its first byte instead of 0x0 [MQTT-2.1.3-1]"},
	{"PINGRESP with flags", v3, wiretest.Packet(0xD1, nil), "PINGRESP with the flags 0x1"},
	{"DISCONNECT with flags", v5, wiretest.Packet(0xE1, nil), "DISCONNECT with the flags 0x1"},
	{"PINGRESP with a body", v5, wiretest.Packet(0xD0, []byte{0}), "PINGRESP of 1 byte"},
	{"PUBACK of three bytes", v3, wiretest.Packet(0x40, []byte{0, 1, 0}), "PUBACK of 3 bytes"},
	{"PUBACK for nothing", v5, wiretest.Packet(0x40, []byte{0, 0}), "PUBACK with the identifier 0 [MQTT-2.2.1-3]"},
	{"PUBACK with a code of SUBACK", v5, wiretest.Packet(0x40, []byte{0, 1, 1}), "PUBACK with the code 0x01, which it cannot have [MQTT-3.4.2-1]"},
	{"PUBREC with an unknown code", v5, wiretest.Packet(0x50, []byte{0, 1, 0xF0}), "PUBREC with the code 0xF0"},
	{"PUBACK with a property of CONNACK", v5, wiretest.Packet(0x40, []byte{0, 1, 0, 3, 0x21, 0, 1}), "PUBACK with Receive Maximum, which it cannot have"},
	{"PUBCOMP with an unknown property", v5, wiretest.Packet(0x70, []byte{0, 1, 0, 2, 0x39, 0}), "PUBCOMP with malformed properties"},
	{"PUBACK with two reasons", v5, wiretest.Packet(0x40, []byte{0, 1, 0, 6, 0x1F, 0, 0, 0x1F, 0, 0}), "PUBACK with Reason String twice"},
	{"PUBACK with a reason that is no text", v5, wiretest.Packet(0x40, []byte{0, 1, 0, 4, 0x1F, 0, 1, 0xFF}), "Reason String is not UTF-8 [MQTT-1.5.4-1]"},
	{"PUBACK with more than properties", v5, wiretest.Packet(0x40, []byte{0, 1, 0, 0, 0}), "PUBACK with 1 byte after its properties"},
	{"length of two bytes for one", v5, []byte{0x30, 0x85, 0, 0, 1, 't', 0, 'x'}, "PUBLISH whose length takes more bytes than it needs [MQTT-1.5.5-1]"},
	{"PINGRESP of four bytes of length", v5, []byte{0xD0, 0x80, 0x80, 0x80, 0}, "PINGRESP whose length takes more bytes"},
	{"length of properties of two bytes for one", v5, wiretest.Packet(0x30, []byte{0, 1, 't', 0x80, 0, 'x'}), "PUBLISH whose length of properties takes more bytes than it needs [MQTT-1.5.5-1]"},
	{"a subscription identifier of two bytes for one", v5, wiretest.Message(v5, 0, 0).Packet("t", "", 0x0B, 0x81, 0), "PUBLISH whose Subscription Identifier takes more bytes than it needs [MQTT-1.5.5-1]"},
	{"PUBACK with a reason with U+0000", v5, wiretest.Packet(0x40, []byte{0, 1, 0, 4, 0x1F, 0, 1, 0}), "PUBACK whose Reason String has the character U+0000 [MQTT-1.5.4-2]"},
	{"expiry twice", v5, wiretest.Message(v5, 0, 0).Packet("t", "", 2, 0, 0, 0, 1, 2, 0, 0, 0, 1), "PUBLISH with Message Expiry Interval twice"},
	{"subscription identifier 0", v5, wiretest.Message(v5, 0, 0).Packet("t", "", 0x0B, 0), "Subscription Identifier is 0"},
	{"UNSUBACK not asked for", v5, wiretest.Packet(0xB0, []byte{0, 1, 0, 0}), "UNSUBACK that was not requested"},
}

// isFault reports whether an error is a malformed packet of which the user is told these
// words, and the log has the clause in brackets behind them.
func isFault(err error, says string) bool {
	words, clause, _ := strings.Cut(says, " [")
	return errors.Is(err, broker.ErrMalformed) && strings.Contains(explain.Error(err, broker.Address{}), words) && strings.Contains(err.Error(), clause)
}

func TestWireRefusesMalformedPackets(t *testing.T) {
	for _, c := range malformedPackets {
		t.Run(c.name, func(t *testing.T) {
			good := wiretest.Message(c.version, 0, 0).Packet("before", "")
			w := newTestWire(c.version, nil, append(append(wiretest.Connack(c.version, 0), good...), c.packet...), good)
			err := w.drain()
			if !isFault(err, c.says) {
				t.Fatalf("ended with %v, want a malformed packet: ... %s ...", err, c.says)
			}
			if !errors.Is(w.Cause(), broker.ErrMalformed) {
				t.Errorf("the supervisor is told %v", w.Cause())
			}
			if w.sink.Len() != 1 {
				t.Errorf("%d messages, want the one before", w.sink.Len())
			}
			goodbye := map[broker.Version][]byte{v3: {0xE0, 0}, v5: {0xE0, 1, packet.ReasonCode(err)}}[c.version]
			if !bytes.Equal(w.stream.Written.Bytes(), goodbye) || !w.stream.Closed {
				t.Errorf("said %x and closed %t, want DISCONNECT %x and true", w.stream.Written.Bytes(), w.stream.Closed, goodbye)
			}
		})
	}
}

// TestWireTakesAnyPayloadFormat: a number that MQTT does not define, in one retained
// message of somebody else's, must not keep a connection from standing.
func TestWireTakesAnyPayloadFormat(t *testing.T) {
	w := newTestWire(v5, nil, wiretest.Connack(v5, 0), wiretest.Message(v5, 0, 0).Packet("t", "x", 1, 2))
	if err := w.drain(); errors.Is(err, broker.ErrMalformed) || w.sink.Len() != 1 {
		t.Errorf("ended with %v and %d messages, want the message", err, w.sink.Len())
	}
}

// TestWireTakesWhatDoesNoHarm: brokers are known to hand on the mark of a repetition
// with QoS 0 [MQTT-3.3.1-2], texts of a publisher that are none, and identifiers of
// subscriptions that nobody gave one. A connection that cannot stand shows nothing.
func TestWireTakesWhatDoesNoHarm(t *testing.T) {
	for name, whole := range map[string][]byte{
		"DUP at QoS 0":                wiretest.Message(v5, 8, 0).Packet("t", "x"),
		"a topic that is no text":     wiretest.Message(v5, 0, 0).Packet("t\xFF\x00", "x"),
		"a type that is no text":      wiretest.Message(v5, 0, 0).Packet("t", "x", 0x03, 0, 2, 0xFF, 0),
		"an identifier nobody gave":   wiretest.Message(v5, 0, 0).Packet("t", "x", 0x0B, 0x81, 1),
		"a response topic with a '#'": wiretest.Message(v5, 0, 0).Packet("t", "x", 0x08, 0, 1, '#'),
	} {
		w := newTestWire(v5, nil, wiretest.Connack(v5, 0), whole)
		if err := w.drain(); errors.Is(err, broker.ErrMalformed) || w.sink.Len() != 1 {
			t.Errorf("%s: %v, %d messages", name, err, w.sink.Len())
		}
	}
}

// TestWireTellsTheBrokerItsFault: that a packet cannot be read is another code than
// that it must not be sent (MQTT 5, 4.13).
func TestWireTellsTheBrokerItsFault(t *testing.T) {
	for name, want := range map[string]byte{
		"QoS 3": broker.MalformedPacket, "property cut off": broker.MalformedPacket, "SUBACK with flags": broker.MalformedPacket,
		"AUTH not asked for": broker.ProtocolError, "expiry twice": broker.ProtocolError, "SUBACK not asked for": broker.ProtocolError,
	} {
		i := slices.IndexFunc(malformedPackets, func(p malformedPacket) bool { return p.name == name })
		w := newTestWire(v5, nil, wiretest.Connack(v5, 0), malformedPackets[i].packet)
		if err := w.drain(); !errors.Is(err, broker.ErrMalformed) || !bytes.Equal(w.stream.Written.Bytes(), []byte{0xE0, 1, want}) {
			t.Errorf("%s: %v, said %x, want DISCONNECT %#x", name, err, w.stream.Written.Bytes(), want)
		}
	}
}

func TestWireChecksAnswersAgainstRequests(t *testing.T) {
	subscribe := map[broker.Version][]byte{
		broker.V311: wiretest.Packet(0x82, []byte("\x00\x05\x00\x01a\x00\x00\x03b/#\x01")),
		broker.V5:   wiretest.Packet(0x82, []byte("\x00\x05\x00\x00\x01a\x00\x00\x03b/#\x01")),
	}
	unsubscribe := map[broker.Version][]byte{
		broker.V311: wiretest.Packet(0xA2, []byte("\x00\x06\x00\x01a\x00\x03b/#")),
		broker.V5:   wiretest.Packet(0xA2, []byte("\x00\x06\x00\x00\x01a\x00\x03b/#")),
	}
	unsuback := map[broker.Version][]byte{
		broker.V311: wiretest.Packet(0xB0, []byte{0, 6}),
		broker.V5:   wiretest.Packet(0xB0, []byte{0, 6, 0, 0, 0}),
	}
	wiretest.EachVersion(t, func(t *testing.T, version broker.Version) {
		for _, c := range []struct {
			name   string
			answer []byte
			says   string // empty: nothing is wrong
		}{
			{"as many", wiretest.Suback(version, []byte{0, 5}, 0, 1), ""},
			{"denied", wiretest.Suback(version, []byte{0, 5}, 0x80, 1), ""},
			{"one more", wiretest.Suback(version, []byte{0, 5}, 0, 1, 2), "a wrong number of answers: 3 instead of 2"},
			{"one less", wiretest.Suback(version, []byte{0, 5}, 0), "a wrong number of answers: 1 instead of 2"},
			{"none", wiretest.Suback(version, []byte{0, 5}), "a wrong number of answers: 0 instead of 2"},
			{"an unknown code", wiretest.Suback(version, []byte{0, 5}, 0, 0x55), "SUBACK with the code 0x55, which it cannot have [MQTT-3.9.3-2]"},
			{"PUBACK instead", wiretest.Packet(0x40, []byte{0, 5}), "PUBACK instead of SUBACK"},
			{"PUBREC instead", wiretest.Packet(0x50, []byte{0, 6}), "PUBREC instead of UNSUBACK"},
			{"another identifier", wiretest.Suback(version, []byte{0, 6}, 0, 1), "not requested"},
			{"twice", bytes.Repeat(wiretest.Suback(version, []byte{0, 5}, 0, 1), 2), "not requested"},
			{"unsubscribed", unsuback[version], ""},
			{"unsubscribed too often", wiretest.Packet(0xB0, append(unsuback[version][2:], 0)), "a wrong number of answers"},
		} {
			t.Run(c.name, func(t *testing.T) {
				w := newTestWire(version, nil, wiretest.Connack(version, 0), c.answer)
				for _, request := range [][]byte{subscribe[version], unsubscribe[version]} {
					if _, err := w.Write(request); err != nil {
						t.Fatal(err)
					}
				}
				err := w.drain()
				if c.says == "" && errors.Is(err, broker.ErrMalformed) {
					t.Errorf("refused: %v", err)
				}
				if c.says != "" && !isFault(err, c.says) {
					t.Errorf("ended with %v, want ... %s ...", err, c.says)
				}
			})
		}
	})
}

// TestWireChecksCONNACK: what MQTT does not allow in the answer to CONNECT is
// refused with the clause.
func TestWireChecksCONNACK(t *testing.T) {
	withProperties := func(properties ...byte) []byte { return wiretest.Connack(v5, 0, properties...) }
	for _, c := range []struct {
		name    string
		version broker.Version
		packet  []byte
		says    string // empty: it is taken
	}{
		{"session present after a clean start", v3, []byte{0x20, 2, 1, 0}, "a clean start was requested [MQTT-3.2.2-2]"},
		{"the same in MQTT 5", v5, []byte{0x20, 3, 1, 0, 0}, "a clean start was requested [MQTT-3.2.2-2]"},
		{"flags 0xFE", v3, []byte{0x20, 2, 0xFE, 0}, "the flags 0xFE, of which only the lowest may be set [MQTT-3.2.2-1]"},
		{"flags 0xFE in MQTT 5", v5, []byte{0x20, 3, 0xFE, 0, 0}, "the flags 0xFE"},
		{"flags that 3.1 does not use", broker.V31, []byte{0x20, 2, 0xFE, 0}, ""},
		{"three bytes", v3, []byte{0x20, 3, 0, 0, 0}, "CONNACK of 3 bytes"},
		{"receive maximum 0", v5, withProperties(0x21, 0, 0), "Receive Maximum is 0 [MQTT 5, 3.2.2.3]"},
		{"receive maximum twice", v5, withProperties(0x21, 0, 1, 0x21, 0, 1), "Receive Maximum twice"},
		{"packet size 0", v5, withProperties(0x27, 0, 0, 0, 0), "Maximum Packet Size is 0"},
		{"maximum QoS 2, which is no limit", v5, withProperties(0x24, 2), ""},
		{"maximum QoS 3", v5, withProperties(0x24, 3), "Maximum QoS is 3, neither 0 nor 1"},
		{"retain available 9", v5, withProperties(0x25, 9), "Retain Available is 9"},
		{"a property of PUBLISH", v5, withProperties(0x02, 0, 0, 0, 1), "Message Expiry Interval, which it cannot have"},
		{"an unknown property", v5, withProperties(0x39, 1), "malformed properties"},
		{"an identifier that is no text", v5, withProperties(0x12, 0, 1, 0xFF), "not UTF-8"},
		{"more than properties", v5, wiretest.Packet(0x20, []byte{0, 0, 0, 0}), "1 byte after its properties"},
		{"a method of authentication not asked for, which is of no use", v5, withProperties(0x15, 0, 1, 'm'), ""},
		{"an identifier with U+0000", v5, withProperties(0x12, 0, 1, 0), "has the character U+0000"},
		{"length of properties of two bytes for one", v5, wiretest.Packet(0x20, []byte{0, 0, 0x80, 0}), "CONNACK whose length of properties takes more bytes"},
		{"length of two bytes for one", v5, []byte{0x20, 0x83, 0, 0, 0, 0}, "CONNACK whose length takes more bytes"},
		{"the same before MQTT 5, which leaves it open", v3, []byte{0x20, 0x82, 0, 0, 0}, ""},
		{"user properties twice", v5, withProperties(0x26, 0, 1, 'a', 0, 0, 0x26, 0, 1, 'a', 0, 0), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newTestWire(c.version, func(o *Options) { o.Clean = true }, c.packet)
			err := w.drain()
			if c.says == "" && errors.Is(err, broker.ErrMalformed) {
				t.Errorf("refused: %v", err)
			}
			if c.says != "" && !isFault(err, c.says) {
				t.Errorf("ended with %v, want ... %s ...", err, c.says)
			}
			if said := explain.Error(err, broker.Address{Host: "h", Port: 1}); strings.Contains(said, "[MQTT") {
				t.Errorf("the user is told a clause: %s", said)
			}
		})
	}
}

func TestWireRefusesWhatIsTooBig(t *testing.T) {
	wiretest.EachVersion(t, func(t *testing.T, version broker.Version) {
		fits := wiretest.Message(version, 0, 0).Packet("t", strings.Repeat("x", 50))
		limit := func(o *Options) { o.MaxPacket = len(fits) }
		w := newTestWire(version, limit, wiretest.Connack(version, 0), fits)
		if err := w.drain(); errors.Is(err, broker.ErrPacketTooBig) || w.sink.Len() != 1 {
			t.Fatalf("packet of exactly the limit: %v", err)
		}
		// The header is enough: the rest need not have come.
		w = newTestWire(version, limit, wiretest.Connack(version, 0), fits, []byte{0x30, 0x7F})
		if err := w.drain(); !errors.Is(err, broker.ErrPacketTooBig) || w.sink.Len() != 1 {
			t.Fatalf("ended with %v after %d messages, want too big after 1", err, w.sink.Len())
		}
		if version == broker.V5 && !bytes.Equal(w.stream.Written.Bytes(), []byte{0xE0, 1, 0x95}) {
			t.Errorf("said %x, want DISCONNECT 0x95", w.stream.Written.Bytes())
		}
	})
}

// TestWireRefusesByDefault announces a packet that nobody has allowed.
func TestWireRefusesByDefault(t *testing.T) {
	for name, c := range map[string]struct {
		header  []byte // of a PUBLISH
		allowed int
		refused bool
	}{
		"64 MiB, its header included": {[]byte{0x30, 0xFB, 0xFF, 0xFF, 0x1F}, 0, false},
		"a byte more":                 {[]byte{0x30, 0xFC, 0xFF, 0xFF, 0x1F}, 0, true},
		"all that MQTT allows":        {[]byte{0x30, 0xFF, 0xFF, 0xFF, 0x7F}, 0, true},
		"that, when it is allowed":    {[]byte{0x30, 0xFF, 0xFF, 0xFF, 0x7F}, packet.MaxSize, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTestWire(broker.V311, func(o *Options) { o.MaxPacket = c.allowed }, wiretest.Connack(broker.V311, 0), c.header)
			err := w.drain()
			if errors.Is(err, broker.ErrPacketTooBig) != c.refused {
				t.Errorf("ended with %v", err)
			}
			said := explain.Error(err, broker.Address{Host: "h", Port: 1})
			if c.refused && !strings.Contains(said, "Raise Largest packet in the settings of the connection") {
				t.Errorf("the user is told %q", said)
			}
		})
	}
}

func TestWireKnowsWhatIsNotABroker(t *testing.T) {
	for _, c := range []struct {
		name  string
		first string
		want  error
	}{
		{"TLS alert", "\x15\x03\x03\x00\x02\x02\x46", broker.ErrSpeaksTLS},
		{"HTTP", "HTTP/1.1 400 Bad Request\r\n\r\n", broker.ErrSpeaksHTTP},
		{"SSH", "SSH-2.0-OpenSSH_9.2\r\n", broker.ErrNotMQTT},
		{"SMTP", "220 mail ESMTP\r\n", broker.ErrNotMQTT},
		{"PUBLISH before CONNACK", "\x30\x04\x00\x01tx", broker.ErrNotMQTT},
		{"HT and no more", "HT", broker.ErrNotMQTT},
		{"nothing", "", broker.ErrHungUp},
		{"IMAP", "* OK [CAPABILITY IMAP4rev1]\r\n", broker.ErrNotMQTT},
		{"CONNACK with flags", "\x21\x02\x00\x00", broker.ErrMalformed},
		{"half a CONNACK", "\x20\x02\x00", broker.ErrHungUp},
		{"empty CONNACK", "\x20\x00", broker.ErrMalformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			wiretest.EachVersion(t, func(t *testing.T, version broker.Version) {
				for _, size := range []int{1, 2, 100} {
					w := newTestWire(version, nil, wiretest.Chunks([]byte(c.first), size)...)
					if err := w.drain(); !errors.Is(err, c.want) {
						t.Errorf("in chunks of %d: %v, want %v", size, err, c.want)
					}
				}
			})
		})
	}
}

func TestWireEndsWithTheBrokersWords(t *testing.T) {
	// reason string "bye"
	disconnect := wiretest.Packet(0xE0, []byte{0x8B, 6, 0x1F, 0, 3, 'b', 'y', 'e'})
	w := newTestWire(broker.V5, nil, wiretest.Connack(broker.V5, 0), disconnect)
	var r *broker.Refusal
	if err := w.drain(); !errors.As(err, &r) || r.Packet != "DISCONNECT" || r.Code != broker.ShuttingDown || r.Reason != "bye" {
		t.Errorf("got %v, want DISCONNECT 0x%02X with the reason bye", err, broker.ShuttingDown)
	}
	for name, body := range map[string][]byte{"empty": nil, "code only": {0}, "broken properties": {0, 9, 1}} {
		w := newTestWire(broker.V5, nil, wiretest.Connack(broker.V5, 0), wiretest.Packet(0xE0, body))
		if err := w.drain(); !errors.Is(err, broker.ErrLost) {
			t.Errorf("%s: %v, want lost", name, err)
		}
	}
	w = newTestWire(broker.V5, nil, wiretest.Connack(broker.V5, 0), wiretest.Packet(0xE0, []byte{0x8E}))
	if err := w.drain(); !errors.Is(err, broker.ErrTakenOver) {
		t.Errorf("%v, want taken over", err)
	}
}
