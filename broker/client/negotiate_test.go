package client

import (
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/explain"
)

// reset ends a connection with RST instead of FIN.
func (p *peer) reset() {
	_ = p.Conn.(*net.TCPConn).SetLinger(0)
	_ = p.Close()
}

func TestAutoFallsBackToAnOlderVersion(t *testing.T) {
	for name, refuse := range map[string]func(*peer){
		"reason code of MQTT 5":       func(p *peer) { p.write(wiretest.Connack(broker.V5, broker.UnsupportedVersion)) },
		"malformed, it says":          func(p *peer) { p.write(wiretest.Connack(broker.V5, broker.MalformedPacket)) },
		"return code of 3.1.1":        func(p *peer) { p.write(wiretest.Connack(broker.V311, broker.OldUnsupportedVersion)) },
		"return code in CONNACK of 5": func(p *peer) { p.write(wiretest.Connack(broker.V5, broker.OldUnsupportedVersion)) },
		"not authorized in 3.1.1":     func(p *peer) { p.write(wiretest.Connack(broker.V311, broker.OldNotAuthorized)) },
		"accepted, but as 3.1.1":      func(p *peer) { p.write(wiretest.Connack(broker.V311, 0)) },
		"closed without an answer":    func(*peer) {},
		"reset without an answer":     (*peer).reset,
		"closed in the middle of one": func(p *peer) { p.write([]byte{0x20, 0x03}) },
	} {
		for _, takes := range []broker.Version{broker.V311, broker.V31} {
			t.Run(name+"/"+takes.String(), func(t *testing.T) {
				f := startFake(t, nil, func(p *peer) {
					switch p.connect(); {
					case p.level == broker.V5:
						refuse(p)
					case p.level > takes:
						p.write(wiretest.Connack(p.level, broker.OldUnsupportedVersion))
					default:
						p.write(wiretest.Connack(p.level, 0))
						p.serve(nil)
					}
				})
				s := connectFake(t, f.profile("mqtt", broker.Auto), &wiretest.Keeper{})
				status := reaches(t, s, broker.Connected)
				if status.Version != takes || status.Problem != nil {
					t.Errorf("connected with %s, problem %v; want %s", status.Version, status.Problem, takes)
				}
				if !strings.Contains(explain.SessionNotes(status.Notes), "uses "+takes.String()) {
					t.Errorf("notes %v say nothing of %s", status.Notes, takes)
				}
			})
		}
	}
}

func TestTheVersionThatWorkedIsRemembered(t *testing.T) {
	levels := make(chan broker.Version, 100)
	f := startFake(t, nil, func(p *peer) {
		p.connect()
		levels <- p.level
		if p.level == broker.V5 {
			p.write(wiretest.Connack(broker.V5, broker.UnsupportedVersion))
			return
		}
		p.write(wiretest.Connack(p.level, 0)) // and hang up
	})
	profile := f.profile("mqtt", broker.Auto)
	profile.Once = false
	connectFake(t, profile, &wiretest.Keeper{})
	for i, want := range []broker.Version{broker.V5, broker.V311, broker.V311, broker.V311} {
		if got := <-levels; got != want {
			t.Fatalf("attempt %d with %s, want %s", i, got, want)
		}
	}
}

// TestOneHangUpDoesNotDecideTheVersion: the connection says what it uses and
// why, and the next one tries MQTT 5 again.
func TestOneHangUpDoesNotDecideTheVersion(t *testing.T) {
	f := startFake(t, nil, func(p *peer) {
		if p.connect(); p.number == 0 {
			return // and hang up
		}
		p.write(wiretest.Connack(p.level, 0))
		p.serve(nil)
	})
	profile := f.profile("mqtt", broker.Auto)
	profile.Once = false
	s := connectFake(t, profile, &wiretest.Keeper{})
	status := reaches(t, s, broker.Connected)
	if status.Version != broker.V311 || !strings.Contains(explain.SessionNotes(status.Notes), "closed the connection when MQTT 5 was tried, so this one uses 3.1.1") {
		t.Errorf("connected with %s, notes %v", status.Version, status.Notes)
	}
	f.hangUp(1)
	eventually(t, func() bool { return s.Status().Phase == broker.Connected && s.Status().Version == broker.V5 }, func() any { return s.Status() })
	if notes := s.Status().Notes; notes != nil {
		t.Errorf("notes %v", notes)
	}
}

// TestAnotherServerIsNamedAndLeftAlone: a server reference is in the refusal.
func TestAnotherServerIsNamedAndLeftAlone(t *testing.T) {
	other := startFake(t, nil, func(*peer) { t.Error("the other server was connected to") })
	reference := other.listener.Addr().String()
	property := append([]byte{0x1C, 0, byte(len(reference))}, reference...)
	for name, script := range map[string]func(*peer){
		"CONNACK": func(p *peer) { p.connect(); p.write(wiretest.Connack(broker.V5, broker.UseAnotherServer, property...)) },
		"DISCONNECT": func(p *peer) {
			p.welcome()
			p.write(wiretest.Packet(0xE0, append([]byte{broker.ServerMoved, byte(len(property))}, property...)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFake(t, nil, script)
			profile := f.profile("mqtt", broker.V5)
			profile.Once, profile.Password = false, "s3cr3t"
			status := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Stopped)
			var r *broker.Refusal
			if !errors.As(status.Problem, &r) || r.Packet != name || r.Reference != reference || f.connections() != 1 {
				t.Errorf("problem %v after %d connections, want a %s with the reference %s", status.Problem, f.connections(), name, reference)
			}
			if said := explain.Error(status.Problem, profile.Address); !strings.Contains(said, reference) {
				t.Errorf("it says %q", said)
			}
		})
	}
}

func TestABrokerMayBeReplacedByAnOlderOne(t *testing.T) {
	levels := make(chan broker.Version, 100)
	f := startFake(t, nil, func(p *peer) {
		p.connect()
		levels <- p.level
		switch {
		case p.number == 0: // takes 5, and hangs up
			p.write(wiretest.Connack(broker.V5, 0))
		case p.level == broker.V5:
			p.write(wiretest.Connack(broker.V311, broker.OldUnsupportedVersion))
		default:
			p.write(wiretest.Connack(p.level, 0))
			p.serve(nil)
		}
	})
	profile := f.profile("mqtt", broker.Auto)
	profile.Once = false
	s := connectFake(t, profile, &wiretest.Keeper{})
	for i, want := range []broker.Version{broker.V5, broker.V5, broker.V311} {
		if got := <-levels; got != want {
			t.Fatalf("attempt %d with %s, want %s", i, got, want)
		}
	}
	reaches(t, s, broker.Connected)
}

func TestNoVersionIsTaken(t *testing.T) {
	f := startFake(t, nil, func(p *peer) {
		p.connect()
		if p.level == broker.V5 {
			p.write(wiretest.Connack(broker.V5, broker.UnsupportedVersion))
			return
		}
		p.write(wiretest.Connack(p.level, broker.OldUnsupportedVersion))
	})
	profile := f.profile("mqtt", broker.Auto)
	profile.Once = false
	status := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Stopped)
	if !errors.Is(status.Problem, broker.ErrNoVersion) || f.connections() != 3 {
		t.Errorf("problem %v after %d connections, want no version after 3", status.Problem, f.connections())
	}
}

func TestAFixedVersionIsKept(t *testing.T) {
	f := startFake(t, nil, func(p *peer) {
		p.connect()
		p.write(wiretest.Connack(broker.V5, broker.UnsupportedVersion))
	})
	profile := f.profile("mqtt", broker.V5)
	profile.Once = false
	status := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Stopped)
	refused(t, status.Problem, "CONNACK", broker.UnsupportedVersion)
	if f.connections() != 1 {
		t.Errorf("%d connections, want 1", f.connections())
	}
}

func TestRefusalsEndOrDelayTheSession(t *testing.T) {
	for _, c := range []struct {
		name    string
		version broker.Version
		code    byte
		phase   broker.Phase
	}{
		{"5 bad login", broker.V5, broker.BadLogin, broker.Stopped},
		{"5 not authorized", broker.V5, broker.NotAuthorized, broker.Stopped},
		{"5 client id", broker.V5, broker.InvalidClientID, broker.Stopped},
		{"5 banned", broker.V5, broker.Banned, broker.Stopped},
		{"5 moved", broker.V5, broker.ServerMoved, broker.Stopped},
		{"5 unavailable", broker.V5, broker.ServerUnavailable, broker.Waiting},
		{"5 busy", broker.V5, broker.ServerBusy, broker.Waiting},
		{"5 will's QoS", broker.V5, broker.QoSUnsupported, broker.Stopped},
		{"5 will's retain flag", broker.V5, broker.RetainUnsupported, broker.Stopped},
		{"5 bad login as in 3.1.1", broker.V5, broker.OldBadLogin, broker.Stopped},
		{"5 quota", broker.V5, 0x97, broker.Waiting},
		{"3.1.1 client id", broker.V311, broker.OldInvalidClientID, broker.Stopped},
		{"3.1.1 unavailable", broker.V311, broker.OldServerUnavailable, broker.Waiting},
		{"3.1.1 bad login", broker.V311, broker.OldBadLogin, broker.Stopped},
		{"3.1.1 not authorized", broker.V311, broker.OldNotAuthorized, broker.Stopped},
		{"3.1.1 code of MQTT 5", broker.V311, broker.BadLogin, broker.Stopped},
		{"3.1 not authorized", broker.V31, broker.OldNotAuthorized, broker.Stopped},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := startFake(t, nil, func(p *peer) {
				p.connect()
				p.write(wiretest.Connack(c.version, c.code))
			})
			profile := f.profile("mqtt", c.version)
			profile.Once = false
			s := open(profile, &wiretest.Keeper{}, Options{}, func(int) time.Duration { return time.Hour })
			defer s.Close()
			status := reaches(t, s, c.phase)
			refused(t, status.Problem, "CONNACK", c.code)
			if waiting := !status.RetryAt.IsZero(); waiting != (c.phase == broker.Waiting) {
				t.Errorf("retry at %v", status.RetryAt)
			}
		})
	}
}

func TestTheBrokersWordsAndSettings(t *testing.T) {
	f := startFake(t, nil, func(p *peer) {
		p.connect()
		p.write(wiretest.Connack(broker.V5, broker.NotAuthorized, 0x1F, 0, 5, 's', 'o', 'r', 'r', 'y'))
	})
	s := connectFake(t, f.profile("mqtt", broker.V5), &wiretest.Keeper{})
	if r := refused(t, reaches(t, s, broker.Stopped).Problem, "CONNACK", broker.NotAuthorized); r.Reason != "sorry" {
		t.Errorf("reason %q, want sorry", r.Reason)
	}

	f = startFake(t, nil, func(p *peer) {
		// assigned id "given", keep alive 1 s, an authentication nobody asked for
		p.welcome(0x12, 0, 5, 'g', 'i', 'v', 'e', 'n', 0x13, 0, 1, 0x15, 0, 1, 'm')
		p.serve(nil)
	})
	s = connectFake(t, f.profile("mqtt", broker.V5), &wiretest.Keeper{})
	if status := reaches(t, s, broker.Connected); status.ClientID != "given" {
		t.Errorf("client id %q, want the assigned one", status.ClientID)
	}
	c, err := s.current()
	if err != nil || c.keepAlive != time.Second {
		t.Errorf("keep alive %v (%v), want the broker's", c.keepAlive, err)
	}
}
