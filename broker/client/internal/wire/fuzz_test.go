package wire

import (
	"bytes"
	"errors"
	"testing"

	packets5 "github.com/eclipse/paho.golang/packets"
	packets3 "github.com/eclipse/paho.mqtt.golang/packets"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
	"mangrove/model"
)

// FuzzWire3 holds the reader against the parser of paho.mqtt.golang.
func FuzzWire3(f *testing.F) { fuzzWire(f, broker.V311, parse3) }

// FuzzWire5 holds the reader against the parser of paho.golang.
func FuzzWire5(f *testing.F) { fuzzWire(f, broker.V5, parse5) }

// fuzzWire feeds arbitrary bytes, in chunks of an arbitrary size, after a
// CONNACK. Whatever they are: the messages delivered are those the library's
// parser finds, in order and complete as far as nothing was refused, and what
// the library is given it can parse.
func fuzzWire(f *testing.F, version broker.Version, parse func([]byte) ([]model.Message, error)) {
	for _, seed := range seeds(version) {
		f.Add(seed, uint16(len(seed)))
		f.Add(seed, uint16(1))
		f.Add(seed, uint16(7))
	}
	f.Fuzz(func(t *testing.T, input []byte, size uint16) {
		expected, broken := parse(input)
		all := append(wiretest.Connack(version, 0), input...)
		w := newTestWire(version, nil, wiretest.Chunks(all, int(size)+1)...)
		err := w.drain()

		got := w.sink.All()
		expected = once(expected, w, version)
		refused := errors.Is(err, broker.ErrMalformed) || errors.Is(err, broker.ErrLost) && w.ended()
		if len(got) > len(expected) || (!refused && broken == nil && len(got) != len(expected)) {
			t.Fatalf("%d messages, the library finds %d (%v, %v)", len(got), len(expected), err, broken)
		}
		for i, m := range got {
			m.Properties = nil // the parsers have them in another form
			if !wiretest.Same(m, expected[i]) {
				t.Fatalf("message %d is %v, for the library %v", i, m, expected[i])
			}
		}
		given := w.library.Bytes()[len(wiretest.Connack(version, 0)):]
		for whole := []byte{0}; whole != nil; {
			if whole, given, err = next(given); err != nil {
				t.Fatalf("the library is given broken packets: %v: %x", err, w.library.Bytes())
			}
			takes(t, version, whole)
		}
	})
}

// takes has the library read a packet that it was given: it may refuse it, and
// must not panic.
func takes(t *testing.T, version broker.Version, whole []byte) {
	t.Helper()
	if len(whole) == 0 {
		return
	}
	defer func() {
		if why := recover(); why != nil {
			t.Errorf("the library breaks over %x: %v", whole, why)
		}
	}()
	if version == broker.V5 {
		_, _ = packets5.ReadPacket(bytes.NewReader(whole))
	} else {
		_, _ = packets3.ReadPacket(bytes.NewReader(whole))
	}
}

// ended reports that the broker said DISCONNECT.
func (w *testWire) ended() bool {
	var r *broker.Refusal
	return errors.As(w.Cause(), &r)
}

// errTruncated ends a parse where the input ends, before a parser that would
// allocate what a packet claims to be is asked.
var errTruncated = errors.New("truncated")

// next splits the first whole packet off b.
func next(b []byte) (whole, rest []byte, err error) {
	if len(b) == 0 {
		return nil, nil, nil
	}
	length, n, err := packet.Varint(b[1:])
	if err != nil {
		return nil, nil, err
	}
	if n == 0 || length > len(b)-1-n {
		return nil, nil, errTruncated
	}
	return b[:1+n+length], b[1+n+length:], nil
}

// nextPublish is next without the packets that pass through the wire unread:
// the library finds fault with those itself.
func nextPublish(b []byte) (whole, rest []byte, err error) {
	for {
		whole, rest, err = next(b)
		if len(whole) == 0 || whole[0]>>4 == packet.Publish {
			return whole, rest, err
		}
		b = rest
	}
}

func parse3(b []byte) (messages []model.Message, err error) {
	for {
		var whole []byte
		if whole, b, err = nextPublish(b); whole == nil {
			return messages, err
		}
		p, err := packets3.ReadPacket(bytes.NewReader(whole))
		if err != nil {
			return messages, err
		}
		if m, ok := p.(*packets3.PublishPacket); ok {
			messages = append(messages, model.Message{
				Topic: []byte(m.TopicName), Payload: m.Payload, QoS: m.Qos, Retained: m.Retain, Dup: m.Dup,
			})
		}
	}
}

func parse5(b []byte) (messages []model.Message, err error) {
	for {
		var whole []byte
		if whole, b, err = nextPublish(b); whole == nil {
			return messages, err
		}
		p, err := packets5.ReadPacket(bytes.NewReader(whole))
		if err != nil {
			return messages, err
		}
		if m, ok := p.Content.(*packets5.Publish); ok {
			messages = append(messages, model.Message{
				Topic: []byte(m.Topic), Payload: m.Payload, QoS: m.QoS, Retained: m.Retain, Dup: m.Duplicate,
			})
		}
	}
}

// once takes the repetitions of QoS 2 messages out of what a parser found. It
// needs the identifiers, which it reads from the stubs the library was given.
func once(all []model.Message, w *testWire, version broker.Version) []model.Message {
	var kept []model.Message
	pending := make(map[string]bool)
	rest := w.library.Bytes()[len(wiretest.Connack(version, 0)):]
	// stub is the next packet the library was given that is kind of PUBLISH
	// above QoS 0; PUBREL packets before it are obeyed.
	stub := func() (id string, ok bool) {
		for {
			var whole []byte
			if whole, rest, _ = next(rest); whole == nil {
				return "", false
			}
			switch whole[0] >> 4 {
			case packet.Pubrel:
				delete(pending, string(whole[2:4]))
			case packet.Publish:
				return string(whole[5:7]), true
			}
		}
	}
	for _, m := range all {
		if m.QoS > 0 {
			id, ok := stub()
			if !ok { // the wire refused the rest
				return kept
			}
			if m.QoS == 2 && pending[id] {
				continue
			}
			pending[id] = pending[id] || m.QoS == 2
		}
		kept = append(kept, m)
	}
	return kept
}

func seeds(version broker.Version) [][]byte {
	all, _, _ := wiretest.Conversation(version)
	all = all[len(wiretest.Connack(version, 0)):]
	release := wiretest.Packet(packet.Pubrel<<4|2, []byte{0, 9})
	two := wiretest.Message(version, 4, 9).Packet("t", "x")
	return [][]byte{
		nil, all, all[:len(all)/2],
		bytes.Join([][]byte{two, two, release, two}, nil),
		bytes.Join([][]byte{wiretest.Message(version, 2, 9).Packet("q1", ""), two, wiretest.Message(version, 2, 9).Packet("q1", "")}, nil),
		wiretest.Message(version, 6, 1).Packet("t", "x"),
		{0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01},
		{0x30, 0xFF, 0xFF, 0xFF, 0x7F},
		{0x30, 0x80, 0x00},
		wiretest.Message(version, 0, 0).Packet("a/#", "x"),
		wiretest.Message(version, 0, 0).Packet("", "x", 0x23, 0, 1),
		wiretest.Packet(0x90, []byte{0, 1, 0, 0, 0, 0}),
		wiretest.Packet(0xE0, []byte{0x8B}),
		wiretest.Packet(0xD0, nil),
		bytes.Repeat(wiretest.Message(version, 0, 0).Packet("t", ""), 50),
	}
}
