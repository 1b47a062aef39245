package transport

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"mangrove/broker"
)

// endlessWebSocket plays a server that says 101, then first, and then again until it
// is 16 MB.
func endlessWebSocket(t *testing.T, first, again []byte) broker.Profile {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	t.Cleanup(func() { _ = l.Close(); <-ended })
	go func() {
		defer close(ended)
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		upgrader := websocket.Upgrader{Subprotocols: []string{subprotocol}}
		request, err := http.ReadRequest(bufio.NewReader(c))
		if err != nil {
			t.Error(err)
			return
		}
		if _, err := upgrader.Upgrade(&hijacked{c: c, header: http.Header{}}, request, nil); err != nil {
			t.Error(err)
			return
		}
		taken := make(chan struct{})
		go func() { _, _ = io.Copy(io.Discard, c); close(taken) }()
		defer func() { <-taken }()
		next := first
		for range 1 + 16<<20/len(again) {
			if _, err := c.Write(next); err != nil {
				return
			}
			next = again
		}
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.CloseWrite()
		}
	}()
	at, _ := l.Addr().(*net.TCPAddr)
	return broker.Profile{Address: broker.Address{Scheme: "ws", Host: "127.0.0.1", Port: at.Port, Path: "/mqtt"}}
}

// hijacked is what the library wants of a web server.
type hijacked struct {
	c      net.Conn
	header http.Header
}

func (h *hijacked) Header() http.Header         { return h.header }
func (h *hijacked) Write(b []byte) (int, error) { return h.c.Write(b) }
func (h *hijacked) WriteHeader(int)             {}
func (h *hijacked) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return h.c, bufio.NewReadWriter(bufio.NewReader(h.c), bufio.NewWriter(h.c)), nil
}

// What brings nothing may not come for ever, whatever it is made of.
func TestAWebSocketThatBringsNothing(t *testing.T) {
	ping, pong := append([]byte{0x89, 125}, make([]byte, 125)...), append([]byte{0x8A, 125}, make([]byte, 125)...)
	for _, c := range []struct {
		name         string
		first, again []byte
	}{
		{"pings", []byte{0x82, 2, 'h', 'i'}, ping},
		{"pongs", []byte{0x82, 2, 'h', 'i'}, pong},
		{"empty messages", []byte{0x82, 2, 'h', 'i'}, []byte{0x82, 0}},
		{"pings between empty messages", []byte{0x82, 2, 'h', 'i'}, append([]byte{0x82, 0}, ping...)},
		{"a message of empty frames that never ends", []byte{0x02, 2, 'h', 'i'}, []byte{0x00, 0}},
		{"a message that never begins", []byte{0x02, 0}, []byte{0x00, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := endlessWebSocket(t, c.first, bytes.Repeat(c.again, 1_000))
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			conn, err := Dial(ctx, p)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.CloseSocket()
			conn.SetHandshakeDeadline(time.Now().Add(time.Minute))
			got, err := io.ReadAll(conn)
			if !errors.Is(err, broker.ErrMalformed) {
				t.Errorf("%v after %d bytes, want %v", err, len(got), broker.ErrMalformed)
			}
		})
	}
}

// Pings at a usual pace may come for days.
func TestPingsOfAnIdleWebSocket(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	f := &framing{left: mostFraming, since: now}
	for range 1_000_000 {
		now = now.Add(time.Second)
		f.left -= 2 + 125
		if f.raise(now); f.left <= 0 {
			t.Fatal("a ping a second is too much")
		}
	}
}
