package transport

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
)

// A proxy that does not come to an end is told for that, whatever came of it.
func TestAProxyThatTakesTooLong(t *testing.T) {
	for _, c := range []struct{ name, scheme, says string }{
		{"HTTP, nothing", "http", ""},
		{"HTTP, half a line", "http", "HTTP/1.1 2"},
		{"HTTP, half a head", "http", "HTTP/1.1 200 OK\r\nX: "},
		{"SOCKS, nothing", "socks5", ""},
		{"SOCKS, half an answer", "socks5", "\x05"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			ended := make(chan struct{})
			defer func() { _ = l.Close(); <-ended }()
			go func() {
				defer close(ended)
				conn, err := l.Accept()
				if err != nil {
					return
				}
				defer conn.Close()
				_, _ = io.WriteString(conn, c.says)
				_, _ = io.Copy(io.Discard, conn)
			}()
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			p := broker.Profile{Address: broker.Address{Scheme: "mqtt", Host: "broker.example", Port: 1883}}
			p.Way.Proxy = &url.URL{Scheme: c.scheme, Host: l.Addr().String()}
			_, err = ConnectTCP(ctx, p)
			if !errors.Is(err, broker.ErrProxy) || !strings.Contains(err.Error(), string(broker.ProxyLate)) {
				t.Errorf("%v", err)
			}
		})
	}
}
