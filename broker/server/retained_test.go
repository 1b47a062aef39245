package server

import (
	"bufio"
	"fmt"
	"slices"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

func TestRetained(t *testing.T) {
	b := start(t)
	pub := connect(t, b, hello{id: "pub"})
	for _, topic := range []string{"foo", "foo/a", "foo/a/b", "bar", "$other/x", "/"} {
		pub.publish(retain, topic, topic)
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
	w.publish(retain, "foo", "x")
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
	t.Parallel()
	b := start(t)
	w := connect(t, b, hello{id: "c", version: broker.V5})
	w.publish(retain, "stays", "x")
	w.with(2, 0, 0, 0, 1).publish(retain, "goes", "x") // expires in a second
	w.with(2, 0, 0, 0, 1).publish(retain, "renewed", "old")
	w.publish(retain, "renewed", "new")
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
	w.with(2, 0, 0, 0, 9).publish(retain, "topic", "old")
	w.ping()
	successor, _ := b.mqtt.Topics.Retained.Get("topic")
	successor.Expiry = 0
	b.retained.expire(time.Now().Unix() + 100)
	w.subscribe(1, 0, "#")
	w.ping()
	b.retained.put(successor) // as after having been stored, and taken away
	w.subscribe(2, 0, "#")
	w.expect("topic", "old")
}

func TestTopicTree(t *testing.T) {
	var tree topicTree
	all := []string{"a", "a/b", "a/b/c", "a//c", "/", "//", "/a", "a/", "b/b/c", "$x", "$x/y", "$SYS/a/b"}
	for range 2 {
		for _, topic := range all {
			tree.add(topic)
		}
	}
	tree.remove("never/there")
	for _, filter := range append([]string{"#", "+", "+/+", "+/#", "a/#", "a/+/#", "a/+/c", "/#", "/+", "+/", "$x/#", "$SYS/#", "$SYS/+/b", "a/b/#", "no/#"}, all...) {
		var want []string
		for _, topic := range all {
			if model.Match(filter, topic) {
				want = append(want, topic)
			}
		}
		got := tree.matching(filter)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", filter, got, want)
		}
	}
	for _, topic := range all {
		tree.remove(topic)
	}
	if len(tree.next) != 0 {
		t.Errorf("%v is left", tree.next)
	}
}

func TestSysTopics(t *testing.T) {
	t.Parallel()
	b := start(t)
	w := connect(t, b, hello{id: "c"})
	w.subscribe(1, 0, "$SYS/broker/version")
	w.expect("$SYS/broker/version", softwareName)
	w.expect("$SYS/broker/version", softwareName) // the next round
	if n := b.Stats().Retained; n != 0 {
		t.Errorf("%d retained, want none but those of $SYS", n)
	}
}

// More messages than may be unanswered are waiting for a subscriber.
func TestManyRetained(t *testing.T) {
	t.Parallel()
	const count = 5_000
	b := start(t)
	b.mqtt.Options.Capabilities.MaximumInflight = 1_000
	pub := connect(t, b, hello{id: "pub"})
	go func() {
		out := bufio.NewWriterSize(pub, 1<<16)
		for i := range count {
			_, _ = out.Write(pub.publishPacket(qos1|retain, uint16(i+1), fmt.Sprintf("site/%d/device/%d", i%100, i), "x"))
		}
		_ = out.Flush()
	}()
	for range count {
		pub.next(4)
	}
	pub.ping() // the last one has been passed on, too
	for name, c := range map[string]struct {
		hello  hello
		filter string
		count  int
	}{
		"3.1.1":                         {hello{}, "site/#", count},
		"5 with a receive maximum of 5": {hello{version: broker.V5, props: []byte{33, 0, 5}}, "site/7/#", count / 100},
	} {
		t.Run(name, func(t *testing.T) {
			c.hello.id = "sub"
			sub := connect(t, b, c.hello)
			sub.subscribe(1, 1, c.filter)
			seen := map[string]bool{}
			for range c.count {
				topic, id, _ := sub.next(3).publish(sub.version)
				if seen[topic] {
					t.Fatalf("%s came twice", topic)
				}
				seen[topic] = true
				sub.send(packet(0x40, number(id)))
			}
			sub.ping()
		})
	}
	if n := b.Stats().Dropped; n != 0 {
		t.Errorf("%d dropped\n%s", n, eventText(b))
	}
}

// What a client does while retained messages are waiting for its acknowledgement.
func TestLeavingAmongRetained(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(w *wire, b *Broker)
		says string
	}{
		{"lost", func(w *wire, _ *Broker) { _ = w.Close() }, "lost without a DISCONNECT; its will was published on w"},
		{"goodbye", func(w *wire, _ *Broker) { w.send(packet(0xE0)) }, "client c disconnected: it sent DISCONNECT"},
		{"protocol error", func(w *wire, _ *Broker) {
			w.send(w.publishPacket(0, 0, "a/+", "x"))
			if f := w.next(14); f.body[0] != 0x82 {
				w.t.Errorf("DISCONNECT 0x%02X, want protocol error", f.body[0])
			}
		}, "protocol error: topic contains wildcards; its will was published on w"},
		{"silence", func(*wire, *Broker) {}, "its keep alive expired after 1 s of silence; its will was published on w"},
		{"everything else", everythingElse, "client c disconnected: it sent DISCONNECT"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			pub := connect(t, b, hello{id: "pub"})
			for i := range 3 {
				pub.publish(qos1|retain, fmt.Sprint("keep/", i), "x")
			}
			pub.ping()
			w := connect(t, b, hello{id: "c", version: broker.V5, props: []byte{33, 0, 1}, keepAlive: 1, will: "w"})
			w.subscribe(1, 1, "keep/#")
			if _, id, _ := w.next(3).publish(w.version); id != 1 {
				t.Fatalf("the broker chose identifier %d; this test wants 1", id)
			}
			c.do(w, b)
			awaitEvent(t, b, c.says)
		})
	}
}

func everythingElse(w *wire, b *Broker) {
	w.ping()
	w.subscribe(2, 1, "keep/0") // comes after the others
	w.publish(qos1, "elsewhere", "x")
	for id := range uint16(3) {
		w.send(packet(0x40, number(id+1)))
		w.next(3)
	}
	w.ping()
	if s := b.Stats(); s.Received != 4 || s.Dropped != 0 {
		w.t.Errorf("%+v, want 4 received", s)
	}
	w.send(packet(0xE0))
}
