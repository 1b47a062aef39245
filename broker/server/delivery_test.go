package server

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"sync"
	"testing"

	mqtt "github.com/eclipse/paho.mqtt.golang"
	mochi "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/packets"

	"mangrove/broker"
)

func TestLargePayload(t *testing.T) {
	b := start(t)
	payload := bytes.Repeat([]byte("0123456789abcdef"), 50<<20/16)
	got := make(chan []byte, 1)
	sub := pahoClient(t, b, nil)
	done(t, sub.Subscribe("big", 1, func(_ mqtt.Client, m mqtt.Message) { got <- m.Payload() }))
	pub := pahoClient(t, b, func(o *mqtt.ClientOptions) { o.SetClientID("pub") })
	for qos := range byte(3) {
		done(t, pub.Publish("big", qos, true, payload))
		if p := <-got; !bytes.Equal(p, payload) {
			t.Errorf("QoS %d: %d bytes, not the %d sent", qos, len(p), len(payload))
		}
	}
}

// flood sends messages as fast as the broker takes them.
func flood(w *wire, topic string, count int) error {
	out := bufio.NewWriterSize(w, 1<<16)
	for i := range count {
		if _, err := out.Write(w.publishPacket(0, 0, topic, fmt.Sprintf("%08d", i))); err != nil {
			return err
		}
	}
	return out.Flush()
}

func TestFloodLosesNothing(t *testing.T) {
	for _, c := range []struct {
		name       string
		count      int // of each publisher
		publishers int
		late       bool // the subscriber begins to read when all has been sent
		version    broker.Version
	}{
		{"one publisher", 500_000, 1, false, broker.V311},
		{"version 5", 100_000, 1, false, broker.V5},
		{"six publishers", 30_000, 6, false, broker.V311},
		{"the subscriber reads when all has been sent", 100_000, 1, true, broker.V311},
	} {
		t.Run(c.name, func(t *testing.T) {
			count := c.count
			if testing.Short() {
				count /= 10
			}
			b := start(t)
			sub := connect(t, b, hello{id: "sub", version: c.version})
			sub.subscribe(1, 0, "#")
			var sending sync.WaitGroup
			for i := range c.publishers {
				pub := connect(t, b, hello{id: fmt.Sprint("pub", i), version: c.version})
				sending.Go(func() {
					if err := flood(pub, fmt.Sprint("flood/", i), count); err != nil {
						t.Errorf("publish: %v", err)
					}
				})
			}
			if c.late {
				sending.Wait()
				eventually(t, "the broker has received all", func() bool { return b.Stats().Received == uint64(count) })
			}
			next := map[string]int{}
			for range count * c.publishers {
				topic, _, payload := sub.next(3).publish(c.version)
				if want := fmt.Sprintf("%08d", next[topic]); string(payload) != want {
					t.Fatalf("%s: message %s, want %s", topic, payload, want)
				}
				next[topic]++
			}
			sending.Wait()
			all := uint64(count * c.publishers)
			eventually(t, "all are counted as sent", func() bool { return b.Stats().Sent == all })
			if s := b.Stats(); s.Received != all || s.Dropped != 0 {
				t.Errorf("%+v, want %d received", s, all)
			}
		})
	}
}

// A client that takes nothing costs memory up to the budget, then messages,
// which are counted; it never costs the others anything.
func TestASlowClientLosesAndIsNamed(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.budget.limit = 4 << 20
	slow := connect(t, b, hello{id: "slow"})
	slow.narrow()
	slow.subscribe(1, 0, "#")
	quick := connect(t, b, hello{id: "quick"})
	quick.subscribe(1, 0, "#")
	pub := connect(t, b, hello{id: "pub"})
	payload := string(make([]byte, 1_000))
	const count, step = 90_000, 1_000
	block := bytes.Repeat(pub.publishPacket(0, 0, "t", payload), step)
	for range count / step {
		pub.send(block)
		for range step {
			quick.expect("t", payload)
		}
	}
	pub.ping()
	awaitEvent(t, b, "of client slow w", "dropped: it does not receive its messages fast enough")
	dropped := b.Stats().Dropped
	for range count - int(dropped) {
		slow.expect("t", payload)
	}
	slow.ping() // and not one more
	eventually(t, "the others are counted as sent", func() bool { return b.Stats().Sent == 2*count-dropped })
	if s := b.Stats(); s.Received != count || s.Dropped != dropped || dropped == 0 {
		t.Errorf("%+v, want %d dropped", s, dropped)
	}
}

// What waits to be encoded for a client that takes nothing is bounded as well, however
// large the messages are.
func TestLargeMessagesForASlowClient(t *testing.T) {
	t.Parallel()
	b := start(t)
	const limit, size, count = 16 << 20, 1 << 20, 200
	b.budget.limit, b.queued.limit = 4<<20, limit
	slow, quick := connect(t, b, hello{id: "slow"}), connect(t, b, hello{id: "quick"})
	slow.narrow()
	slow.subscribe(1, 0, "#")
	quick.subscribe(1, 0, "#")
	pub := connect(t, b, hello{id: "pub"})
	payload := string(make([]byte, size))
	for range count {
		pub.publish(0, "t", payload)
		quick.expect("t", payload)
	}
	pub.ping()
	if n := b.queued.used.Load(); n > limit+4*size {
		t.Errorf("%d bytes wait to be encoded", n)
	}
	awaitEvent(t, b, "of client slow w", "dropped: it does not receive its messages fast enough")
	dropped := b.Stats().Dropped
	if dropped < count/2 {
		t.Errorf("%d of %d dropped", dropped, count)
	}
	for range count - int(dropped) {
		slow.expect("t", payload)
	}
	slow.ping() // and not one more
	eventually(t, "nothing waits any more", func() bool { return b.queued.used.Load() == 0 })
}

// While a client that takes nothing holds all memory, another one with its id,
// and the end of the broker, must not have to wait for it.
func TestTakingOverFromAStuckClient(t *testing.T) {
	b := start(t)
	b.budget.limit = 1 << 20
	stuck := connect(t, b, hello{id: "stuck"})
	stuck.narrow()
	stuck.subscribe(1, 0, "#")
	pub := connect(t, b, hello{id: "pub"})
	for range 200 {
		pub.publish(0, "t", string(make([]byte, 100_000)))
	}
	pub.ping()
	eventually(t, "the client is stuck", func() bool { return b.roster.list()[0].backlog.stuck.Load() > 0 })
	connect(t, b, hello{id: "stuck"}).ping()
	awaitEvent(t, b, "client stuck disconnected: another client connected with the same client id")
}

// mochi alone delivers twice the maximum and then nothing more.
func TestReceiveMaximum(t *testing.T) {
	for _, qos := range []byte{1, 2} {
		t.Run(fmt.Sprint("QoS ", qos), func(t *testing.T) {
			b := start(t)
			const limit, count = 3, 300
			sub := connect(t, b, hello{id: "sub", version: broker.V5, props: []byte{33, 0, limit}})
			sub.subscribe(1, qos, "t")
			pub := pahoClient(t, b, nil)
			for i := range count {
				done(t, pub.Publish("t", qos, false, fmt.Sprint(i)))
			}
			var open []uint16
			for i := range count {
				_, id, _ := sub.expect("t", fmt.Sprint(i)).publish(broker.V5)
				if open = append(open, id); len(open) < limit {
					continue
				}
				sub.ping() // no fourth message before an acknowledgement
				sub.acknowledge(qos, open[0])
				open = open[1:]
			}
		})
	}
}

// acknowledge completes a message's exchange.
func (w *wire) acknowledge(qos byte, id uint16) {
	w.t.Helper()
	if qos == 1 {
		w.send(packet(0x40, number(id)))
		return
	}
	w.send(packet(0x50, number(id)))
	w.next(6)
	w.send(packet(0x70, number(id)))
}

func TestSessionsAreKept(t *testing.T) {
	for _, version := range []broker.Version{broker.V311, broker.V5} {
		t.Run(version.String(), func(t *testing.T) {
			b := start(t)
			h := hello{id: "c", version: version, keep: true}
			if version == broker.V5 {
				h.props = []byte{17, 0, 0, 1, 0, 33, 0, 2}
			}
			w := connect(t, b, h)
			w.subscribe(1, 1, "t")
			w.Close()
			awaitEvent(t, b, "client c disconnected")
			pub := connect(t, b, hello{id: "pub"})
			const count = 200
			for i := range count {
				pub.publish(qos1, "t", fmt.Sprint(i))
			}
			w = connect(t, b, h)
			for i := range count { // in order
				_, id, _ := w.expect("t", fmt.Sprint(i)).publish(version)
				w.send(packet(0x40, number(id)))
			}
			pub.publish(qos1, "t", "live")
			w.expect("t", "live")
		})
	}
}

func TestRankGoesRound(t *testing.T) {
	waiting := mochi.NewInflights()
	for _, id := range []uint16{3, 65_535, 1, 65_530, 2} {
		waiting.Set(packets.Packet{PacketID: id, Created: 1_700_000_000})
	}
	rank(waiting)
	var got []uint16
	for _, pk := range waiting.GetAll(false) {
		got = append(got, pk.PacketID)
	}
	if want := []uint16{65_530, 65_535, 1, 2, 3}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A PUBLISH at QoS 2 that is sent again is the same message, not an error.
func TestQoS2SentAgain(t *testing.T) {
	b := start(t)
	w := connect(t, b, hello{id: "c", version: broker.V5})
	w.subscribe(1, 0, "t")
	for _, again := range []byte{0, dup} {
		w.send(w.publishPacket(qos2|again, 7, "t", "x"))
		if f := w.next(5); !bytes.Equal(f.body, number(7)) {
			t.Errorf("PUBREC % x, want success", f.body)
		}
		if again == 0 {
			w.expect("t", "x")
		}
	}
	w.ping()
}

// mochi leaves an expired session's subscriptions to the next client with its id.
func TestExpiredSessionsLeaveNothing(t *testing.T) {
	t.Parallel()
	b := start(t)
	w := connect(t, b, hello{id: "c", version: broker.V5, props: []byte{17, 0, 0, 0, 1}})
	w.subscribe(1, 0, "t")
	w.Close()
	eventually(t, "the subscription is gone", func() bool { return b.Stats().Subscriptions == 0 })
	w = connect(t, b, hello{id: "c"})
	w.publish(0, "t", "x")
	w.ping()
}

// Nothing of what was queued before it is cut off by a goodbye.
func TestQueuedMessagesArriveBeforeTheEnd(t *testing.T) {
	b, err := Start(Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	sub, pub := connect(t, b, hello{id: "sub"}), connect(t, b, hello{id: "pub"})
	sub.subscribe(1, 0, "t")
	const count = 1_000
	if err := flood(pub, "t", count); err != nil {
		t.Fatal(err)
	}
	pub.ping()
	eventually(t, "all are on their way", func() bool { return b.Stats().Sent == count })
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for i := range count {
		sub.expect("t", fmt.Sprintf("%08d", i))
	}
	if _, err := sub.read(); err != io.EOF { //nolint:errorlint // bufio returns it bare
		t.Errorf("then %v, want the end", err)
	}
}

// There is a limit for a client that acknowledges nothing, and what exceeds it
// must be told.
func TestUnansweredMessagesAreDroppedAndTold(t *testing.T) {
	t.Parallel()
	b := start(t)
	const most, more = 1_000, 100
	b.mqtt.Options.Capabilities.MaximumInflight = most
	sub, pub := connect(t, b, hello{id: "mute"}), connect(t, b, hello{id: "pub"})
	sub.subscribe(1, 1, "t")
	for range most + more {
		pub.publish(qos1, "t", "x")
	}
	pub.ping()
	if n := b.Stats().Dropped; n != more {
		t.Errorf("%d dropped, want %d", n, more)
	}
	awaitEvent(t, b, " with QoS 1 or 2 w", " dropped for client mute: too many are already waiting")
}
