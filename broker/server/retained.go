package server

import (
	"sync/atomic"
	"time"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/packets"

	"mangrove/broker"
)

// replay is the subscriptions of one client for which retained messages are
// still to be sent. The broker sends them itself, because mochi
//   - leaves out foo for the filter foo/#, and sends $foo for # [MQTT-4.7.2-1],
//   - looks for them while they are being changed, without a lock,
//   - loses what exceeds its queue, or 65,535 messages with QoS 1 or 2, as it
//     reads no acknowledgements meanwhile,
//   - leaves out the subscription identifier [MQTT-3.3.4-3].
//
// It belongs to the goroutine that reads the client.
type replay struct {
	asked   []bool // of the SUBSCRIBE being processed, which filters want them
	due     []packets.Subscription
	running bool
}

// noteAsked keeps which filters of a SUBSCRIBE ask for retained messages and tells
// mochi not to send any.
func (r *replay) noteAsked(cl *mqtt.Client, filters []packets.Subscription) {
	r.asked = make([]bool, len(filters))
	for i, f := range filters {
		if mqtt.IsSharedFilter(f.Filter) { // never gets any (MQTT 5, 4.8.2)
			continue
		}
		_, existed := cl.State.Subscriptions.Get(f.Filter)
		r.asked[i] = f.RetainHandling == 0 || f.RetainHandling == 1 && !existed // [MQTT-3.3.1-10]
		filters[i].RetainHandling = 2
	}
}

// granted queues those that were accepted.
func (r *replay) granted(filters []packets.Subscription, codes []byte) {
	for i, f := range filters {
		if i < len(r.asked) && r.asked[i] && codes[i] <= packets.CodeGrantedQos2.Code {
			r.due = append(r.due, f)
		}
	}
	r.asked = nil
}

// sendRetained sends what is due. It runs on the goroutine that reads the
// client, after the SUBACK.
func (b *Broker) sendRetained(cl *mqtt.Client, c *conn) {
	if c.replay.running { // called again from readOne
		return
	}
	c.replay.running = true
	defer func() { c.replay.running = false }()
	for len(c.replay.due) > 0 {
		sub := c.replay.due[0]
		c.replay.due = c.replay.due[1:]
		for _, topic := range b.retained.matching(sub.Filter) {
			if cl.Closed() || c.failure != nil {
				return
			}
			b.sendOne(cl, c, sub, topic)
		}
	}
}

// sendOne sends the message that is retained on a topic now.
func (b *Broker) sendOne(cl *mqtt.Client, c *conn, sub packets.Subscription, topic string) {
	pk, ok := b.mqtt.Topics.Retained.Get(topic)
	now := time.Now().Unix()
	if !ok || pk.ProtocolVersion == 5 && pk.Expiry > 0 && pk.Expiry < now || sub.NoLocal && pk.Origin == cl.ID {
		return
	}
	out := pk.Copy(false)
	out.FixedHeader.Retain = true // [MQTT-3.3.1-8]
	out.FixedHeader.Qos = min(out.FixedHeader.Qos, sub.Qos)
	if sub.Identifier > 0 {
		out.Properties.SubscriptionIdentifier = []int{sub.Identifier}
	}
	if out.FixedHeader.Qos > 0 {
		if !b.makeRoom(cl, c) {
			return
		}
		id, err := cl.NextPacketID()
		if err != nil {
			c.flow.release()
			b.drops.add(cl.ID, broker.DropUnanswered)
			return
		}
		out.PacketID = uint16(id)
		if cl.State.Inflight.Set(out) {
			atomic.AddInt64(&b.mqtt.Info.Inflight, 1)
		}
		b.keep(cl, &out)
	}
	out.Ignore = true // tells OnPacketEncode that it did not come through the queue
	_ = cl.WritePacket(out)
}

// makeRoom takes a place for a message with QoS 1 or 2. While there is none, it
// serves what the client sends, acknowledgements above all. A quarter of the
// places is left to what is published meanwhile.
func (b *Broker) makeRoom(cl *mqtt.Client, c *conn) bool {
	for cl.State.Inflight.Len() >= b.mostInflight()/4*3 || !c.flow.try() {
		if cl.Closed() || c.failure != nil {
			return false
		}
		if err := b.readOne(cl, c); err != nil {
			c.failure = err // mochi's own reading finds it and ends as usual
			return false
		}
	}
	return true
}

// readOne does what mochi's reading loop does, once.
func (b *Broker) readOne(cl *mqtt.Client, c *conn) error {
	if k := time.Duration(cl.State.Keepalive) * time.Second; k > 0 {
		_ = c.SetDeadline(time.Now().Add(k + k/2)) // [MQTT-3.1.2-22]
	}
	var header packets.FixedHeader
	if err := cl.ReadFixedHeader(&header); err != nil {
		return err
	}
	pk, err := cl.ReadPacket(&header)
	if err != nil {
		return err
	}
	err = b.mqtt.InjectPacket(cl, pk)
	if err == nil { // it was counted by ReadPacket as well
		atomic.AddInt64(&b.mqtt.Info.PacketsReceived, -1)
		if pk.FixedHeader.Type == packets.Publish {
			atomic.AddInt64(&b.mqtt.Info.MessagesReceived, -1)
		}
		return nil
	}
	if code, ok := err.(packets.Code); ok && code.Code >= packets.ErrUnspecifiedError.Code && cl.Properties.ProtocolVersion == 5 { //nolint:errorlint // mochi returns it bare
		_ = cl.WritePacket(packets.Packet{FixedHeader: packets.FixedHeader{Type: packets.Disconnect}, ReasonCode: code.Code})
	}
	return err
}
