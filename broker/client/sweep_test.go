package client

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
	"mangrove/model"
)

// scanty plays a broker with more retained messages on a/# than it queues. It
// gives the options of each SUBSCRIBE to asked.
func scanty(p *peer, asked chan<- byte) {
	p.welcome()
	overflow := true
	p.serve(func(head byte, body []byte) {
		if head>>4 != packet.Subscribe {
			return
		}
		options := wiretest.Filters(p.level, body, 1)["a/#"]
		asked <- options
		if overflow && options&3 > 0 {
			for i := range uint16(1_020) {
				p.write(wiretest.Message(p.level, 3, i+1).Packet(fmt.Sprint("a/", i), "x"))
			}
			overflow = false
		}
	})
}

func TestSweep(t *testing.T) {
	for _, c := range []struct {
		version broker.Version
		first   []byte // the options of each SUBSCRIBE on the first connection
		second  []byte // the same on the next, when it is known
		granted byte
		note    broker.NoteCode
	}{
		{broker.V5, []byte{2, 0, 2 | 2<<4}, []byte{0, 2 | 2<<4}, 2, broker.RetainedFetched},
		{broker.V311, []byte{2, 0}, []byte{0}, 0, broker.RetainedAtZero},
		{broker.V31, []byte{2, 0}, []byte{0}, 0, broker.RetainedAtZero},
	} {
		t.Run(c.version.String(), func(t *testing.T) {
			asked := make(chan byte, 10)
			f := startFake(t, nil, func(p *peer) { scanty(p, asked) })
			profile := f.profile("mqtt", c.version)
			profile.Once = false
			profile.Subscriptions = []broker.Subscription{{Filter: "a/#", QoS: 2}}
			s := connectFake(t, profile, &wiretest.Keeper{})
			for connection, want := range [][]byte{c.first, c.second} {
				for i := range want {
					if got := <-asked; got != want[i] {
						t.Fatalf("connection %d, SUBSCRIBE %d has the options %#x, want %#x", connection, i, got, want[i])
					}
				}
				eventually(t, func() bool {
					status := s.Status()
					grant := status.Subscriptions[0]
					return grant.Answered && grant.Granted == c.granted && grant.QoS == 2 && slices.Equal(status.Notes, []broker.Note{{Code: c.note, Filter: "a/#"}})
				}, func() any { return s.Status() })
				f.hangUp(connection)
			}
		})
	}
}

// TestBestQoS asks for what loses nothing.
func TestBestQoS(t *testing.T) {
	for version, want := range map[broker.Version]byte{broker.V5: 2, broker.V311: 0, broker.V31: 0} {
		asked := make(chan byte, 10)
		f := startFake(t, nil, func(p *peer) { scanty(p, asked) })
		profile := f.profile("mqtt", version)
		profile.Subscriptions = []broker.Subscription{{Filter: "a/#", QoS: broker.BestQoS}}
		s := connectFake(t, profile, &wiretest.Keeper{})
		if got := <-asked; got != want {
			t.Errorf("%s: SUBSCRIBE has the options %#x, want %#x", version, got, want)
		}
		if version == broker.V5 { // its queue overflows
			if low, high := <-asked, <-asked; low != 0 || high != 2|2<<4 {
				t.Errorf("the retained messages are fetched with the options %#x and %#x, want 0 and 0x22", low, high)
			}
		}
		eventually(t, func() bool {
			grant := s.Status().Subscriptions[0]
			return grant.Answered && grant.Granted == want && grant.QoS == broker.BestQoS
		}, func() any { return s.Status() })
	}
}

// topics is a sink that remembers which topics have come.
type topics struct {
	lost atomic.Int64
	mu   sync.Mutex // guards seen
	seen map[string]byte
}

// Apply keeps the highest QoS each topic came with.
func (s *topics) Apply(b model.Batch) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range b.Messages {
		s.seen[string(m.Topic)] = max(s.seen[string(m.Topic)], m.QoS)
	}
}

// Lost counts. A session that is closed loses what is on its way.
func (s *topics) Lost(n int) { s.lost.Add(int64(n)) }

func (*topics) Interrupted(time.Time, time.Time) {}

func (s *topics) len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.seen)
}

// TestEveryRetainedMessageArrives: a Mosquitto with its default limits drops
// most of them from an ordinary client.
func TestEveryRetainedMessageArrives(t *testing.T) {
	count := 100_000
	if testing.Short() {
		count = 10_000
	}
	b := brokertest.Start(t, brokertest.Options{})
	retained{1, "at1/%06d", count}.publish(t, b.HostPort())
	retained{0, "at0/%06d", count}.publish(t, b.HostPort())
	each(t, func(t *testing.T, version broker.Version) {
		p, err := broker.ParseURL(b.URL())
		if err != nil {
			t.Fatal(err)
		}
		p.Version = version
		p.Subscriptions = []broker.Subscription{{Filter: "#", QoS: 2}}
		sink := &topics{seen: make(map[string]byte)}
		s := connectFake(t, p, sink)
		eventually(t, func() bool { return sink.len() == 2*count }, func() any { return fmt.Sprint(sink.len(), s.Status()) })
		if n := sink.lost.Load(); n > 0 {
			t.Errorf("%d messages were lost", n)
		}
		if count > overflows[1].to || version != broker.V5 { // the queue overflowed
			eventually(t, func() bool { return s.Status().Notes != nil }, func() any { return s.Status() })
		}
	})
}

// retained are messages for a broker to keep.
type retained struct {
	qos    byte   // 0 or 1
	format string // of the topics, with a number
	count  int
}

// publish waits until the broker has them all.
func (r retained) publish(t testing.TB, address string) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	done := make(chan struct{})
	go func() { // ends with PINGRESP or the connection
		defer close(done)
		p := &peer{Conn: conn, in: bufio.NewReader(conn)}
		for head, _ := p.read(); head != 0 && head>>4 != packet.Pingresp; head, _ = p.read() {
		}
	}()
	var all bytes.Buffer
	all.Write(wiretest.Packet(0x10, []byte("\x00\x04MQTT\x04\x02\x00\x00\x00\x00")))
	for i := range r.count {
		all.Write(wiretest.Message(broker.V311, r.qos<<1|1, uint16(i%60_000+1)).Packet(fmt.Sprintf(r.format, i), "payload"))
	}
	all.Write(wiretest.Packet(0xC0, nil))
	if _, err := conn.Write(all.Bytes()); err != nil {
		t.Fatal(err)
	}
	<-done
}

// TestAFilterThatIsNotServedCostsNoOther: with a filter known to have more
// retained messages than the broker queues the others are asked for all the same.
func TestAFilterThatIsNotServedCostsNoOther(t *testing.T) {
	for name, serve := range map[string]func(p *peer, body []byte) bool{
		"refused": func(p *peer, body []byte) bool {
			p.write(wiretest.Suback(p.level, body, 0x80))
			return true
		},
		"unanswered": func(*peer, []byte) bool { return true },
		"hung up":    func(*peer, []byte) bool { return false },
	} {
		t.Run(name, func(t *testing.T) {
			known := make(chan struct{})
			f := startFake(t, nil, func(p *peer) {
				<-known
				p.welcome()
				for {
					head, body := p.read()
					if head>>4 != packet.Subscribe {
						return
					}
					if _, ok := wiretest.Filters(p.level, body, 1)["a/#"]; !ok {
						p.write(wiretest.Suback(p.level, body, wiretest.Grants(p.level, body)...))
					} else if !serve(p, body) {
						return
					}
				}
			})
			profile := f.profile("mqtt", broker.V5)
			if name == "unanswered" {
				profile = impatient(f, broker.V5, 10*brief)
			}
			profile.Subscriptions = []broker.Subscription{{Filter: "a/#", QoS: 2}, {Filter: "b", QoS: 1}}
			s := connectFake(t, profile, &wiretest.Keeper{})
			s.mu.Lock()
			s.scant["a/#"] = true
			s.mu.Unlock()
			close(known)
			if name == "hung up" {
				status := reaches(t, s, broker.Stopped)
				if !errors.Is(status.Problem, broker.ErrSubscribing) {
					t.Errorf("the problem is %v, which names no subscription", status.Problem)
				}
				return
			}
			eventually(t, func() bool { return s.Status().Subscriptions[1].Answered }, func() any { return s.Status() })
			if all := s.Status().Subscriptions; all[0].Denied == nil || all[1].Denied != nil {
				t.Errorf("%+v", all)
			}
		})
	}
}
