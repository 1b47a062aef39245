package server

import (
	"fmt"
	"strconv"
	"sync"
	"testing"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/packets"

	"mangrove/broker"
)

// A session goes from one connection to the next while others publish to it: what
// they were told has arrived comes, nothing comes before the CONNACK, and whatever
// comes for the first time comes in order.
func TestNothingIsLostWhileASessionIsResumed(t *testing.T) {
	b := start(t)
	h := hello{id: "c", keep: true}
	w := connect(t, b, h)
	// Many subscriptions take long to be moved.
	for i := range 20 {
		filters := []string{"t"}
		for j := range 100 {
			filters = append(filters, fmt.Sprint("other/", i, "/", j))
		}
		w.subscribe(uint16(i+1), 1, filters...)
	}
	ended := make(chan struct{})
	var sending sync.WaitGroup
	pub := connect(t, b, hello{id: "pub"})
	sent := 0
	sending.Go(func() {
		for ; ; sent++ {
			select {
			case <-ended:
				return
			default:
				pub.publish(qos1, "t", strconv.Itoa(sent))
			}
		}
	})
	const rounds = 60
	next := 0
	take := func(until int) {
		for range until {
			f := w.next(3)
			_, id, payload := f.publish(w.version)
			if n, err := strconv.Atoi(string(payload)); err != nil || n > next {
				t.Errorf("message %s, want %d: some were lost", payload, next)
				next = n + 1
			} else if n == next {
				next++
			}
			w.send(packet(0x40, number(id)))
		}
	}
	for round := range rounds {
		take(20)
		if round%2 == 0 { // else it is taken over while it is there
			_ = w.Close()
		}
		w = connect(t, b, h)
	}
	close(ended)
	sending.Wait()
	pub.publish(qos1, "t", strconv.Itoa(sent))
	for next <= sent {
		take(1)
	}
}

// slowly is a publisher's goroutine that stands still between the PUBACK and the
// passing on.
type slowly struct {
	mqtt.HookBase
	goOn chan struct{}
}

func (*slowly) ID() string              { return "slowly" }
func (*slowly) Provides(what byte) bool { return what == mqtt.OnQosComplete }
func (s *slowly) OnQosComplete(cl *mqtt.Client, _ packets.Packet) {
	if cl.ID == "pub" {
		<-s.goOn
	}
}

// Whoever comes back after a PUBACK gets the message that it was for, however far
// the broker has come with it.
func TestWhatIsAcknowledgedIsInTheSession(t *testing.T) {
	for _, version := range []broker.Version{broker.V311, broker.V5} {
		t.Run(version.String(), func(t *testing.T) {
			b := start(t)
			slow := &slowly{goOn: make(chan struct{})}
			if err := b.mqtt.AddHook(slow, nil); err != nil {
				t.Fatal(err)
			}
			h := hello{id: "c", version: version, keep: true}
			if version == broker.V5 {
				h.props = []byte{17, 0, 0, 1, 0}
			}
			w := connect(t, b, h)
			w.subscribe(1, 1, "t")
			_ = w.Close()
			awaitEvent(t, b, "client c disconnected")
			connect(t, b, hello{id: "pub"}).publish(qos1, "t", "acknowledged")
			w = dial(t, b)
			w.version = version
			w.send(h.packet())
			eventually(t, "the client is being let in", func() bool {
				if b.passing.TryRLock() {
					b.passing.RUnlock()
					return false
				}
				return true
			})
			close(slow.goOn)
			w.next(2)
			w.expect("t", "acknowledged")
		})
	}
}

// What waits comes in order also when it came on several connections, and when the
// client is still there as it comes again.
func TestOrderAfterSeveralReturns(t *testing.T) {
	for _, there := range []bool{false, true} {
		t.Run(fmt.Sprint("still there ", there), func(t *testing.T) {
			b := start(t)
			h := hello{id: "c", keep: true}
			w, pub := connect(t, b, h), connect(t, b, hello{id: "pub"})
			w.subscribe(1, 1, "t")
			const count, acknowledged = 100, 60
			for i := range count {
				pub.publish(qos1, "t", fmt.Sprint(i))
			}
			for i := range count {
				if _, id, _ := w.expect("t", fmt.Sprint(i)).publish(w.version); i < acknowledged {
					w.send(packet(0x40, number(id)))
				}
			}
			w.ping()
			for more := range 2 {
				if !there {
					_ = w.Close()
					awaitEvent(t, b, "client c disconnected")
					eventually(t, "it has gone", func() bool { return b.Stats().Clients == 1 })
				}
				w = connect(t, b, h)
				for i := acknowledged; i < count+more*count/2; i++ {
					w.expect("t", fmt.Sprint(i))
				}
				for i := range count / 2 {
					pub.publish(qos1, "t", fmt.Sprint(count+more*count/2+i))
				}
				for i := range count / 2 {
					w.expect("t", fmt.Sprint(count+more*count/2+i))
				}
				w.ping()
			}
		})
	}
}
