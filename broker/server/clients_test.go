package server

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	mqtt "github.com/eclipse/paho.mqtt.golang"

	"mangrove/broker"
)

// pahoClient connects the library that most Go programs use.
func pahoClient(t testing.TB, b *Broker, change func(*mqtt.ClientOptions)) mqtt.Client {
	t.Helper()
	o := mqtt.NewClientOptions().AddBroker(b.Address()).SetAutoReconnect(false).SetClientID("paho")
	if change != nil {
		change(o)
	}
	c := mqtt.NewClient(o)
	done(t, c.Connect())
	t.Cleanup(func() { c.Disconnect(0) })
	return c
}

func done(t testing.TB, token mqtt.Token) {
	t.Helper()
	if !token.WaitTimeout(patience) {
		t.Fatal("no answer from the broker")
	}
	if err := token.Error(); err != nil {
		t.Fatal(err)
	}
}

func TestClients(t *testing.T) {
	b := start(t)
	before := time.Now()
	pahoClient(t, b, func(o *mqtt.ClientOptions) {
		o.SetClientID("first").SetUsername("ada").SetPassword("secret").SetWill("status/first", "gone", 1, true)
	})
	second := pahoClient(t, b, func(o *mqtt.ClientOptions) { o.SetClientID("second") })
	done(t, second.SubscribeMultiple(map[string]byte{"b/#": 2, "a/+": 1}, nil))
	for range 7 {
		done(t, second.Publish("c", 1, false, "twelve bytes"))
	}

	var list []ClientInfo
	eventually(t, "the last acknowledgement is counted", func() bool {
		list = b.Clients()
		return len(list) == 2 && list[1].BytesOut >= 4+6+7*4
	})
	if len(list) != 2 {
		t.Fatalf("%d clients: %+v", len(list), list)
	}
	if !strings.HasPrefix(list[0].Remote, "127.0.0.1:") || list[0].Since.Before(before) || list[1].Since.Before(list[0].Since) {
		t.Errorf("where from and since when: %+v", list)
	}
	want := []ClientInfo{
		{ID: "first", Version: broker.V311, Username: "ada", Will: "status/first"},
		{ID: "second", Version: broker.V311, Subscriptions: 2,
			// CONNECT 20, SUBSCRIBE 16, seven times PUBLISH 19: header 2, topic 3, id 2, payload 12.
			MessagesIn: 7, BytesIn: 20 + 16 + 7*19, BytesOut: 4 + 6 + 7*4},
	}
	want[0].BytesIn, want[0].BytesOut = list[0].BytesIn, 4
	for i := range want {
		want[i].Remote, want[i].Since = list[i].Remote, list[i].Since
		if !reflect.DeepEqual(list[i], want[i]) {
			t.Errorf("client %d:\n got %+v\nwant %+v", i, list[i], want[i])
		}
	}
	for _, e := range b.Events(0) {
		if strings.Contains(fmt.Sprintf("%+v", e), "secret") {
			t.Errorf("a password in event %+v", e)
		}
	}
}

func TestStatsAreExact(t *testing.T) {
	b := start(t)
	const messages = 1_000
	sub, pub := connect(t, b, hello{id: "sub"}), connect(t, b, hello{id: "pub"})
	sub.subscribe(1, 1, "data/#", "more")
	for i := range messages {
		pub.publish(byte(i%2)<<1, "data/x", "0123456789") // QoS 0 and 1 in turn
	}
	for range messages {
		if f := sub.expect("data/x", "0123456789"); f.qos() > 0 {
			_, id, _ := f.publish(sub.version)
			sub.send(packet(0x40, number(id)))
		}
	}
	pub.publish(retain, "keep/a", "1")
	pub.publish(retain, "keep/b", "2")
	pub.publish(retain, "keep/b", "")
	sub.ping()
	pub.ping()
	// Each way a PINGREQ or PINGRESP is 2 bytes, QoS 1 adds 2 for the identifier.
	const at0, at1, ack = 2 + 8 + 10, 2 + 8 + 2 + 10, 4
	const bytesIn = 2*(2+10+2+3) + // two CONNECTs
		(2 + 2 + 9 + 7) + messages/2*(at0+at1) + messages/2*ack + (2 + 8 + 1) + (2 + 8 + 1) + (2 + 8) + 2 + 2
	const bytesOut = 4 + 4 + 6 + messages/2*(at0+at1) + messages/2*ack + 2 + 2
	want := Stats{Listening: b.listener.Addr().String(), Clients: 2, Received: messages + 3, Sent: messages, BytesIn: bytesIn, BytesOut: bytesOut, Retained: 1, System: b.retained.apart.Len(), Subscriptions: 2}
	var got Stats
	exact := func() bool {
		got = b.Stats()
		got.Uptime = 0
		return got == want
	}
	// What was sent is counted a moment after it may have arrived.
	for deadline := time.Now().Add(patience); !exact() && time.Now().Before(deadline); <-time.After(time.Millisecond) {
	}
	if got != want {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
	if b.Stats().Uptime <= 0 {
		t.Errorf("up for %v", b.Stats().Uptime)
	}
	sub.Close()
	eventually(t, "the client has left", func() bool { s := b.Stats(); return s.Clients == 1 && s.Subscriptions == 0 })
}

func TestWhyClientsLeave(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		hello hello
		leave func(w *wire, b *Broker)
		says  string
		level string
	}{
		{"goodbye", hello{will: "w"}, func(w *wire, _ *Broker) { w.send(packet(0xE0)) },
			"client c disconnected: it sent DISCONNECT", "INFO"},
		{"goodbye with the will", hello{will: "w", version: broker.V5}, func(w *wire, _ *Broker) { w.send(packet(0xE0, []byte{4})) },
			"client c disconnected: it sent DISCONNECT and asked for its will; its will was published on w", "INFO"},
		{"lost", hello{will: "w"}, func(w *wire, _ *Broker) { w.Close() },
			"client c disconnected: the connection was lost without a DISCONNECT; its will was published on w", "WARN"},
		{"lost with a delayed will", hello{will: "w", version: broker.V5, props: []byte{17, 0, 0, 1, 0}, willProps: []byte{24, 0, 0, 0, 100}},
			func(w *wire, _ *Broker) { w.Close() },
			"client c disconnected: the connection was lost without a DISCONNECT; its will on w follows after its delay", "WARN"},
		{"silent", hello{keepAlive: 1}, func(*wire, *Broker) {},
			"client c disconnected: its keep alive expired after 1 s of silence", "WARN"},
		{"taken over", hello{will: "w"}, func(w *wire, b *Broker) { connect(w.t, b, hello{id: "c"}) },
			"client c disconnected: another client connected with the same client id; its will was published on w", "WARN"},
		{"wildcard in a topic", hello{version: broker.V5}, func(w *wire, _ *Broker) { w.send(w.publishPacket(0, 0, "a/+", "x")) },
			"client c disconnected: protocol error: topic contains wildcards", "WARN"},
		{"unknown topic alias", hello{version: broker.V5}, func(w *wire, _ *Broker) { w.send(w.with(35, 0, 9).publishPacket(0, 0, "", "x")) },
			"client c disconnected: protocol error: topic alias invalid", "WARN"},
		{"reserved packet type", hello{}, func(w *wire, _ *Broker) { w.send(packet(0x00)) },
			"client c disconnected: protocol error: ", "WARN"},
		{"a PINGREQ with a body", hello{}, func(w *wire, _ *Broker) { w.send(packet(0xC0, []byte{0})) },
			"client c disconnected: protocol error: malformed packet", "WARN"},
		{"a PINGREQ with a body in MQTT 5", hello{version: broker.V5}, func(w *wire, _ *Broker) { w.send(packet(0xC0, []byte{0})) },
			"client c disconnected: protocol error: malformed packet", "WARN"},
		{"a goodbye with a body", hello{will: "w"}, func(w *wire, _ *Broker) { w.send(packet(0xE0, []byte{0})) },
			"client c disconnected: protocol error: malformed packet; its will was published on w", "WARN"},
		{"a SUBSCRIBE that makes the decoder panic", hello{version: broker.V5},
			func(w *wire, _ *Broker) { w.send(packet(0x82, number(1), []byte{0}, text("a"))) },
			"client c disconnected: protocol error: a malformed packet", "WARN"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := start(t)
			c.hello.id = "c"
			w := connect(t, b, c.hello)
			c.leave(w, b)
			if e := awaitEvent(t, b, c.says); e.Level.String() != c.level {
				t.Errorf("level %v, want %s", e.Level, c.level)
			}
			w.ended()
			eventually(t, "nothing is left of it", func() bool {
				s := b.Stats()
				return s.Clients <= 1 && s.Subscriptions == 0
			})
		})
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name string
		send []byte
		says string
	}{
		{"a web browser", []byte("GET / HTTP/1.1\r\n\r\n"), "was refused"},
		{"PUBLISH first", packet(0x30, text("a"), []byte("b")), "first packet must be connect"},
		{"no client id to keep a session for", hello{keep: true}.packet(), "was refused"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := start(t)
			w := dial(t, b)
			if c.name == "no client id to keep a session for" {
				c.send[8] = byte(broker.V311)
			}
			w.send(c.send)
			w.ended()
			awaitEvent(t, b, c.says)
			if n := b.Stats().Clients; n != 0 {
				t.Errorf("%d clients", n)
			}
		})
	}
}

func TestWills(t *testing.T) {
	t.Parallel()
	b := start(t)
	watcher := connect(t, b, hello{id: "watcher", version: broker.V5})
	watcher.subscribe(1, 1, "will/#")

	connect(t, b, hello{id: "now", will: "will/now"}).Close()
	watcher.expect("will/now", "will/now")

	connect(t, b, hello{id: "empty", will: "will/empty", mute: true}).Close()
	watcher.expect("will/empty", "")

	// A delay counts only while the session lasts, and this one ends at once.
	connect(t, b, hello{id: "endless", version: broker.V5, will: "will/endless", willProps: []byte{24, 0, 0, 1, 0}}).Close()
	watcher.expect("will/endless", "will/endless")

	late := connect(t, b, hello{id: "late", version: broker.V5, will: "will/late", willFlags: 0x20,
		props: []byte{17, 0, 0, 1, 0}, willProps: []byte{24, 0, 0, 0, 1}})
	late.Close()
	f := watcher.expect("will/late", "will/late")
	if i := binary.BigEndian.Uint16(f.body); f.body[2+i] != 0 {
		t.Errorf("the delayed will came with properties % x, want none", f.body[2+i:])
	}
	awaitEvent(t, b, "the delayed will of client late was published on will/late")
	newcomer := connect(t, b, hello{id: "newcomer"})
	newcomer.subscribe(1, 0, "will/#")
	newcomer.expect("will/late", "will/late")

	// Who comes back in time takes the will back.
	quick := hello{id: "quick", version: broker.V5, will: "will/quick", props: []byte{17, 0, 0, 1, 0}, willProps: []byte{24, 0, 0, 0, 1}}
	connect(t, b, quick).Close()
	awaitEvent(t, b, "client quick disconnected")
	quick.will = ""
	connect(t, b, quick)
	connect(t, b, hello{id: "after", version: broker.V5, will: "will/after", props: []byte{17, 0, 0, 1, 0}, willProps: []byte{24, 0, 0, 0, 1}}).Close()
	watcher.expect("will/after", "will/after")
}
