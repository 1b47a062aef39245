package client

import (
	"bytes"
	"errors"
	"testing"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
)

// goOn is the reason code of an AUTH that continues (MQTT 5, 3.15.2.1).
const goOn = 0x18

// challenge is an AUTH packet of the broker's: continue, method m, data.
func challenge(data string) []byte {
	properties := append([]byte{0x15, 0, 1, 'm', 0x16, 0, byte(len(data))}, data...)
	return wiretest.Packet(packet.Auth<<4, append([]byte{goOn, byte(len(properties))}, properties...))
}

func TestAuthAnswersChallenges(t *testing.T) {
	said := make(chan []byte, 2)
	f := startFake(t, nil, func(p *peer) {
		said <- p.connect()
		p.write(challenge("nonce"))
		_, body := p.read()
		said <- body
		p.write(wiretest.Connack(p.level, 0))
		p.serve(nil)
	})
	profile := f.profile("mqtt", broker.Auto)
	profile.Auth = &broker.Auth{
		Method: "m", Data: []byte("first word"),
		Respond: func(challenge []byte) ([]byte, error) { return append([]byte("answer to "), challenge...), nil },
	}
	reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Connected)
	if connect := <-said; !bytes.Contains(connect, []byte("first word")) {
		t.Errorf("CONNECT is %q", connect)
	}
	if answer := <-said; !bytes.Contains(answer, []byte("answer to nonce")) || answer[0] != goOn {
		t.Errorf("the answer is %q", answer)
	}
}

func TestAuthEndsWhenItCannotAnswer(t *testing.T) {
	for name, respond := range map[string]func([]byte) ([]byte, error){
		"no answer": nil,
		"an error":  func([]byte) ([]byte, error) { return nil, errors.New("not this server") },
	} {
		t.Run(name, func(t *testing.T) {
			f := startFake(t, nil, func(p *peer) {
				p.connect()
				p.write(challenge("nonce"))
				p.serve(nil)
			})
			profile := f.profile("mqtt", broker.V5)
			profile.Once, profile.Auth = false, &broker.Auth{Method: "m", Respond: respond}
			if status := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Stopped); !errors.Is(status.Problem, broker.ErrAuth) {
				t.Errorf("problem %v", status.Problem)
			}
		})
	}
}

func TestAuthIsGuarded(t *testing.T) {
	for _, c := range []struct {
		name  string
		auth  *broker.Auth
		level broker.Version
		says  []byte
		want  error
	}{
		{"not asked for", nil, broker.V5, challenge("nonce"), broker.ErrNotMQTT},
		{"broken", &broker.Auth{Method: "m"}, broker.V5, wiretest.Packet(packet.Auth<<4, []byte{goOn, 3, 0x15, 0, 9}), broker.ErrMalformed},
		{"older version", &broker.Auth{Method: "m"}, broker.V311, nil, broker.ErrUnsupported},
		{"no method", &broker.Auth{}, broker.V5, nil, broker.ErrInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := startFake(t, nil, func(p *peer) {
				p.connect()
				p.write(c.says)
				p.serve(nil)
			})
			profile := f.profile("mqtt", c.level)
			profile.Auth = c.auth
			if status := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Stopped); !errors.Is(status.Problem, c.want) {
				t.Errorf("problem %v, want %v", status.Problem, c.want)
			}
		})
	}
}
