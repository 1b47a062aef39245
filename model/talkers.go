package model

import (
	"cmp"
	"container/heap"
	"slices"
	"time"
)

// Talker is a topic with its present rate.
type Talker struct {
	ID       ID
	Messages float64 // a second, exponentially weighted
	Bytes    float64 // of payload a second
}

// Talkers gives the topics with the most messages a second at a time, at most
// n of them, the busiest first. It looks at those that sent something lately
// only, letting go of the lock now and then, so that it costs nothing while
// nothing arrives. Rates are those of the last tick.
func (s *Store) Talkers(n int, now time.Time) []Talker {
	var top talkers
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.moment(s.sinceStart(now))
	looking := s.talking
	s.talking = pile[ID]{} // what talks meanwhile is not looked at
	var kept pile[ID]
	for i, all := 0, looking.n; i < all; i++ {
		id := *looking.at(i)
		if s.mu.spend(nodeSteps) {
			s.mu.breathe()
		}
		flags := &s.nodes.at(id).flags
		if *flags&(isTopic|gone) != isTopic {
			*flags &^= talks
			continue
		}
		t := s.talker(id, at)
		if t.Messages < silent {
			*flags &^= talks
			continue
		}
		kept.add(id)
		switch {
		case len(top) < n:
			heap.Push(&top, t)
		case n > 0 && compareTalkers(t, top[0]) < 0:
			top[0] = t
			heap.Fix(&top, 0)
		}
	}
	for i, more := 0, s.talking.n; i < more; i++ { // few
		kept.add(*s.talking.at(i))
	}
	s.talking = kept
	slices.SortFunc(top, compareTalkers)
	return top
}

// compareTalkers puts the busiest first, and of equals the one seen first.
func compareTalkers(a, b Talker) int {
	return cmp.Or(cmp.Compare(b.Messages, a.Messages), cmp.Compare(a.ID, b.ID))
}

// talk notes that a topic has sent something.
func (s *Store) talk(id ID, n *node) {
	if n.flags&talks == 0 {
		n.flags |= talks
		s.talking.add(id)
	}
}

// silent is the rate below which a topic is no talker: less than one message
// in a quarter of an hour.
const silent = 1e-3

// talker is the rate of a node's own topic: that of its subtree without those
// below, and 0 once it is over, as that of a [Row].
func (s *Store) talker(id ID, at moment) Talker {
	n := s.nodes.at(id)
	own, last := n.rate, n.rate.at
	own.decay(at)
	s.eachChild(id, func(child ID) {
		last = min(last, s.sinceStart(time.Unix(0, s.leaves.at(id).lastAt))) // those below bring the rate up to date as well
		below := s.nodes.at(child).rate
		below.decay(at)
		own.messages -= below.messages
		own.bytes -= below.bytes
	})
	if own.endedSince(last, at) {
		return Talker{ID: id}
	}
	// Single precision, so that equal rates are equal whatever was subtracted.
	return Talker{id, float64(float32(own.messages)), float64(float32(own.bytes))}
}

// talkers is a heap with the slowest on top.
type talkers []Talker

func (t talkers) Len() int           { return len(t) }
func (t talkers) Less(i, j int) bool { return compareTalkers(t[i], t[j]) > 0 }
func (t talkers) Swap(i, j int)      { t[i], t[j] = t[j], t[i] }
func (t *talkers) Push(x any)        { *t = append(*t, x.(Talker)) } //nolint:forcetypeassert // the heap holds nothing else

// Pop takes the last one, as package heap asks.
func (t *talkers) Pop() any {
	last := (*t)[len(*t)-1]
	*t = (*t)[:len(*t)-1]
	return last
}
