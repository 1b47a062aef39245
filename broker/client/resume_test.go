package client

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
)

// welcomeBack reads CONNECT and accepts it; from the second connection on the
// session of before is present.
func (p *peer) welcomeBack() {
	p.connect()
	answer := wiretest.Connack(p.level, 0)
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
			s := connectFake(t, profile, &wiretest.Keeper{})
			reaches(t, s, broker.Connected)
			if _, err := s.Publish(ctx, broker.Publication{Topic: "t", QoS: qos}); !errors.Is(err, broker.ErrUnconfirmed) {
				t.Errorf("QoS %d: %v, want unconfirmed", qos, err)
			}
		}
	})
}

// holder is a fake's record of QoS 2 messages. On its first connection it takes one
// and hangs up before PUBREC.
type holder struct {
	mu    sync.Mutex      // guards what follows
	held  map[uint16]bool // identifiers not released
	taken []string        // topics of messages that were no repetition
	kinds []byte          // of the packets on the second connection
}

func (h *holder) serve(p *peer) {
	p.welcomeBack()
	for {
		head, body := p.read()
		if kind := head >> 4; kind != packet.Publish && kind != packet.Pubrel {
			return // DISCONNECT, or the end
		}
		answer := h.note(p.number, head>>4, body)
		if p.number == 0 {
			return
		}
		p.write(answer)
	}
}

// note takes in a PUBLISH or PUBREL and gives its answer.
func (h *holder) note(number int, kind byte, body []byte) []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	if number == 1 {
		h.kinds = append(h.kinds, kind)
	}
	if kind == packet.Pubrel {
		delete(h.held, binary.BigEndian.Uint16(body))
		return wiretest.Packet(packet.Pubcomp<<4, body[:2])
	}
	n := int(binary.BigEndian.Uint16(body))
	id := body[2+n : 4+n]
	if id := binary.BigEndian.Uint16(id); !h.held[id] {
		h.held[id] = true
		h.taken = append(h.taken, string(body[2:2+n]))
	}
	return wiretest.Packet(packet.Pubrec<<4, id)
}

// TestResumedSessionsFinishQoS2: a broker that knows the identifier of a message
// as one not yet released takes the next one under it for a repetition, and
// drops it [MQTT-4.3.3-10].
func TestResumedSessionsFinishQoS2(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		h := &holder{held: make(map[uint16]bool)}
		f := startFake(t, nil, h.serve)
		s := connectFake(t, f.resuming(version), &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		finishes(t, publishUnconfirmed(t, s, broker.Publication{Topic: "first", QoS: 2}))
		reaches(t, s, broker.Connected)
		for i := range 3 {
			if _, err := s.Publish(t.Context(), broker.Publication{Topic: fmt.Sprint(i), QoS: 2}); err != nil {
				t.Fatal(err)
			}
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		if want := []string{"first", "0", "1", "2"}; !slices.Equal(h.taken, want) {
			t.Errorf("the broker took %q, want %q", h.taken, want)
		}
		if want := bytes.Repeat([]byte{packet.Publish, packet.Pubrel}, 4); !slices.Equal(h.kinds, want) {
			t.Errorf("it got packets of the types %d, want %d", h.kinds, want)
		}
	})
}

// TestResumedSessionsSubscribeMeanwhile: a SUBSCRIBE has another identifier than a
// message that is still under way [MQTT-2.2.1-3].
func TestResumedSessionsSubscribeMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		requests := make(chan []byte, 1)
		f := startFake(t, nil, func(p *peer) {
			p.welcomeBack()
			first, published := p.read()
			if p.number == 0 {
				return // amid the message
			}
			_, body := p.read()
			if first>>4 == packet.Subscribe { // which comes before or after what is sent again
				published, body = body, published
			}
			id := published[3:5]
			requests <- slices.Concat(id, body[:2])
			p.write(wiretest.Packet(packet.Pubrec<<4, id))
			p.write(wiretest.Suback(version, body, 0))
			p.read()
			p.write(wiretest.Packet(packet.Pubcomp<<4, id))
			p.serve(nil)
		})
		s := connectFake(t, f.resuming(version), &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		pending := publishUnconfirmed(t, s, broker.Publication{Topic: "t", QoS: 2})
		eventually(t, func() bool { return f.connections() == 2 && s.Status().Phase == broker.Connected }, func() any { return s.Status() })
		if err := s.Subscribe(t.Context(), broker.Subscription{Filter: "a"}); err != nil {
			t.Errorf("subscribing: %v", err)
		}
		finishes(t, pending)
		if ids := <-requests; bytes.Equal(ids[:2], ids[2:]) {
			t.Errorf("the message and SUBSCRIBE both have the identifier %x", ids[:2])
		}
	})
}

// TestResumedSessionsForgetWhatWasUnsubscribed: what is unsubscribed from while
// there is no connection stays in the broker's session, which must be told.
func TestResumedSessionsForgetWhatWasUnsubscribed(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		var mu sync.Mutex
		var dropped []string
		away := make(chan struct{})
		back := sync.OnceFunc(func() { close(away) })
		f := startFake(t, nil, func(p *peer) {
			if p.number == 1 {
				<-away // no answer until the filter is given up
			}
			p.welcomeBack()
			p.serve(func(head byte, body []byte) {
				if head>>4 != packet.Unsubscribe {
					return
				}
				mu.Lock()
				defer mu.Unlock()
				for filter := range wiretest.Filters(version, body, 0) {
					dropped = append(dropped, filter)
				}
			})
		})
		t.Cleanup(back)
		profile := f.resuming(version)
		profile.Subscriptions = []broker.Subscription{{Filter: "a"}, {Filter: "b"}, {Filter: "c"}}
		s := connectFake(t, profile, &wiretest.Keeper{})
		answered(t, s)
		f.hangUp(0)
		reaches(t, s, broker.Connecting)
		if err := s.Unsubscribe(t.Context(), "b", "c"); err != nil {
			t.Fatal(err)
		}
		if err := s.Subscribe(t.Context(), broker.Subscription{Filter: "c"}); !errors.Is(err, broker.ErrNotConnected) {
			t.Fatal(err)
		}
		back()
		answered(t, s)
		mu.Lock()
		defer mu.Unlock()
		if !slices.Equal(dropped, []string{"b"}) {
			t.Errorf("unsubscribed from %q, want b", dropped)
		}
	})
}
