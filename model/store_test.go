package model

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// epoch is when the tests' messages begin to arrive.
var epoch = time.Unix(1_700_000_000, 0)

func message(topic, payload string) Message {
	return Message{Topic: []byte(topic), Payload: []byte(payload)}
}

func apply(s *Store, m ...Message) { s.Apply(Batch{At: epoch, Messages: m}) }

func latest(t *testing.T, s *Store, topic string) Entry {
	t.Helper()
	id, ok := s.Find(topic)
	if !ok {
		t.Fatalf("no node for %.60q", topic)
	}
	e, _ := s.Latest(id, 0)
	return e
}

func TestStoreKeepsExactBytes(t *testing.T) {
	big := bytes.Repeat([]byte{0, 0xff, 'x'}, 5<<20)
	cases := []struct {
		topic   string
		payload string
	}{
		{"plain", "21.4"},
		{"empty", ""},
		{"/", "two empty levels"},
		{"/a", "empty first level"},
		{"a/", "empty last level"},
		{"a//b", "empty level between"},
		{"a", "a parent that is a topic"},
		{"constructor", "no special name"},
		{"__proto__/toString", "nor these"},
		{"공장/1라인/온도", "21.4 ℃ 정상"},
		{"binary", "\x00\x01\xfe\xff"},
		{"large", string(big)},
		{strings.Repeat("level/", 127) + "128th", "deep"},
		{strings.Repeat("t", MaxTopic), "long"},
		{strings.Repeat("/", MaxTopic), "65,536 levels"},
		{"not\xffutf8", "kept as it came"},
	}
	s := NewStore(Options{})
	for _, c := range cases {
		m := Message{Topic: []byte(c.topic), Payload: []byte(c.payload), QoS: 2, Retained: true, Properties: []byte{1, 0}}
		apply(s, m)
		clear(m.Topic) // the batch is borrowed: its memory is used again
		clear(m.Payload)
		clear(m.Properties)
	}
	for _, c := range cases {
		e := latest(t, s, c.topic)
		if string(e.Payload) != c.payload {
			t.Errorf("%.40q: payload %.40q, want %.40q", c.topic, e.Payload, c.payload)
		}
		if e.QoS != 2 || !e.Retained || e.Dup || !bytes.Equal(e.Properties, []byte{1, 0}) || !e.At.Equal(epoch) {
			t.Errorf("%.40q: entry %+v", c.topic, e)
		}
		id, _ := s.Find(c.topic)
		if got := s.Topic(id); got != c.topic {
			t.Errorf("Topic = %.40q, want %.40q", got, c.topic)
		}
	}
	if s.Topics() != len(cases) {
		t.Errorf("%d topics, want %d", s.Topics(), len(cases))
	}
	if _, ok := s.Find("nowhere"); ok {
		t.Error("found a topic that never came")
	}
}

func TestHistoryIsInOrder(t *testing.T) {
	s := NewStore(Options{})
	for i := range 500 {
		apply(s, message("a", fmt.Sprint(i)), message("b/c", fmt.Sprint(-i)))
	}
	id, _ := s.Find("a")
	var got []string
	for _, r := range s.NewStream(id, false, nil).List().Rows(0, make([]StreamRow, 1000)) {
		e, ok := s.At(r.Position)
		if !ok {
			t.Fatalf("position %d is not held", r.Position)
		}
		got = append(got, string(e.Payload))
	}
	if len(got) != 500 || got[0] != "0" || got[499] != "499" {
		t.Fatalf("%d entries, first %q, last %q", len(got), got[0], got[len(got)-1])
	}
}

// TestEvictionLosesNoLatestValue drives a store far beyond its budget and
// checks every latest value, and that every message is held or counted.
func TestEvictionLosesNoLatestValue(t *testing.T) {
	for _, budget := range []int64{-1, 1 << 20, 20 << 20} {
		t.Run(fmt.Sprint(budget), func(t *testing.T) {
			s := NewStore(Options{Budget: budget})
			random := rand.New(rand.NewPCG(1, 2))
			want := map[string]string{}
			const rounds = 60_000
			for i := range rounds {
				topic := fmt.Sprintf("t/%d", random.IntN(3000))
				size := random.IntN(3000)
				if i%20_000 == 7 {
					topic, size = fmt.Sprint("large/", i), 9<<20
				}
				payload := fmt.Sprint(i) + strings.Repeat("x", size)
				want[topic] = payload
				apply(s, message(topic, payload))
			}
			held := 0
			for topic, payload := range want {
				if e := latest(t, s, topic); string(e.Payload) != payload {
					t.Fatalf("%s: %.20q, want %.20q", topic, e.Payload, payload)
				}
				id, _ := s.Find(topic)
				held += len(s.chain(s.latest(id), rounds))
			}
			in := s.Intake()
			if in.Evicted == 0 || int(in.Evicted)+held < rounds {
				t.Errorf("%d evicted and %d reachable of %d", in.Evicted, held, rounds)
			}
			if u := s.Usage(); u.Held > s.limit() {
				t.Errorf("%d bytes held, limit %d", u.Held, s.limit())
			}
		})
	}
}

func TestIntakeCounts(t *testing.T) {
	s := NewStore(Options{})
	if in := s.Intake(); in != (Intake{}) {
		t.Fatalf("an empty store counts %+v", in)
	}
	apply(s, message("a", "12"), message("b", "345"))
	s.Apply(Batch{At: epoch.Add(time.Second), Messages: []Message{message("a", "")}})
	s.Lost(3)
	want := Intake{Received: 6, Applied: 3, Dropped: 3, Bytes: 5, First: epoch, Last: epoch.Add(time.Second)}
	if got := s.Intake(); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestIntervals(t *testing.T) {
	retained := message("a", "")
	retained.Retained = true
	every := func(n int, seconds float64) (at []float64) {
		for i := range n {
			at = append(at, float64(i)*seconds)
		}
		return at
	}
	bursts := func(n int, seconds float64) (at []float64) {
		for i := range n {
			for j := range 5 {
				at = append(at, float64(i)*seconds+float64(j)*0.005)
			}
		}
		return at
	}
	const second, minute = time.Second, time.Minute
	cases := []struct {
		name string
		at   []float64 // seconds; negative: a retained replay at that second
		want Intervals
	}{
		{"one message", []float64{0}, Intervals{}},
		{"regular", []float64{0, 10, 20, 30}, Intervals{3, 10 * second, 0}},
		{"regular for long", every(40, 10), Intervals{39, 10 * second, 30 * second}},
		{"regular, but not for long", every(29, 10), Intervals{28, 10 * second, 0}},
		{"ten a second", every(4_000, 0.1), Intervals{3_999, second / 10, 5 * second}},
		{"rare", every(10, 3_600), Intervals{9, time.Hour, 3 * time.Hour}},
		{"retained replays do not count", []float64{0, -1, -2, 50}, Intervals{}},
		{"two gaps teach nothing", []float64{0, 10, 30}, Intervals{2, 0, 0}},
		{"clock going backwards", []float64{100, 40, 50}, Intervals{1, 0, 0}},
		{"clock set to today", append(every(40, 10), 1.8e9, 1.8e9+10), Intervals{40, 10 * second, 30 * second}},
		{"a burst", bursts(1, 0), Intervals{4, 0, 0}},
		{"a burst of many", every(2_000, 0.005), Intervals{1_999, 0, 0}},
		{"two bursts", bursts(2, 60), Intervals{9, 0, 0}},
		{"bursts every minute", bursts(10, 60), Intervals{49, minute, 3*minute - second/10}},
		{"all at once", []float64{5, 5, 5, 5, 5, 5}, Intervals{5, 0, 0}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := NewStore(Options{})
			for _, at := range c.at {
				m := message("a", "")
				if at < 0 {
					m, at = retained, -at
				}
				s.Apply(Batch{At: epoch.Add(time.Duration(at * float64(time.Second))), Messages: []Message{m}})
			}
			id, _ := s.Find("a")
			got := s.Stats(id, epoch).Intervals
			for _, d := range []*time.Duration{&got.Learned, &got.Patience} {
				*d = d.Round(100 * time.Millisecond) // in single precision, and a burst takes some time itself
			}
			if got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

// fewer is how many of so many rounds are played: an eighth where time is short, which is
// under the race detector and with 32 bits.
func fewer(n uint64) uint64 {
	if testing.Short() {
		return n / 8
	}
	return n
}
