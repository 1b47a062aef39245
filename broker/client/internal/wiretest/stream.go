package wiretest

import (
	"bytes"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/packet"
	"mangrove/model"
)

// Stream is a connection whose other side has sent everything already; each
// Read gives one of the chunks. What is written to it is kept.
type Stream struct {
	net.Conn // nil: whatever is not implemented below panics
	Chunks   [][]byte
	Written  bytes.Buffer
	Closed   bool
}

// Read gives what is left of a chunk, and io.EOF after the last.
func (s *Stream) Read(b []byte) (int, error) {
	if len(s.Chunks) == 0 {
		return 0, io.EOF
	}
	n := copy(b, s.Chunks[0])
	if s.Chunks[0] = s.Chunks[0][n:]; len(s.Chunks[0]) == 0 {
		s.Chunks = s.Chunks[1:]
	}
	return n, nil
}

// Write keeps what it is given.
func (s *Stream) Write(b []byte) (int, error) { return s.Written.Write(b) }

// Close is noted.
func (s *Stream) Close() error { s.Closed = true; return nil }

// SetDeadline does nothing.
func (s *Stream) SetDeadline(time.Time) error { return nil }

// SetReadDeadline does nothing.
func (s *Stream) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline does nothing.
func (s *Stream) SetWriteDeadline(time.Time) error { return nil }

// Chunks cuts b into pieces of size.
func Chunks(b []byte, size int) [][]byte {
	var chunks [][]byte
	for len(b) > 0 {
		n := min(size, len(b))
		chunks, b = append(chunks, b[:n]), b[n:]
	}
	return chunks
}

// EachVersion runs a test for the two ways packets are laid out.
func EachVersion(t *testing.T, test func(t *testing.T, version broker.Version)) {
	t.Helper()
	for _, version := range []broker.Version{broker.V311, broker.V5} {
		t.Run(version.String(), func(t *testing.T) { test(t, version) })
	}
}

// Conversation is a stream with every packet a broker sends, the messages in
// it, and what the library must see of it.
func Conversation(version broker.Version) (stream []byte, messages []model.Message, library []byte) {
	pass := func(b []byte) {
		stream, library = append(stream, b...), append(library, b...)
	}
	add := func(p Publish, topic, payload string, properties ...byte) {
		stream = append(stream, p.Packet(topic, payload, properties...)...)
		m := model.Message{Topic: []byte(topic), Payload: []byte(payload), QoS: p.flags >> 1 & 3, Retained: p.flags&1 != 0, Dup: p.flags&8 != 0}
		if version == broker.V5 {
			m.Properties = append([]byte{}, properties...)
		}
		messages = append(messages, m)
		if m.QoS > 0 {
			library = append(library, p.Packet(".", "")...)
		}
	}
	var properties []byte
	if version == broker.V5 { // content type "t", a user property, a subscription identifier
		properties = []byte{0x03, 0, 1, 't', 0x26, 0, 1, 'k', 0, 2, 'v', 'w', 0x0B, 0x81, 0x01}
	}
	pass(Connack(version, 0))
	add(Message(version, 0, 0), "a", "")
	add(Message(version, 1, 0), "a//b/", strings.Repeat("x", 200), properties...)
	pass(Packet(packet.Pingresp<<4, nil))
	add(Message(version, 2, 7), "one", "1")
	add(Message(version, 4, 8), "two", "2", properties...)
	pass(Packet(packet.Pubrel<<4|2, []byte{0, 8}))
	add(Message(version, 0, 0), "\xff\x00 not text", "\x00\xfe")
	pass(Packet(packet.Puback<<4, []byte{0, 1}))
	add(Message(version, 13, 8), "two", "again")
	add(Message(version, 0, 0), strings.Repeat("long", 100), "end")
	return stream, messages, library
}
