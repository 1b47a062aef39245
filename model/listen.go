package model

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Listeners hear messages as they come, before they are stored. While there are none they
// cost nothing. The zero value has none. All methods may be called from any goroutine.
type Listeners struct {
	mu  sync.Mutex
	all atomic.Pointer[[]*listener] // never changed, only replaced; nil: none
}

// listener hears the messages whose topics a filter matches.
type listener struct {
	filter string
	hear   func(at time.Time, m *Message)
}

// Listen has a function called with every message whose topic a filter matches, until stop
// is called. The message is borrowed, see [Message]; the function is called on the
// goroutine that takes messages in, and must not wait. It may be called once more while
// stop returns.
func (l *Listeners) Listen(filter string, hear func(at time.Time, m *Message)) (stop func(), err error) {
	if err := CheckFilter(filter); err != nil {
		return nil, err
	}
	one := &listener{filter, hear}
	l.change(func(all []*listener) []*listener { return append(all, one) })
	return func() {
		l.change(func(all []*listener) []*listener {
			return slices.DeleteFunc(all, func(other *listener) bool { return other == one })
		})
	}, nil
}

// change replaces the list.
func (l *Listeners) change(do func([]*listener) []*listener) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []*listener
	if now := l.all.Load(); now != nil {
		all = slices.Clone(*now)
	}
	if all = do(all); len(all) == 0 {
		l.all.Store(nil)
		return
	}
	l.all.Store(&all)
}

// Before is a sink that lets the listeners hear what goes on to the next.
func (l *Listeners) Before(next Sink) Sink { return &listened{l, next} }

// listened is a sink with listeners before it.
type listened struct {
	listeners *Listeners
	next      Sink
}

// Apply implements [Sink].
func (h *listened) Apply(b Batch) {
	if all := h.listeners.all.Load(); all != nil {
		for i := range b.Messages {
			m := &b.Messages[i]
			for _, l := range *all {
				if Match(l.filter, m.Topic) {
					l.hear(b.At, m)
				}
			}
		}
	}
	h.next.Apply(b)
}

// Lost implements [Sink].
func (h *listened) Lost(messages int) { h.next.Lost(messages) }

// Interrupted implements [Sink].
func (h *listened) Interrupted(from, to time.Time) { h.next.Interrupted(from, to) }
