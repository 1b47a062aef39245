package server

import (
	"cmp"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/packets"

	"mangrove/broker"
)

// makePlace ends sessions of clients that have gone when there are too many, those
// that went first before others. One whose will is still to come stays: mochi has no
// way of publishing it before its time. It runs on the goroutine of a connection that
// has ended.
func (b *Broker) makePlace() {
	if b.mqtt.Clients.Len()-b.roster.count() <= b.maxKeptSessions {
		return
	}
	b.passing.Lock() // nobody comes back to one of them meanwhile
	defer b.passing.Unlock()
	var gone []*mqtt.Client
	for _, cl := range b.mqtt.Clients.GetAll() {
		if c := of(cl); c != nil && cl.Closed() && !c.willComes.Load() {
			gone = append(gone, cl)
		}
	}
	slices.SortFunc(gone, func(x, y *mqtt.Client) int {
		return cmp.Or(cmp.Compare(x.StopTime(), y.StopTime()), of(x).joined.Compare(of(y).joined))
	})
	for _, cl := range gone {
		if b.mqtt.Clients.Len()-b.roster.count() <= b.maxKeptSessions {
			return
		}
		b.mqtt.UnsubscribeClient(cl)
		cl.ClearInflights()
		b.mqtt.Clients.Delete(cl.ID)
		b.ended.Add(1)
	}
}

// delays decides about the delay of a will that is due. With as many sessions as are
// kept it has none: each that waits costs memory.
func (b *Broker) delays(cl *mqtt.Client, c *conn) {
	if c.delayed && b.mqtt.Clients.Len()-b.roster.count() >= b.maxKeptSessions {
		cl.Properties.Will.WillDelayInterval, c.delayed = 0, false
	}
	c.willComes.Store(c.delayed)
}

// reportEnded tells of the sessions that were ended since the last report.
func (b *Broker) reportEnded() {
	if n := b.ended.Swap(0); n > 0 {
		b.events.note(slog.LevelWarn, Event{Code: broker.BoxEnded, Count: int(n), Most: b.maxKeptSessions})
	}
}

// waiting counts the bytes of the messages with QoS 1 or 2 that are kept until their
// client acknowledges them, be it there or not.
type waiting struct {
	mu    sync.Mutex // guards what follows
	sizes map[string]map[uint16]int
	held  int
	limit int

	doubt atomic.Bool // mochi has thrown one away without a word
}

// put counts one, in place of another with its identifier; false: there is no room.
// One that is sent again is kept already.
func (w *waiting) put(client string, pk *packets.Packet) bool {
	size := retainedCost + len(pk.TopicName) + len(pk.Payload)
	w.mu.Lock()
	defer w.mu.Unlock()
	more := size - w.sizes[client][pk.PacketID]
	if w.held+more > w.limit && !pk.FixedHeader.Dup {
		return false
	}
	if w.sizes[client] == nil {
		if w.sizes == nil {
			w.sizes = map[string]map[uint16]int{}
		}
		w.sizes[client] = map[uint16]int{}
	}
	w.sizes[client][pk.PacketID] = size
	w.held += more
	return true
}

// remove takes out a message that is not kept any more.
func (w *waiting) remove(client string, id uint16) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.drop(client, id)
}

func (w *waiting) drop(client string, id uint16) {
	w.held -= w.sizes[client][id]
	delete(w.sizes[client], id)
	if len(w.sizes[client]) == 0 {
		delete(w.sizes, client)
	}
}

// recount puts right what mochi has not told, on the housekeeper's goroutine.
func (w *waiting) recount(clients *mqtt.Clients) {
	if !w.doubt.Swap(false) {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for client, sizes := range w.sizes {
		cl, there := clients.Get(client)
		for id := range sizes {
			if there {
				if _, kept := cl.State.Inflight.Get(id); kept {
					continue
				}
			}
			w.drop(client, id)
		}
	}
}

// keep counts a message that mochi has just put among those of a client, and takes it
// out again when there is no room.
func (b *Broker) keep(cl *mqtt.Client, pk *packets.Packet) {
	if pk.FixedHeader.Type != packets.Publish || b.waiting.put(cl.ID, pk) {
		return
	}
	if cl.State.Inflight.Delete(pk.PacketID) {
		atomic.AddInt64(&b.mqtt.Info.Inflight, -1)
	}
	if cl.Closed() {
		b.drops.add(cl.ID, broker.DropTooMuch)
	} else {
		b.drops.add(cl.ID, broker.DropNotSafe)
	}
}
