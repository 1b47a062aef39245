package client

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"net"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/model"
)

// countingSink takes nothing until its gate is open; it notes who applies.
type countingSink struct {
	gate          chan struct{}
	closed        atomic.Bool // Close has returned
	inside        atomic.Int32
	applied, lost atomic.Uint64
	wrong         atomic.Pointer[string]
}

// Apply waits for the gate.
func (c *countingSink) Apply(b model.Batch) {
	if n := c.inside.Add(1); n > 1 || c.closed.Load() {
		c.fault(fmt.Sprintf("%d goroutines apply, after Close: %t", n, c.closed.Load()))
	}
	<-c.gate
	c.applied.Add(uint64(len(b.Messages)))
	if c.inside.Add(-1); c.closed.Load() {
		c.fault("Close has returned while a batch was being applied")
	}
}

// Lost counts.
func (c *countingSink) Lost(n int) {
	if c.lost.Add(uint64(n)); c.closed.Load() {
		c.fault("messages are counted after Close")
	}
}

func (*countingSink) Interrupted(time.Time, time.Time) {}

func (c *countingSink) fault(words string) { c.wrong.Store(&words) }

// TestCloseEndsTheDelivery: when it returns, nothing is delivered any more, and
// each message that has come was delivered or counted as lost. The broker sends
// more than one batch, and the sink takes longer than Close is ready to wait.
func TestCloseEndsTheDelivery(t *testing.T) {
	const sent = 5*4096 + 1 // more than five batches hold
	for _, c := range []struct {
		name    string
		version broker.Version
		slow    bool // the sink is
	}{{"in time", broker.V5, false}, {"too slow", broker.V311, true}, {"too slow in MQTT 5", broker.V5, true}} {
		t.Run(c.name, func(t *testing.T) {
			f := startFake(t, nil, func(p *peer) {
				p.welcome()
				p.write([]byte(strings.Repeat(string(wiretest.Message(p.level, 0, 0).Packet("t", "x")), sent)))
				_ = p.Conn.(*net.TCPConn).CloseWrite()
				p.serve(nil)
			})
			sink := &countingSink{gate: make(chan struct{})}
			open := sync.OnceFunc(func() { close(sink.gate) })
			s := connectFake(t, f.profile("mqtt", c.version), sink)
			t.Cleanup(open)
			if !c.slow {
				s.grace = patience
			}
			reaches(t, s, broker.Connected)
			conn, err := s.current()
			if err != nil {
				t.Fatal(err)
			}
			eventually(t, func() bool { return conn.wire.Drained() && sink.inside.Load() == 1 }, func() any { return conn.wire.Unread() })
			closed := make(chan struct{})
			go func() {
				_ = s.Close()
				sink.closed.Store(true)
				close(closed)
			}()
			eventually(t, func() bool { return waitsForTheReader() && conn.wire.Overdue() == c.slow }, func() any { return s.Status() })
			open()
			<-closed
			sink.check(t, s.Received(), sent, c.slow)
		})
	}
}

// check judges what became of the messages.
func (c *countingSink) check(t *testing.T, received, sent uint64, slow bool) {
	t.Helper()
	if wrong := c.wrong.Load(); wrong != nil {
		t.Error(*wrong)
	}
	applied, lost := c.applied.Load(), c.lost.Load()
	if applied+lost != sent || received != sent {
		t.Errorf("of %d messages %d were received, %d applied, %d counted as lost", sent, received, applied, lost)
	}
	if slow != (lost > 0) || applied == 0 {
		t.Errorf("%d applied, %d lost, the sink was slow: %t", applied, lost, slow)
	}
}

// waitsForTheReader reports that a session is being closed whose sink has a batch.
func waitsForTheReader() bool {
	stacks := make([]byte, 1<<20)
	return bytes.Contains(stacks[:runtime.Stack(stacks, true)], []byte("wire.(*Conn).Finish("))
}

// TestOneReaderAppliesAtATime over reconnections and transports: the store of a
// tab is used again as soon as Close has returned.
func TestOneReaderAppliesAtATime(t *testing.T) {
	certificates := brokertest.NewCertificates(t, brokertest.Names{})
	for _, scheme := range []string{"mqtt", "mqtts"} {
		t.Run(scheme, func(t *testing.T) {
			var config *tls.Config
			if scheme == "mqtts" {
				config = certificates.Server(t)
			}
			f := startFake(t, config, func(p *peer) {
				p.welcome()
				packets := []byte(strings.Repeat(string(wiretest.Message(p.level, 0, 0).Packet("t", "x")), 1000))
				for i := range 200 {
					if _, err := p.Write(packets); err != nil || i == 20 && p.number%2 == 0 {
						return
					}
				}
			})
			profile := f.profile(scheme, broker.V5)
			profile.Once, profile.TLS = false, &tls.Config{RootCAs: certificates.Pool, MinVersion: tls.VersionTLS12}
			open := make(chan struct{})
			close(open)
			var received uint64
			sink := &countingSink{gate: open}
			for range 3 {
				sink.closed.Store(false)
				s := openSession(profile, sink)
				before := sink.applied.Load()
				eventually(t, func() bool { return sink.applied.Load() > before+20_000 }, func() any { return s.Status() })
				_ = s.Close()
				sink.closed.Store(true)
				received += s.Received()
			}
			if wrong := sink.wrong.Load(); wrong != nil {
				t.Error(*wrong)
			}
			if got := sink.applied.Load() + sink.lost.Load(); got != received {
				t.Errorf("%d messages were received, %d applied or lost", received, got)
			}
		})
	}
}

// TestReconnectingAtAFullStore: a tab that is connected again the moment it has been
// disconnected goes on with its store, also while that lets topics go.
func TestReconnectingAtAFullStore(t *testing.T) {
	f := startFake(t, nil, func(p *peer) {
		p.welcome()
		for i := range 20 {
			var packets []byte
			for j := range 500 {
				packets = append(packets, wiretest.Message(p.level, 0, 0).Packet(fmt.Sprintf("%d/%d", p.number, i*500+j), "x")...)
			}
			if _, err := p.Write(append(packets, packets...)); err != nil {
				return
			}
		}
		p.serve(nil)
	})
	store := model.NewStore(model.Options{Topics: 5_000, Budget: -1})
	var received uint64
	for range 3 {
		s := openSession(f.profile("mqtt", broker.V5), store)
		eventually(t, func() bool { return store.Intake().Applied > received+6_000 }, func() any { return s.Status() })
		_ = s.Close()
		received += s.Received()
	}
	if in := store.Intake(); in.Received != received || in.Applied+in.Dropped != received {
		t.Errorf("%d messages were received, the store has %+v", received, in)
	}
	seen := map[string]bool{}
	for _, id := range store.Tree().SortedBelow(model.Root) {
		topic := store.Topic(id)
		if found, ok := store.Find(topic); !ok || found != id || seen[topic] {
			t.Fatalf("%s is in the tree twice, or cannot be found by its name", topic)
		}
		seen[topic] = true
	}
}

func openSession(p broker.Profile, sink model.Sink) *Session {
	return open(p, sink, Options{}, func(int) time.Duration { return time.Millisecond })
}
