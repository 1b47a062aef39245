package audit

import (
	"sync"
	"time"

	"mangrove/model"
)

// ear takes in what comes on a session. The zero value hears nothing.
type ear struct {
	sink  model.Sink      // nil: nowhere
	most  time.Duration   // how long it listens after the answers
	heard <-chan struct{} // closed when that is enough; may be nil
}

// first is a sink that waits for one message.
type first struct {
	nowhere
	once  sync.Once
	heard chan struct{} // closed when it has come
}

func newFirst() *first { return &first{heard: make(chan struct{})} }

// Apply implements [model.Sink].
func (f *first) Apply(b model.Batch) {
	if len(b.Messages) > 0 {
		f.once.Do(func() { close(f.heard) })
	}
}

func (f *first) came() bool {
	select {
	case <-f.heard:
		return true
	default:
		return false
	}
}

// nowhere is where nothing goes.
type nowhere struct{}

// Apply implements [model.Sink].
func (nowhere) Apply(model.Batch) {}

// Lost implements [model.Sink].
func (nowhere) Lost(int) {}

// Interrupted implements [model.Sink].
func (nowhere) Interrupted(time.Time, time.Time) {}
