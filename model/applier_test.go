package model

import (
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"
)

// TestTwoWhoApply at the same moment take turns, also where Apply lets go of the
// store's lock, which it does at every step here.
func TestTwoWhoApply(t *testing.T) {
	const most, rounds = 4 * roomShare, 4
	s := NewStore(Options{Topics: most, Budget: -1})
	topics := func(prefix string, n int) (all []Message) {
		for i := range n {
			all = append(all, message(fmt.Sprint(prefix, i), ""), message(fmt.Sprint(prefix, i-i%10), "")) // one that is known
		}
		return all
	}
	s.Apply(Batch{At: epoch, Messages: topics("first/", most)})
	applied := uint64(2 * most)
	s.mu.watch = func(holding bool) {
		if holding {
			s.mu.steps = holdSteps
			return
		}
		s.mu.Mutex.Unlock()
		runtime.Gosched() // the other goes on, if it may
		s.mu.Mutex.Lock()
	}
	for round := range rounds {
		var both sync.WaitGroup
		for who := range 2 {
			messages := topics(fmt.Sprintf("%d/%d/", who, round), most)
			applied += uint64(len(messages))
			both.Go(func() { s.Apply(Batch{At: epoch.Add(time.Duration(round+1) * time.Second), Messages: messages}) })
		}
		both.Wait()
	}
	s.mu.watch = nil
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
