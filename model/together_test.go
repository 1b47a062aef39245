package model

import (
	"fmt"
	"sync"
	"testing"
)

// TestEverythingThatBreathesAtOnce has everything that lets go of the lock in the middle go on at once,
// in a store that is full, and counts afterwards.
func TestEverythingThatBreathesAtOnce(t *testing.T) {
	const topics, rounds = 3_000, 5
	s := NewStore(Options{Topics: 2_000, Budget: 2 * segmentSize})
	name := func(i int) string { return fmt.Sprintf("a/%d/%d/x%04d", i%3, i%700, i*7919%topics) }
	filter, err := ParseQuery("x ~1")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	var others sync.WaitGroup
	beside := func(do func(round int)) {
		others.Go(func() {
			for round := 0; ; round++ {
				select {
				case <-ended:
					return
				default:
					do(round)
				}
			}
		})
	}
	beside(func(int) { s.Tree().Tick(epoch) })
	beside(func(round int) { s.Tree().SetOpenBelow(Root, round%2 == 0) })
	beside(func(round int) { s.Tree().SetSort(Sort(round%7), round%2 == 0); look(s) })
	beside(func(int) {
		_, undo := s.Forget(Root)
		undo()
	})
	beside(func(round int) {
		if round%2 == 0 {
			s.Tree().Search(filter)
		} else {
			s.Tree().Search(nil)
		}
		s.Tree().NextMatch(Root, round%3 == 0)
	})
	beside(func(int) {
		s.Pause()
		s.Tree().SortedBelow(Root)
		s.Resume()
	})
	beside(func(int) {
		s.NewStream(Root, true, filter).Catch()
		s.Talkers(10, epoch)
	})
	for round := range rounds {
		applyEach(s, topics, func(i int) string { return name(i + round*topics/3) }, []byte(fmt.Sprint(round)))
	}
	close(ended)
	others.Wait()
	s.Tree().Search(nil)
	settled(s)
	checkOrders(t, s.Tree().all, Root)
	if n := int(s.nodes.at(Root).topics); n != s.Topics() || len(s.walks) > 0 || s.history.readers > 0 || s.tree.rolling > 0 {
		t.Errorf("%d topics are counted, there are %d; %d walks, %d readers, %d roll-ups are left", n, s.Topics(), len(s.walks), s.history.readers, s.tree.rolling)
	}
	folded, root := s.Folded(), s.nodes.at(Root)
	if in := s.Intake(); in.Applied != rounds*topics || root.messages != in.Applied {
		t.Errorf("%d messages are counted, %d of topics let go, %d came", root.messages, folded.Messages, in.Applied)
	}
	if listed := len(s.Tree().SortedBelow(Root)); listed != s.Topics() {
		t.Errorf("%d topics are listed of %d", listed, s.Topics())
	}
}
