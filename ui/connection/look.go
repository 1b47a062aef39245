package connection

import (
	"slices"
	"time"

	"mangrove/model"
	"mangrove/model/series"
)

// Look has the latest payload of a topic looked through for numbers.
type Look struct {
	Topic   string
	Most    int // numbers
	Largest int // payload in bytes that is looked through

	// Then is told, by the goroutine that collects: of an empty message when there is none.
	Then func(m *model.Entry, list []series.Found)

	reader PayloadReader
}

// LookInto has a payload looked through beside the goroutine that draws, which calls it.
func (n *Numbers) LookInto(l Look) {
	l.reader = n.reader(l.Topic)
	n.mu.Lock()
	defer n.mu.Unlock()
	n.looks = append(n.looks, l)
}

// lookNext looks into what was asked for, for a while.
func (n *Numbers) lookNext(start time.Time) {
	for time.Since(start) <= collectTime {
		n.mu.Lock()
		looks := slices.Clone(n.looks)
		n.mu.Unlock()
		i := slices.IndexFunc(looks, func(l Look) bool { return l.reader.Ready() })
		if i < 0 { // nothing is asked for, or the schemas that it is read with are not there yet
			return
		}
		n.mu.Lock()
		n.looks = slices.Delete(n.looks, i, i+1) // others are only put behind it meanwhile
		n.mu.Unlock()
		looks[i].look(n.store)
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
	l.Then(&m, numbersIn(l.reader, &m, l.Most))
}

func numbersIn(reader PayloadReader, e *model.Entry, most int) []series.Found {
	if t := reader.Tree(e); t != nil {
		return series.NumbersOf(t, most)
	}
	return series.Numbers(e.Payload, most)
}
