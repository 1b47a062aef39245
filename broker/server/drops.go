package server

import (
	"cmp"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"mangrove/broker"
)

// drop is what dropped messages are summed up by.
type drop struct {
	client string
	why    broker.EventReason
}

// drops counts dropped messages, in total and since the last report.
type drops struct {
	total atomic.Uint64

	mu     sync.Mutex // guards what follows
	recent map[drop]int
	unsent int64 // of those mochi counts itself, how many were reported
}

// add counts one, on whichever goroutine dropped it.
func (d *drops) add(client string, why broker.EventReason) {
	if why != broker.DropNotKept && why != broker.DropNotSafe {
		d.total.Add(1)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.recent == nil {
		d.recent = map[drop]int{}
	}
	d.recent[drop{client, why}]++
}

// take gives what was dropped since the last call; unsent is mochi's own count.
func (d *drops) take(unsent int64) (recent map[drop]int, more int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	recent, more = d.recent, unsent-d.unsent
	d.recent, d.unsent = nil, unsent
	return recent, more
}

// reportDrops makes one event of all messages dropped for the same client and
// reason since the last report.
func (b *Broker) reportDrops() {
	recent, more := b.drops.take(b.unsent())
	if more > 0 { // mochi tells how many, but not whose
		names, others := few(b.overdue())
		b.events.note(slog.LevelWarn, Event{Code: broker.BoxUnanswered, Count: int(more), Names: names, More: others, Why: broker.DropUnanswered})
	}
	for _, k := range slices.SortedFunc(maps.Keys(recent), func(x, y drop) int {
		return cmp.Or(strings.Compare(x.client, y.client), cmp.Compare(x.why, y.why))
	}) {
		b.events.note(slog.LevelWarn, Event{Code: broker.BoxDropped, Client: short(k.client), Count: recent[k], Why: k.why})
	}
}

// unsent is how many messages mochi dropped because too many were unanswered.
func (b *Broker) unsent() int64 { return atomic.LoadInt64(&b.mqtt.Info.InflightDropped) }

// mostInflight is how many unanswered messages mochi keeps for a client.
func (b *Broker) mostInflight() int { return int(b.mqtt.Options.Capabilities.MaximumInflight) }

// overdue names the clients with as many unanswered messages as there can be.
func (b *Broker) overdue() (names []string) {
	for id, cl := range b.mqtt.Clients.GetAll() {
		if cl.State.Inflight.Len() >= b.mostInflight() {
			names = append(names, id)
		}
	}
	slices.Sort(names)
	return names
}
