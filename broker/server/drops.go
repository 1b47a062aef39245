package server

import (
	"cmp"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Why messages for or from a client were dropped.
const (
	tooSlow    = "it does not receive its messages fast enough"
	tooLarge   = "they are larger than it accepts"
	reserved   = "topics that begin with $SYS belong to the broker"
	tooDeep    = "a topic has at most 1,000 levels here"
	noRoom     = "the broker keeps at most 256 MB of them" // delivered, but not retained
	tooMuch    = "the broker keeps at most 512 MB of them until they are acknowledged"
	notKept    = "there is no room for more than 512 MB of them" // delivered, but never again
	unanswered = "too many are already waiting for its acknowledgement or return"
)

// drop is what dropped messages are summed up by.
type drop struct{ client, why string }

// drops counts dropped messages, in total and since the last report.
type drops struct {
	total atomic.Uint64

	mu     sync.Mutex // guards what follows
	recent map[drop]int
	unsent int64 // of those mochi counts itself, how many were reported
}

// add counts one, on whichever goroutine dropped it.
func (d *drops) add(client, why string) {
	if why != noRoom && why != notKept {
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
		b.events.note(slog.LevelWarn, "%d messages with QoS 1 or 2 were dropped for %s: %s", more, b.overdue(), unanswered)
	}
	for _, k := range slices.SortedFunc(maps.Keys(recent), func(x, y drop) int {
		return cmp.Or(strings.Compare(x.client, y.client), strings.Compare(x.why, y.why))
	}) {
		what := "dropped"
		switch k.why {
		case noRoom:
			what = "not retained"
		case notKept:
			what = "not kept until they are acknowledged"
		}
		b.events.note(slog.LevelWarn, "%d messages of client %s were %s: %s", recent[k], shown(k.client), what, k.why)
	}
}

// unsent is how many messages mochi dropped because too many were unanswered.
func (b *Broker) unsent() int64 { return atomic.LoadInt64(&b.mqtt.Info.InflightDropped) }

// mostInflight is how many unanswered messages mochi keeps for a client.
func (b *Broker) mostInflight() int { return int(b.mqtt.Options.Capabilities.MaximumInflight) }

// overdue names the clients with as many unanswered messages as there can be.
func (b *Broker) overdue() string {
	var names []string
	for id, cl := range b.mqtt.Clients.GetAll() {
		if cl.State.Inflight.Len() >= b.mostInflight() {
			names = append(names, "client "+shown(id))
		}
	}
	if len(names) == 0 {
		return "a client"
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}
