package client

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"mangrove/broker"
)

const v3, v5 = broker.V311, broker.V5

// malformedPackets are what each guard of the wire is for.
var malformedPackets = []struct {
	name    string
	version broker.Version
	packet  []byte
	says    string
}{
	{"length of five bytes", v3, []byte{0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01}, "a length of more than four bytes"},
	{"QoS 3", v3, message{v3, 6, 1}.packet("t", ""), "QoS 3"},
	{"type 0", v3, packet(0x00, nil), "type 0"},
	{"type 15 under 3.1.1", v3, packet(0xF0, nil), "type 15"},
	{"AUTH not asked for", v5, packet(0xF0, []byte{0x18, 0}), "type 15"},
	{"CONNECT", v3, packet(0x10, []byte("xx")), "type 1"},
	{"SUBSCRIBE", v5, packet(0x82, []byte("xx")), "type 8"},
	{"UNSUBSCRIBE", v5, packet(0xA2, []byte("xx")), "type 10"},
	{"PINGREQ", v5, packet(0xC0, nil), "type 12"},
	{"DISCONNECT under 3.1.1", v3, packet(0xE0, nil), "DISCONNECT"},
	{"second CONNACK", v3, connackPacket(v3, 0), "second CONNACK"},
	{"PUBLISH of one byte", v3, packet(0x30, []byte{0}), "a PUBLISH of 1 bytes"},
	{"PUBLISH without topic", v3, message{v3, 0, 0}.packet("", "x"), "without a topic"},
	{"topic alias instead of a topic", v5, message{v5, 0, 0}.packet("", "x", 0x23, 0, 1), "without a topic"},
	{"topic alias", v5, message{v5, 0, 0}.packet("t", "x", 0x23, 0, 1), "topic alias"},
	{"topic beyond the packet", v3, packet(0x30, []byte{0, 9, 't'}), "longer than the packet"},
	{"topic with #", v3, message{v3, 0, 0}.packet("a/#", ""), "the filter"},
	{"topic with +", v5, message{v5, 0, 0}.packet("a/+/b", ""), "the filter"},
	{"no room for the identifier", v3, packet(0x32, []byte{0, 1, 't', 0}), "cut off"},
	{"identifier 0", v3, message{v3, 2, 0}.packet("t", ""), "identifier 0"},
	{"properties beyond the packet", v5, packet(0x30, []byte{0, 1, 't', 9, 1}), "properties longer"},
	{"no properties at all", v5, packet(0x30, []byte{0, 1, 't'}), "properties longer"},
	{"property length of five bytes", v5, packet(0x30, []byte{0, 1, 't', 0xFF, 0xFF, 0xFF, 0xFF, 1}), "properties longer"},
	{"property cut off", v5, message{v5, 0, 0}.packet("t", "", 0x02, 0, 0), "properties are broken"},
	{"string property cut off", v5, message{v5, 0, 0}.packet("t", "", 0x03, 0, 9, 'x'), "properties are broken"},
	{"user property cut off", v5, message{v5, 0, 0}.packet("t", "", 0x26, 0, 1, 'k', 0, 9), "properties are broken"},
	{"unknown property", v5, message{v5, 0, 0}.packet("t", "", 0x7E, 0), "properties are broken"},
	{"property of another packet", v5, message{v5, 0, 0}.packet("t", "", 0x24, 1), "property 0x24"},
	{"PUBACK of one byte", v3, packet(0x40, []byte{0}), "an acknowledgement of 1 bytes"},
	{"PUBREL without identifier", v5, packet(0x62, nil), "an acknowledgement of 0 bytes"},
	{"SUBACK not asked for", v3, packet(0x90, []byte{0, 1, 0}), "a SUBACK that was not asked for"},
	{"SUBACK of one byte", v3, packet(0x90, []byte{0}), "a SUBACK of 1 bytes"},
	{"UNSUBACK not asked for", v5, packet(0xB0, []byte{0, 1, 0, 0}), "an UNSUBACK that was not asked for"},
}

func TestWireRefusesMalformedPackets(t *testing.T) {
	for _, c := range malformedPackets {
		t.Run(c.name, func(t *testing.T) {
			good := message{c.version, 0, 0}.packet("before", "")
			w := newTestWire(c.version, nil, append(append(connackPacket(c.version, 0), good...), c.packet...), good)
			err := w.drain()
			if !errors.Is(err, broker.ErrMalformed) || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("ended with %v, want a malformed packet: ... %s ...", err, c.says)
			}
			if !errors.Is(w.why(), broker.ErrMalformed) {
				t.Errorf("the supervisor is told %v", w.why())
			}
			if w.sink.len() != 1 {
				t.Errorf("%d messages, want the one before", w.sink.len())
			}
			goodbye := map[broker.Version][]byte{v3: {0xE0, 0}, v5: {0xE0, 1, 0x81}}[c.version]
			if !bytes.Equal(w.stream.written.Bytes(), goodbye) || !w.stream.closed {
				t.Errorf("said %x and closed %t, want DISCONNECT %x and true", w.stream.written.Bytes(), w.stream.closed, goodbye)
			}
		})
	}
}

func TestWireChecksAnswersAgainstRequests(t *testing.T) {
	subscribe := map[broker.Version][]byte{
		broker.V311: packet(0x82, []byte("\x00\x05\x00\x01a\x00\x00\x03b/#\x01")),
		broker.V5:   packet(0x82, []byte("\x00\x05\x00\x00\x01a\x00\x00\x03b/#\x01")),
	}
	unsubscribe := map[broker.Version][]byte{
		broker.V311: packet(0xA2, []byte("\x00\x06\x00\x01a\x00\x03b/#")),
		broker.V5:   packet(0xA2, []byte("\x00\x06\x00\x00\x01a\x00\x03b/#")),
	}
	unsuback := map[broker.Version][]byte{
		broker.V311: packet(0xB0, []byte{0, 6}),
		broker.V5:   packet(0xB0, []byte{0, 6, 0, 0, 0}),
	}
	both(t, func(t *testing.T, version broker.Version) {
		for _, c := range []struct {
			name   string
			answer []byte
			says   string // empty: nothing is wrong
		}{
			{"as many", subackPacket(version, []byte{0, 5}, 0, 1), ""},
			{"denied", subackPacket(version, []byte{0, 5}, 0x80, 1), ""},
			{"one more", subackPacket(version, []byte{0, 5}, 0, 1, 2), "3 answers to 2 filters"},
			{"one less", subackPacket(version, []byte{0, 5}, 0), "1 answers to 2 filters"},
			{"none", subackPacket(version, []byte{0, 5}), "0 answers to 2 filters"},
			{"another identifier", subackPacket(version, []byte{0, 6}, 0, 1), "not asked for"},
			{"twice", bytes.Repeat(subackPacket(version, []byte{0, 5}, 0, 1), 2), "not asked for"},
			{"unsubscribed", unsuback[version], ""},
			{"unsubscribed too often", packet(0xB0, append(unsuback[version][2:], 0)), "filters"},
		} {
			t.Run(c.name, func(t *testing.T) {
				w := newTestWire(version, nil, connackPacket(version, 0), c.answer)
				for _, request := range [][]byte{subscribe[version], unsubscribe[version]} {
					if _, err := w.Write(request); err != nil {
						t.Fatal(err)
					}
				}
				err := w.drain()
				if c.says == "" && errors.Is(err, broker.ErrMalformed) {
					t.Errorf("refused: %v", err)
				}
				if c.says != "" && (!errors.Is(err, broker.ErrMalformed) || !strings.Contains(err.Error(), c.says)) {
					t.Errorf("ended with %v, want ... %s ...", err, c.says)
				}
			})
		}
	})
}

func TestWireRefusesWhatIsTooBig(t *testing.T) {
	both(t, func(t *testing.T, version broker.Version) {
		fits := message{version, 0, 0}.packet("t", strings.Repeat("x", 50))
		limit := func(o *wireOptions) { o.maxPacket = len(fits) }
		w := newTestWire(version, limit, connackPacket(version, 0), fits)
		if err := w.drain(); errors.Is(err, broker.ErrPacketTooBig) || w.sink.len() != 1 {
			t.Fatalf("a packet of exactly the limit: %v", err)
		}
		// The header is enough: the rest need not have come.
		w = newTestWire(version, limit, connackPacket(version, 0), fits, []byte{0x30, 0x7F})
		if err := w.drain(); !errors.Is(err, broker.ErrPacketTooBig) || w.sink.len() != 1 {
			t.Fatalf("ended with %v after %d messages, want too big after 1", err, w.sink.len())
		}
		if version == broker.V5 && !bytes.Equal(w.stream.written.Bytes(), []byte{0xE0, 1, 0x95}) {
			t.Errorf("said %x, want DISCONNECT 0x95", w.stream.written.Bytes())
		}
	})
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
		{"half a CONNACK", "\x20\x02\x00", broker.ErrHungUp},
		{"empty CONNACK", "\x20\x00", broker.ErrMalformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			both(t, func(t *testing.T, version broker.Version) {
				for _, size := range []int{1, 2, 100} {
					w := newTestWire(version, nil, chunked([]byte(c.first), size)...)
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
	disconnect := packet(0xE0, []byte{0x8B, 6, 0x1F, 0, 3, 'b', 'y', 'e'})
	w := newTestWire(broker.V5, nil, connackPacket(broker.V5, 0), disconnect)
	r := refused(t, w.drain(), "DISCONNECT", broker.ShuttingDown)
	if r.Reason != "bye" {
		t.Errorf("reason %q, want bye", r.Reason)
	}
	for name, body := range map[string][]byte{"empty": nil, "code only": {0}, "broken properties": {0, 9, 1}} {
		w := newTestWire(broker.V5, nil, connackPacket(broker.V5, 0), packet(0xE0, body))
		if err := w.drain(); !errors.Is(err, broker.ErrLost) {
			t.Errorf("%s: %v, want lost", name, err)
		}
	}
	w = newTestWire(broker.V5, nil, connackPacket(broker.V5, 0), packet(0xE0, []byte{0x8E}))
	if err := w.drain(); !errors.Is(err, broker.ErrTakenOver) {
		t.Errorf("%v, want taken over", err)
	}
}
