package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
)

// TestCloseIsQuickWhateverTheBrokerDoes closes sessions at every stage.
func TestCloseIsQuickWhateverTheBrokerDoes(t *testing.T) {
	stages := map[string]func(*peer){
		"no CONNACK": func(p *peer) { _, _ = io.Copy(io.Discard, p) },
		"no SUBACK":  func(p *peer) { p.welcome(); _, _ = io.Copy(io.Discard, p) },
		"reads nothing": func(p *peer) {
			p.welcome()
			for {
				if _, err := p.Write(wiretest.Message(p.level, 4, 1).Packet("t", "x")); err != nil {
					return
				}
			}
		},
		"orderly": func(p *peer) { p.welcome(); p.serve(nil) },
		"refuses": func(p *peer) { p.connect(); p.write(wiretest.Connack(p.level, 3)) },
	}
	for name, script := range stages {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, version broker.Version) {
				f := startFake(t, nil, script)
				profile := f.profile("mqtt", version)
				profile.Once = false
				profile.Subscriptions = []broker.Subscription{{Filter: "#", QoS: 2}}
				s := open(profile, &wiretest.Keeper{}, Options{}, func(int) time.Duration { return time.Hour })
				eventually(t, func() bool { return f.connections() > 0 }, func() any { return s.Status() })
				began := time.Now()
				if err := s.Close(); err != nil {
					t.Error(err)
				}
				if took := time.Since(began); took > patience/2 { // a ping would be waited for longer
					t.Errorf("took %v", took)
				}
				if again := s.Close(); again != nil || s.Status().Phase != broker.Stopped {
					t.Errorf("closed again: %v, %+v", again, s.Status())
				}
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				defer cancel()
				if _, err := s.Publish(ctx, broker.Publication{Topic: "t"}); !errors.Is(err, broker.ErrClosed) {
					t.Errorf("publishing after Close: %v", err)
				}
				if err := s.Subscribe(ctx, broker.Subscription{Filter: "t"}); !errors.Is(err, broker.ErrClosed) {
					t.Errorf("subscribing after Close: %v", err)
				}
			})
		})
	}
}

// TestCloseBeforeTheAnswer says DISCONNECT to a broker that has taken CONNECT and not
// answered yet: it would publish the last will of a client that is just gone. Who
// is cut off says nothing then either.
func TestCloseBeforeTheAnswer(t *testing.T) {
	for name, end := range map[string]func(*Session){
		"closed":    func(s *Session) { _ = s.Close() },
		"abandoned": (*Session).Abandon,
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, version broker.Version) {
				asked, last := make(chan bool), make(chan byte, 1)
				f := startFake(t, nil, func(p *peer) {
					p.connect()
					close(asked)
					head, _ := p.read()
					last <- head
				})
				s := open(f.profile("mqtt", version), &wiretest.Keeper{}, Options{}, func(int) time.Duration { return time.Hour })
				<-asked
				end(s)
				if head := <-last; (head == packet.Disconnect<<4) != (name == "closed") {
					t.Errorf("the last packet is 0x%02X", head)
				}
			})
		})
	}
}

func TestCloseSaysDisconnect(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		said := make(chan byte, 10)
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			p.serve(func(head byte, _ []byte) { said <- head })
			close(said)
		})
		s := connectFake(t, f.profile("mqtt", version), &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		_ = s.Close()
		var last byte
		for head := range said {
			last = head
		}
		if last != packet.Disconnect<<4 {
			t.Errorf("the last packet is 0x%02X", last)
		}
		if status := s.Status(); status.Problem != nil {
			t.Errorf("problem %v", status.Problem)
		}
	})
}

// TestReconnectingLeavesNothingBehind: neither goroutines nor memory, while the
// session goes on. What is left when it has ended, TestMain counts.
func TestReconnectingLeavesNothingBehind(t *testing.T) {
	// The sink and the broker of this test keep 500 bytes of each connection.
	const warm, kept, margin = 50, 2 << 10, 256 << 10
	rounds := 1000
	if testing.Short() {
		rounds = 100
	}
	for _, version := range []broker.Version{broker.V311, broker.V5} {
		t.Run(version.String(), func(t *testing.T) {
			hold := make(chan struct{}) // the connections wait for it where memory is measured
			f := startFake(t, nil, func(p *peer) {
				p.welcome()
				if p.grant(0) {
					p.write(wiretest.Message(version, 2, 1).Packet("t", "x"))
				}
				if p.number == warm || p.number == warm+rounds {
					<-hold
				}
			})
			profile := f.profile("mqtt", version)
			profile.Once = false
			profile.Subscriptions = []broker.Subscription{{Filter: "#"}}
			var sink wiretest.Keeper
			s := open(profile, &sink, Options{}, func(int) time.Duration { return 0 })
			defer s.Close()
			reached := func(connections int) use {
				eventually(t, func() bool { return sink.Len() > connections }, func() any { return f.connections() })
				return inUse()
			}
			before := reached(warm)
			hold <- struct{}{}
			after := reached(warm + rounds)
			eventually(t, func() bool { // the library's may be about to end
				after = inUse()
				return after.goroutines <= before.goroutines+3
			}, func() any { return fmt.Sprintf("%d connections ago there was %+v, now %+v", rounds, before, after) })
			close(hold)
			if grown := after.heap - before.heap; grown > int64(rounds*kept+margin) {
				t.Errorf("%d connections took %d bytes of memory", rounds, grown)
			} else {
				t.Logf("%d connections: %d bytes, %d goroutines then %d", rounds, grown, before.goroutines, after.goroutines)
			}
			_ = s.Close()
			if got := s.Received(); got < uint64(warm+rounds) || got != uint64(sink.Len()) {
				t.Errorf("%d messages of %d connections, %d delivered", got, warm+rounds, sink.Len())
			}
		})
	}
}

// use is what the program takes.
type use struct {
	goroutines int
	heap       int64
}

// inUse measures after the garbage is gone.
func inUse() use {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what had a finalizer
	runtime.ReadMemStats(&m)
	return use{runtime.NumGoroutine(), int64(m.HeapAlloc)}
}

func TestAbandonSaysNothing(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		said := make(chan byte, 10)
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			p.serve(func(head byte, _ []byte) { said <- head })
			close(said)
		})
		s := connectFake(t, f.profile("mqtt", version), &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		s.Abandon()
		for head := range said {
			t.Errorf("it said 0x%02X", head)
		}
	})
}

// TestCloseLetsTheBrokerFinish: what a broker still sends when we have said DISCONNECT, the
// answer to a SUBSCRIBE for instance, does not reset the connection. Mosquitto leaves
// unread what lies behind a request it cannot answer, and takes us for lost.
func TestCloseLetsTheBrokerFinish(t *testing.T) {
	for name, before := range map[string]func(*peer){
		"connected":         func(p *peer) { p.welcome() },
		"before the answer": func(p *peer) { p.connect() },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, version broker.Version) {
				ready, ended := make(chan struct{}), make(chan struct{})
				f := startFake(t, nil, func(p *peer) {
					defer close(ended)
					before(p)
					close(ready)
					last := byte(0)
					for head, _ := p.read(); head != 0; head, _ = p.read() {
						last = head
					}
					if last != packet.Disconnect<<4 {
						t.Errorf("the last packet is 0x%02X", last)
					}
					for n := range 10 {
						if _, err := p.Write(wiretest.Packet(packet.Pingresp<<4, nil)); err != nil {
							t.Errorf("answer %d: %v", n, err)
						}
					}
				})
				s := open(f.profile("mqtt", version), &wiretest.Keeper{}, Options{}, func(int) time.Duration { return time.Hour })
				<-ready
				if name == "connected" {
					reaches(t, s, broker.Connected)
				}
				began := time.Now()
				_ = s.Close()
				<-ended
				t.Logf("closed after %v", time.Since(began))
			})
		})
	}
}
