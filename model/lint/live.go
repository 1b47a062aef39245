package lint

import (
	"sync"
	"time"

	"mangrove/model"
	"mangrove/model/device"
)

// Live looks at what a session brings. It is the session's sink.
type Live struct {
	mu   sync.Mutex // guards the rest: the session's reader and who asks use it
	lint *Lint
	lost int
}

// NewLive makes the sink.
func NewLive() *Live { return &Live{lint: New()} }

// Apply implements [model.Sink].
func (l *Live) Apply(b model.Batch) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range b.Messages {
		m := &b.Messages[i]
		l.lint.Take(&device.Message{Topic: string(m.Topic), Payload: m.Payload, At: b.At, Retained: m.Retained})
	}
}

// Lost implements [model.Sink].
func (l *Live) Lost(messages int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lost += messages
	l.lint.Interrupted()
}

// Interrupted implements [model.Sink].
func (l *Live) Interrupted(time.Time, time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lint.Interrupted()
}

// Unsure are topics that a new subscription has to tell more of, see [Lint.Unsure].
func (l *Live) Unsure(most int) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lint.Unsure(most)
}

// Asked tells what the broker keeps of some topics, see [Lint.Asked].
func (l *Live) Asked(topics []string, kept map[string][]byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lint.Asked(topics, kept)
}

// Found is what was found until a time.
type Found struct {
	Report
	Lost int // messages that were received and could not be looked at
}

// Found says what was found until a time.
func (l *Live) Found(now time.Time) Found {
	l.mu.Lock()
	defer l.mu.Unlock()
	return Found{l.lint.Report(now), l.lost}
}
