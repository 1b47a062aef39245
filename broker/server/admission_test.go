package server

import (
	"bytes"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
)

func TestFilters(t *testing.T) {
	b := start(t)
	deep := strings.Repeat("/", maxLevels)
	for _, c := range []struct {
		filter string
		valid  bool
	}{
		{"#", true}, {"+", true}, {"a/+/#", true}, {"/", true}, {"a//b", true}, {"$SYS/#", true}, {"$share/g/a/#", true},
		{deep[1:], true}, {strings.Repeat("x", 65_535), true},
		{"a+b/c", false}, {"a+", false}, {"+a", false}, {"a#", false}, {"#/a", false}, {"a/#/b", false}, {"", false},
		{"$share/g", false}, {"$share//a", false}, {"$share/g+/a", false}, {deep, false},
	} {
		for version, refused := range map[broker.Version]byte{broker.V311: 0x80, broker.V5: 0x8F} {
			w := connect(t, b, hello{id: "c", version: version})
			want := []byte{1, refused, 1}
			if c.valid {
				want[1] = 1
			}
			if got := w.subscribe(1, 1, "good", c.filter, "fine"); !bytes.Equal(got, want) {
				t.Errorf("%.20q under %s: codes % x, want % x", c.filter, version, got, want)
			}
			w.Close()
		}
	}
	awaitEvent(t, b, "client c may not subscribe to a+b/c: the wildcard + must stand alone in its level")
	awaitEvent(t, b, "client c subscribed to good (QoS 1), fine (QoS 1)")
}

func TestTopicsThatGoNoFurther(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, topic, says string }{
		{"the broker's own", "$SYS/broker/uptime", "topics that begin with $SYS belong to the broker"},
		{"nearly the broker's own", "$system", "topics that begin with $SYS belong to the broker"},
		{"too deep", strings.Repeat("/", 65_535), "a topic has at most 1,000 levels here"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := start(t)
			four, five := connect(t, b, hello{id: "four"}), connect(t, b, hello{id: "five", version: broker.V5})
			four.send(four.publishPacket(0, 0, c.topic, "x"))
			four.send(four.publishPacket(qos1, 7, c.topic, "x"))
			if ack := four.next(4); !bytes.Equal(ack.body, number(7)) {
				t.Errorf("PUBACK % x", ack.body)
			}
			five.send(five.publishPacket(qos1|retain, 8, c.topic, "x"))
			if ack := five.next(4); !bytes.Equal(ack.body, append(number(8), 0x90)) {
				t.Errorf("PUBACK % x, want topic name invalid", ack.body)
			}
			five.send(five.publishPacket(qos2, 9, c.topic, "x"))
			if ack := five.next(5); !bytes.Equal(ack.body, append(number(9), 0x90)) {
				t.Errorf("PUBREC % x, want topic name invalid", ack.body)
			}
			four.ping()
			five.ping()
			if s := b.Stats(); s.Received != 4 || s.Dropped != 4 || s.Retained != 0 {
				t.Errorf("got %+v, want 4 received and dropped", s)
			}
			awaitDrops(t, b, "four", dropped{2, c.says})
			awaitDrops(t, b, "five", dropped{2, c.says})
		})
	}
}

func TestLongAndDeepTopics(t *testing.T) {
	b := start(t)
	w := connect(t, b, hello{id: "c"})
	w.subscribe(1, 0, "#")
	for _, topic := range []string{
		strings.Repeat("x", 65_535), strings.Repeat("a/", 127) + "a", strings.Repeat("/", 999), "/", "//", "constructor", "a/b c/ü/한국",
	} {
		w.publish(0, topic, "x")
		w.expect(topic, "x")
	}
}

func TestIdentifiersAreEachSidesOwn(t *testing.T) {
	for _, version := range []broker.Version{broker.V311, broker.V5} {
		t.Run(version.String(), func(t *testing.T) {
			b := start(t)
			w := connect(t, b, hello{id: "c", version: version})
			w.subscribe(9, 2, "in")
			other := connect(t, b, hello{id: "other"})
			other.send(other.publishPacket(qos2, 1, "in", "x")) // QoS 2
			other.next(5)
			if _, id, _ := w.expect("in", "x").publish(version); id != 1 {
				t.Fatalf("the broker chose identifier %d; this test wants 1", id)
			}
			// While the broker's 1 is under way, the client uses its own.
			if codes := w.subscribe(1, 0, "more"); codes[0] != 0 {
				t.Errorf("SUBACK 0x%02X", codes[0])
			}
			w.send(packet(0xA2, number(1), map[bool][]byte{true: {0}}[version == broker.V5], text("more")))
			if f := w.next(11); !bytes.Equal(f.body[:2], number(1)) {
				t.Errorf("UNSUBACK % x", f.body)
			}
			w.send(w.publishPacket(qos1, 1, "elsewhere", "x"))
			if f := w.next(4); !bytes.Equal(f.body, number(1)) {
				t.Errorf("PUBACK % x", f.body)
			}
			for range 2 { // once more after it was completed
				w.send(w.publishPacket(qos2, 1, "elsewhere", "x"))
				if f := w.next(5); !bytes.Equal(f.body, number(1)) {
					t.Errorf("PUBREC % x", f.body)
				}
				w.send(packet(0x62, number(1)))
				if f := w.next(7); !bytes.Equal(f.body, number(1)) {
					t.Errorf("PUBCOMP % x", f.body)
				}
			}
			w.send(packet(0x50, number(1))) // and now the broker's own
			if f := w.next(6); !bytes.Equal(f.body, number(1)) {
				t.Errorf("PUBREL % x", f.body)
			}
			w.send(packet(0x70, number(1)))
			w.ping()
		})
	}
}

// TestReleasingWhatIsNotHeld: a client that comes back releases again what it
// knows no answer for, under an identifier that may be the broker's own by now.
func TestReleasingWhatIsNotHeld(t *testing.T) {
	for _, version := range []broker.Version{broker.V311, broker.V5} {
		t.Run(version.String(), func(t *testing.T) {
			b := start(t)
			h := hello{id: "c", version: version, keep: true}
			if version == broker.V5 {
				h.props = []byte{17, 0, 0, 1, 0}
			}
			w := connect(t, b, h)
			w.subscribe(9, 1, "in")
			other := connect(t, b, hello{id: "other"})
			other.publish(qos1, "in", "x")
			if _, id, _ := w.expect("in", "x").publish(version); id != 1 {
				t.Fatalf("the broker chose identifier %d; this test wants 1", id)
			}
			for range 2 {
				w.send(packet(0x62, number(1)))
				if f := w.next(7); !bytes.Equal(f.body[:2], number(1)) {
					t.Errorf("PUBCOMP % x", f.body)
				}
			}
			w.Close()
			awaitEvent(t, b, "client c disconnected")
			w = connect(t, b, h)
			w.expect("in", "x") // it was not acknowledged
		})
	}
}

// TestIdentifiersOutlastTheConnection: a QoS 2 message sent again after coming
// back is the same, also when its identifier was the broker's own at first.
func TestIdentifiersOutlastTheConnection(t *testing.T) {
	for _, version := range []broker.Version{broker.V311, broker.V5} {
		t.Run(version.String(), func(t *testing.T) {
			b := start(t)
			h := hello{id: "c", version: version, keep: true}
			if version == broker.V5 {
				h.props = []byte{17, 0, 0, 1, 0}
			}
			w := connect(t, b, h)
			w.subscribe(9, 1, "in")
			other := connect(t, b, hello{id: "other"})
			other.subscribe(1, 0, "out")
			other.publish(qos1, "in", "x")
			if _, id, _ := w.expect("in", "x").publish(version); id != 1 {
				t.Fatalf("the broker chose identifier %d; this test wants 1", id)
			}
			w.send(w.publishPacket(qos2, 1, "out", "once"))
			w.next(5)
			other.expect("out", "once")
			w.Close()
			awaitEvent(t, b, "client c disconnected")
			w = connect(t, b, h)
			w.send(w.publishPacket(qos2|dup, 1, "out", "once"))
			w.send(packet(0x62, number(1)))
			for f := w.nextAny(); f.kind() != 7; f = w.nextAny() {
				if f.kind() == 5 && !bytes.Equal(f.body[:2], number(1)) {
					t.Errorf("PUBREC % x", f.body)
				}
			}
			other.publish(qos1, "out", "end")
			other.expect("out", "end")
		})
	}
}

func TestMaximumPacketSize(t *testing.T) {
	t.Parallel()
	b := start(t)
	small := connect(t, b, hello{id: "small", version: broker.V5, props: []byte{39, 0, 0, 0, 100, 33, 0, 1}}) // 100 bytes, 1 message at a time
	pub := connect(t, b, hello{id: "pub"})
	pub.publish(qos1|retain, "kept", strings.Repeat("x", 200))
	small.subscribe(1, 1, "#")
	for range 3 {
		pub.publish(qos1, "big", strings.Repeat("x", 200))
	}
	pub.publish(qos1, "little", "x")
	small.expect("little", "x")
	awaitDrops(t, b, "small", dropped{4, "larger than it accepts"})
	eventually(t, "one is counted as sent", func() bool { return b.Stats().Sent == 1 })
	if n := b.Stats().Dropped; n != 4 {
		t.Errorf("%d dropped, want 4", n)
	}
}

func TestWillsThatCannotBePublished(t *testing.T) {
	b := start(t)
	for topic, says := range map[string]string{
		"a/#":                      "cannot contain the wildcards",
		"$SYS/x":                   "belong to the broker",
		strings.Repeat("/", 1_000): "at most 1,000 levels",
	} {
		w := dial(t, b)
		w.send(hello{id: "five", version: broker.V5, will: topic}.packet())
		if ack := w.next(2); ack.body[1] != 0x90 {
			t.Errorf("%.9s: CONNACK 0x%02X, want topic name invalid", topic, ack.body[1])
		}
		w.ended()
		w = dial(t, b)
		w.send(hello{id: "four", version: broker.V311, will: topic}.packet())
		if f, err := w.read(); err == nil {
			t.Errorf("%.9s: a 3.1.1 client got packet type %d", topic, f.kind())
		}
		awaitEvent(t, b, "was refused: its will cannot be published", says)
	}
}

func TestNoPasswordAndNoWillPayload(t *testing.T) {
	b := start(t)
	w := dial(t, b)
	w.send(packet(0x10, text("MQTT"), []byte{4, 0xC2}, number(0), text("c"), text("user"), text("")))
	if ack := w.next(2); ack.body[1] != 0 {
		t.Errorf("CONNACK 0x%02X for an empty password", ack.body[1])
	}
}

// TestRefusedWillsAreExplained: who is not let in for a will is told why (MQTT 5,
// 3.2.2.3.9).
func TestRefusedWillsAreExplained(t *testing.T) {
	b, err := Start(Options{Listen: "127.0.0.1:0", Refusal: explain.WillRefused})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	w := dial(t, b)
	w.send(hello{id: "five", version: broker.V5, will: "$SYS/x"}.packet())
	const want = "its will cannot be published: topics that begin with $SYS belong to the broker"
	if ack := w.next(2); !bytes.Contains(ack.body, []byte(want)) {
		t.Errorf("CONNACK %q without %q", ack.body, want)
	}
}
