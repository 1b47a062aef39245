package client

import (
	"bytes"
	"encoding/binary"
	"errors"
	"sync"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
)

// TestReadOnlySendsNothingAgain, though it was published before.
func TestReadOnlySendsNothingAgain(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		back := make(chan struct{})
		f := startFake(t, nil, func(p *peer) {
			if p.number == 1 {
				<-back
			}
			p.welcomeBack()
			if p.number == 0 {
				p.read()
				return
			}
			p.serve(func(head byte, _ []byte) {
				if head>>4 == packet.Publish {
					t.Error("a message was published")
				}
			})
		})
		t.Cleanup(sync.OnceFunc(func() { close(back) }))
		s := connectFake(t, f.resuming(version), &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		pending := publishUnconfirmed(t, s, broker.Publication{Topic: "t", QoS: 1})
		s.SetReadOnly(true)
		failsUnconfirmed(t, pending)
	})
}

// TestClosingEndsTheWaiting for a message that is pending.
func TestClosingEndsTheWaiting(t *testing.T) {
	f := startFake(t, nil, func(p *peer) {
		if p.number == 0 {
			p.welcome()
			p.read()
		}
	})
	s := open(f.resuming(broker.V311), &wiretest.Keeper{}, Options{}, func(int) time.Duration { return time.Hour })
	reaches(t, s, broker.Connected)
	pending := publishUnconfirmed(t, s, broker.Publication{Topic: "t", QoS: 2})
	_ = s.Close()
	failsUnconfirmed(t, pending)
}

// sessionAsked is what CONNECT says of its session: the clean start, and the seconds for which
// it is to be kept.
func sessionAsked(connect []byte) (clean bool, seconds uint32) {
	const fixed = 10
	block, _, err := packet.CutProperties(packet.Connect, connect[fixed:])
	if err != nil {
		return false, 0
	}
	packet.EachProperty(block, func(id byte, value []byte) {
		if id == packet.SessionExpiryInterval {
			seconds = binary.BigEndian.Uint32(value)
		}
	})
	return connect[7]&2 != 0, seconds
}

// TestASessionIsKeptForMessagesOnly: under MQTT 5 the broker is asked to keep it for a
// minute; it is taken up when there are messages under way, and ends with DISCONNECT.
func TestASessionIsKeptForMessagesOnly(t *testing.T) {
	type asked struct {
		clean   bool
		seconds uint32
	}
	connects, goodbye := make(chan asked, 3), make(chan []byte, 1)
	f := startFake(t, nil, func(p *peer) {
		connect := p.connect()
		clean, seconds := sessionAsked(connect)
		connects <- asked{clean, seconds}
		answer := wiretest.Connack(p.level, 0)
		if !clean {
			answer[2] = 1
		}
		p.write(answer)
		if p.number == 0 {
			p.read()
			return
		}
		p.serve(func(head byte, body []byte) {
			if head>>4 == packet.Disconnect {
				goodbye <- append([]byte{head}, body...)
			}
		})
	})
	profile := f.profile("mqtt", broker.V5)
	profile.Once = false
	s := open(profile, &wiretest.Keeper{}, Options{Keep: true}, func(int) time.Duration { return 10 * time.Millisecond })
	t.Cleanup(func() { _ = s.Close() })
	reaches(t, s, broker.Connected)
	finishes(t, publishUnconfirmed(t, s, broker.Publication{Topic: "t", QoS: 2}))
	f.hangUp(1)
	eventually(t, func() bool { return f.connections() == 3 && s.Status().Phase == broker.Connected }, func() any { return s.Status() })
	_ = s.Close()
	for i, want := range []asked{{true, 60}, {false, 60}, {true, 60}} {
		if got := <-connects; got != want {
			t.Errorf("connection %d asks for %+v, want %+v", i, got, want)
		}
	}
	if got, want := <-goodbye, []byte("\xE0\x00\x05\x11\x00\x00\x00\x00"); !bytes.Equal(got, want) {
		t.Errorf("goodbye %x, want %x", got, want)
	}
}

// TestNoSessionIsKeptBeforeMQTT5: it would have no end.
func TestNoSessionIsKeptBeforeMQTT5(t *testing.T) {
	f := startFake(t, nil, func(p *peer) {
		if connect := p.connect(); len(connect) > 7 && connect[7]&2 == 0 {
			t.Error("a session is asked for")
		}
		p.write(wiretest.Connack(p.level, 0))
		if p.number == 0 {
			p.read()
			return
		}
		p.serve(nil)
	})
	profile := f.profile("mqtt", broker.V311)
	profile.Once = false
	s := open(profile, &wiretest.Keeper{}, Options{Keep: true}, func(int) time.Duration { return 10 * time.Millisecond })
	t.Cleanup(func() { _ = s.Close() })
	reaches(t, s, broker.Connected)
	_, err := s.Publish(t.Context(), broker.Publication{Topic: "t", QoS: 2})
	if pending := (*broker.Pending)(nil); !errors.Is(err, broker.ErrUnconfirmed) || errors.As(err, &pending) {
		t.Errorf("got %v, want it unconfirmed", err)
	}
	eventually(t, func() bool { return f.connections() == 2 && s.Status().Phase == broker.Connected }, func() any { return s.Status() })
}
