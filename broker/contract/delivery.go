package contract

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"mangrove/broker"
	"mangrove/model"
)

// carriesEveryQoS publishes at each QoS to a subscription at each QoS: the lower
// of the two is delivered (MQTT 5, 4.3), exactly once here.
func carriesEveryQoS(s *site) {
	sender := s.join()
	count := int(s.best()) + 1
	for subscribed := range s.best() + 1 {
		topic := s.topic(fmt.Sprint("at", subscribed))
		receiver := s.join(broker.Subscription{Filter: topic, QoS: subscribed})
		for published := range s.best() + 1 {
			sender.send(topic, []byte{published}, published, false)
		}
		got := receiver.expect(topic, count)
		var seen [3]bool
		for _, m := range got { // in any order: that holds within a QoS only (4.6)
			published := m.Payload[0]
			want := s.delivered(published, subscribed)
			if m.QoS != want || seen[published] || m.Retained || m.Dup {
				s.Errorf("published at QoS %d to a subscription at %d: got %v, want QoS %d, once", published, subscribed, m, want)
			}
			seen[published] = true
		}
		if granted := receiver.Status().Subscriptions[0].Granted; granted != subscribed {
			s.Errorf("granted QoS %d, asked for %d", granted, subscribed)
		}
	}
	if s.best() == 2 {
		return
	}
	receiver := s.join(broker.Subscription{Filter: s.topic("best"), QoS: 2})
	if granted := receiver.Status().Subscriptions[0].Granted; granted != s.best() {
		s.Errorf("granted QoS %d, though the broker is said to have %d at most", granted, s.best())
	}
}

// keepsOrder publishes at one QoS after the other and expects each QoS's
// messages in order (MQTT 5, 4.6).
func keepsOrder(s *site) {
	const count = 100
	topic, kinds := s.topic("t"), s.best()+1
	receiver := s.join(broker.Subscription{Filter: topic, QoS: s.best()})
	sender := s.join()
	for i := range count {
		sender.send(topic, []byte{byte(i)}, byte(i)%kinds, false)
	}
	last := [3]int{-1, -1, -1}
	for _, m := range receiver.expect(topic, count) {
		if i := int(m.Payload[0]); i <= last[m.QoS] || m.QoS != s.delivered(byte(i)%kinds, s.best()) {
			s.Errorf("message %d after %d at QoS %d", i, last[m.QoS], m.QoS)
		} else {
			last[m.QoS] = i
		}
	}
	if got := receiver.Received(); got != count {
		s.Errorf("received %d, want %d", got, count)
	}
}

// carriesAnyBytes: payloads need not be text.
func carriesAnyBytes(s *site) {
	payloads := [][]byte{{}, {0}, []byte("Grüße 안녕"), {0xFF, 0xFE, 0, 0x80}, random(1000), random(70_000)}
	topic := s.topic("t")
	receiver := s.join(broker.Subscription{Filter: topic, QoS: s.best()})
	sender := s.join()
	for i, payload := range payloads {
		sender.send(topic, payload, byte(i)%(s.best()+1), false)
	}
	got := receiver.expect(topic, len(payloads))
	for _, want := range payloads {
		if !slices.ContainsFunc(got, func(m model.Message) bool { return bytes.Equal(m.Payload, want) }) {
			s.Errorf("a payload of %d bytes did not come through unchanged", len(want))
		}
	}
}

func random(n int) []byte {
	b := make([]byte, n)
	r := rand.NewChaCha8([32]byte{1})
	_, _ = r.Read(b) // it never fails
	return b
}

// carriesAnyTopic: levels may be empty, many, long, or in any script.
func carriesAnyTopic(s *site) {
	base := s.topic("")
	topics := []string{
		base + "constructor/__proto__", base + "/", base + "//", base + " space / and more", base + "Grüße/안녕",
		base + "Ä" /* composed */, base + "A\u0308" /* decomposed */, base + "a", base + "A", base + "a.dot",
		base + strings.Repeat("l/", s.levels()-1-strings.Count(base, "/")) + "end",
		base + strings.Repeat("x", 65_535-len(base)),
	}
	receiver := s.join(broker.Subscription{Filter: base + "#", QoS: 1})
	sender := s.join()
	for i, topic := range topics {
		sender.send(topic, []byte{byte(i)}, 1, false)
	}
	for i, topic := range topics {
		if got := receiver.expect(s.arrival(topic), 1); len(got) != 1 || got[0].Payload[0] != byte(i) {
			s.Errorf("topic %.60q: %d messages", topic, len(got))
		}
	}
}

// matchesFilters holds the broker against our own matching.
func matchesFilters(s *site) {
	base := s.topic("w")
	topics := []string{"", "/", "/a", "/a/", "/a/b", "/a/b/c", "//", "//b", "/b", "/b/b"}
	filters := []string{"", "/+", "/#", "/+/b", "/a/#", "/a/+", "/+/+", "//+", "/+/b/#"}
	sender := s.join()
	receivers := make([]*party, len(filters))
	for i, filter := range filters {
		receivers[i] = s.join(broker.Subscription{Filter: base + filter, QoS: 1}, broker.Subscription{Filter: s.topic("end"), QoS: 1})
	}
	for _, topic := range topics {
		sender.send(base+topic, []byte("x"), 1, false)
	}
	sender.send(s.topic("end"), nil, 1, false)
	for i, filter := range filters {
		receivers[i].expect(s.topic("end"), 1)
		for _, topic := range topics {
			want := 0
			if model.Match(base+filter, base+topic) && !s.unmatched(filter, topic) {
				want = 1
			}
			if got := len(receivers[i].on(base + topic)); got != want {
				s.Errorf("filter %q, topic %q: %d messages, want %d", filter, topic, got, want)
			}
		}
	}
}

// carriesLargeMessages sends one large message there and back, at QoS 0 and the best.
func carriesLargeMessages(s *site) {
	size := s.target.Large
	if size == 0 {
		size = 50 << 20
	}
	payload := random(size)
	for _, qos := range []byte{0, s.best()} {
		topic := s.topic(fmt.Sprint("large", qos))
		p := s.join(broker.Subscription{Filter: s.topic("#"), QoS: s.best()})
		p.send(topic, payload, qos, false)
		p.send(s.topic("after"), nil, 1, false)
		if got := p.expect(topic, 1); !bytes.Equal(got[0].Payload, payload) {
			s.Errorf("%d bytes at QoS %d came back as %d, or changed", len(payload), qos, len(got[0].Payload))
		}
		p.expect(s.topic("after"), 1)
		_ = p.Close()
	}
}
