package client

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

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

// TestNobodyWaitsAnyMore: the broker has the messages still, so that no others are sent
// beside them.
func TestNobodyWaitsAnyMore(t *testing.T) {
	const most = 10
	came := make(chan string, 100)
	f := startFake(t, nil, func(p *peer) {
		p.welcome()
		for {
			switch head, body := p.read(); {
			case head == 0:
				return
			case head>>4 == packet.Publish:
				came <- string(body[2 : 2+int(body[1])])
			}
		}
	})
	s := connectFake(t, f.profile("mqtt", broker.V311), &wiretest.Keeper{})
	reaches(t, s, broker.Connected)
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	var under sync.WaitGroup
	for range most {
		under.Go(func() {
			if _, err := s.Publish(ctx, broker.Publication{Topic: "first", QoS: 1}); !errors.Is(err, context.Canceled) {
				t.Errorf("not answered, and left: %v", err)
			}
		})
	}
	for range most {
		<-came
	}
	leave()
	under.Wait()
	soon, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := s.Publish(soon, broker.Publication{Topic: "more", QoS: 1}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("one more: %v", err)
	}
	if _, err := s.Publish(t.Context(), broker.Publication{Topic: "last"}); err != nil {
		t.Fatal(err)
	}
	if got := <-came; got != "last" {
		t.Errorf("%q is sent beside %d that are not answered", got, most)
	}
}
