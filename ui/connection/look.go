package connection

import (
	"slices"
	"time"

	"mangrove/model"
	"mangrove/model/series"
	"mangrove/model/value"
)

// Look has the latest payload of a topic looked through for numbers.
type Look struct {
	Topic   string
	Most    int // numbers
	Largest int // payload in bytes that is looked through

	// Then is told, by the goroutine that collects: of an empty message when there is none.
	Then func(m *model.Entry, list []series.Found)

	read func(*model.Entry) *value.Tree
}

// LookInto has a payload looked through beside the goroutine that draws, which calls it.
func (n *Numbers) LookInto(l Look) {
	l.read = n.reader(l.Topic)
	n.mu.Lock()
	defer n.mu.Unlock()
	n.looks = append(n.looks, l)
}

// lookNext looks into what was asked for, for a while.
func (n *Numbers) lookNext(start time.Time) {
	for time.Since(start) <= collectTime {
		n.mu.Lock()
		if len(n.looks) == 0 {
			n.mu.Unlock()
			return
		}
		l := n.looks[0]
		n.looks = slices.Delete(n.looks, 0, 1)
		n.mu.Unlock()
		l.look(n.store)
	}
}

func (l *Look) look(s *model.Store) {
	var m model.Entry
	if id, known := s.Find(l.Topic); known {
		m, _ = s.Latest(id, 0)
	}
	if m.Position == 0 || m.Lost > 0 || m.Size > l.Largest {
		l.Then(&m, nil)
		return
	}
	l.Then(&m, numbersIn(l.read, &m, l.Most))
}

// In lists the numbers in a message of a topic, at most so many.
func (n *Numbers) In(topic string, e *model.Entry, most int) []series.Found {
	return numbersIn(n.reader(topic), e, most)
}

func numbersIn(read func(*model.Entry) *value.Tree, e *model.Entry, most int) []series.Found {
	if t := read(e); t != nil {
		return series.NumbersOf(t, most)
	}
	return series.Numbers(e.Payload, most)
}
