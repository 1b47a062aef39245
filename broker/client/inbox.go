package client

import (
	"sync"
	"time"

	"mangrove/model"
)

const (
	inboxMessages = 8192    // a pile is full at so many messages ...
	inboxBytes    = 8 << 20 // ... or at so many bytes of payload
)

// inbox stands between a library's handler, which has one message at a time,
// and the sink, which takes batches. It is used only when the library does the
// reading.
//
// There are two piles: the handler fills one while the inbox's goroutine applies
// the other. When both are full the handler waits, and with it the socket: that
// is the backpressure. The goroutine ends with close, after what is left.
type inbox struct {
	apply func(model.Batch)
	lost  func(messages int)
	mu    sync.Mutex // held to add a message or to swap the piles, never for apply
	moved sync.Cond  // a message was added, the piles were swapped, or closed
	fill  []model.Message
	spare []model.Message // the other pile while it is empty and unused, else nil
	bytes int             // of the payloads in fill
	ended bool
	done  chan struct{} // closed when the goroutine has ended
}

func newInbox(sink model.Sink) *inbox {
	b := &inbox{
		apply: sink.Apply,
		lost:  sink.Lost,
		fill:  make([]model.Message, 0, inboxMessages),
		spare: make([]model.Message, 0, inboxMessages),
		done:  make(chan struct{}),
	}
	b.moved.L = &b.mu
	go b.run()
	return b
}

// put adds a message, whose bytes become the inbox's. It waits for room. After
// close the message is lost.
func (b *inbox) put(m model.Message) {
	b.mu.Lock()
	for !b.ended && (len(b.fill) == inboxMessages || b.bytes > inboxBytes) {
		b.moved.Wait()
	}
	if b.ended {
		b.mu.Unlock()
		b.lost(1)
		return
	}
	b.fill = append(b.fill, m)
	b.bytes += len(m.Payload)
	if len(b.fill) == 1 {
		b.moved.Broadcast()
	}
	b.mu.Unlock()
}

// close applies what is left and ends the goroutine.
func (b *inbox) close() {
	b.mu.Lock()
	b.ended = true
	b.moved.Broadcast()
	b.mu.Unlock()
	<-b.done
}

func (b *inbox) run() {
	defer close(b.done)
	for {
		pile := b.take()
		if pile == nil {
			return
		}
		b.apply(model.Batch{At: time.Now(), Messages: pile})
		clear(pile) // let go of the messages
		b.mu.Lock()
		b.spare = pile[:0]
		b.mu.Unlock()
	}
}

// take swaps the piles as soon as there is a message; nil at the end.
func (b *inbox) take() []model.Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.fill) == 0 {
		if b.ended {
			return nil
		}
		b.moved.Wait()
	}
	pile := b.fill
	b.fill, b.spare, b.bytes = b.spare, nil, 0
	b.moved.Broadcast()
	return pile
}
