package client

import (
	"bytes"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// stream is a connection whose other side has sent everything already; each
// Read gives one of the chunks. What is written to it is kept.
type stream struct {
	net.Conn // nil: whatever is not implemented below panics
	chunks   [][]byte
	written  bytes.Buffer
	closed   bool
}

func (s *stream) Read(b []byte) (int, error) {
	if len(s.chunks) == 0 {
		return 0, io.EOF
	}
	n := copy(b, s.chunks[0])
	if s.chunks[0] = s.chunks[0][n:]; len(s.chunks[0]) == 0 {
		s.chunks = s.chunks[1:]
	}
	return n, nil
}

func (s *stream) Write(b []byte) (int, error)      { return s.written.Write(b) }
func (s *stream) Close() error                     { s.closed = true; return nil }
func (s *stream) SetDeadline(time.Time) error      { return nil }
func (s *stream) SetReadDeadline(time.Time) error  { return nil }
func (s *stream) SetWriteDeadline(time.Time) error { return nil }

// chunked cuts b into pieces of size.
func chunked(b []byte, size int) [][]byte {
	var chunks [][]byte
	for len(b) > 0 {
		n := min(size, len(b))
		chunks, b = append(chunks, b[:n]), b[n:]
	}
	return chunks
}

// both runs a test for the two ways packets are laid out.
func both(t *testing.T, test func(t *testing.T, version broker.Version)) {
	t.Helper()
	for _, version := range []broker.Version{broker.V311, broker.V5} {
		t.Run(version.String(), func(t *testing.T) { test(t, version) })
	}
}

// conversation is a stream with every packet a broker sends, the messages in
// it, and what the library must see of it.
func conversation(version broker.Version) (stream []byte, messages []model.Message, library []byte) {
	pass := func(b []byte) {
		stream, library = append(stream, b...), append(library, b...)
	}
	add := func(p publish, topic, payload string, properties ...byte) {
		stream = append(stream, p.packet(topic, payload, properties...)...)
		m := model.Message{Topic: []byte(topic), Payload: []byte(payload), QoS: p.flags >> 1 & 3, Retained: p.flags&1 != 0, Dup: p.flags&8 != 0}
		if version == broker.V5 {
			m.Properties = append([]byte{}, properties...)
		}
		messages = append(messages, m)
		if m.QoS > 0 {
			library = append(library, p.packet(".", "")...)
		}
	}
	var properties []byte
	if version == broker.V5 { // content type "t", a user property, a subscription identifier
		properties = []byte{0x03, 0, 1, 't', 0x26, 0, 1, 'k', 0, 2, 'v', 'w', 0x0B, 0x81, 0x01}
	}
	pass(connackPacket(version, 0))
	add(message(version, 0, 0), "a", "")
	add(message(version, 1, 0), "a//b/", strings.Repeat("x", 200), properties...)
	pass(packet(typePingresp<<4, nil))
	add(message(version, 2, 7), "one", "1")
	add(message(version, 4, 8), "two", "2", properties...)
	pass(packet(typePubrel<<4|2, []byte{0, 8}))
	add(message(version, 0, 0), "\xff\x00 not text", "\x00\xfe")
	pass(packet(typePuback<<4, []byte{0, 1}))
	add(message(version, 13, 8), "two", "again")
	add(message(version, 0, 0), strings.Repeat("long", 100), "end")
	return stream, messages, library
}
