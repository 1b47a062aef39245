package server

import (
	"sync/atomic"
	"time"

	"mangrove/broker"
)

// These are what a broker tells about itself. They are types of package broker,
// so that a window need not know this package.
type (
	// Stats counts what the broker has done.
	Stats = broker.Stats
	// ClientInfo is a connected client.
	ClientInfo = broker.ClientInfo
	// Event is one thing that happened.
	Event = broker.Event
)

var _ broker.Box = (*Broker)(nil)

// Stats is a copy of the counters.
func (b *Broker) Stats() Stats {
	info := b.mqtt.Info
	return Stats{
		Listening:     b.listener.Addr().String(),
		Clients:       b.roster.count(),
		Received:      uint64(atomic.LoadInt64(&info.MessagesReceived)),
		Sent:          uint64(atomic.LoadInt64(&info.MessagesSent)),
		Dropped:       b.drops.total.Load() + uint64(b.unsent()),
		BytesIn:       uint64(atomic.LoadInt64(&info.BytesReceived)),
		BytesOut:      uint64(atomic.LoadInt64(&info.BytesSent)),
		Retained:      b.retained.count(),
		System:        b.retained.apart.Len(),
		Subscriptions: int(atomic.LoadInt64(&info.Subscriptions)),
		Uptime:        time.Since(b.started),
	}
}

// Clients lists the connected clients in the order in which they came.
func (b *Broker) Clients() []ClientInfo {
	var list []ClientInfo
	for _, c := range b.roster.list() {
		cl := c.client
		info := ClientInfo{
			ID:          cl.ID,
			Remote:      cl.Net.Remote,
			Version:     broker.Version(cl.Properties.ProtocolVersion),
			Username:    string(cl.Properties.Username),
			Since:       c.joined,
			MessagesIn:  c.messagesIn.Load(),
			MessagesOut: c.messagesOut.Load(),
			BytesIn:     c.bytesIn.Load(),
			BytesOut:    c.bytesOut.Load(),
			Will:        c.will,

			Subscriptions: cl.State.Subscriptions.Len(),
		}
		list = append(list, info)
	}
	return list
}
