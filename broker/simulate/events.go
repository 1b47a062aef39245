package simulate

import (
	"container/heap"
	"time"
)

// what is to be done at a time.
type what int

const (
	publishes what = iota // i: the stream
	begins                // i: the failure
	ends                  // i: the failure
	bounces               // i: the failure
	connects
	looks // whether the connection is still there
	replies
)

// event is what is to be done, and when, since the run began.
type event struct {
	due   time.Duration
	base  time.Duration // of publishes: without jitter
	order uint64        // of what is due at the same time
	what  what
	i     int
	d     *device
	reply []byte // the payload of a command
}

// events are in the order of their times.
type events struct {
	all  eventHeap
	next uint64
}

func (e *events) add(one *event) {
	one.order = e.next
	e.next++
	heap.Push(&e.all, one)
}

// first is the next event, nil when there is none.
func (e *events) first() *event {
	if len(e.all) == 0 {
		return nil
	}
	return e.all[0]
}

func (e *events) pop() *event { return heap.Pop(&e.all).(*event) } //nolint:forcetypeassert // there are no others

// eventHeap implements heap.Interface.
type eventHeap []*event

// Len implements heap.Interface.
func (h eventHeap) Len() int { return len(h) }

// Less implements heap.Interface.
func (h eventHeap) Less(a, b int) bool {
	if h[a].due != h[b].due {
		return h[a].due < h[b].due
	}
	return h[a].order < h[b].order
}

// Swap implements heap.Interface.
func (h eventHeap) Swap(a, b int) { h[a], h[b] = h[b], h[a] }

// Push implements heap.Interface.
func (h *eventHeap) Push(x any) { *h = append(*h, x.(*event)) } //nolint:forcetypeassert // there are no others

// Pop implements heap.Interface.
func (h *eventHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	return last
}
