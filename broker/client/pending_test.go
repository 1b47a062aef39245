package client

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
)

// publishUnconfirmed publishes a message whose connection ends before it is confirmed.
func publishUnconfirmed(t *testing.T, s *Session, m broker.Publication) *broker.Pending {
	t.Helper()
	_, err := s.Publish(t.Context(), m)
	var pending *broker.Pending
	if !errors.As(err, &pending) || !errors.Is(err, broker.ErrUnconfirmed) {
		t.Fatalf("got %v, want a message that is pending", err)
	}
	return pending
}

// finishes waits for the acknowledgement of a message on a later connection.
func finishes(t *testing.T, pending *broker.Pending) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	a, err := pending.Wait(ctx)
	if err != nil || !a.Came || !a.Again {
		t.Fatalf("in the end %+v, %v", a, err)
	}
}

// failsUnconfirmed waits until a message is given up.
func failsUnconfirmed(t *testing.T, pending *broker.Pending) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if a, err := pending.Wait(ctx); !errors.Is(err, broker.ErrUnconfirmed) || ctx.Err() != nil {
		t.Fatalf("in the end %+v, %v, want it unconfirmed", a, err)
	}
}

// transcript is what a fake is sent, by connections.
type transcript struct {
	mu      sync.Mutex
	packets map[int][][]byte // head and body
}

func (r *transcript) note(number int, head byte, body []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.packets == nil {
		r.packets = make(map[int][][]byte)
	}
	r.packets[number] = append(r.packets[number], append([]byte{head}, body...))
}

func (r *transcript) of(number int) [][]byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.packets[number])
}

// TestMessagesAreSentAgain as they were, marked, and under their identifiers, where the
// broker has kept the session [MQTT-4.4.0-1].
func TestMessagesAreSentAgain(t *testing.T) {
	text := strings.Repeat("x", 65_000)
	for name, m := range map[string]broker.Publication{
		"small":        {Topic: "a/b", Payload: []byte("hello"), Retain: true},
		"large":        {Topic: "a/b", Payload: bytes.Repeat([]byte("12345678"), 40_000)},
		"a long topic": {Topic: strings.Repeat("t", 65_535), Payload: bytes.Repeat([]byte("12345678"), 40_000)},
		"properties": {Topic: "a/b", Payload: bytes.Repeat([]byte("12345678"), 40_000), Properties: &broker.Properties{
			ContentType: "text/plain", User: []broker.UserProperty{{Name: "a", Value: text}, {Name: "b", Value: text}},
		}},
	} {
		each(t, func(t *testing.T, version broker.Version) {
			if m.Properties != nil && version != broker.V5 {
				return
			}
			for m.QoS = 1; m.QoS <= 2; m.QoS++ {
				t.Run(fmt.Sprint(name, m.QoS), func(t *testing.T) {
					var seen transcript
					f := startFake(t, nil, func(p *peer) {
						p.welcomeBack()
						if p.number == 0 {
							head, body := p.read()
							seen.note(0, head, body)
							return
						}
						p.serve(func(head byte, body []byte) { seen.note(p.number, head, body) })
					})
					s := connectFake(t, f.resuming(version), &wiretest.Keeper{})
					reaches(t, s, broker.Connected)
					finishes(t, publishUnconfirmed(t, s, m))
					first, again := seen.of(0)[0], seen.of(1)[0]
					if again[0] != first[0]|8 || !bytes.Equal(again[1:], first[1:]) {
						t.Errorf("sent %d bytes %.20x, and again %d bytes %.20x", len(first), first, len(again), again)
					}
				})
			}
		})
	}
}

// TestAnAliasThatIsTooHighIsLeftOut of what is sent again: a connection may take fewer of them than
// the one before [MQTT-3.3.2-9], and the topic stands beside it.
func TestAnAliasThatIsTooHighIsLeftOut(t *testing.T) {
	large := bytes.Repeat([]byte("12345678"), 40_000)
	for _, c := range []struct {
		name    string
		topic   string
		payload []byte
		most    byte // on the second connection
		left    bool
	}{
		{"none is taken", "a/b", []byte("x"), 0, true},
		{"fewer are taken", "a/b", large, 6, true},
		{"a long topic", strings.Repeat("t", 65_535), large, 6, true},
		{"as many are taken", "a/b", []byte("x"), 7, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var seen transcript
			f := startFake(t, nil, func(p *peer) {
				p.connect()
				answer := wiretest.Connack(p.level, 0, packet.TopicAliasMaximum, 0, 7)
				if p.number > 0 {
					answer = wiretest.Connack(p.level, 0, packet.TopicAliasMaximum, 0, c.most)
					answer[2] = 1
				}
				p.write(answer)
				if p.number == 0 {
					head, body := p.read()
					seen.note(0, head, body)
					return
				}
				p.serve(func(head byte, body []byte) { seen.note(p.number, head, body) })
			})
			s := connectFake(t, f.resuming(broker.V5), &wiretest.Keeper{})
			reaches(t, s, broker.Connected)
			m := broker.Publication{Topic: c.topic, Payload: c.payload, QoS: 1, Properties: &broker.Properties{TopicAlias: 7, User: []broker.UserProperty{{Name: "#\x01\x01", Value: "#"}}}}
			finishes(t, publishUnconfirmed(t, s, m))
			first, again := seen.of(0)[0], seen.of(1)[0]
			alias := []byte{packet.TopicAlias, 0, 7}
			want := bytes.Clone(first)
			if c.left {
				want = bytes.Replace(first, alias, nil, 1)
				want[1+2+len(c.topic)+2] -= 3 // the length of the properties
			}
			if again[0] != first[0]|8 || !bytes.Equal(again[1:], want[1:]) {
				t.Errorf("sent %d bytes %.40x, and again %d bytes %.40x", len(first), first, len(again), again)
			}
		})
	}
}

// TestReceivedMessagesAreReleased, not sent again: the broker has them [MQTT-4.3.3-6].
func TestReceivedMessagesAreReleased(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		var seen transcript
		f := startFake(t, nil, func(p *peer) {
			p.welcomeBack()
			if p.number == 0 {
				_, body := p.read()
				p.write(wiretest.Packet(packet.Pubrec<<4, body[3:5]))
				p.read() // PUBREL, not answered
				return
			}
			p.serve(func(head byte, body []byte) { seen.note(p.number, head, body) })
		})
		s := connectFake(t, f.resuming(version), &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		finishes(t, publishUnconfirmed(t, s, broker.Publication{Topic: "t", QoS: 2}))
		if got, want := seen.of(1), [][]byte{{packet.Pubrel<<4 | 2, 0, 1}}; !slices.EqualFunc(got, want, bytes.Equal) {
			t.Errorf("the second connection carries %x, want %x", got, want)
		}
	})
}

// TestTheEndOfAKeptMessage: what the broker says to the repetition is what the publisher
// is told.
func TestTheEndOfAKeptMessage(t *testing.T) {
	for _, c := range []struct {
		name    string
		qos     byte
		answers []string // packets for the identifier that stands for "id"
		packet  string   // that refuses it
		code    byte
		reason  string
	}{
		{"refused at QoS 1", 1, []string{"\x40\x0Aid\x87\x06\x1F\x00\x03not"}, "PUBACK", broker.NotAuthorized, "not"},
		{"refused at QoS 2", 2, []string{"\x50\x03id\x97"}, "PUBREC", broker.QuotaExceeded, ""},
		{"nobody subscribes", 2, []string{"\x50\x03id\x10", "\x70\x02id"}, "", 0x10, ""},
		{"the broker has it", 2, []string{"\x50\x03id\x91", "\x70\x02id"}, "", 0, ""},
		{"the broker no longer knows it", 2, []string{"\x50\x02id", "\x70\x03id\x92"}, "", 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := startFake(t, nil, func(p *peer) {
				p.welcomeBack()
				_, body := p.read()
				if p.number == 0 {
					return
				}
				for _, answer := range c.answers {
					p.write([]byte(strings.Replace(answer, "id", string(body[3:5]), 1)))
				}
				p.serve(nil)
			})
			s := connectFake(t, f.resuming(broker.V5), &wiretest.Keeper{})
			reaches(t, s, broker.Connected)
			pending := publishUnconfirmed(t, s, broker.Publication{Topic: "t", QoS: c.qos})
			a, err := pending.Wait(t.Context())
			if c.packet == "" {
				if err != nil || a.Code != c.code {
					t.Errorf("%+v, %v", a, err)
				}
				return
			}
			if r := refused(t, err, c.packet, c.code); r.Subject != "t" || r.Reason != c.reason {
				t.Errorf("%+v", r)
			}
		})
	}
}

// TestNothingIsSentAgainWithoutTheSession: the broker knows nothing of it, so that it may
// have passed the message on before [MQTT-3.2.2-5].
func TestNothingIsSentAgainWithoutTheSession(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		for qos := byte(1); qos <= 2; qos++ {
			f := startFake(t, nil, func(p *peer) {
				p.welcome()
				if p.number == 0 {
					p.read()
					return
				}
				p.serve(func(head byte, _ []byte) {
					if head>>4 == packet.Publish || head>>4 == packet.Pubrel {
						t.Errorf("a packet with the first byte %x was sent", head)
					}
				})
			})
			s := connectFake(t, f.resuming(version), &wiretest.Keeper{})
			reaches(t, s, broker.Connected)
			failsUnconfirmed(t, publishUnconfirmed(t, s, broker.Publication{Topic: "t", QoS: qos}))
		}
	})
}

// TestARefusedConnectionForgetsNothing: a broker that is starting says that it is not
// available, and has the session all the same.
func TestARefusedConnectionForgetsNothing(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		unavailable := map[broker.Version]byte{broker.V5: broker.ServerUnavailable}[version]
		if version != broker.V5 {
			unavailable = broker.OldServerUnavailable
		}
		f := startFake(t, nil, func(p *peer) {
			if p.number == 1 {
				p.connect()
				p.write(wiretest.Connack(p.level, unavailable))
				return
			}
			p.welcomeBack()
			if p.number == 0 {
				p.read()
				return
			}
			p.serve(nil)
		})
		s := connectFake(t, f.resuming(version), &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		finishes(t, publishUnconfirmed(t, s, broker.Publication{Topic: "t", QoS: 2}))
	})
}

// TestAMessageThatEndsConnectionsIsGivenUp: it may be why they end.
func TestAMessageThatEndsConnectionsIsGivenUp(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		for qos := byte(1); qos <= 2; qos++ {
			var seen transcript
			f := startFake(t, nil, func(p *peer) {
				p.welcomeBack()
				for {
					head, body := p.read()
					if seen.note(p.number, head, body); head>>4 != packet.Pubrel || p.number < 5 {
						return
					}
					p.write(wiretest.Packet(packet.Pubcomp<<4, body[:2]))
				}
			})
			s := connectFake(t, f.resuming(version), &wiretest.Keeper{})
			reaches(t, s, broker.Connected)
			failsUnconfirmed(t, publishUnconfirmed(t, s, broker.Publication{Topic: "t", QoS: qos}))
			want := 4
			if qos == 2 { // two more over its release
				want = 6
			}
			eventually(t, func() bool { return s.Status().Phase == broker.Connected && f.connections() == want }, func() any { return f.connections() })
			if n := len(seen.of(0)) + len(seen.of(1)) + len(seen.of(2)); n != 3 {
				t.Errorf("sent %d times", n)
			}
		}
	})
}

// TestOneAfterTheOther: messages are sent again in their order, no more at a time than the
// broker takes, and new ones follow them.
func TestOneAfterTheOther(t *testing.T) {
	const before = 5
	var topics []string
	var mu sync.Mutex
	f := startFake(t, nil, func(p *peer) {
		p.connect()
		if p.number == 0 {
			p.write(wiretest.Connack(p.level, 0))
			for range before {
				p.read()
			}
			return
		}
		answer := wiretest.Connack(p.level, 0, packet.ReceiveMaximum, 0, 1)
		answer[2] = 1
		p.write(answer)
		for {
			head, body := p.read()
			if head>>4 != packet.Publish {
				return
			}
			if p.in.Buffered() > 0 {
				t.Error("more than one message at a time")
			}
			n := int(binary.BigEndian.Uint16(body))
			mu.Lock()
			topics = append(topics, string(body[2:2+n]))
			mu.Unlock()
			p.write(wiretest.Packet(packet.Puback<<4, body[2+n:4+n]))
		}
	})
	s := connectFake(t, f.resuming(broker.V5), &wiretest.Keeper{})
	reaches(t, s, broker.Connected)
	var running sync.WaitGroup
	for i := range before {
		running.Go(func() { finishes(t, publishUnconfirmed(t, s, broker.Publication{Topic: fmt.Sprint(i), QoS: 1})) })
	}
	eventually(t, func() bool { return f.connections() == 2 && s.Status().Phase == broker.Connected }, func() any { return s.Status() })
	if _, err := s.Publish(t.Context(), broker.Publication{Topic: "new", QoS: 1}); err != nil {
		t.Error(err)
	}
	running.Wait()
	mu.Lock()
	defer mu.Unlock()
	if len(topics) != before+1 || topics[before] != "new" {
		t.Errorf("the broker got %q", topics)
	}
}
