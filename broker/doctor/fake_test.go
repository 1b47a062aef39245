package doctor_test

import (
	"bufio"
	"io"
	"net"
	"testing"

	"github.com/eclipse/paho.golang/packets"

	"mangrove/broker"
	"mangrove/broker/brokertest"
)

// peer is one connection to a broker that does what a test says.
type peer struct {
	conn    net.Conn
	in      *bufio.Reader
	version broker.Version
	denies  string // the filter that is not granted
}

// startFake listens until the test ends, and gives host:port.
func startFake(t *testing.T, script func(*peer)) string {
	t.Helper()
	return brokertest.Listen(t, func(conn net.Conn) { script(&peer{conn: conn, in: bufio.NewReader(conn)}) })
}

func (p *peer) say(text string) { _, _ = io.WriteString(p.conn, text) }

// drain takes everything until the connection ends.
func (p *peer) drain() { _, _ = io.Copy(io.Discard, p.in) }

// connect reads CONNECT and notes its version.
func (p *peer) connect() {
	size := make([]byte, 2)
	if _, err := io.ReadFull(p.in, size); err != nil { // the tests' packets are short
		return
	}
	body := make([]byte, size[1])
	if _, err := io.ReadFull(p.in, body); err == nil {
		p.version = broker.Version(body[2+body[1]])
	}
}

// welcome accepts any CONNECT.
func (p *peer) welcome() {
	p.connect()
	if p.version == broker.V5 {
		p.say("\x20\x03\x00\x00\x00")
		return
	}
	p.say("\x20\x02\x00\x00")
}

// only accepts one version, and refuses the others as their makers do.
func (p *peer) only(version broker.Version) {
	p.connect()
	if p.version == version {
		p.say("\x20\x02\x00\x00")
		return
	}
	p.say("\x20\x03\x00\x84\x00")
	p.conn.Close()
}

// serve answers SUBSCRIBE and UNSUBSCRIBE after the hello.
func (p *peer) serve(hello func()) {
	hello()
	for {
		head, err := p.in.ReadByte()
		if err != nil {
			return
		}
		size, _ := p.in.ReadByte() // the tests' packets are short
		body := make([]byte, size)
		if _, err := io.ReadFull(p.in, body); err != nil {
			return
		}
		if len(body) < 3 {
			continue // DISCONNECT, whose end comes next
		}
		rest, properties := body[2:], ""
		if p.version == broker.V5 {
			rest, properties = rest[1:], "\x00"
		}
		answer, id := "", string(body[:2])
		switch head >> 4 {
		case packets.SUBSCRIBE:
			code := "\x00"
			if string(rest[2:2+rest[1]]) == p.denies {
				code = "\x87"
			}
			answer = "\x90" + string(rune(len(id+properties+code))) + id + properties + code
		case packets.UNSUBSCRIBE:
			code := properties // MQTT 5 has a code for the filter, 0 as well
			answer = "\xB0" + string(rune(len(id+properties+code))) + id + properties + code
		}
		p.say(answer)
	}
}
