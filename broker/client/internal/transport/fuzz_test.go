package transport

import (
	"bufio"
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/url"
	"testing"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/explain"
)

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
		on := &Conn{Conn: &greeting{Stream: &wiretest.Stream{Chunks: wiretest.Chunks(frames, int(size)+1)}}, pulse: new(pulse)}
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
		on := &Conn{Conn: &wiretest.Stream{Chunks: wiretest.Chunks(answer, 16)}, pulse: new(pulse)}
		p := broker.Profile{Address: address}
		err := on.startWebSocket(t.Context(), p)
		if err == nil {
			t.Fatal("a WebSocket without its key")
		}
		err = broker.RedactorOf(p).Error(err)
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
