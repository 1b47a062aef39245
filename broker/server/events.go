package server

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
	"unicode/utf8"

	"mangrove/model/printable"
)

// maxEvents is how many events are kept; older ones go first.
const maxEvents = 2_000

// journal is the bounded list of events. Any goroutine may add to it.
type journal struct {
	log *slog.Logger // gets every event too

	mu   sync.Mutex // guards what follows
	ring [maxEvents]Event
	last uint64
}

// note adds an event.
func (j *journal) note(level slog.Level, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	j.mu.Lock()
	j.last++
	j.ring[j.last%maxEvents] = Event{Number: j.last, Time: time.Now(), Level: level, Text: text}
	j.mu.Unlock()
	j.log.Log(context.Background(), level, text)
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

// maxShown is how many bytes of a name from outside an event shows.
const maxShown = 120

// shown makes a client id, topic or filter fit for a line of text: control
// characters become visible, and what is long is cut.
func shown(name string) string {
	cut := name
	if len(cut) > maxShown {
		end := maxShown
		for end > 0 && !utf8.RuneStart(cut[end]) {
			end--
		}
		cut = cut[:end] + "…"
	}
	return printable.Line(cut)
}
