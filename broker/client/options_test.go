package client

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client/internal/link"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
)

// mosquittoProfile connects to a Mosquitto under a name of its own.
func mosquittoProfile(t *testing.T, b *brokertest.Broker, version broker.Version) broker.Profile {
	t.Helper()
	p, err := broker.ParseURL(b.URL())
	if err != nil {
		t.Fatal(err)
	}
	p.Version, p.Once = version, true
	p.ClientID = strings.NewReplacer("/", "-", ".", "-").Replace(t.Name())
	return p
}

func TestReadOnlyPublishesNothing(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		connects := make(chan []byte, 1)
		f := startFake(t, nil, func(p *peer) {
			connects <- p.connect()
			p.write(wiretest.Connack(p.level, 0))
			p.serve(func(head byte, _ []byte) {
				if head>>4 == packet.Publish {
					t.Error("a message was published")
				}
			})
		})
		profile := f.profile("mqtt", version)
		profile.ReadOnly = true
		profile.Will = &broker.Will{Publication: broker.Publication{Topic: "last/words"}}
		s := connectFake(t, profile, &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		_, err := s.Publish(t.Context(), broker.Publication{Topic: "t", Retain: true})
		if !errors.Is(err, broker.ErrReadOnly) {
			t.Errorf("publishing: %v", err)
		}
		if connect := <-connects; bytes.Contains(connect, []byte("last/words")) {
			t.Errorf("the will was set: %q", connect)
		}
	})
}

// TestResumeGetsWhatCameMeanwhile: the broker keeps what comes while the
// client is away, for one that resumes only.
func TestResumeGetsWhatCameMeanwhile(t *testing.T) {
	mosquitto := brokertest.Start(t, brokertest.Options{})
	each(t, func(t *testing.T, version broker.Version) {
		topic := fmt.Sprintf("kept/%s", t.Name())
		profile := mosquittoProfile(t, mosquitto, version)
		profile.Resume, profile.SessionExpiry = true, time.Hour
		profile.Subscriptions = []broker.Subscription{{Filter: topic, QoS: 1}}
		first := connectFake(t, profile, &wiretest.Keeper{})
		answered(t, first)
		_ = first.Close()

		other := mosquittoProfile(t, mosquitto, version)
		other.ClientID = ""
		publisher := connectFake(t, other, &wiretest.Keeper{})
		reaches(t, publisher, broker.Connected)
		if _, err := publisher.Publish(t.Context(), broker.Publication{Topic: topic, Payload: []byte("meanwhile"), QoS: 1}); err != nil {
			t.Fatal(err)
		}
		var sink wiretest.Keeper
		profile.Subscriptions = nil
		second := connectFake(t, profile, &sink)
		eventually(t, func() bool { return sink.Len() == 1 }, func() any { return second.Status() })
		_ = second.Close()

		profile.Resume = false
		third := connectFake(t, profile, &wiretest.Keeper{})
		reaches(t, third, broker.Connected)
		if _, err := third.Publish(t.Context(), broker.Publication{Topic: topic, QoS: 1}); err != nil || third.Received() != 0 {
			t.Errorf("a clean start received %d messages (%v)", third.Received(), err)
		}
	})
}

// TestResumedSessionsRememberWhatWasDelivered: a QoS 2 message repeated on the
// next connection of the same session is delivered once [MQTT-4.3.3-10].
func TestResumedSessionsRememberWhatWasDelivered(t *testing.T) {
	for _, kept := range []bool{true, false} {
		t.Run(fmt.Sprint(kept), func(t *testing.T) {
			f := startFake(t, nil, func(p *peer) {
				p.connect()
				present := byte(0)
				if kept && p.number > 0 {
					present = 1
				}
				p.write(wiretest.Packet(packet.Connack<<4, []byte{present, 0}))
				p.write(wiretest.Message(p.level, 4, 7).Packet("t", "x"))
				if p.number == 0 {
					p.read() // PUBREC, never answered
					return
				}
				p.serve(nil)
			})
			profile := f.profile("mqtt", broker.V311)
			profile.Once, profile.Resume, profile.ClientID = false, true, "me"
			var sink wiretest.Keeper
			s := connectFake(t, profile, &sink)
			eventually(t, func() bool { return s.Received() == 2 }, func() any { return s.Status() })
			_ = s.Close()
			if want := map[bool]int{true: 1, false: 2}[kept]; sink.Len() != want {
				t.Errorf("delivered %d times, want %d", sink.Len(), want)
			}
		})
	}
}

func TestPropertiesArrive(t *testing.T) {
	mosquitto := brokertest.Start(t, brokertest.Options{})
	sent := &broker.Properties{
		Text: true, Expiry: time.Hour, ContentType: "text/plain", ResponseTopic: "answers/here", CorrelationData: []byte{1, 2},
		User: []broker.UserProperty{{Name: "site", Value: "north"}, {Name: "site", Value: "south"}},
	}
	want := map[byte]string{0x01: "\x01", 0x03: "text/plain", 0x08: "answers/here", 0x09: "\x01\x02", 0x26: "\x00\x04site\x00\x05south"}
	var sink wiretest.Keeper
	profile := mosquittoProfile(t, mosquitto, broker.V5)
	profile.Subscriptions = []broker.Subscription{{Filter: "t/#"}}
	watcher := connectFake(t, profile, &sink)
	answered(t, watcher)
	if _, err := watcher.Publish(t.Context(), broker.Publication{Topic: "t/live", QoS: 1, Properties: sent}); err != nil {
		t.Fatal(err)
	}
	profile.ClientID = "leaver"
	profile.Will = &broker.Will{Publication: broker.Publication{Topic: "t/will", Properties: sent}}
	leaver := connectFake(t, profile, &wiretest.Keeper{})
	reaches(t, leaver, broker.Connected)
	leaver.Abandon()
	eventually(t, func() bool { return sink.Len() == 2 }, func() any { return sink.All() })
	for _, m := range sink.All() {
		got := map[byte]string{}
		packet.EachProperty(m.Properties, func(id byte, value []byte) { got[id] = string(value) })
		if len(got[0x02]) != 4 {
			t.Errorf("%s: no expiry: %q", m.Topic, got)
		}
		for id, value := range want {
			if got[id] != value {
				t.Errorf("%s: property 0x%02X is %q, want %q", m.Topic, id, got[id], value)
			}
		}
	}
}

func TestPropertiesNeedMQTT5(t *testing.T) {
	f := startFake(t, nil, func(p *peer) { p.welcome(); p.serve(nil) })
	s := connectFake(t, f.profile("mqtt", broker.V311), &wiretest.Keeper{})
	reaches(t, s, broker.Connected)
	_, err := s.Publish(t.Context(), broker.Publication{Topic: "t", Properties: &broker.Properties{Text: true}})
	if !errors.Is(err, broker.ErrUnsupported) {
		t.Errorf("got %v, want unsupported", err)
	}
}

// TestPropertiesAreCounted: what is announced as the broker's limit holds with
// the properties.
func TestPropertiesAreCounted(t *testing.T) {
	for _, p := range []broker.Publication{
		{Topic: "t"},
		{Topic: "t", QoS: 1, Properties: &broker.Properties{Text: true}},
		{Topic: "t", Properties: &broker.Properties{ContentType: strings.Repeat("x", 200)}},
	} {
		written := make(chan int, 1)
		f := startFake(t, nil, func(peer *peer) {
			peer.welcome()
			peer.serve(func(head byte, body []byte) {
				if head>>4 == packet.Publish {
					written <- len(wiretest.Packet(head, body))
				}
			})
		})
		s := connectFake(t, f.profile("mqtt", broker.V5), &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		if _, err := s.Publish(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		if got := <-written; got != link.PublishSize(p, broker.V5) {
			t.Errorf("%+v takes %d bytes, was thought to take %d", p, got, link.PublishSize(p, broker.V5))
		}
	}
}

func TestConnectSaysWhatTheProfileSays(t *testing.T) {
	connects := make(chan []byte, 1)
	f := startFake(t, nil, func(p *peer) {
		connects <- p.connect()
		p.write(wiretest.Connack(p.level, 0))
		p.serve(nil)
	})
	profile := f.profile("mqtt", broker.V5)
	profile.SessionExpiry = broker.SessionForever
	profile.Connect = broker.ConnectProperties{
		ReceiveMaximum: 20, MaximumPacket: 1 << 20, ResponseInformation: true,
		User: []broker.UserProperty{{Name: "who", Value: "me"}},
	}
	s := connectFake(t, profile, &wiretest.Keeper{})
	reaches(t, s, broker.Connected)
	connect := <-connects
	block, _, err := packet.CutProperties(packet.Connect, connect[10:])
	if err != nil || connect[7]&2 == 0 {
		t.Fatalf("CONNECT %x: %v, want a clean start", connect, err)
	}
	got := map[byte]string{}
	packet.EachProperty(block, func(id byte, value []byte) { got[id] = string(value) })
	for id, want := range map[byte]string{
		0x11: "\xFF\xFF\xFF\xFF", 0x21: "\x00\x14", 0x27: "\x00\x10\x00\x00", 0x19: "\x01", 0x26: "\x00\x03who\x00\x02me",
	} {
		if got[id] != want {
			t.Errorf("property 0x%02X is %q, want %q", id, got[id], want)
		}
	}
}

// TestReadOnlyFromNowOn guards a session that is connected, and takes the guard
// away again; the will goes with the next connection.
func TestReadOnlyFromNowOn(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		connects, peers := make(chan []byte, 2), make(chan *peer, 2)
		f := startFake(t, nil, func(p *peer) {
			connects <- p.connect()
			p.write(wiretest.Connack(p.level, 0))
			peers <- p
			p.serve(func(byte, []byte) {})
		})
		profile := f.profile("mqtt", version)
		profile.Once = false
		profile.Will = &broker.Will{Publication: broker.Publication{Topic: "last/words"}}
		s := connectFake(t, profile, &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		if connect := <-connects; !bytes.Contains(connect, []byte("last/words")) {
			t.Fatalf("no will was set: %q", connect)
		}
		m := broker.Publication{Topic: "t"}
		s.SetReadOnly(true)
		if _, err := s.Publish(t.Context(), m); !errors.Is(err, broker.ErrReadOnly) {
			t.Errorf("publishing under guard: %v", err)
		}
		s.SetReadOnly(false)
		if _, err := s.Publish(t.Context(), m); err != nil {
			t.Errorf("publishing without a guard: %v", err)
		}
		s.SetReadOnly(true)
		(<-peers).Close() // it is there to be lost
		if connect := <-connects; bytes.Contains(connect, []byte("last/words")) {
			t.Errorf("the will was set again: %q", connect)
		}
	})
}
