package client

import (
	"bufio"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/explain"
)

// startProxy listens for one kind of proxy; handle gives where to go, or
// nothing when it has refused.
func startProxy(t *testing.T, handle func(net.Conn, *bufio.Reader) string) string {
	t.Helper()
	return brokertest.Listen(t, func(near net.Conn) { tunnel(near, handle) })
}

func tunnel(near net.Conn, handle func(net.Conn, *bufio.Reader) string) {
	in := bufio.NewReader(near)
	to := handle(near, in)
	if to == "" {
		return
	}
	far, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	back := make(chan struct{})
	go func() { // ends with the broker's side
		defer close(back)
		_, _ = io.Copy(near, far)
		near.Close()
	}()
	_, _ = io.Copy(far, in)
	far.Close()
	<-back
}

// overHTTP is a proxy that wants the login user:secret.
func overHTTP(conn net.Conn, in *bufio.Reader) string {
	request, err := http.ReadRequest(in)
	if err != nil {
		return ""
	}
	request.Header["Authorization"] = request.Header["Proxy-Authorization"]
	user, password, _ := request.BasicAuth()
	if request.Method != http.MethodConnect || user != "user" || password != "secret" {
		_, _ = io.WriteString(conn, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
		return ""
	}
	_, _ = io.WriteString(conn, "HTTP/1.1 200 Connection established\r\n\r\n")
	return request.Host
}

// overSOCKS is RFC 1928 with RFC 1929 for the login, as far as a client needs.
func overSOCKS(conn net.Conn, in *bufio.Reader) string {
	read := func(n int) []byte { b := make([]byte, n); _, _ = io.ReadFull(in, b); return b }
	read(int(read(2)[1]))
	_, _ = conn.Write([]byte{5, 2}) // user name and password
	user := string(read(int(read(2)[1])))
	password := string(read(int(read(1)[0])))
	if user != "user" || password != "secret" {
		_, _ = conn.Write([]byte{1, 1})
		return ""
	}
	_, _ = conn.Write([]byte{1, 0})
	var host string
	switch kind := read(4)[3]; kind {
	case 1:
		host = net.IP(read(4)).String()
	case 3:
		host = string(read(int(read(1)[0])))
	}
	port := binary.BigEndian.Uint16(read(2))
	_, _ = conn.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
	return net.JoinHostPort(host, strconv.Itoa(int(port)))
}

func TestProxies(t *testing.T) {
	certificates := brokertest.NewCertificates(t, brokertest.Names{})
	f := startFake(t, certificates.Server(t), func(p *peer) { p.welcome(); p.serve(nil) })
	web, socks := startProxy(t, overHTTP), startProxy(t, overSOCKS)
	closed := startFake(t, nil, nil)
	closed.stop()
	ssh := startProxy(t, func(conn net.Conn, _ *bufio.Reader) string { _, _ = io.WriteString(conn, "SSH-2.0\r\n\r\n"); return "" })
	for _, c := range []struct {
		name, proxy string
		says        string // in the explanation; empty: it connects
	}{
		{"HTTP", "http://user:secret@" + web, ""},
		{"SOCKS5", "socks5://user:secret@" + socks, ""},
		{"HTTP, wrong login", "http://user:guess@" + web, "407"},
		{"SOCKS5, wrong login", "socks5://user:guess@" + socks, "login"},
		{"HTTP, nobody there", "http://" + closed.listener.Addr().String(), "nothing listens there"},
		{"SOCKS5, nobody there", "socks5://" + closed.listener.Addr().String(), "nothing listens there"},
		{"HTTP, something else", "http://" + ssh, "not answer in HTTP"},
		{"another kind", "ftp://" + web, "socks5://host:port"},
	} {
		t.Run(c.name, func(t *testing.T) {
			profile := f.profile("mqtts", broker.V5)
			profile.Address.Host = "localhost"
			profile.TLS = &tls.Config{RootCAs: certificates.Pool, MinVersion: tls.VersionTLS12}
			profile.Way.Proxy, _ = url.Parse(c.proxy)
			s := connectFake(t, profile, &wiretest.Keeper{})
			if c.says == "" {
				reaches(t, s, broker.Connected)
				return
			}
			problem := reaches(t, s, broker.Stopped).Problem
			said := explain.Error(problem, profile.Address)
			if !errors.Is(problem, broker.ErrProxy) || !strings.Contains(said, c.says) || strings.Contains(said, "guess") {
				t.Errorf("%v: %s", problem, said)
			}
		})
	}
}

// TestWhatAProxySaysBesideYes is not read as more than that: lengths of what follows do
// not count in an answer to CONNECT (RFC 9110, 9.3.6).
func TestWhatAProxySaysBesideYes(t *testing.T) {
	f := startFake(t, nil, func(p *peer) { p.welcome(); p.serve(nil) })
	for _, head := range []string{"Content-Length: 1000", "Transfer-Encoding: chunked", "Connection: close", "Content-Encoding: gzip\r\nContent-Length: 0"} {
		proxy := startProxy(t, func(conn net.Conn, in *bufio.Reader) string {
			request, err := http.ReadRequest(in)
			if err != nil {
				return ""
			}
			_, _ = io.WriteString(conn, "HTTP/1.1 200 Connection established\r\n"+head+"\r\n\r\n")
			return request.Host
		})
		profile := f.profile("mqtt", broker.V5)
		profile.Way.Proxy = &url.URL{Scheme: "http", Host: proxy}
		s := connectFake(t, profile, &wiretest.Keeper{})
		over := func() bool { return s.Status().Phase == broker.Connected || s.Status().Phase == broker.Stopped }
		eventually(t, over, func() any { return s.Status() })
		if status := s.Status(); status.Phase != broker.Connected {
			t.Errorf("%s: %v", head, status.Problem)
		}
		_ = s.Close()
	}
}

// TestProxyThatSaysNothing is given up in time.
func TestProxyThatSaysNothing(t *testing.T) {
	silent := startProxy(t, func(_ net.Conn, in *bufio.Reader) string { _, _ = io.Copy(io.Discard, in); return "" })
	for _, scheme := range []string{"http", "socks5"} {
		profile := broker.Profile{
			Address: broker.Address{Scheme: "mqtt", Host: "127.0.0.1", Port: 1}, Once: true, ConnectTimeout: 50e6,
			Way: broker.Way{Proxy: &url.URL{Scheme: scheme, Host: silent}},
		}
		if status := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Stopped); !errors.Is(status.Problem, broker.ErrProxy) {
			t.Errorf("%s: %v", scheme, status.Problem)
		}
	}
}

func TestWebSocketCarriesHeaders(t *testing.T) {
	got := make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got <- r.Header.Get("X-Api-Key") + r.Header.Get("Sec-Websocket-Protocol")
		upgrader := websocket.Upgrader{Subprotocols: []string{"mqtt"}}
		if ws, err := upgrader.Upgrade(w, r, nil); err == nil {
			ws.Close()
		}
	}))
	defer server.Close()
	profile, err := broker.ParseURL(strings.Replace(server.URL, "http", "ws", 1))
	if err != nil {
		t.Fatal(err)
	}
	profile.Once, profile.Version = true, broker.V5
	profile.Way.Header = http.Header{"X-Api-Key": {"k1"}}
	s := connectFake(t, profile, &wiretest.Keeper{})
	if header := <-got; header != "k1mqtt" {
		t.Errorf("the request carried %q", header)
	}
	reaches(t, s, broker.Stopped)
}
