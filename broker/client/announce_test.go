package client

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/explain"
	"mangrove/broker/packet"
)

// announcing plays a broker that says something of itself in CONNACK, and gives
// the filters of each SUBSCRIBE with their options to asked.
func announcing(t *testing.T, asked chan<- map[string]byte, properties ...byte) *fake {
	return startFake(t, nil, func(p *peer) {
		p.welcome(properties...)
		p.serve(func(head byte, body []byte) {
			if head>>4 == packet.Subscribe {
				asked <- wiretest.Filters(p.level, body, 1)
			}
		})
	})
}

// TestSubscriptionsAskForNoMoreThanTheBrokerHas: with Maximum QoS 1 nothing is
// asked for at QoS 2, and that is said where it was wished for.
func TestSubscriptionsAskForNoMoreThanTheBrokerHas(t *testing.T) {
	for _, c := range []struct {
		most, qos, want byte
		note            []broker.Note
	}{
		{1, 2, 1, []broker.Note{{Code: broker.LowerQoS, QoS: 1}}},
		{0, 1, 0, []broker.Note{{Code: broker.LowerQoS}}},
		{1, 1, 1, nil},
		{1, broker.BestQoS, 1, nil},
		{0, broker.BestQoS, 0, nil},
	} {
		t.Run(fmt.Sprint(c.qos, " of ", c.most), func(t *testing.T) {
			asked := make(chan map[string]byte, 1)
			f := announcing(t, asked, 0x24, c.most)
			profile := f.profile("mqtt", broker.V5)
			profile.Subscriptions = []broker.Subscription{{Filter: "a", QoS: c.qos}}
			s := connectFake(t, profile, &wiretest.Keeper{})
			if got := (<-asked)["a"] & 3; got != c.want {
				t.Errorf("asked for QoS %d, want %d", got, c.want)
			}
			status := answered(t, s)
			if g := status.Subscriptions[0]; g.QoS != c.qos || g.Granted != c.want || g.Denied != nil {
				t.Errorf("granted %+v", g)
			}
			if !slices.Equal(status.Notes, c.note) {
				t.Errorf("notes %v, want %v", status.Notes, c.note)
			}
		})
	}
}

// TestSubscribeFitsIntoThePackets: no SUBSCRIBE is larger than the broker takes.
func TestSubscribeFitsIntoThePackets(t *testing.T) {
	const limit = 40
	asked := make(chan map[string]byte, 10)
	f := announcing(t, asked, 0x27, 0, 0, 0, limit)
	profile := f.profile("mqtt", broker.V5)
	long := strings.Repeat("x", limit)
	for _, filter := range []string{"topic/number/1", "topic/number/2", long, "topic/number/3"} {
		profile.Subscriptions = append(profile.Subscriptions, broker.Subscription{Filter: filter})
	}
	status := answered(t, connectFake(t, profile, &wiretest.Keeper{}))
	if first, second := <-asked, <-asked; len(first) != 2 || len(second) != 1 {
		t.Errorf("asked for %v, then for %v", first, second)
	}
	if err := status.Subscriptions[2].Denied; !errors.Is(err, broker.ErrBeyondLimits) || !strings.Contains(explain.Error(err, broker.Address{}), "limit of 40 bytes") {
		t.Errorf("of the long filter it says %v", err)
	}
}

// TestUnsubscribeFitsIntoThePackets: nor is an UNSUBSCRIBE; and without a limit
// many long filters are not put into one packet.
func TestUnsubscribeFitsIntoThePackets(t *testing.T) {
	long := strings.Repeat("x", 30_000)
	for _, c := range []struct {
		name    string
		limit   int
		filters []string
		want    []int // how many filters go into each
	}{
		{"no limit", 0, []string{"a", "b", "c"}, []int{3}},
		{"many", 0, strings.Split("a,b,c,d,e,f,g,h,i", ","), []int{8, 1}},
		{"long", 0, []string{long, long, long}, []int{2, 1}},
		{"announced", 24, []string{"topic/1", "topic/2", "topic/3"}, []int{1, 1, 1}},
		{"a broker's own topics apart", 0, []string{"a", "$SYS/#"}, []int{1, 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []int
			for some := range (limits{MaxPacket: c.limit}).chunks(broker.V5, c.filters) {
				got = append(got, len(some))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("divided into %v, want %v", got, c.want)
			}
		})
	}
}

// TestLimitsAreTold: what CONNACK says is in the status.
func TestLimitsAreTold(t *testing.T) {
	f := announcing(t, make(chan map[string]byte, 1), 0x11, 0, 0, 0, 60, 0x13, 0, 9, 0x21, 0, 5, 0x22, 0, 7, 0x24, 1, 0x25, 0,
		0x27, 0, 0, 1, 0, 0x28, 0, 0x29, 0, 0x2A, 0)
	profile := f.profile("mqtt", broker.V5)
	profile.Resume, profile.SessionExpiry = true, time.Hour
	status := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Connected)
	want := broker.Limits{
		MaxQoS: 1, MaxPacket: 256, ReceiveMaximum: 5, TopicAliases: 7, NoRetain: true, NoWildcards: true, NoShared: true,
		NoIdentifiers: true, KeepAlive: 9 * time.Second, SessionExpiry: time.Minute,
	}
	if status.Limits != want {
		t.Errorf("told %+v, want %+v", status.Limits, want)
	}
	if !slices.Equal(status.Notes, []broker.Note{{Code: broker.KeptShorter, Kept: time.Minute}}) {
		t.Errorf("notes %v", status.Notes)
	}
}

// TestReceiveMaximumIsObeyed: no more messages are under way to the broker than
// it takes at a time.
func TestReceiveMaximumIsObeyed(t *testing.T) {
	published, confirm := make(chan []byte, 10), make(chan struct{})
	f := startFake(t, nil, func(p *peer) {
		p.welcome(0x21, 0, 1)
		for {
			head, body := p.read()
			switch head >> 4 {
			case 0:
				return
			case packet.Publish:
				published <- body[3:5]
				<-confirm
				p.write(wiretest.Packet(packet.Puback<<4, body[3:5]))
			}
		}
	})
	s := connectFake(t, f.profile("mqtt", broker.V5), &wiretest.Keeper{})
	reaches(t, s, broker.Connected)
	done := make(chan error, 2)
	for range 2 {
		go func() {
			_, err := s.Publish(context.Background(), broker.Publication{Topic: "t", QoS: 1})
			done <- err
		}()
	}
	<-published
	select {
	case <-published:
		t.Error("the second message was sent before the first was confirmed")
	case err := <-done:
		t.Errorf("a message was confirmed by nobody: %v", err)
	case <-time.After(50 * time.Millisecond): // nothing comes, which needs some time to show
	}
	close(confirm)
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// TestPublishingSaysWhyTheConnectionEnded: what the broker said is not lost
// behind what the library makes of it.
func TestPublishingSaysWhyTheConnectionEnded(t *testing.T) {
	f := startFake(t, nil, func(p *peer) {
		p.welcome()
		p.read()
		p.write(wiretest.Packet(0xE0, []byte{broker.PacketTooLarge}))
	})
	s := connectFake(t, f.profile("mqtt", broker.V5), &wiretest.Keeper{})
	reaches(t, s, broker.Connected)
	_, err := s.Publish(t.Context(), broker.Publication{Topic: "t", QoS: 1})
	refused(t, err, "DISCONNECT", broker.PacketTooLarge)
	if !errors.Is(err, broker.ErrUnconfirmed) {
		t.Errorf("%v, want it unconfirmed", err)
	}
}

// TestTooLargeAMessageIsNotSent: the number is the broker's.
func TestTooLargeAMessageIsNotSent(t *testing.T) {
	f := announcing(t, make(chan map[string]byte, 1), 0x27, 0, 0x1E, 0x84, 0x80)
	s := connectFake(t, f.profile("mqtt", broker.V5), &wiretest.Keeper{})
	reaches(t, s, broker.Connected)
	_, err := s.Publish(t.Context(), broker.Publication{Topic: "t", Payload: make([]byte, 2_000_000)})
	if !errors.Is(err, broker.ErrBeyondLimits) || !strings.Contains(explain.Error(err, broker.Address{}), "and the limit is 2000000") {
		t.Errorf("got %v", err)
	}
}
