package model

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// TestTopicBudget floods a small store with topics and checks that nothing is
// lost without being counted.
func TestTopicBudget(t *testing.T) {
	const most = 2_000
	shapes := map[string]func(i int) string{
		"flat":             func(i int) string { return fmt.Sprint("device-", i) },
		"a level each":     func(i int) string { return fmt.Sprintf("site/dev%d/state", i) },
		"deep":             func(i int) string { return fmt.Sprintf("a/%d/b/%d/c", i%7, i) },
		"topics as levels": func(i int) string { return fmt.Sprintf("x/%d", i/2) + []string{"", "/below"}[i%2] },
		"one that stays":   func(i int) string { return []string{"alive/always", fmt.Sprint("flood/", i)}[i%2] },
	}
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			s := NewStore(Options{Topics: most, Budget: -1})
			at := epoch
			last := map[string]string{}
			for i := range 4_000 + int(fewer(26_000)) {
				at = at.Add(time.Millisecond)
				topic, payload := shape(i), fmt.Sprint("payload ", i)
				last[topic] = payload
				s.Apply(Batch{At: at, Messages: []Message{message(topic, payload)}})
				if i%997 == 0 {
					s.Tree().Tick(at)
				}
			}
			s.Tree().Tick(at)
			if n := s.inUse(); n > most+1 {
				t.Errorf("%d nodes are in use, at most %d may be", n, most)
			}
			checkFolded(t, s, last)
		})
	}
}

// checkFolded checks the counters and every topic that is left.
func checkFolded(t *testing.T, s *Store, last map[string]string) {
	t.Helper()
	in, f, root := s.Intake(), s.Folded(), s.nodes.at(Root)
	if f.Topics == 0 || root.messages != in.Applied || int(root.topics) != s.Topics() {
		t.Errorf("%d topics folded, the root counts %d messages of %d and %d topics of %d", f.Topics, root.messages, in.Applied, root.topics, s.Topics())
	}
	var own, folded uint64
	left := s.Tree().SortedBelow(Root)
	for _, id := range left {
		e, _ := s.Latest(id, 0)
		if topic := s.Topic(id); string(e.Payload) != last[topic] {
			t.Fatalf("%s: %q, want %q", topic, e.Payload, last[topic])
		}
		own += s.Stats(id, epoch).Messages
	}
	for _, f := range s.folded {
		folded += f.Messages
	}
	if len(left) != s.Topics() || own+f.Messages != in.Applied || folded != f.Messages {
		t.Errorf("%d topics are left with %d messages, %d were folded (%d by level), %d came", len(left), own, f.Messages, folded, in.Applied)
	}
	checkOrders(t, s.Tree().all, Root)
}

// TestSilentTopicsGoFirst keeps some topics speaking through a flood.
func TestSilentTopicsGoFirst(t *testing.T) {
	s := NewStore(Options{Topics: 1_000})
	at := epoch
	for i := range 20_000 {
		at = at.Add(time.Millisecond)
		s.Apply(Batch{At: at, Messages: []Message{message(fmt.Sprint("flood/", i), ""), message(fmt.Sprint("alive/", i%100), "")}})
	}
	for i := range 100 {
		if _, ok := s.Find(fmt.Sprint("alive/", i)); !ok {
			t.Errorf("alive/%d was discarded", i)
		}
	}
}

// TestIDsAreUsedAgain checks that a flood that never ends takes no more room,
// and that an id is only given away when the history has forgotten it.
func TestIDsAreUsedAgain(t *testing.T) {
	s := NewStore(Options{Topics: 1_000, Budget: -1})
	filler := make([]byte, 2_000)
	for i := range 100_000 {
		s.Apply(Batch{At: epoch.Add(time.Duration(i)), Messages: []Message{{Topic: fmt.Append(nil, "flood/", i), Payload: filler}}})
		if i%5_000 == 0 {
			s.Tree().Tick(epoch)
		}
	}
	if s.nodes.n > 20_000 {
		t.Errorf("%d nodes were made for at most 1,000 in use", s.nodes.n)
	}
	held := 0
	for _, chunk := range s.texts.chunks {
		if chunk != nil {
			held++
		}
	}
	if held > 3 {
		t.Errorf("%d of %d chunks of texts are held", held, len(s.texts.chunks))
	}
}

// TestFoldedTopicComesBack has a topic speak again after it was let go.
func TestFoldedTopicComesBack(t *testing.T) {
	s := NewStore(Options{Topics: 100})
	apply(s, message("home/lamp", "on"))
	for i := range 1_000 {
		s.Apply(Batch{At: epoch.Add(time.Duration(i+1) * time.Second), Messages: []Message{message(fmt.Sprint("flood/", i), "")}})
	}
	if _, ok := s.Find("home"); ok {
		t.Fatal("home is still there")
	}
	s.Apply(Batch{At: epoch.Add(time.Hour), Messages: []Message{message("home/lamp", "off")}})
	s.Tree().Tick(epoch)
	if e := latest(t, s, "home/lamp"); string(e.Payload) != "off" {
		t.Errorf("%q", e.Payload)
	}
	if row := s.Tree().Row(Root); row.Folded.Topics == 0 {
		t.Error("the root does not tell of what was discarded")
	}
}

// TestBudgetWhileSearching drops topics that a search shows.
func TestBudgetWhileSearching(t *testing.T) {
	s := NewStore(Options{Topics: 500})
	search(t, s, "1")
	r := rand.New(rand.NewPCG(1, 1))
	for i := range 5_000 {
		s.Apply(Batch{At: epoch.Add(time.Duration(i)), Messages: []Message{message(fmt.Sprintf("a/%d/%d", r.IntN(30), i), "")}})
		if i%300 == 0 {
			finish(s)
			checkOrders(t, s.Tree().found, Root)
		}
	}
	finish(s)
	n := 0
	for _, row := range s.Tree().Rows(0, make([]Row, s.Tree().Len())) {
		if row.Matched {
			n++
		}
	}
	if f := s.Tree().Finding(); f.Matches != n {
		t.Errorf("%d matches are shown, %d counted", n, f.Matches)
	}
}

// BenchmarkFlood is a topic never seen before in a store that is full.
func BenchmarkFlood(b *testing.B) {
	s := NewStore(Options{Topics: 200_000})
	payload := make([]byte, 100)
	m := make([]Message, 1000)
	for i := 0; b.Loop(); i++ {
		if i%len(m) == 0 {
			for k := range m {
				m[k] = Message{Topic: fmt.Appendf(nil, "flood/area%d/device%d", i%50, i+k), Payload: payload}
			}
			s.Apply(Batch{At: epoch.Add(time.Duration(i)), Messages: m})
		}
	}
}
