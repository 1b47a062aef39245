package client

import (
	"bufio"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/explain"
)

// TestWebSocketRequests: the Host header has a port only where it is not the
// scheme's, and no Origin is made up (RFC 6455, 4.1).
func TestWebSocketRequests(t *testing.T) {
	for _, c := range []struct {
		name    string
		address broker.Address
		host    string
		target  string
	}{
		{"usual port", broker.Address{Scheme: "ws", Host: "broker.example", Port: 80, Path: "/mqtt"}, "broker.example", "/mqtt"},
		{"own port", broker.Address{Scheme: "ws", Host: "broker.example", Port: 443, Path: "/mqtt"}, "broker.example:443", "/mqtt"},
		{"IPv6", broker.Address{Scheme: "ws", Host: "::1", Port: 80, Path: "/mqtt"}, "[::1]", "/mqtt"},
		{"IPv6, own port", broker.Address{Scheme: "ws", Host: "::1", Port: 8080, Path: "/mqtt"}, "[::1]:8080", "/mqtt"},
		{"link-local", broker.Address{Scheme: "ws", Host: "fe80::1%eth0", Port: 80}, "[fe80::1]", "/"},
		{"other letters", broker.Address{Scheme: "ws", Host: "bröker.example", Port: 80, Path: "/mqtt"}, "xn--brker-kua.example", "/mqtt"},
		{"query", broker.Address{Scheme: "ws", Host: "h", Port: 80, Path: "/a%2Fb", Query: "sig=a%2Fb&c=?"}, "h", "/a%2Fb?sig=a%2Fb&c=?"},
		{"usual port, TLS", broker.Address{Scheme: "wss", Host: "localhost", Port: 443, Path: "/mqtt"}, "localhost", "/mqtt"},
		{"own port, TLS", broker.Address{Scheme: "wss", Host: "localhost", Port: 80, Path: "/mqtt"}, "localhost:80", "/mqtt"},
	} {
		t.Run(c.name, func(t *testing.T) {
			certificates := brokertest.NewCertificates(t, brokertest.Names{})
			config, tunnelled, requests := certificates.Server(t), make(chan string, 1), make(chan *http.Request, 1)
			proxy := startProxy(t, func(conn net.Conn, in *bufio.Reader) string {
				to, _ := in.ReadString('\n') // package http reads no network of a link-local address
				for line := to; len(line) > len("\r\n"); {
					line, _ = in.ReadString('\n')
				}
				tunnelled <- to
				_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n")
				if c.address.Secure() {
					secure := tls.Server(conn, config)
					in = bufio.NewReader(secure)
					conn = secure
				}
				if request, err := http.ReadRequest(in); err == nil {
					requests <- request
				}
				_, _ = io.WriteString(conn, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
				return ""
			})
			p := broker.Profile{Address: c.address, Version: broker.V311, Once: true, TLS: trusting(certificates)}
			p.Way.Proxy = &url.URL{Scheme: "http", Host: proxy}
			status := reaches(t, connectFake(t, p, &wiretest.Keeper{}), broker.Stopped)
			if len(tunnelled) == 0 || len(requests) == 0 {
				t.Fatalf("not asked: %v", status.Problem)
			}
			port := ":" + strconv.Itoa(c.address.Port) + " "
			if to := <-tunnelled; !strings.Contains(to, port) {
				t.Errorf("the proxy was asked for %s", to)
			}
			request := <-requests
			if _, there := request.Header["Origin"]; request.Host != c.host || request.RequestURI != c.target || there {
				t.Errorf("Host %q, target %q, Origin %v", request.Host, request.RequestURI, request.Header["Origin"])
			}
			for _, said := range []string{status.Problem.Error(), explain.Error(status.Problem, p.Address)} {
				if strings.Contains(said, "sig=") || !strings.Contains(said, "403") {
					t.Errorf("it says %s", said)
				}
			}
		})
	}
}

// TestQueriesAreNotSentBack: there are servers that answer with what they were
// asked.
func TestQueriesAreNotSentBack(t *testing.T) {
	f := startFake(t, nil, func(p *peer) {
		line, _ := p.in.ReadString('\n')
		p.write([]byte(line + "\r\n"))
		_, _ = io.Copy(io.Discard, p.in)
	})
	profile := f.profile("ws", broker.V311)
	profile.Address.Query = "sig=s3cr3t"
	status := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Stopped)
	for _, said := range []string{status.Problem.Error(), explain.Error(status.Problem, profile.Address)} {
		if strings.Contains(said, "s3cr3t") {
			t.Errorf("it says %s", said)
		}
	}
}
