package client

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/model"
)

// TestSweep plays a broker with more retained messages than it queues.
func TestSweep(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		asked := make(chan byte, 10)
		drop := make(chan struct{}, 1)
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			overflow := true
			go func() { // ends with the test, which drops once
				if _, ok := <-drop; ok {
					_ = p.Close()
				}
			}()
			p.serve(func(head byte, body []byte) {
				if head>>4 != typeSubscribe {
					return
				}
				options := filters(p.level, body, 1)["a/#"]
				asked <- options
				if overflow && options&3 > 0 {
					for i := range uint16(sweepAt) {
						p.write(publishPacket(p.level, 3, i+1, fmt.Sprint("a/", i), "x"))
					}
					overflow = false
				}
			})
		})
		t.Cleanup(func() { close(drop) })
		profile := f.profile("mqtt", version)
		profile.Once = false
		profile.Subscriptions = []broker.Subscription{{Filter: "a/#", QoS: 2}}
		s := connectFake(t, profile, &keeper{})
		for i, want := range map[broker.Version][]byte{broker.V5: {2, 0, 2 | 2<<4}}[version] {
			if got := <-asked; got != want {
				t.Fatalf("SUBSCRIBE %d with the options %#x, want %#x", i, got, want)
			}
		}
		if version != broker.V5 {
			if first, second := <-asked, <-asked; first != 2 || second != 0 {
				t.Fatalf("asked for QoS %d, then %d; want 2, then 0", first, second)
			}
		}
		granted := byte(0)
		if version == broker.V5 {
			granted = 2
		}
		swept := func() bool {
			status := s.Status()
			grant := status.Subscriptions[0]
			return grant.Answered && grant.Granted == granted && grant.QoS == 2 && strings.Contains(status.Note, "more retained messages on a/#")
		}
		eventually(t, swept, func() any { return s.Status() })

		// On the next connection it is known from the start.
		drop <- struct{}{}
		if got := <-asked; got != 0 {
			t.Errorf("after reconnecting asked with the options %#x, want QoS 0 at first", got)
		}
		eventually(t, swept, func() any { return s.Status() })
	})
}

// topics is a sink that remembers which topics have come.
type topics struct {
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

// Lost is never called.
func (s *topics) Lost(int) { panic("a message was lost") }

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
	everyRetained(t, count, false)
}

// TestEveryRetainedMessageArrivesThroughTheLibrary, as long as it keeps up.
func TestEveryRetainedMessageArrivesThroughTheLibrary(t *testing.T) { everyRetained(t, 5_000, true) }

func everyRetained(t *testing.T, count int, library bool) {
	b := brokertest.Start(t, brokertest.Options{})
	retain(t, b.HostPort(), 1, "at1/%06d", count)
	retain(t, b.HostPort(), 0, "at0/%06d", count)
	each(t, func(t *testing.T, version broker.Version) {
		p, err := broker.ParseURL(b.URL())
		if err != nil {
			t.Fatal(err)
		}
		p.Version, p.LibraryReader = version, library
		p.Subscriptions = []broker.Subscription{{Filter: "#", QoS: 2}}
		sink := &topics{seen: make(map[string]byte)}
		s := connectFake(t, p, sink)
		eventually(t, func() bool { return sink.len() == 2*count }, func() any { return fmt.Sprint(sink.len(), s.Status()) })
		eventually(t, func() bool { return s.Status().Note != "" }, func() any { return s.Status() })
	})
}

// retain publishes count retained messages of QoS 0 or 1 and waits until the
// broker has them all.
func retain(t testing.TB, address string, qos byte, format string, count int) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	in := bufio.NewReader(conn)
	done := make(chan struct{})
	go func() { // ends with PINGRESP or the connection
		defer close(done)
		p := &peer{Conn: conn, in: in}
		for head, _ := p.read(); head != 0 && head>>4 != typePingresp; head, _ = p.read() {
		}
	}()
	var all bytes.Buffer
	all.Write(packet(0x10, []byte("\x00\x04MQTT\x04\x02\x00\x00\x00\x00")))
	for i := range count {
		all.Write(publishPacket(broker.V311, qos<<1|1, uint16(i%60_000+1), fmt.Sprintf(format, i), "payload"))
	}
	all.Write(packet(0xC0, nil))
	if _, err := conn.Write(all.Bytes()); err != nil {
		t.Fatal(err)
	}
	<-done
}
