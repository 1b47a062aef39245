package client

import (
	"context"
	"errors"
	"testing"

	"mangrove/broker"
)

// welcomeBack reads CONNECT and accepts it; from the second connection on the
// session of before is present.
func (p *peer) welcomeBack() {
	p.connect()
	answer := connackPacket(p.level, 0)
	if p.number > 0 {
		answer[2] = 1
	}
	p.write(answer)
}

// resuming is the profile of a session that the fake keeps.
func (f *fake) resuming(version broker.Version) broker.Profile {
	profile := f.profile("mqtt", version)
	profile.Once, profile.Resume, profile.ClientID = false, true, "me"
	profile.SessionExpiry = broker.SessionForever
	return profile
}

// TestResumedSessionsAnswerWhoPublishes: also when the connection is lost, on
// which paho.mqtt.golang leaves the tokens of such a session open.
func TestResumedSessionsAnswerWhoPublishes(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		for qos := byte(1); qos <= 2; qos++ {
			f := startFake(t, nil, func(p *peer) { // takes the message and hangs up
				p.welcomeBack()
				p.read()
			})
			profile := f.resuming(version)
			profile.Once = true
			s := connectFake(t, profile, &keeper{})
			reaches(t, s, broker.Connected)
			if err := s.Publish(ctx, broker.Publication{Topic: "t", QoS: qos}); !errors.Is(err, broker.ErrUnconfirmed) {
				t.Errorf("QoS %d: %v, want unconfirmed", qos, err)
			}
		}
	})
}
