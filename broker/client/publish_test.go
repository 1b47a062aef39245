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
	"sync/atomic"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
	"mangrove/model"
)

func TestPublishWaitsForTheLastAcknowledgement(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		got := make(chan string, 10)
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			p.serve(func(head byte, body []byte) { got <- fmt.Sprintf("%02x %q", head, body) })
		})
		s := connectFake(t, f.profile("mqtt", version), &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		for qos := range byte(3) {
			if _, err := s.Publish(t.Context(), broker.Publication{Topic: "t", Payload: []byte("x"), QoS: qos, Retain: qos == 1}); err != nil {
				t.Fatalf("QoS %d: %v", qos, err)
			}
		}
		for _, head := range []string{"30", "33", "34", "62"} {
			if whole := <-got; !strings.HasPrefix(whole, head) {
				t.Errorf("the broker got %s, want %s", whole, head)
			}
		}
	})
}

// nobodySubscribes is what a broker says of a message that nobody subscribes to.
const nobodySubscribes = 0x10

// sayNobody answers the first two messages above QoS 0 with that, and others are welcome
// to somebody.
func sayNobody(p *peer) {
	p.welcome()
	for n := 0; ; {
		head, body := p.read()
		switch {
		case head == 0:
			return
		case head>>4 == packet.Pubrel:
			p.write(wiretest.Packet(packet.Pubcomp<<4, body[:2]))
			continue
		case head>>4 != packet.Publish || head&6 == 0:
			continue
		}
		id, kind := body[3:5], byte(packet.Puback)
		if head&6 == 4 {
			kind = packet.Pubrec
		}
		if n++; n > 2 { // the second half is welcome to somebody
			p.write(wiretest.Packet(kind<<4, id))
			continue
		}
		p.write(wiretest.Packet(kind<<4, []byte{id[0], id[1], nobodySubscribes, 9, 0x1F, 0, 6, 'n', 'o', 'b', 'o', 'd', 'y'}))
	}
}

// TestAcknowledgementsTellOfSubscribers: at QoS 2 it is PUBREC that says it, before PUBCOMP.
func TestAcknowledgementsTellOfSubscribers(t *testing.T) {
	f := startFake(t, nil, sayNobody)
	s := connectFake(t, f.profile("mqtt", broker.V5), &wiretest.Keeper{})
	reaches(t, s, broker.Connected)
	for _, nobody := range []bool{true, false} {
		for _, qos := range []byte{1, 2} {
			got, err := s.Publish(t.Context(), broker.Publication{Topic: "t", QoS: qos})
			want := broker.Acknowledgement{Came: true}
			if nobody {
				want.Code, want.Reason = nobodySubscribes, "nobody"
			}
			if err != nil || got != want || got.NoSubscribers() != nobody {
				t.Errorf("QoS %d: %+v, %v; want %+v", qos, got, err, want)
			}
		}
	}
	if got, err := s.Publish(t.Context(), broker.Publication{Topic: "t"}); err != nil || got != (broker.Acknowledgement{}) {
		t.Errorf("QoS 0: %+v, %v", got, err)
	}
}

func TestPublishIsRefused(t *testing.T) {
	for qos, c := range map[byte]struct {
		packet string
		kind   byte
		code   byte
	}{
		1: {"PUBACK", packet.Puback, broker.NotAuthorized},
		2: {"PUBREC", packet.Pubrec, 0x97},
	} {
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			for {
				head, body := p.read()
				if head == 0 {
					return
				}
				if head>>4 == packet.Publish {
					p.write(wiretest.Packet(c.kind<<4, []byte{body[3], body[4], c.code, 5, 0x1F, 0, 2, 'n', 'o'}))
				}
			}
		})
		s := connectFake(t, f.profile("mqtt", broker.V5), &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		_, err := s.Publish(t.Context(), broker.Publication{Topic: "t", QoS: qos})
		r := refused(t, err, c.packet, c.code)
		if r.Reason != "no" || r.Subject != "t" {
			t.Errorf("QoS %d: refused for %q because %q", qos, r.Subject, r.Reason)
		}
	}
}

func TestPublishIsCheckedFirst(t *testing.T) {
	f := startFake(t, nil, func(p *peer) {
		p.welcome(0x24, 1, 0x25, 0, 0x27, 0, 0, 4, 0) // QoS 1, no retain, 1024 bytes
		p.serve(nil)
	})
	s := connectFake(t, f.profile("mqtt", broker.V5), &wiretest.Keeper{})
	reaches(t, s, broker.Connected)
	for _, c := range []struct {
		p    broker.Publication
		want error
	}{
		{broker.Publication{Topic: "t", QoS: 1, Payload: make([]byte, 1000)}, nil},
		{broker.Publication{Topic: "t", QoS: 2}, broker.ErrBeyondLimits},
		{broker.Publication{Topic: "t", Retain: true}, broker.ErrBeyondLimits},
		{broker.Publication{Topic: "t", Payload: make([]byte, 1024)}, broker.ErrBeyondLimits},
		{broker.Publication{Topic: "t", QoS: 3}, broker.ErrInvalid},
		{broker.Publication{Topic: ""}, model.ErrEmpty},
		{broker.Publication{Topic: "a/#"}, model.ErrWildcard},
		{broker.Publication{Topic: strings.Repeat("t", 65_536)}, model.ErrTooLong},
	} {
		if _, err := s.Publish(t.Context(), c.p); !errors.Is(err, c.want) {
			t.Errorf("publishing to %.20q at QoS %d: %v, want %v", c.p.Topic, c.p.QoS, err, c.want)
		}
	}
}

func TestPublishIsNotConfirmed(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		for qos := byte(1); qos <= 2; qos++ {
			f := startFake(t, nil, func(p *peer) { // takes the message and hangs up
				p.welcome()
				p.read()
			})
			s := connectFake(t, f.profile("mqtt", version), &wiretest.Keeper{})
			reaches(t, s, broker.Connected)
			if _, err := s.Publish(t.Context(), broker.Publication{Topic: "t", QoS: qos}); !errors.Is(err, broker.ErrUnconfirmed) {
				t.Errorf("QoS %d: %v, want unconfirmed", qos, err)
			}
			reaches(t, s, broker.Stopped)
			if _, err := s.Publish(t.Context(), broker.Publication{Topic: "t"}); !errors.Is(err, broker.ErrNotConnected) {
				t.Errorf("afterwards: %v, want not connected", err)
			}
		}
	})
}

func TestPublishGivesUpWithItsContext(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		f := startFake(t, nil, func(p *peer) { // reads, never answers
			p.welcome()
			for head, _ := p.read(); head != 0; head, _ = p.read() {
			}
		})
		s := connectFake(t, f.profile("mqtt", version), &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if _, err := s.Publish(ctx, broker.Publication{Topic: "t", QoS: 1}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the deadline", err)
		}
		ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if err := s.Subscribe(ctx, broker.Subscription{Filter: "t"}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the deadline", err)
		}
	})
}

// TestPublishBehindALargeMessage: whoever publishes while the line is busy waits
// for it, longer than the library would.
func TestPublishBehindALargeMessage(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		gate := make(chan struct{})
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			<-gate
			p.serve(nil)
		})
		s := connectFake(t, f.profile("mqtt", version), &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		var wg sync.WaitGroup
		var failed atomic.Int32
		for i := range 6 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				p := broker.Publication{Topic: "t", Payload: make([]byte, 16<<20), QoS: byte(i % 3)}
				if _, err := s.Publish(t.Context(), p); err != nil {
					t.Error(err)
					failed.Add(1)
				}
			}()
		}
		// The line is stuck: a caller with little patience is told so in time.
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		_, err := s.Publish(ctx, broker.Publication{Topic: "t", Payload: make([]byte, 16<<20), QoS: 1})
		if !errors.Is(err, context.DeadlineExceeded) || strings.Contains(err.Error(), "broken by timeout") { // which is the library's
			t.Errorf("got %v, want the deadline", err)
		}
		close(gate)
		wg.Wait()
	})
}

func TestManyPublishersAtOnce(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		var count atomic.Int32
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			p.serve(func(head byte, _ []byte) {
				if head>>4 == packet.Publish {
					count.Add(1)
				}
			})
		})
		s := connectFake(t, f.profile("mqtt", version), &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for range 20 {
					if _, err := s.Publish(t.Context(), broker.Publication{Topic: "t", Payload: []byte("x"), QoS: byte(i % 3)}); err != nil {
						t.Error(err)
					}
				}
			}()
		}
		wg.Wait()
		eventually(t, func() bool { return count.Load() == 400 }, func() any { return count.Load() })
	})
}

// TestMessagesAreAcknowledged: strict order between the levels at the sink, and
// every acknowledgement at the broker.
func TestMessagesAreAcknowledged(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		const rounds = 501
		var acks, released atomic.Int32
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			go func() { // ends when everything is written
				for i := range rounds {
					flags := byte(i%3) << 1
					p.write(wiretest.Message(version, flags, uint16(i+1)).Packet(fmt.Sprint("t/", i), "x"))
				}
			}()
			for {
				head, body := p.read()
				switch head >> 4 {
				case 0:
					return
				case packet.Puback:
					acks.Add(1)
				case packet.Pubrec:
					p.write(wiretest.Packet(packet.Pubrel<<4|2, body[:2]))
				case packet.Pubcomp:
					released.Add(1)
				}
			}
		})
		profile := f.profile("mqtt", version)
		var sink wiretest.Keeper
		s := connectFake(t, profile, &sink)
		eventually(t, func() bool {
			return sink.Len() == rounds && acks.Load() == rounds/3 && released.Load() == rounds/3
		}, func() any { return fmt.Sprint(sink.Len(), acks.Load(), released.Load(), s.Status()) })
		for i, m := range sink.All() {
			if string(m.Topic) != fmt.Sprint("t/", i) || m.QoS != byte(i%3) {
				t.Fatalf("message %d is %s at QoS %d", i, m.Topic, m.QoS)
			}
		}
		if s.Received() != rounds {
			t.Errorf("received %d", s.Received())
		}
	})
}

// TestClosingAmidQoS2 is the race in which paho.golang would write to a
// connection it no longer has.
func TestClosingAmidQoS2(t *testing.T) {
	for range 30 {
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			var buf bytes.Buffer
			for {
				head, body := p.read()
				if head == 0 {
					return
				}
				if head>>4 == packet.Publish {
					id := binary.BigEndian.Uint16(body[3:])
					buf.Reset()
					for i := range uint16(50) { // answers to more than was asked
						buf.Write(wiretest.Packet(packet.Pubrec<<4, binary.BigEndian.AppendUint16(nil, id+i)))
					}
					p.write(buf.Bytes())
				}
			}
		})
		s := connectFake(t, f.profile("mqtt", broker.V5), &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		done := make(chan struct{})
		go func() { // ends when the session is closed
			defer close(done)
			for err := error(nil); err == nil; {
				_, err = s.Publish(context.Background(), broker.Publication{Topic: "t", QoS: 2})
			}
		}()
		_ = s.Close()
		<-done
	}
}

// TestTopicAliasesAreSent with their topic, up to what the broker takes, and none is used by
// itself.
func TestTopicAliasesAreSent(t *testing.T) {
	for most, want := range map[byte][]uint16{0: nil, 7: {1, 7}} {
		got := make(chan []byte, 10)
		f := startFake(t, nil, func(p *peer) {
			p.welcome(packet.TopicAliasMaximum, 0, most)
			p.serve(func(_ byte, body []byte) { got <- bytes.Clone(body) })
		})
		s := connectFake(t, f.profile("mqtt", broker.V5), &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		var taken []uint16
		for _, alias := range []uint16{1, 7, 8} {
			_, err := s.Publish(t.Context(), broker.Publication{Topic: "t", QoS: 1, Properties: &broker.Properties{TopicAlias: alias}})
			var unfit *broker.Unfit
			switch {
			case err == nil:
				taken = append(taken, alias)
				body := <-got
				if want := []byte{0, 1, 't', body[3], body[4], 3, packet.TopicAlias, 0, byte(alias)}; !bytes.Equal(body, want) {
					t.Errorf("alias %d: the broker got % x, want % x", alias, body, want)
				}
			case !errors.As(err, &unfit) || unfit.Code != broker.AboveTopicAliases || unfit.Limit != int(most):
				t.Errorf("alias %d of %d: %v", alias, most, err)
			}
		}
		if !slices.Equal(taken, want) {
			t.Errorf("of %d it takes %v", most, taken)
		}
	}
}
