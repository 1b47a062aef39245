package server

import (
	"log/slog"
	"sync"
	"time"
	"unicode/utf8"
)

// maxEvents is how many events are kept; older ones go first.
const maxEvents = 2_000

// journal is the bounded list of events. Any goroutine may add to it.
type journal struct {
	log  *slog.Logger // gets what goes wrong here
	tell func(Event)  // gets every event too; may be nil

	mu   sync.Mutex // guards what follows
	ring [maxEvents]Event
	last uint64
}

// note gives an event the next number and the time, in place of the oldest one.
func (j *journal) note(level slog.Level, e Event) {
	j.mu.Lock()
	j.last++
	e.Number, e.Time, e.Level = j.last, time.Now(), level
	j.ring[j.last%maxEvents] = e
	j.mu.Unlock()
	if j.tell != nil {
		j.tell(e)
	}
}

// after gives the events numbered above n that are still kept, oldest first.
func (j *journal) after(n uint64) []Event {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.last > maxEvents && n < j.last-maxEvents {
		n = j.last - maxEvents
	}
	if n >= j.last {
		return nil
	}
	events := make([]Event, 0, j.last-n)
	for i := n + 1; i <= j.last; i++ {
		events = append(events, j.ring[i%maxEvents])
	}
	return events
}

// maxKept is how many bytes of a name from outside an event keeps, and mostNames how
// many of several names.
const (
	maxKept   = 120
	mostNames = 5
)

// short cuts a client id, topic or filter that is long.
func short(name string) string {
	if len(name) <= maxKept {
		return name
	}
	end := maxKept
	for end > 0 && !utf8.RuneStart(name[end]) {
		end--
	}
	return name[:end] + "…"
}

// few are the first names, and how many there are besides.
func few(names []string) (first []string, more int) {
	first = make([]string, min(len(names), mostNames))
	for i := range first {
		first[i] = short(names[i])
	}
	return first, len(names) - len(first)
}
