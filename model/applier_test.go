package model

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// fair is longer than a mutex lets others wait before it is handed on in turn.
const fair = 3 * time.Millisecond

// TestTwoWhoApply at the same moment take turns, also where Apply lets go of the
// store's lock, which is when it makes room for new topics.
func TestTwoWhoApply(t *testing.T) {
	const most, rounds = (holdSteps/4)*roomShare + roomShare, 2
	s := NewStore(Options{Topics: most, Budget: -1})
	topics := func(prefix string, n int) (all []Message) {
		for i := range n {
			all = append(all, message(fmt.Sprint(prefix, i), ""), message(fmt.Sprint(prefix, i-i%100), "")) // one that is known
		}
		return all
	}
	s.Apply(Batch{At: epoch, Messages: topics("first/", most)})
	applied := uint64(2 * most)
	for round := range rounds {
		s.mu.Lock()
		var both sync.WaitGroup
		for who := range 2 {
			messages := topics(fmt.Sprintf("%d/%d/", who, round), 2*(holdSteps/4))
			applied += uint64(len(messages))
			both.Go(func() { s.Apply(Batch{At: epoch.Add(time.Duration(round+1) * time.Second), Messages: messages}) })
		}
		<-time.After(fair) // whoever lets go from now on hands the lock to the other
		s.mu.Unlock()
		both.Wait()
	}
	s.Tree().Tick(epoch.Add(time.Minute))
	seen := map[string]bool{}
	for _, id := range s.Tree().SortedBelow(Root) {
		topic := s.Topic(id)
		if found, ok := s.Find(topic); !ok || found != id || seen[topic] {
			t.Fatalf("%s is in the tree twice, or cannot be found by its name", topic)
		}
		seen[topic] = true
	}
	if in := s.Intake(); in.Applied != applied || len(seen) != s.Topics() {
		t.Errorf("%d messages applied of %d, %d topics in the tree of %d", in.Applied, applied, len(seen), s.Topics())
	}
}
