package client

import (
	"sync"
	"testing"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
)

// TestFewAreUnansweredBeforeMQTT5: Mosquitto forgets what is beyond 20, and acknowledges it.
func TestFewAreUnansweredBeforeMQTT5(t *testing.T) {
	const all, most = 60, 10
	var mu sync.Mutex
	ids, largest := 0, 0
	f := startFake(t, nil, func(p *peer) {
		p.welcome()
		var held [][]byte
		for taken := 0; taken < all; {
			head, body := p.read()
			if head == 0 {
				return
			}
			if head>>4 != packet.Publish {
				continue
			}
			taken++
			held = append(held, body[3:5])
			mu.Lock()
			ids++
			largest = max(largest, len(held))
			mu.Unlock()
			if len(held) == most || taken == all {
				for _, id := range held {
					p.write(wiretest.Packet(packet.Puback<<4, id))
				}
				held = nil
			}
		}
		p.serve(func(byte, []byte) {})
	})
	s := connectFake(t, f.profile("mqtt", broker.V311), &wiretest.Keeper{})
	reaches(t, s, broker.Connected)
	var under sync.WaitGroup
	for range all {
		under.Go(func() {
			if _, err := s.Publish(t.Context(), broker.Publication{Topic: "t", QoS: 1}); err != nil {
				t.Error(err)
			}
		})
	}
	under.Wait()
	mu.Lock()
	defer mu.Unlock()
	if ids != all || largest != most {
		t.Errorf("%d messages came, up to %d unanswered; want %d, %d", ids, largest, all, most)
	}
}
