package client

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// each runs a test for every version.
func each(t *testing.T, test func(t *testing.T, version broker.Version)) {
	t.Helper()
	for _, version := range versions {
		t.Run(version.String(), func(t *testing.T) { test(t, version) })
	}
}

func TestSubscriptionsAreAskedForAndAnswered(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		var asked atomic.Int32
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			for {
				head, body := p.read()
				if head == 0 {
					return
				}
				if head>>4 != typeSubscribe {
					continue
				}
				asked.Add(1)
				var codes []byte
				rest := body[2:]
				if version == broker.V5 {
					rest = rest[1:]
				}
				for len(rest) > 0 { // in the order of the packet
					n := int(binary.BigEndian.Uint16(rest))
					code := rest[2+n]
					if strings.HasPrefix(string(rest[2:2+n]), "secret") {
						code = 0x80
					}
					codes, rest = append(codes, min(code, 0x80)), rest[3+n:]
				}
				p.write(subackPacket(version, body, codes...))
			}
		})
		profile := f.profile("mqtt", version)
		for i := range 10 { // more than one SUBSCRIBE takes
			profile.Subscriptions = append(profile.Subscriptions, broker.Subscription{Filter: fmt.Sprintf("f%d/#", i), QoS: byte(i % 3)})
		}
		profile.Subscriptions = append(profile.Subscriptions, broker.Subscription{Filter: "secret/#", QoS: 2})
		s := connectFake(t, profile, &keeper{})
		status := answered(t, s)
		if asked.Load() != 2 {
			t.Errorf("%d SUBSCRIBE packets for 11 filters, want 2", asked.Load())
		}
		for i, g := range status.Subscriptions {
			if g.Filter == "secret/#" {
				refused(t, g.Denied, "SUBACK", 0x80)
			} else if g.Denied != nil || g.Granted != byte(i%3) || g.Filter != fmt.Sprintf("f%d/#", i) {
				t.Errorf("subscription %d is %+v", i, g)
			}
		}

		ctx := t.Context()
		if err := s.Subscribe(ctx, broker.Subscription{Filter: "f0/#", QoS: 2}, broker.Subscription{Filter: "new"}); err != nil {
			t.Errorf("subscribing: %v", err)
		}
		if r := refused(t, s.Subscribe(ctx, broker.Subscription{Filter: "secret/more"}), "SUBACK", 0x80); r.Subject != "secret/more" {
			t.Errorf("refused %q", r.Subject)
		}
		subs := s.Status().Subscriptions
		if len(subs) != 13 || subs[0].Granted != 2 || subs[11].Filter != "new" || subs[12].Denied == nil {
			t.Errorf("subscriptions now: %+v", subs)
		}
		subs[0].Filter = "mine"
		if s.Status().Subscriptions[0].Filter == "mine" {
			t.Error("the status is not a copy")
		}
	})
}

func TestUnsubscribe(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		f := startFake(t, nil, func(p *peer) { p.welcome(); p.serve(nil) })
		profile := f.profile("mqtt", version)
		profile.Subscriptions = []broker.Subscription{{Filter: "a"}, {Filter: "b"}, {Filter: "c"}}
		s := connectFake(t, profile, &keeper{})
		answered(t, s)
		if err := s.Unsubscribe(t.Context(), "a", "c"); err != nil {
			t.Fatal(err)
		}
		if subs := s.Status().Subscriptions; len(subs) != 1 || subs[0].Filter != "b" {
			t.Errorf("left: %+v", subs)
		}
		if err := s.Unsubscribe(t.Context(), "a#"); !errors.Is(err, model.ErrHash) {
			t.Errorf("got %v, want a bad filter", err)
		}
	})
}

func TestSubscriptionsWithoutAConnection(t *testing.T) {
	f := startFake(t, nil, func(*peer) {})
	profile := f.profile("mqtt", broker.V311)
	s := connectFake(t, profile, &keeper{})
	reaches(t, s, broker.Stopped)
	if err := s.Subscribe(t.Context(), broker.Subscription{Filter: "a"}); !errors.Is(err, broker.ErrNotConnected) {
		t.Errorf("got %v, want not connected", err)
	}
	if subs := s.Status().Subscriptions; len(subs) != 1 || subs[0].Answered {
		t.Errorf("remembered: %+v, want a, unanswered", subs)
	}
	for _, bad := range []broker.Subscription{{Filter: ""}, {Filter: "a+"}, {Filter: "a", QoS: 3}} {
		if err := s.Subscribe(t.Context(), broker.Subscription{Filter: "fine"}, bad); err == nil {
			t.Errorf("%+v was accepted", bad)
		}
	}
	if subs := s.Status().Subscriptions; len(subs) != 1 {
		t.Errorf("remembered what was refused: %+v", subs)
	}
	if err := s.Unsubscribe(t.Context(), "a"); err != nil || len(s.Status().Subscriptions) != 0 {
		t.Errorf("%v, left %+v", err, s.Status().Subscriptions)
	}
}

func TestOptionsOfMQTT5AreSent(t *testing.T) {
	asked := make(chan map[string]byte, 10)
	f := startFake(t, nil, func(p *peer) {
		p.welcome(0x28, 1, 0x2A, 0) // wildcards yes, shared subscriptions no
		p.serve(func(head byte, body []byte) {
			if head>>4 == typeSubscribe {
				asked <- filters(p.level, body, 1)
			}
		})
	})
	profile := f.profile("mqtt", broker.V5)
	profile.Subscriptions = []broker.Subscription{
		{Filter: "a/#", QoS: 1, NoLocal: true, RetainAsPublished: true, RetainHandling: 2},
		{Filter: "$share/g/a"},
	}
	s := connectFake(t, profile, &keeper{})
	if got := <-asked; len(got) != 1 || got["a/#"] != 1|1<<2|1<<3|2<<4 {
		t.Errorf("asked for %v", got)
	}
	status := answered(t, s)
	refused(t, status.Subscriptions[1].Denied, "SUBACK", 0x9E)
	if status.Note != "" {
		t.Errorf("note %q", status.Note)
	}

	f = startFake(t, nil, func(p *peer) { p.welcome(0x28, 0); p.serve(nil) })
	profile.Address.Port = f.profile("", 0).Address.Port
	profile.Subscriptions = []broker.Subscription{{Filter: "a/#"}, {Filter: "a"}}
	status = answered(t, connectFake(t, profile, &keeper{}))
	refused(t, status.Subscriptions[0].Denied, "SUBACK", 0xA2)
	if status.Subscriptions[1].Denied != nil {
		t.Errorf("denied %v without wildcards", status.Subscriptions[1].Denied)
	}

	f = startFake(t, nil, func(p *peer) { p.welcome(); p.serve(nil) })
	profile = f.profile("mqtt", broker.V311)
	profile.Subscriptions = []broker.Subscription{{Filter: "a", NoLocal: true}}
	if status := answered(t, connectFake(t, profile, &keeper{})); !strings.Contains(status.Note, "No Local") {
		t.Errorf("note %q does not say that No Local is left out", status.Note)
	}
}

// TestASubackWithTooManyCodes would end the process if it reached
// paho.mqtt.golang.
func TestASubackWithTooManyCodes(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		for _, library := range []bool{false, true} {
			f := startFake(t, nil, func(p *peer) {
				p.welcome()
				p.grant(0, 0, 0)
				p.serve(nil)
			})
			profile := f.profile("mqtt", version)
			profile.LibraryReader = library
			profile.Subscriptions = []broker.Subscription{{Filter: "a"}}
			status := reaches(t, connectFake(t, profile, &keeper{}), broker.Stopped)
			if !errors.Is(status.Problem, broker.ErrMalformed) || !strings.Contains(status.Problem.Error(), "3 answers to 1 filters") {
				t.Errorf("problem %v", status.Problem)
			}
		}
	})
}

func TestHangingUpOverASubscription(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		f := startFake(t, nil, func(p *peer) { p.welcome(); p.read() })
		profile := f.profile("mqtt", version)
		profile.Subscriptions = []broker.Subscription{{Filter: "#"}}
		status := reaches(t, connectFake(t, profile, &keeper{}), broker.Stopped)
		if !errors.Is(status.Problem, broker.ErrSubscribing) || !errors.Is(status.Problem, broker.ErrLost) {
			t.Errorf("problem %v", status.Problem)
		}
	})
}

func TestABrokerThatHangsUpMidStream(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			p.grant(1)
			p.write(publishPacket(version, 0, 0, "whole", fmt.Sprint(p.number)))
			if p.number < 3 {
				p.write([]byte{0x30, 100, 0, 4, 'h', 'a'})
				return
			}
			p.serve(nil)
		})
		profile := f.profile("mqtt", version)
		profile.Once = false
		profile.Subscriptions = []broker.Subscription{{Filter: "#", QoS: 1}}
		var sink keeper
		s := connectFake(t, profile, &sink)
		eventually(t, func() bool { return sink.len() == 4 }, func() any { return s.Status() })
		for i, m := range sink.all() {
			if string(m.Payload) != fmt.Sprint(i) {
				t.Errorf("message %d is %s", i, m.Payload)
			}
		}
		if status := answered(t, s); status.Attempt != 0 || status.Problem != nil || status.Subscriptions[0].Granted != 1 {
			t.Errorf("in the end %+v", status)
		}
	})
}

func TestStatusWhileWaiting(t *testing.T) {
	gone := make(chan struct{})
	f := startFake(t, nil, func(p *peer) {
		if p.number > 0 {
			return
		}
		p.welcome()
		p.read()
		<-gone
	})
	profile := f.profile("mqtt", broker.V311)
	profile.Once = false
	profile.Subscriptions = []broker.Subscription{{Filter: "#"}}
	s := open(profile, &keeper{}, nil, func(int) time.Duration { return time.Hour })
	defer s.Close()
	reaches(t, s, broker.Connected)
	close(gone)
	status := reaches(t, s, broker.Waiting)
	if !errors.Is(status.Problem, broker.ErrLost) || time.Until(status.RetryAt) < 59*time.Minute || status.Subscriptions[0].Answered {
		t.Errorf("after the loss %+v", status)
	}
	for attempt := 1; attempt <= 3; attempt++ {
		s.Retry()
		eventually(t, func() bool {
			now := s.Status()
			return now.Phase == broker.Waiting && now.Attempt == attempt
		}, func() any { return s.Status() })
	}
	if f.connections() != 4 {
		t.Errorf("%d connections, want 4", f.connections())
	}
}

func TestRetryAfterGivingUp(t *testing.T) {
	f := startFake(t, nil, func(p *peer) {
		p.connect()
		if p.number == 0 {
			p.write(connackPacket(p.level, broker.OldNotAuthorized))
			return
		}
		p.write(connackPacket(p.level, 0))
		p.serve(nil)
	})
	s := connectFake(t, f.profile("mqtt", broker.V311), &keeper{})
	reaches(t, s, broker.Stopped)
	s.Retry()
	reaches(t, s, broker.Connected)
}

// TestAHalfOpenConnection: the broker goes on accepting bytes and says nothing.
func TestAHalfOpenConnection(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		t.Parallel() // it takes its time
		var pings atomic.Int32
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			for i := 0; ; {
				head, _ := p.read()
				if head == 0 {
					return
				}
				if head>>4 == 12 {
					if i++; i <= 2 { // then it goes deaf
						pings.Add(1)
						p.write(packet(typePingresp<<4, nil))
					}
				}
			}
		})
		profile := f.profile("mqtt", version)
		profile.KeepAlive = time.Second
		began := time.Now()
		status := reaches(t, connectFake(t, profile, &keeper{}), broker.Stopped)
		if !errors.Is(status.Problem, broker.ErrSilent) || pings.Load() != 2 {
			t.Errorf("problem %v after %d answered pings, want silence after 2", status.Problem, pings.Load())
		}
		if took := time.Since(began); took > 8*time.Second {
			t.Errorf("noticed after %v", took)
		}
	})
}

func TestServerDisconnect(t *testing.T) {
	for _, c := range []struct {
		code  byte
		phase broker.Phase
	}{
		{broker.ShuttingDown, broker.Waiting}, {broker.SessionTakenOver, broker.Stopped}, {broker.NotAuthorized, broker.Stopped},
		{broker.ServerMoved, broker.Stopped}, {0x98, broker.Waiting}, {0, broker.Waiting},
	} {
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			p.write(packet(typeDisconnect<<4, []byte{c.code}))
		})
		profile := f.profile("mqtt", broker.V5)
		profile.Once = false
		s := open(profile, &keeper{}, nil, func(int) time.Duration { return time.Hour })
		status := reaches(t, s, c.phase)
		refused(t, status.Problem, "DISCONNECT", c.code)
		if taken := errors.Is(status.Problem, broker.ErrTakenOver); taken != (c.code == broker.SessionTakenOver) {
			t.Errorf("0x%02X: taken over is %t", c.code, taken)
		}
		_ = s.Close()
	}
}

// TestWhatOnlyTheLibraryMinds passes the wire, and is refused above it.
func TestWhatOnlyTheLibraryMinds(t *testing.T) {
	f := startFake(t, nil, func(p *peer) {
		p.welcome()
		p.write(packet(typePuback<<4, []byte{0, 1, 0, 2, 0x30, 0})) // no such property
		p.serve(nil)
	})
	status := reaches(t, connectFake(t, f.profile("mqtt", broker.V5), &keeper{}), broker.Stopped)
	if !errors.Is(status.Problem, broker.ErrMalformed) {
		t.Errorf("problem %v, want a malformed packet", status.Problem)
	}
}

func TestConnectCarriesTheProfile(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		connects := make(chan []byte, 1)
		f := startFake(t, nil, func(p *peer) {
			connects <- p.connect()
			p.write(connackPacket(version, 0))
			p.serve(nil)
		})
		profile := f.profile("mqtt", version)
		profile.ClientID, profile.Username, profile.Password = "me", "user", "pass"
		profile.KeepAlive = 77 * time.Second
		profile.Will = &broker.Will{Publication: broker.Publication{Topic: "gone", Payload: []byte("dead"), QoS: 1, Retain: true}, Delay: 5 * time.Second}
		connectFake(t, profile, &keeper{})
		want := map[broker.Version]string{
			broker.V31:  "\x00\x06MQIsdp\x03\xEE\x00\x4D\x00\x02me\x00\x04gone\x00\x04dead\x00\x04user\x00\x04pass",
			broker.V311: "\x00\x04MQTT\x04\xEE\x00\x4D\x00\x02me\x00\x04gone\x00\x04dead\x00\x04user\x00\x04pass",
			broker.V5:   "\x00\x04MQTT\x05\xEE\x00\x4D\x00\x00\x02me\x05\x18\x00\x00\x00\x05\x00\x04gone\x00\x04dead\x00\x04user\x00\x04pass",
		}[version]
		if got := string(<-connects); got != want {
			t.Errorf("CONNECT is\n%q, want\n%q", got, want)
		}
	})
}

func TestTheDefaultClientIDSuitsEveryVersion(t *testing.T) {
	a, b := randomClientID(), randomClientID()
	if a == b || len(a) > 23 || !strings.HasPrefix(a, "mangrove-") {
		t.Errorf("got %q and %q", a, b)
	}
}

func TestABadProfileStopsAtOnce(t *testing.T) {
	s := Open(broker.Profile{Subscriptions: []broker.Subscription{{Filter: "a#"}}}, &keeper{}, nil)
	defer s.Close()
	if status := reaches(t, s, broker.Stopped); !errors.Is(status.Problem, model.ErrHash) {
		t.Errorf("problem %v", status.Problem)
	}
}

// TestCloseIsQuickWhateverTheBrokerDoes closes sessions at every stage.
func TestCloseIsQuickWhateverTheBrokerDoes(t *testing.T) {
	stages := map[string]func(*peer){
		"no CONNACK": func(p *peer) { _, _ = io.Copy(io.Discard, p) },
		"no SUBACK":  func(p *peer) { p.welcome(); _, _ = io.Copy(io.Discard, p) },
		"reads nothing": func(p *peer) {
			p.welcome()
			for {
				if _, err := p.Write(publishPacket(p.level, 4, 1, "t", "x")); err != nil {
					return
				}
			}
		},
		"orderly": func(p *peer) { p.welcome(); p.serve(nil) },
		"refuses": func(p *peer) { p.connect(); p.write(connackPacket(p.level, 3)) },
	}
	for name, script := range stages {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, version broker.Version) {
				f := startFake(t, nil, script)
				profile := f.profile("mqtt", version)
				profile.Once = false
				profile.Subscriptions = []broker.Subscription{{Filter: "#", QoS: 2}}
				s := open(profile, &keeper{}, nil, func(int) time.Duration { return time.Hour })
				eventually(t, func() bool { return f.connections() > 0 }, func() any { return s.Status() })
				began := time.Now()
				if err := s.Close(); err != nil {
					t.Error(err)
				}
				if took := time.Since(began); took > 5*time.Second {
					t.Errorf("took %v", took)
				}
				if again := s.Close(); again != nil || s.Status().Phase != broker.Stopped {
					t.Errorf("closed again: %v, %+v", again, s.Status())
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				if err := s.Publish(ctx, broker.Publication{Topic: "t"}); !errors.Is(err, broker.ErrClosed) {
					t.Errorf("publishing after Close: %v", err)
				}
				if err := s.Subscribe(ctx, broker.Subscription{Filter: "t"}); !errors.Is(err, broker.ErrClosed) {
					t.Errorf("subscribing after Close: %v", err)
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
		s := connectFake(t, f.profile("mqtt", version), &keeper{})
		reaches(t, s, broker.Connected)
		_ = s.Close()
		var last byte
		for head := range said {
			last = head
		}
		if last != typeDisconnect<<4 {
			t.Errorf("the last packet is 0x%02X", last)
		}
		if status := s.Status(); status.Problem != nil {
			t.Errorf("problem %v", status.Problem)
		}
	})
}

// TestReconnectingLeavesNothingBehind: TestMain counts the goroutines.
func TestReconnectingLeavesNothingBehind(t *testing.T) {
	rounds := 1000
	if testing.Short() {
		rounds = 100
	}
	for _, version := range []broker.Version{broker.V311, broker.V5} {
		t.Run(version.String(), func(t *testing.T) {
			f := startFake(t, nil, func(p *peer) {
				p.welcome()
				if p.grant(0) {
					p.write(publishPacket(version, 2, 1, "t", "x"))
				}
			})
			profile := f.profile("mqtt", version)
			profile.Once = false
			profile.Subscriptions = []broker.Subscription{{Filter: "#"}}
			var sink keeper
			s := open(profile, &sink, nil, func(int) time.Duration { return 0 })
			eventually(t, func() bool { return f.connections() >= rounds }, func() any { return f.connections() })
			_ = s.Close()
			if got := s.Received(); got < uint64(rounds-1) || got != uint64(sink.len()) {
				t.Errorf("%d messages of %d connections, %d delivered", got, rounds, sink.len())
			}
		})
	}
}
