package client

import (
	"bufio"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/explain"
	"mangrove/broker/packet"
	"mangrove/model"
)

// patience is how long a test waits for something that takes milliseconds on a
// machine that is not busy otherwise.
const patience = 3 * time.Minute

// fake is a broker that does what a test tells it: script is run for every
// connection, in a goroutine of its own.
type fake struct {
	tb       testing.TB
	listener net.Listener
	script   func(*peer)
	wg       sync.WaitGroup // the goroutines started

	mu    sync.Mutex // guards what follows
	peers []*peer
}

// startFake listens on a free port; a config makes it a TLS one.
func startFake(tb testing.TB, config *tls.Config, script func(*peer)) *fake {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	if config != nil {
		l = tls.NewListener(l, config)
	}
	f := &fake{tb: tb, listener: l, script: script}
	f.wg.Add(1)
	go f.accept()
	tb.Cleanup(f.stop)
	return f
}

func (f *fake) accept() {
	defer f.wg.Done()
	for {
		conn, err := f.listener.Accept()
		if err != nil {
			return
		}
		p := &peer{tb: f.tb, Conn: conn, in: bufio.NewReader(conn)}
		f.mu.Lock()
		p.number = len(f.peers)
		f.peers = append(f.peers, p)
		f.mu.Unlock()
		f.wg.Add(1)
		go func() {
			defer f.wg.Done()
			defer conn.Close()
			f.script(p)
			p.in = nil // thousands of peers are kept
		}()
	}
}

// stop ends the listener and every connection, and waits.
func (f *fake) stop() {
	_ = f.listener.Close()
	f.mu.Lock()
	for _, p := range f.peers {
		_ = p.Close()
	}
	f.mu.Unlock()
	f.wg.Wait()
}

// hangUp ends the connection of that number.
func (f *fake) hangUp(number int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	_ = f.peers[number].Close()
}

func (f *fake) connections() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.peers)
}

// profile connects to the fake as quickly as may be given up.
func (f *fake) profile(scheme string, version broker.Version) broker.Profile {
	return broker.Profile{
		Address: broker.Address{Scheme: scheme, Host: "127.0.0.1", Port: f.listener.Addr().(*net.TCPAddr).Port, Path: "/mqtt"},
		Version: version,
		Once:    true,
	}
}

// peer is one connection of a fake, with the packets of MQTT in the raw.
type peer struct {
	net.Conn
	tb     testing.TB
	in     *bufio.Reader
	number int            // 0 for the first connection
	level  broker.Version // of CONNECT, once read
}

// read gives the next packet: its first byte and its body. At the end of the
// connection the byte is 0.
func (p *peer) read() (byte, []byte) {
	head, err := p.in.ReadByte()
	if err != nil {
		return 0, nil
	}
	size, shift := 0, 0
	for {
		digit, err := p.in.ReadByte()
		if err != nil {
			return 0, nil
		}
		size |= int(digit&0x7F) << shift
		shift += 7
		if digit < 0x80 {
			break
		}
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(p.in, body); err != nil {
		return 0, nil
	}
	return head, body
}

// connect reads CONNECT and notes the version asked for.
func (p *peer) connect() []byte {
	head, body := p.read()
	if head != 0x10 {
		return nil
	}
	name := int(binary.BigEndian.Uint16(body))
	p.level = broker.Version(body[2+name])
	return body
}

// welcome reads CONNECT and accepts it, with the properties given in MQTT 5.
func (p *peer) welcome(properties ...byte) {
	p.connect()
	p.write(wiretest.Connack(p.level, 0, properties...))
}

// grant reads SUBSCRIBE and answers it with codes; false at the end of the
// connection.
func (p *peer) grant(codes ...byte) bool {
	head, body := p.read()
	if head>>4 != packet.Subscribe {
		return false
	}
	p.write(wiretest.Suback(p.level, body, codes...))
	return true
}

// serve answers everything a library asks until the connection ends: filters
// are granted as asked, messages acknowledged, pings answered. It gives each
// packet to seen, which may be nil.
func (p *peer) serve(seen func(head byte, body []byte)) {
	for {
		head, body := p.read()
		if head == 0 {
			return
		}
		if seen != nil {
			seen(head, body)
		}
		switch head >> 4 {
		case packet.Subscribe:
			p.write(wiretest.Suback(p.level, body, wiretest.Grants(p.level, body)...))
		case packet.Unsubscribe:
			p.write(wiretest.Unsuback(p.level, body))
		case packet.Publish:
			n := int(binary.BigEndian.Uint16(body))
			if kind := map[byte]byte{1: packet.Puback, 2: packet.Pubrec}[head>>1&3]; kind != 0 {
				p.write(wiretest.Packet(kind<<4, body[2+n:4+n]))
			}
		case packet.Pubrel:
			p.write(wiretest.Packet(packet.Pubcomp<<4, body[:2]))
		case 12:
			p.write(wiretest.Packet(packet.Pingresp<<4, nil))
		}
	}
}

func (p *peer) write(b []byte) { _, _ = p.Write(b) }

// eventually polls until ok, and fails the test with what state says.
func eventually(tb testing.TB, ok func() bool, state func() any) {
	tb.Helper()
	poll := time.NewTicker(2 * time.Millisecond)
	defer poll.Stop()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); <-poll.C {
		if ok() {
			return
		}
	}
	tb.Fatalf("it did not come to it; at the end: %+v", state())
}

// connectFake opens a session and closes it with the test.
func connectFake(tb testing.TB, p broker.Profile, sink model.Sink) *Session {
	tb.Helper()
	s := open(p, sink, Options{}, func(int) time.Duration { return 10 * time.Millisecond })
	tb.Cleanup(func() { _ = s.Close() })
	return s
}

// reaches waits for a phase. Whatever problem the session has, there must be a
// sentence of its own for it.
func reaches(tb testing.TB, s *Session, phase broker.Phase) broker.Status {
	tb.Helper()
	eventually(tb, func() bool { return s.Status().Phase == phase }, func() any { return s.Status() })
	status := s.Status()
	if said := explain.Error(status.Problem, s.profile.Address); strings.Contains(said, "onnecting to") || strings.Contains(said, "handshake with") {
		tb.Errorf("no sentence for %v: %s", status.Problem, said)
	}
	return status
}

// answered waits until the broker has answered every subscription.
func answered(tb testing.TB, s *Session) broker.Status {
	tb.Helper()
	eventually(tb, func() bool {
		for _, g := range s.Status().Subscriptions {
			if !g.Answered {
				return false
			}
		}
		return s.Status().Phase == broker.Connected
	}, func() any { return s.Status() })
	return s.Status()
}

// refused asserts that err is the refusal expected.
func refused(tb testing.TB, err error, packet string, code byte) broker.Refusal {
	tb.Helper()
	var r *broker.Refusal
	if !errors.As(err, &r) || r.Packet != packet || r.Code != code {
		tb.Fatalf("got %v, want %s 0x%02X", err, packet, code)
	}
	return *r
}
