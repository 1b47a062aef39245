package model

import (
	"bytes"
	"slices"
	"sync/atomic"
	"time"
)

// Split is a [Sink] that keeps what a broker says of itself apart from what is
// published on it: topics below $SYS go to System, all others to Main. Those that somebody
// asks for go to both.
type Split struct {
	Main, System *Store

	asked atomic.Pointer[[]string] // filters

	main, system []Message // taken apart, of one batch
}

var systemTopics = []byte("$SYS/")

// Apply implements [Sink].
func (s *Split) Apply(b Batch) {
	if !s.mixed(b.Messages) {
		s.Main.Apply(b)
		return
	}
	s.main, s.system = s.main[:0], s.system[:0]
	for _, m := range b.Messages {
		system := bytes.HasPrefix(m.Topic, systemTopics)
		if system {
			s.system = append(s.system, m)
		}
		if !system || s.isAsked(m.Topic) {
			s.main = append(s.main, m)
		}
	}
	s.System.Apply(Batch{At: b.At, Messages: s.system})
	if len(s.main) > 0 {
		s.Main.Apply(Batch{At: b.At, Messages: s.main})
	}
}

// ShowSystem has topics below $SYS that match one of some filters go to Main as well, and
// no others. It may be called on any goroutine.
func (s *Split) ShowSystem(filters []string) {
	own := slices.Clone(filters)
	s.asked.Store(&own)
}

func (s *Split) isAsked(topic []byte) bool {
	filters := s.asked.Load()
	return filters != nil && slices.ContainsFunc(*filters, func(f string) bool { return Match(f, topic) })
}

func (*Split) mixed(messages []Message) bool {
	for i := range messages {
		if bytes.HasPrefix(messages[i].Topic, systemTopics) {
			return true
		}
	}
	return false
}

// Lost implements [Sink].
func (s *Split) Lost(messages int) { s.Main.Lost(messages) }

// Interrupted implements [Sink].
func (s *Split) Interrupted(from, to time.Time) {
	s.Main.Interrupted(from, to)
	s.System.Interrupted(from, to)
}
