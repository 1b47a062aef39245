package client

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/link"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
	"mangrove/model"
)

// each runs a test for every version.
func each(t *testing.T, test func(t *testing.T, version broker.Version)) {
	t.Helper()
	for _, version := range versions {
		t.Run(version.String(), func(t *testing.T) { test(t, version) })
	}
}

// noter is a sink that notes how many messages it had when it was told that
// there was no connection for a while.
type noter struct {
	wiretest.Keeper
	interrupted []int // the supervisor's until the session is closed
}

func (n *noter) Interrupted(from, to time.Time) {
	if !to.Before(from) {
		n.interrupted = append(n.interrupted, n.Len())
	}
}

// TestTheGapComesBeforeWhatFollowsIt: a broker that has kept the session sends
// its messages right behind CONNACK.
func TestTheGapComesBeforeWhatFollowsIt(t *testing.T) {
	wiretest.EachVersion(t, func(t *testing.T, version broker.Version) {
		f := startFake(t, nil, func(p *peer) {
			p.connect()
			connack := wiretest.Connack(p.level, 0)
			connack[2] = byte(min(p.number, 1)) // the session is present from the second connection on
			p.write(append(connack, wiretest.Message(p.level, 0, 0).Packet("t", fmt.Sprint(p.number))...))
			if p.number < 5 {
				return
			}
			p.serve(nil)
		})
		profile := f.profile("mqtt", version)
		profile.Once, profile.Resume, profile.ClientID = false, true, "me"
		var sink noter
		s := connectFake(t, profile, &sink)
		eventually(t, func() bool { return sink.Len() == 6 }, func() any { return s.Status() })
		_ = s.Close()
		if want := []int{1, 2, 3, 4, 5}; !slices.Equal(sink.interrupted, want) {
			t.Errorf("told of gaps after %v messages, want %v", sink.interrupted, want)
		}
	})
}

func TestABrokerThatHangsUpMidStream(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			p.grant(1)
			p.write(wiretest.Message(version, 0, 0).Packet("whole", fmt.Sprint(p.number)))
			if p.number < 3 {
				p.write([]byte{0x30, 100, 0, 4, 'h', 'a'})
				return
			}
			p.serve(nil)
		})
		profile := f.profile("mqtt", version)
		profile.Once = false
		profile.Subscriptions = []broker.Subscription{{Filter: "#", QoS: 1}}
		var sink noter
		s := connectFake(t, profile, &sink)
		eventually(t, func() bool { return sink.Len() == 4 }, func() any { return s.Status() })
		for i, m := range sink.All() {
			if string(m.Payload) != fmt.Sprint(i) {
				t.Errorf("message %d is %s", i, m.Payload)
			}
		}
		if status := answered(t, s); status.Attempt != 0 || status.Problem != nil || status.Subscriptions[0].Granted != 1 {
			t.Errorf("in the end %+v", status)
		}
		_ = s.Close()
		if want := []int{1, 2, 3}; !slices.Equal(sink.interrupted, want) {
			t.Errorf("interrupted after %v messages, want %v", sink.interrupted, want)
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
	s := open(profile, &wiretest.Keeper{}, Options{}, func(int) time.Duration { return time.Hour })
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
			p.write(wiretest.Connack(p.level, broker.OldNotAuthorized))
			return
		}
		p.write(wiretest.Connack(p.level, 0))
		p.serve(nil)
	})
	s := connectFake(t, f.profile("mqtt", broker.V311), &wiretest.Keeper{})
	reaches(t, s, broker.Stopped)
	s.Retry()
	reaches(t, s, broker.Connected)
}

// TestRetryWhileConnected does nothing, later neither: a connection that is lost
// is waited for as long as any other.
func TestRetryWhileConnected(t *testing.T) {
	f := startFake(t, nil, func(p *peer) { p.welcome(); p.serve(nil) })
	profile := f.profile("mqtt", broker.V311)
	profile.Once = false
	s := open(profile, &wiretest.Keeper{}, Options{}, func(int) time.Duration { return time.Hour })
	defer s.Close()
	reaches(t, s, broker.Connected)
	s.Retry()
	f.hangUp(0)
	eventually(t, func() bool { return s.Status().Phase == broker.Waiting || f.connections() > 1 }, func() any { return s.Status() })
	if n := f.connections(); n > 1 {
		t.Errorf("it connected %d times", n)
	}
}

// TestAHalfOpenConnection: the broker goes on accepting bytes and says nothing.
// That is noticed one and a half keep-alives after the last it said.
func TestAHalfOpenConnection(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		t.Parallel() // it takes its time
		const keepAlive = 2 * time.Second
		var pings atomic.Int32
		var last atomic.Int64 // when it said something, in ns since 1970
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
						last.Store(time.Now().UnixNano())
						p.write(wiretest.Packet(packet.Pingresp<<4, nil))
					}
				}
			}
		})
		profile := f.profile("mqtt", version)
		profile.KeepAlive = keepAlive
		status := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Stopped)
		if !errors.Is(status.Problem, broker.ErrSilent) || pings.Load() != 2 {
			t.Errorf("problem %v after %d answered pings, want silence after 2", status.Problem, pings.Load())
		}
		if took := status.Since.Sub(time.Unix(0, last.Load())); took < keepAlive*3/2-100*time.Millisecond || took > keepAlive*3/2+patience/2 {
			t.Errorf("noticed after %v, want one and a half times %v", took, keepAlive)
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
			p.write(wiretest.Packet(packet.Disconnect<<4, []byte{c.code}))
		})
		profile := f.profile("mqtt", broker.V5)
		profile.Once = false
		s := open(profile, &wiretest.Keeper{}, Options{}, func(int) time.Duration { return time.Hour })
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
		p.write(wiretest.Packet(packet.Puback<<4, []byte{0, 1, 0, 2, 0x30, 0})) // no such property
		p.serve(nil)
	})
	status := reaches(t, connectFake(t, f.profile("mqtt", broker.V5), &wiretest.Keeper{}), broker.Stopped)
	if !errors.Is(status.Problem, broker.ErrMalformed) {
		t.Errorf("problem %v, want a malformed packet", status.Problem)
	}
}

func TestConnectCarriesTheProfile(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		connects := make(chan []byte, 1)
		f := startFake(t, nil, func(p *peer) {
			connects <- p.connect()
			p.write(wiretest.Connack(version, 0))
			p.serve(nil)
		})
		profile := f.profile("mqtt", version)
		profile.ClientID, profile.Username, profile.Password = "me", "user", "pass"
		profile.KeepAlive = 77 * time.Second
		profile.Will = &broker.Will{Publication: broker.Publication{Topic: "gone", Payload: []byte("dead"), QoS: 1, Retain: true}, Delay: 5 * time.Second}
		connectFake(t, profile, &wiretest.Keeper{})
		want := map[broker.Version]string{
			broker.V31:  "\x00\x06MQIsdp\x03\xEE\x00\x4D\x00\x02me\x00\x04gone\x00\x04dead\x00\x04user\x00\x04pass",
			broker.V311: "\x00\x04MQTT\x04\xEE\x00\x4D\x00\x02me\x00\x04gone\x00\x04dead\x00\x04user\x00\x04pass",
			broker.V5:   "\x00\x04MQTT\x05\xEE\x00\x4D\x03\x21\xFF\xFF\x00\x02me\x05\x18\x00\x00\x00\x05\x00\x04gone\x00\x04dead\x00\x04user\x00\x04pass",
		}[version]
		if got := string(<-connects); got != want {
			t.Errorf("CONNECT is\n%q, want\n%q", got, want)
		}
	})
}

// TestLoginsAreSentAsTheyAre: an empty password is one, and so is one without a
// user name, which 3.x sends with an empty name.
func TestLoginsAreSentAsTheyAre(t *testing.T) {
	for _, c := range []struct {
		name           string
		user, password string
		set            bool
		old, new       string // what follows the client id in 3.x and in 5, after the flags
	}{
		{"nobody", "", "", false, "\x02", "\x02"},
		{"a name alone", "user", "", false, "\x82\x00\x04user", "\x82\x00\x04user"},
		{"an empty password", "user", "", true, "\xC2\x00\x04user\x00\x00", "\xC2\x00\x04user\x00\x00"},
		{"a password alone", "", "pass", false, "\xC2\x00\x00\x00\x04pass", "\x42\x00\x04pass"},
		{"both", "user", "pass", true, "\xC2\x00\x04user\x00\x04pass", "\xC2\x00\x04user\x00\x04pass"},
	} {
		t.Run(c.name, func(t *testing.T) {
			each(t, func(t *testing.T, version broker.Version) {
				connects := make(chan []byte, 1)
				f := startFake(t, nil, func(p *peer) {
					connects <- p.connect()
					p.write(wiretest.Connack(version, 0))
					p.serve(nil)
				})
				profile := f.profile("mqtt", version)
				profile.ClientID, profile.Username, profile.Password, profile.PasswordSet = "me", c.user, c.password, c.set
				connectFake(t, profile, &wiretest.Keeper{})
				connect := <-connects
				flags := 2 + int(connect[1]) + 1
				want := c.old
				if version == broker.V5 {
					want = c.new
				}
				_, login, _ := bytes.Cut(connect, []byte("\x00\x02me"))
				if got := string(connect[flags]) + string(login); connect[flags] != want[0] || string(login) != want[1:] {
					t.Errorf("CONNECT ends %q, want %q", got, want)
				}
			})
		})
	}
}

// TestKeepAliveOff: 0 is sent, no sign of life is asked for, and silence is no
// reason to end the connection.
func TestKeepAliveOff(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		connects := make(chan []byte, 1)
		f := startFake(t, nil, func(p *peer) {
			connects <- p.connect()
			p.write(wiretest.Connack(version, 0))
			p.serve(nil)
		})
		profile := f.profile("mqtt", version)
		profile.KeepAlive = broker.KeepAliveOff
		s := connectFake(t, profile, &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		connect := <-connects
		at := 2 + int(connect[1]) + 2
		if got := connect[at : at+2]; !bytes.Equal(got, []byte{0, 0}) {
			t.Errorf("the keep alive sent is %v, want 0", got)
		}
		if limit := link.SilenceLimit(s.conn.keepAlive); limit != 0 { // which is no limit
			t.Errorf("silence is watched for: %v", limit)
		}
		for range 2 {
			if _, err := s.Publish(t.Context(), broker.Publication{Topic: "t", QoS: 1}); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestTheDefaultClientIDSuitsEveryVersion(t *testing.T) {
	a, b := randomClientID(), randomClientID()
	if a == b || !strings.HasPrefix(a, "mangrove") {
		t.Errorf("got %q and %q", a, b)
	}
	if !regexp.MustCompile(`^[0-9a-zA-Z]{1,23}$`).MatchString(a) { // [MQTT-3.1.3-5]: a broker need not take others
		t.Errorf("a broker may refuse %q", a)
	}
}

func TestABadProfileStopsAtOnce(t *testing.T) {
	s := Open(broker.Profile{Subscriptions: []broker.Subscription{{Filter: "a#"}}}, &wiretest.Keeper{}, Options{})
	defer s.Close()
	if status := reaches(t, s, broker.Stopped); !errors.Is(status.Problem, model.ErrHash) {
		t.Errorf("problem %v", status.Problem)
	}
}
