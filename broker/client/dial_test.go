package client

import (
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/explain"
)

// tlsAlert is what OpenSSL answers a plain CONNECT with.
const tlsAlert = "\x15\x03\x03\x00\x02\x02\x46"

func TestPortsThatAreSomethingElse(t *testing.T) {
	say := func(text string) func(*peer) {
		return func(p *peer) {
			_, _ = p.in.ReadByte()
			p.write([]byte(text))
		}
	}
	hangUp := func(p *peer) { _, _ = p.in.ReadByte() }
	banner := func(p *peer) {
		p.write([]byte("SSH-2.0-OpenSSH_9.2\r\n"))
		_, _ = p.in.ReadByte()
	}
	for _, c := range []struct {
		name   string
		scheme string
		script func(*peer)
		want   error
		final  bool
	}{
		{"plain to TLS", "mqtt", say(tlsAlert), broker.ErrSpeaksTLS, true},
		{"plain to a web server", "mqtt", say("HTTP/1.1 400 Bad Request\r\n\r\n"), broker.ErrSpeaksHTTP, true},
		{"plain to SSH", "mqtt", banner, broker.ErrNotMQTT, true},
		{"plain to one who hangs up", "mqtt", hangUp, broker.ErrHungUp, false},
		{"TLS to a web server", "mqtts", say("HTTP/1.1 400 Bad Request\r\n\r\n"), broker.ErrNotTLS, true},
		{"TLS to a broker without", "mqtts", hangUp, broker.ErrTLSClosed, true},
		{"TLS to SSH", "mqtts", banner, broker.ErrNotTLS, true},
		{"WebSocket to TLS", "ws", say(tlsAlert), broker.ErrSpeaksTLS, true},
		{"WebSocket to one who hangs up", "ws", hangUp, broker.ErrHungUp, false},
		{"WebSocket to SSH", "ws", banner, broker.ErrNotWebSocket, true},
		{"WebSocket to a web server", "ws", say("HTTP/1.1 404 Not Found\r\n\r\n"), broker.ErrNotWebSocket, true},
		{"WebSocket to a proxy", "ws", say("HTTP/1.1 502 Bad Gateway\r\n\r\n"), broker.ErrNotWebSocket, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := startFake(t, nil, c.script)
			profile := f.profile(c.scheme, broker.V311)
			profile.Once = false
			s := open(profile, &wiretest.Keeper{}, Options{}, func(int) time.Duration { return time.Hour })
			defer s.Close()
			phase := broker.Waiting
			if c.final {
				phase = broker.Stopped
			}
			if status := reaches(t, s, phase); !errors.Is(status.Problem, c.want) {
				t.Errorf("problem %v, want %v", status.Problem, c.want)
			}
		})
	}
}

// TestAWebServerThatWorkedBefore: a proxy answers 404 while the broker behind it
// is being replaced.
func TestAWebServerThatWorkedBefore(t *testing.T) {
	var asked atomic.Int32
	up := websocket.Upgrader{Subprotocols: []string{"mqtt"}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1) > 1 {
			http.NotFound(w, r)
			return
		}
		conn, err := up.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer conn.Close()
		_, _, _ = conn.ReadMessage()
		_ = conn.WriteMessage(websocket.BinaryMessage, wiretest.Connack(broker.V311, 0))
	}))
	t.Cleanup(server.Close)
	profile, err := broker.ParseURL(strings.Replace(server.URL, "http", "ws", 1))
	if err != nil {
		t.Fatal(err)
	}
	profile.Version = broker.V311
	s := connectFake(t, profile, &wiretest.Keeper{})
	eventually(t, func() bool { return asked.Load() > 3 || s.Status().Phase == broker.Stopped }, func() any { return s.Status() })
	if status := s.Status(); status.Phase == broker.Stopped {
		t.Errorf("given up: %v", status.Problem)
	}
}

func TestPortsThatDoNotAnswer(t *testing.T) {
	for _, scheme := range []string{"mqtt", "mqtts", "ws", "wss"} {
		t.Run(scheme, func(t *testing.T) {
			f := startFake(t, nil, func(p *peer) {
				for { // take everything, say nothing
					if _, err := p.in.ReadByte(); err != nil {
						return
					}
				}
			})
			for _, version := range []broker.Version{broker.V5, broker.V311} {
				profile := f.profile(scheme, version)
				profile.ConnectTimeout = 100 * time.Millisecond
				status := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Stopped)
				if !errors.Is(status.Problem, broker.ErrNoAnswer) {
					t.Errorf("%s: problem %v, want no answer", version, status.Problem)
				}
			}
		})
	}
}

func TestNobodyListens(t *testing.T) {
	profile, err := broker.ParseURL("mqtt://" + brokertest.Nowhere(t))
	if err != nil {
		t.Fatal(err)
	}
	s := open(profile, &wiretest.Keeper{}, Options{}, func(int) time.Duration { return time.Hour })
	defer s.Close()
	status := reaches(t, s, broker.Waiting)
	if !errors.Is(status.Problem, syscall.ECONNREFUSED) || status.Attempt != 1 || time.Until(status.RetryAt) < time.Minute {
		t.Errorf("got %+v, want refused, attempt 1, retry in an hour", status)
	}
}

// TestWebSocketStream runs MQTT over a WebSocket whose frames break packets
// anywhere.
func TestWebSocketStream(t *testing.T) {
	wiretest.EachVersion(t, func(t *testing.T, version broker.Version) {
		all, messages, _ := wiretest.Conversation(version)
		done := make(chan struct{})
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			upgrader := websocket.Upgrader{Subprotocols: []string{"mqtt"}}
			ws, err := upgrader.Upgrade(w, r, nil)
			if err != nil {
				return
			}
			defer ws.Close()
			if ws.Subprotocol() != "mqtt" || r.URL.Path != "/some/path" || r.URL.RawQuery != "key=1" {
				t.Errorf("subprotocol %q, path %q", ws.Subprotocol(), r.URL)
			}
			_, connect, err := ws.ReadMessage()
			if err != nil || connect[0] != 0x10 {
				t.Errorf("CONNECT is %x (%v)", connect, err)
			}
			for _, part := range wiretest.Chunks(all, 7) {
				_ = ws.WriteMessage(websocket.BinaryMessage, part)
			}
			_ = ws.WriteMessage(websocket.BinaryMessage, nil) // an empty frame is no end
			for {
				kind, b, err := ws.ReadMessage()
				if err != nil {
					break
				}
				if kind != websocket.BinaryMessage {
					t.Errorf("a message of kind %d: %x", kind, b)
				}
			}
			close(done)
		}))
		defer server.Close()
		u, _ := url.Parse(server.URL)
		port, _ := strconv.Atoi(u.Port())
		var sink wiretest.Keeper
		s := connectFake(t, broker.Profile{
			Address: broker.Address{Scheme: "ws", Host: "127.0.0.1", Port: port, Path: "/some/path", Query: "key=1"},
			Version: version, Once: true,
		}, &sink)
		eventually(t, func() bool { return sink.Len() == len(messages) }, func() any { return s.Status() })
		for i, m := range sink.All() {
			if !wiretest.Same(m, messages[i]) {
				t.Errorf("message %d is %v, want %v", i, m, messages[i])
			}
		}
		_ = s.Close()
		<-done
	})
}

// TestWrongPortsOfMosquitto goes to each kind of port in each of the other ways.
func TestWrongPortsOfMosquitto(t *testing.T) {
	certificates := brokertest.NewCertificates(t, brokertest.Names{})
	plain := brokertest.Start(t, brokertest.Options{})
	secure := brokertest.Start(t, brokertest.Options{TLS: certificates})
	web := brokertest.Start(t, brokertest.Options{WebSocket: true})
	for _, c := range []struct {
		name   string
		to     *brokertest.Broker
		scheme string
		want   []error // one of these
	}{
		{"plain to TLS", secure, "mqtt", []error{broker.ErrSpeaksTLS}},
		{"plain to WebSocket", web, "mqtt", []error{broker.ErrSpeaksHTTP, broker.ErrHungUp}},
		{"TLS to plain", plain, "mqtts", []error{broker.ErrNotTLS, broker.ErrTLSClosed}},
		{"TLS to WebSocket", web, "mqtts", []error{broker.ErrNotTLS}},
		{"WebSocket to plain", plain, "ws", []error{broker.ErrHungUp, broker.ErrNotWebSocket}},
		{"WebSocket to TLS", secure, "ws", []error{broker.ErrSpeaksTLS}},
		{"WebSocket and TLS to plain", plain, "wss", []error{broker.ErrNotTLS, broker.ErrTLSClosed}},
		{"WebSocket and TLS to TLS", secure, "wss", []error{broker.ErrHungUp, broker.ErrNotWebSocket}},
	} {
		t.Run(c.name, func(t *testing.T) {
			profile, err := broker.ParseURL(c.scheme + "://" + c.to.HostPort())
			if err != nil {
				t.Fatal(err)
			}
			profile.Once, profile.ConnectTimeout = true, patience/2
			profile.TLS = &tls.Config{RootCAs: certificates.Pool, MinVersion: tls.VersionTLS12}
			status := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Stopped)
			for _, want := range c.want {
				if errors.Is(status.Problem, want) {
					t.Log(explain.Error(status.Problem, profile.Address))
					return
				}
			}
			t.Errorf("problem %v, want one of %v", status.Problem, c.want)
		})
	}
}
