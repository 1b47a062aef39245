package server

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"testing"
	"time"

	"mangrove/broker"
)

// patience is how long a test waits for what must come.
const patience = 3 * time.Minute

// wire is a client that speaks MQTT byte by byte, for what libraries hide.
type wire struct {
	t testing.TB
	net.Conn
	in      *bufio.Reader
	version broker.Version
	props   []byte // of what it publishes
}

// frame is one packet off the wire.
type frame struct {
	head byte
	body []byte
}

func (f frame) kind() byte { return f.head >> 4 }
func (f frame) qos() byte  { return f.head >> 1 & 3 }

// publish takes a PUBLISH apart.
func (f frame) publish(v broker.Version) (topic string, id uint16, payload []byte) {
	n := int(binary.BigEndian.Uint16(f.body))
	topic, rest := string(f.body[2:2+n]), f.body[2+n:]
	if f.qos() > 0 {
		id, rest = binary.BigEndian.Uint16(rest), rest[2:]
	}
	if v == broker.V5 {
		rest = rest[1+int(rest[0]):] // the tests' property blocks are short
	}
	return topic, id, rest
}

func text(s string) []byte {
	return append(binary.BigEndian.AppendUint16(nil, uint16(len(s))), s...)
}

func number(n uint16) []byte { return binary.BigEndian.AppendUint16(nil, n) }

// packet puts a frame together.
func packet(head byte, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append(append([]byte{head}, binary.AppendUvarint(nil, uint64(len(body)))...), body...)
}

// hello is what a CONNECT of a test says.
type hello struct {
	id        string
	version   broker.Version
	keepAlive uint16
	keep      bool   // not a clean session
	props     []byte // version 5
	will      string // topic; its payload is the topic again
	willProps []byte // version 5
	willFlags byte   // QoS and retain, as in the CONNECT flags
	mute      bool   // the will has no payload
}

func (h hello) packet() []byte {
	name, flags := "MQTT", byte(2)
	if h.version == broker.V31 {
		name = "MQIsdp"
	}
	if h.keep {
		flags = 0
	}
	parts := [][]byte{text(h.id)}
	if h.will != "" {
		flags |= 4 | h.willFlags
		if h.version == broker.V5 {
			parts = append(parts, properties(h.willProps))
		}
		payload := h.will
		if h.mute {
			payload = ""
		}
		parts = append(parts, text(h.will), text(payload))
	}
	front := [][]byte{text(name), {byte(h.version), flags}, number(h.keepAlive)}
	if h.version == broker.V5 {
		front = append(front, properties(h.props))
	}
	return packet(0x10, append(front, parts...)...)
}

func properties(p []byte) []byte { return append([]byte{byte(len(p))}, p...) }

// dial opens a connection without saying anything.
func dial(t testing.TB, b *Broker) *wire {
	t.Helper()
	c, err := net.Dial("tcp", b.listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return newWire(t, c)
}

func newWire(t testing.TB, c net.Conn) *wire {
	return &wire{t: t, Conn: c, in: bufio.NewReaderSize(c, 1<<20), version: broker.V311}
}

// narrow keeps the system from holding much that the test has not read yet.
func (w *wire) narrow() {
	if err := w.Conn.(*net.TCPConn).SetReadBuffer(256 << 10); err != nil {
		w.t.Fatal(err)
	}
}

// connect opens a session and fails the test when it is refused.
func connect(t testing.TB, b *Broker, h hello) *wire {
	t.Helper()
	if h.version == broker.Auto {
		h.version = broker.V311
	}
	w := dial(t, b)
	w.version = h.version
	w.send(h.packet())
	if ack := w.next(2); ack.body[1] != 0 {
		t.Fatalf("CONNACK with code 0x%02X", ack.body[1])
	}
	return w
}

func (w *wire) send(p []byte) {
	w.t.Helper()
	if _, err := w.Write(p); err != nil {
		w.t.Fatalf("write: %v", err)
	}
}

// read gives the next frame, or the error that ends the connection.
func (w *wire) read() (frame, error) {
	_ = w.SetReadDeadline(time.Now().Add(patience))
	head, err := w.in.ReadByte()
	if err != nil {
		return frame{}, err
	}
	n, err := binary.ReadUvarint(w.in)
	if err != nil {
		return frame{}, err
	}
	body := make([]byte, n)
	_, err = io.ReadFull(w.in, body)
	return frame{head, body}, err
}

// next gives the next frame, which must be of a kind.
func (w *wire) next(kind byte) frame {
	w.t.Helper()
	f, err := w.read()
	if err != nil {
		w.t.Fatalf("waiting for packet type %d: %v", kind, err)
	}
	if f.kind() != kind {
		w.t.Fatalf("packet type %d (% x), want %d", f.kind(), f.body, kind)
	}
	return f
}

// subscribe asks for filters and gives the codes.
func (w *wire) subscribe(id uint16, qos byte, filters ...string) []byte {
	w.t.Helper()
	w.send(w.subscribePacket(id, qos, filters...))
	ack := w.next(9)
	if got := binary.BigEndian.Uint16(ack.body); got != id {
		w.t.Fatalf("SUBACK for %d, want %d", got, id)
	}
	if w.version == broker.V5 {
		return ack.body[3+int(ack.body[2]):]
	}
	return ack.body[2:]
}

func (w *wire) subscribePacket(id uint16, qos byte, filters ...string) []byte {
	parts := [][]byte{number(id)}
	if w.version == broker.V5 {
		parts = append(parts, []byte{0})
	}
	for _, f := range filters {
		parts = append(parts, text(f), []byte{qos})
	}
	return packet(0x82, parts...)
}

// The flags of a PUBLISH.
const (
	retain byte = 1
	qos1   byte = 2
	qos2   byte = 4
	dup    byte = 8
)

// with is the client when it publishes with these properties.
func (w *wire) with(props ...byte) *wire {
	other := *w
	other.props = props
	return &other
}

// publishPacket has no identifier at QoS 0.
func (w *wire) publishPacket(flags byte, id uint16, topic, payload string) []byte {
	parts := [][]byte{text(topic)}
	if flags&(qos1|qos2) != 0 {
		parts = append(parts, number(id))
	}
	if w.version == broker.V5 {
		parts = append(parts, properties(w.props))
	}
	return packet(0x30|flags, append(parts, []byte(payload))...)
}

// publish sends at QoS 0, or at QoS 1 and waits for the PUBACK.
func (w *wire) publish(flags byte, topic, payload string) {
	w.t.Helper()
	w.send(w.publishPacket(flags, 1, topic, payload))
	if flags&qos1 != 0 {
		w.next(4)
	}
}

// expect reads one message.
func (w *wire) expect(topic, payload string) frame {
	w.t.Helper()
	f := w.next(3)
	if gotTopic, _, gotPayload := f.publish(w.version); gotTopic != topic || string(gotPayload) != payload {
		w.t.Fatalf("message %q on %q, want %q on %q", gotPayload, gotTopic, payload, topic)
	}
	return f
}

// ping makes sure that everything sent before has been processed, and that
// nothing but its answer is waiting to be read.
func (w *wire) ping() {
	w.t.Helper()
	w.send(packet(0xC0))
	w.next(13)
}

// ended waits for the broker to close the connection.
func (w *wire) ended() {
	w.t.Helper()
	for {
		if _, err := w.read(); err != nil {
			return
		}
	}
}
