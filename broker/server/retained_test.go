package server

import (
	"bufio"
	"fmt"
	"slices"
	"testing"

	"mangrove/broker"
)

func TestRetained(t *testing.T) {
	b := start(t)
	pub := connect(t, b, hello{id: "pub"})
	for _, topic := range []string{"foo", "foo/a", "foo/a/b", "bar", "$other/x", "/"} {
		pub.publish(1, topic, topic)
	}
	pub.ping()
	for _, c := range []struct {
		filter string
		want   []string
	}{
		{"foo", []string{"foo"}},
		{"foo/#", []string{"foo", "foo/a", "foo/a/b"}},
		{"+/#", []string{"/", "bar", "foo", "foo/a", "foo/a/b"}},
		{"+", []string{"bar", "foo"}},
		{"#", []string{"/", "bar", "foo", "foo/a", "foo/a/b"}},
		{"/#", []string{"/"}},
		{"$other/#", []string{"$other/x"}},
		{"$share/g/foo/#", nil},
		{"nothing/#", nil},
	} {
		w := connect(t, b, hello{id: "sub"})
		w.subscribe(1, 2, c.filter)
		w.send(packet(0xC0))
		var got []string
		for f := w.nextAny(); f.kind() == 3; f = w.nextAny() {
			topic, _, payload := f.publish(w.version)
			if f.head&1 == 0 || string(payload) != topic {
				t.Errorf("%s: head 0x%02X, payload %q", topic, f.head, payload)
			}
			got = append(got, topic)
		}
		w.Close()
		if slices.Sort(got); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.filter, got, c.want)
		}
	}
}

func (w *wire) nextAny() frame {
	w.t.Helper()
	f, err := w.read()
	if err != nil {
		w.t.Fatal(err)
	}
	return f
}

func TestRetainedOptionsOfVersion5(t *testing.T) {
	b := start(t)
	w := connect(t, b, hello{id: "c", version: broker.V5})
	w.publish(1, "foo", "x")
	ask := func(options byte, props ...byte) {
		t.Helper()
		w.send(packet(0x82, number(1), properties(props), text("foo"), []byte{options}))
		w.next(9)
	}
	ask(0x20) // never send retained
	w.ping()
	ask(0x10) // only for a new subscription, which it is not
	w.ping()
	ask(0x04) // no messages of its own
	w.ping()
	ask(0x00, 11, 42)
	f := w.next(3)
	if props := f.body[5 : len(f.body)-1]; f.head != 0x31 || string(props) != string([]byte{2, 11, 42}) {
		t.Errorf("head 0x%02X, properties % x, want the subscription identifier 42", f.head, props)
	}
	w.send(packet(0xA2, number(2), []byte{0}, text("foo")))
	w.next(11)
	ask(0x10) // and now it is new
	w.expect("foo", "x")
}

func TestRetainedMessagesExpire(t *testing.T) {
	b := start(t)
	w := connect(t, b, hello{id: "c", version: broker.V5})
	w.publish(1, "stays", "x")
	w.publish(1, "goes", "x", 2, 0, 0, 0, 1)
	w.publish(1, "renewed", "old", 2, 0, 0, 0, 1)
	w.publish(1, "renewed", "new")
	w.ping()
	if n := b.Stats().Retained; n != 3 {
		t.Fatalf("%d retained, want 3", n)
	}
	eventually(t, "one message has expired", func() bool { return b.Stats().Retained == 2 })
	w.subscribe(1, 0, "renewed", "goes", "stays")
	w.expect("renewed", "new")
	w.expect("stays", "x")
	w.ping()
}

// Between expire's look and its removal a new message may have been retained.
func TestExpiryDoesNotTakeASuccessor(t *testing.T) {
	b := start(t)
	w := connect(t, b, hello{id: "c", version: broker.V5})
	w.publish(1, "topic", "old", 2, 0, 0, 0, 1)
	w.ping()
	eventually(t, "it has expired", func() bool { return b.Stats().Retained == 0 })
	successor, _ := b.retained.apart.Get("$SYS/broker/version")
	successor.TopicName = "topic"
	b.retained.put(successor) // as after having been stored, and taken away
	if _, ok := b.mqtt.Topics.Retained.Get("topic"); !ok {
		t.Error("the successor is gone")
	}
}

func TestSysTopics(t *testing.T) {
	b := start(t)
	w := connect(t, b, hello{id: "c"})
	w.subscribe(1, 0, "$SYS/broker/version")
	w.expect("$SYS/broker/version", "2.7.9")
	w.expect("$SYS/broker/version", "2.7.9") // the next round
	if n := b.Stats().Retained; n != 0 {
		t.Errorf("%d retained, want none but those of $SYS", n)
	}
}

// More messages than there are packet identifiers are waiting for a subscriber.
func TestManyRetained(t *testing.T) {
	const count = 70_000
	b := start(t)
	pub := connect(t, b, hello{id: "pub"})
	go func() {
		out := bufio.NewWriterSize(pub, 1<<16)
		for i := range count {
			_, _ = out.Write(pub.publishPacket(3, uint16(i%60_000+1), fmt.Sprintf("site/%d/device/%d", i%100, i), "x"))
		}
		_ = out.Flush()
	}()
	for range count {
		pub.next(4)
	}
	for name, h := range map[string]hello{
		"3.1.1":                         {},
		"5 with a receive maximum of 5": {version: broker.V5, props: []byte{33, 0, 5}},
	} {
		t.Run(name, func(t *testing.T) {
			h.id = "sub"
			sub := connect(t, b, h)
			sub.subscribe(1, 1, "site/#")
			seen := map[string]bool{}
			unanswered := 0
			for range count {
				f := sub.next(3)
				topic, id, _ := f.publish(sub.version)
				if seen[topic] {
					t.Fatalf("%s came twice", topic)
				}
				seen[topic] = true
				if unanswered++; unanswered == 5 || h.version == broker.V5 {
					unanswered = 0
				}
				sub.send(packet(0x40, number(id)))
			}
			sub.ping()
		})
	}
	if n := b.Stats().Dropped; n != 0 {
		t.Errorf("%d dropped\n%s", n, eventText(b))
	}
}
