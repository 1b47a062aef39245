package client

import (
	"bufio"
	"bytes"
	"crypto/sha1" //nolint:gosec // what RFC 6455 asks for
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/url"
	"testing"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/explain"
	"mangrove/broker/packet"
)

// FuzzFirstPacket: whatever comes first, it is a CONNACK or the end, nothing
// before it is taken for a message, and what it says is short.
func FuzzFirstPacket(f *testing.F) {
	f.Add(wiretest.Connack(broker.V5, 0), true)
	f.Add(wiretest.Connack(broker.V311, 5), false)
	f.Add([]byte("\x20\x15\x00\x87\x12\x1f\x00\x0fnot\x1b[0m you, sir"), true)
	f.Add([]byte("\x20\x2c\x00\x00\x29\x11\xff\xff\xff\xff\x12\x00\x01x\x13\x00\x05\x15\x00\x01m\x16\x00\x01d\x1a\x00\x01r\x1c\x00\x01s\x21\x00\x01\x22\x00\x01\x24\x00\x25\x00"), true)
	f.Add([]byte{0x20, 2, 0, 0, 0xE0, 2, 0x8B, 0}, true)
	f.Add([]byte{0xF0, 2, 0x18, 0}, true)
	f.Add([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"), false)
	f.Add([]byte("\x16\x03\x01\x00\x05hello"), false)
	f.Fuzz(func(t *testing.T, input []byte, five bool) {
		version := broker.V311
		if five {
			version = broker.V5
		}
		w := newTestWire(version, nil, wiretest.Chunks(input, 7)...)
		err := w.drain()
		if len(w.sink.All()) > 0 && (len(input) == 0 || input[0] != packet.Connack<<4) {
			t.Error("a message before the CONNACK")
		}
		checkTold(t, w)
		if err != nil && len(explain.Error(err, broker.Address{Scheme: "mqtt", Host: "h", Port: 1883})) > 20_000 {
			t.Error("the sentence is endless")
		}
		for given := w.library.Bytes(); len(given) > 0; {
			var whole []byte
			if whole, given, err = next(given); err != nil {
				t.Fatalf("the library is given broken packets: %x", w.library.Bytes())
			}
			takes(t, version, whole)
		}
	})
}

// checkTold: what a broker says in words is kept to a length.
func checkTold(t *testing.T, w *testWire) {
	t.Helper()
	if a := w.answer; a != nil && (len(a.reason) > broker.MostTold+40 || len(a.reference) > broker.MostTold+40 || a.limits.MaxQoS > 2) {
		t.Errorf("the answer is %+v", a)
	}
	var told *broker.Refusal
	if errors.As(w.why(), &told) && len(told.Reason)+len(told.Reference) > 2*(broker.MostTold+40) {
		t.Errorf("it is told %d bytes", len(told.Reason))
	}
}

// FuzzDisconnect: what a broker says at the end.
func FuzzDisconnect(f *testing.F) {
	f.Add([]byte("\x8b\x0e\x1f\x00\x04gone\x1c\x00\x04more"))
	f.Add([]byte{0x04})
	f.Fuzz(func(t *testing.T, body []byte) {
		r, _ := parseDisconnect(body, broker.Hearing{})
		if r == nil || len(r.Reason) > broker.MostTold+40 || len(r.Reference) > broker.MostTold+40 || len(body) > 0 && r.Code != body[0] {
			t.Errorf("it is told %+v", r)
		}
	})
}

// greeting is a stream that says yes to a WebSocket before the rest.
type greeting struct {
	*wiretest.Stream
	headers string
	greeted bool
}

func (g *greeting) Read(b []byte) (int, error) {
	if !g.greeted {
		g.greeted = true
		request, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(g.Written.Bytes())))
		if err != nil {
			return 0, err
		}
		sum := sha1.Sum([]byte(request.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")) //nolint:gosec // see above
		yes := "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
			base64.StdEncoding.EncodeToString(sum[:]) + "\r\n" + g.headers + "\r\n"
		g.Chunks = append([][]byte{[]byte(yes)}, g.Chunks...)
	}
	return g.Stream.Read(b)
}

// FuzzWebSocketFrames: of whatever frames, what is read is what they carry, and no
// more.
func FuzzWebSocketFrames(f *testing.F) {
	f.Add([]byte("\x82\x04\x20\x02\x00\x00\x02\x01\x30\x80\x01\x00"), uint16(3))
	f.Add([]byte("\x88\x08\x03\xf0denied\x82\x00"), uint16(100))
	f.Add([]byte("\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff"), uint16(1))
	f.Add([]byte("\x81\x01x"), uint16(1))
	f.Add([]byte("\x89\x01p\x8a\x00\x82\x7e\x00\x01x"), uint16(1))
	f.Fuzz(func(t *testing.T, frames []byte, size uint16) {
		on := &transport{Conn: &greeting{Stream: &wiretest.Stream{Chunks: wiretest.Chunks(frames, int(size)+1)}}, pulse: new(pulse)}
		address := broker.Address{Scheme: "ws", Host: "h", Port: 80, Path: "/mqtt"}
		if err := on.startWebSocket(t.Context(), broker.Profile{Address: address}); err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(on)
		if len(got) > len(frames) {
			t.Errorf("%d bytes of %d", len(got), len(frames))
		}
		var end *broker.WebSocketEnd
		if errors.As(err, &end) && len(end.Reason) > 125 {
			t.Errorf("it says %q", end.Reason)
		}
	})
}

// FuzzHTTPAnswers: what is said instead of yes, to a request for a WebSocket and to
// one for a tunnel.
func FuzzHTTPAnswers(f *testing.F) {
	f.Add([]byte("HTTP/1.1 301 Moved\r\nLocation: https://user:pw@elsewhere/?token=x\r\n\r\n"), "")
	f.Add([]byte("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"), "hidden-token")
	f.Add([]byte("HTTP/1.1 407 hidden-token\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n"), "hidden-token")
	f.Add([]byte("\x16\x03\x01"), "")
	f.Fuzz(func(t *testing.T, answer []byte, query string) {
		address := broker.Address{Scheme: "ws", Host: "h", Port: 80, Path: "/mqtt", Query: url.QueryEscape(query)}
		on := &transport{Conn: &wiretest.Stream{Chunks: wiretest.Chunks(answer, 16)}, pulse: new(pulse)}
		p := broker.Profile{Address: address}
		err := on.startWebSocket(t.Context(), p)
		if err == nil {
			t.Fatal("a WebSocket without its key")
		}
		err = broker.HearingOf(p).Error(err)
		words := explain.Error(err, address) + err.Error()
		if len(words) > 20_000 {
			t.Errorf("the sentence has %d bytes", len(words))
		}
		if len(query) > 7 && url.QueryEscape(query) == query && bytes.Count([]byte(words), []byte(query)) > 0 {
			t.Errorf("the query %q is told: %q", query, words)
		}
		tunnel := &wiretest.Stream{Chunks: wiretest.Chunks(answer, 16)}
		via := &url.URL{Scheme: "http", Host: "p:3128", User: url.UserPassword("u", "hidden-password")}
		if err := askTunnel(tunnel, via, "h:1883"); err != nil && (len(err.Error()) > 20_000 || bytes.Contains([]byte(err.Error()), []byte("hidden-password"))) {
			t.Errorf("the proxy: %v", err)
		}
	})
}
