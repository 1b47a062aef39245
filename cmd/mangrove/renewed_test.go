package main

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/broker/server"
	"mangrove/model"
)

// gate is TLS before the built-in broker, which asks for a client certificate.
type gate struct {
	address net.Addr

	mu     sync.Mutex // guards what follows
	config *tls.Config
	shown  *big.Int // the serial number of the last client certificate
	last   net.Conn
}

func startGate(t *testing.T) *gate {
	t.Helper()
	box, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	g := new(gate)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g.address = listener.Addr()
	var all sync.WaitGroup
	all.Go(func() { // ends with the listener
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			all.Go(func() { g.pass(conn, strings.TrimPrefix(box.Address(), "mqtt://")) }) // ends with the client
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		g.hangUp()
		all.Wait()
	})
	return g
}

// pass passes on what comes over a connection.
func (g *gate) pass(conn net.Conn, to string) {
	g.mu.Lock()
	secure := tls.Server(conn, g.config)
	g.last = secure
	g.mu.Unlock()
	defer func() { _ = conn.Close() }()
	if secure.Handshake() != nil {
		return
	}
	g.mu.Lock()
	g.shown = secure.ConnectionState().PeerCertificates[0].SerialNumber
	g.mu.Unlock()
	behind, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	go func() { // ends with the connection behind
		_, _ = io.Copy(secure, behind)
		_ = conn.Close()
	}()
	_, _ = io.Copy(behind, secure)
	_ = behind.Close()
}

func (g *gate) hangUp() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.last != nil {
		_ = g.last.Close()
	}
}

// ask has clients with certificates of an authority let in from now on.
func (g *gate) ask(t *testing.T, c *brokertest.Certificates) {
	t.Helper()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.config = c.Server(t)
	g.config.ClientAuth = tls.RequireAndVerifyClientCert
}

func (g *gate) has(serial *big.Int) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.shown != nil && g.shown.Cmp(serial) == 0
}

// TestRenewedCertificates: a session that connects again does so with the files as they
// are by then, also with those of another authority. Damaged ones are told, and it goes on
// trying.
func TestRenewedCertificates(t *testing.T) {
	first, second := brokertest.NewCertificates(t, brokertest.Names{}), brokertest.NewCertificates(t, brokertest.Names{})
	folder, renewed := first.HandOut(t), second.HandOut(t)
	in := func(folder, name string) string { return filepath.Join(folder, name) }
	const authority, certificate, key = "RootCA1.pem", "4f1b-certificate.pem.crt", "4f1b-private.pem.key"
	put := func(name string, content []byte) {
		t.Helper()
		if err := os.WriteFile(in(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	g := startGate(t)
	g.ask(t, first)
	p := profiles.Profile{TLS: profiles.TLS{CA: in(folder, authority), Certificate: in(folder, certificate), Key: in(folder, key)}}
	url, err := broker.ParseURL("mqtts://" + g.address.String())
	if err != nil {
		t.Fatal(err)
	}
	p.Address = url.Address
	r, err := p.Runtime(new(profiles.Memory))
	if err != nil {
		t.Fatal(err)
	}
	s := client.Open(r, model.NewStore(model.Options{}), client.Options{})
	t.Cleanup(func() { _ = s.Close() })
	connected := func(what string, c *brokertest.Certificates) {
		t.Helper()
		serial := serialOf(t, c)
		reaches(t, what, func() bool {
			st := s.Status()
			if st.Phase == broker.Waiting || st.Phase == broker.Stopped {
				s.Retry()
			}
			return st.Phase == broker.Connected && g.has(serial)
		})
	}
	connected("connected", first)

	g.ask(t, second)
	put(certificate, []byte("half a certifi"))
	g.hangUp()
	reaches(t, "the damaged file is told", func() bool {
		st := s.Status()
		return st.Phase == broker.Waiting && st.Problem != nil && strings.Contains(explain.Error(st.Problem, r.Address), certificate+" is not a client certificate")
	})
	for _, name := range []string{authority, certificate, key} {
		content, err := os.ReadFile(in(renewed, name))
		if err != nil {
			t.Fatal(err)
		}
		put(name, content)
	}
	connected("connected with what was renewed", second)
}

func serialOf(t *testing.T, c *brokertest.Certificates) *big.Int {
	t.Helper()
	own, err := x509.ParseCertificate(c.Client.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	return own.SerialNumber
}

// reaches waits for something.
func reaches(t *testing.T, what string, reached func() bool) {
	t.Helper()
	poll := time.NewTicker(10 * time.Millisecond)
	defer poll.Stop()
	for late := time.After(3 * time.Minute); !reached(); {
		select {
		case <-poll.C:
		case <-late:
			t.Fatal("not within a minute: " + what)
		}
	}
}
