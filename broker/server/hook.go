package server

import (
	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/packets"
	"github.com/mochi-mqtt/server/v2/system"

	"mangrove/broker"
)

// hook is where mochi calls this package: on a client's reading goroutine
// unless a method says otherwise. It is a single hook because every one costs
// several copies of the packet, 800 bytes each, for every message.
type hook struct {
	mqtt.HookBase
	b *Broker
}

// ID implements mqtt.Hook.
func (h *hook) ID() string { return "mangrove" }

// Provides implements mqtt.Hook.
func (h *hook) Provides(method byte) bool {
	switch method {
	case mqtt.OnConnect, mqtt.OnConnectAuthenticate, mqtt.OnACLCheck, mqtt.OnSessionEstablish, mqtt.OnSessionEstablished,
		mqtt.OnPacketRead, mqtt.OnPacketEncode, mqtt.OnPacketProcessed,
		mqtt.OnSubscribe, mqtt.OnSubscribed, mqtt.OnUnsubscribe, mqtt.OnUnsubscribed,
		mqtt.OnPublishDropped, mqtt.OnRetainMessage, mqtt.OnSysInfoTick,
		mqtt.OnQosPublish, mqtt.OnQosComplete, mqtt.OnQosDropped,
		mqtt.OnWill, mqtt.OnWillSent, mqtt.OnClientExpired:
		return true
	}
	return false
}

// OnConnect comes when mochi finds nothing wrong with a CONNECT.
func (h *hook) OnConnect(cl *mqtt.Client, pk packets.Packet) error {
	return h.b.checkWill(cl, pk.Connect)
}

// OnConnectAuthenticate lets everybody in: there are no users yet.
func (h *hook) OnConnectAuthenticate(*mqtt.Client, packets.Packet) bool { return true }

// OnACLCheck allows everything. mochi asks for every single delivery, on the
// publisher's goroutine, which makes it the place to pace publishers.
func (h *hook) OnACLCheck(cl *mqtt.Client, _ string, write bool) bool {
	// With so many unanswered, mochi goes on to refuse what has QoS 1 or 2.
	if c := of(cl); c != nil && !write && cl.State.Inflight.Len() < h.b.mostInflight() {
		if !c.backlog.enter(h.b.inHand.largest(), &c.closed) {
			h.b.drops.add(cl.ID, broker.DropTooSlow)
			return false
		}
	}
	return true
}

// OnSessionEstablish comes when a client is let in, before its CONNACK and before
// it takes over anything.
func (h *hook) OnSessionEstablish(cl *mqtt.Client, pk packets.Packet) {
	if c := of(cl); c != nil {
		h.b.move(c)
		h.b.welcome(cl, c, pk)
	}
}

// OnSessionEstablished comes after the CONNACK and what is sent again.
func (h *hook) OnSessionEstablished(cl *mqtt.Client, _ packets.Packet) {
	if c := of(cl); c != nil {
		h.b.moved(c)
		c.flow.begin()
	}
}

// OnPacketRead sees everything a client sends.
func (h *hook) OnPacketRead(cl *mqtt.Client, pk packets.Packet) (packets.Packet, error) {
	c := of(cl)
	if c == nil {
		return pk, nil
	}
	c.out.await() // room for the answer
	switch pk.FixedHeader.Type {
	case packets.Connect:
		mendConnect(&pk)
	case packets.Publish:
		c.messagesIn.Add(1)
		c.again = pk.FixedHeader.Dup
		if err := h.b.admit(cl, &pk); err != nil {
			return pk, err
		}
		defer h.b.pass(c, pk.FixedHeader.Remaining) // until OnPacketProcessed
	case packets.Puback, packets.Pubcomp:
		c.flow.release()
	case packets.Pubrec:
		if pk.ReasonCode >= packets.ErrUnspecifiedError.Code { // ends the exchange [MQTT-4.3.3-4]
			c.flow.release()
		}
	case packets.Pingreq:
		if pk.FixedHeader.Remaining > 0 { // it has nothing but its header (MQTT 5, 3.12)
			return pk, h.malformed(cl)
		}
	case packets.Disconnect:
		if pk.FixedHeader.Remaining > 0 && pk.ProtocolVersion < 5 { // the same before MQTT 5 (3.1.1, 3.14)
			return pk, h.malformed(cl)
		}
		if pk.FixedHeader.Remaining == 1 { // the reason code alone, which mochi overlooks (MQTT 5, 3.14.2.1)
			pk.ReasonCode = c.last
		}
	}
	c.ids.in(cl, &pk)
	return pk, nil
}

// malformed ends the connection of a client over a packet that mochi would take.
func (h *hook) malformed(cl *mqtt.Client) error {
	_ = h.b.mqtt.DisconnectClient(cl, packets.ErrMalformedPacket)
	return packets.ErrRejectPacket
}

// OnPacketEncode sees everything that goes to a client: answers on its reading
// goroutine, messages on its writing one. A packet that is given the reserved
// type is not sent.
func (h *hook) OnPacketEncode(cl *mqtt.Client, pk packets.Packet) packets.Packet {
	c := of(cl)
	if c == nil {
		return pk
	}
	switch pk.FixedHeader.Type {
	case packets.Connack:
		if c.moving { // mochi has put into the new client what waits
			rank(cl.State.Inflight)
		}
	case packets.Publish:
		h.b.dispatch(cl, c, &pk)
	case packets.Disconnect:
		if cl.Properties.ProtocolVersion < 5 { // only clients send it (MQTT 3.1.1, 3.14)
			pk.FixedHeader.Type = packets.Reserved
		}
	case packets.Pubrec:
		if c.again && pk.ReasonCode == packets.ErrPacketIdentifierInUse.Code {
			pk.ReasonCode, pk.Properties.ReasonString = 0, "" // it is the same message [MQTT-4.3.3-10]
		}
		c.ids.out(&pk)
	default:
		c.ids.out(&pk)
	}
	return pk
}

// OnPacketProcessed comes after the answer to a packet was written.
func (h *hook) OnPacketProcessed(cl *mqtt.Client, _ packets.Packet, _ error) {
	c := of(cl)
	if c == nil {
		return
	}
	h.b.passed(c)
	if len(c.replay.due) > 0 {
		h.b.sendRetained(cl, c)
	}
}

// OnSubscribe comes before a SUBSCRIBE is processed.
func (h *hook) OnSubscribe(cl *mqtt.Client, pk packets.Packet) packets.Packet {
	c := of(cl)
	if c == nil {
		return pk
	}
	pk.Filters = h.b.checkFilters(cl, pk.Filters)
	c.replay.noteAsked(cl, pk.Filters)
	return pk
}

// OnSubscribed comes when each filter has its reason code, before the SUBACK.
func (h *hook) OnSubscribed(cl *mqtt.Client, pk packets.Packet, codes []byte) {
	c := of(cl)
	if c == nil {
		return
	}
	for i, code := range codes {
		if code <= packets.CodeGrantedQos2.Code {
			h.b.filters.add(cl.ID, pk.Filters[i].Filter)
			c.backlog.leave() // OnACLCheck took it for a delivery
		}
	}
	c.replay.granted(pk.Filters, codes)
	h.b.noteSubscribed(cl, pk.Filters, codes)
}

// OnUnsubscribe comes for an UNSUBSCRIBE only, unlike OnUnsubscribed.
func (h *hook) OnUnsubscribe(cl *mqtt.Client, pk packets.Packet) packets.Packet {
	h.b.noteUnsubscribed(cl, pk.Filters)
	return pk
}

// OnUnsubscribed comes when subscriptions are no more, also those of a session that ends.
func (h *hook) OnUnsubscribed(cl *mqtt.Client, pk packets.Packet) {
	h.b.filters.remove(cl.ID, pk.Filters)
}

// OnPublishDropped comes when a client's queue is full, on the publisher's goroutine.
func (h *hook) OnPublishDropped(cl *mqtt.Client, _ packets.Packet) {
	if c := of(cl); c != nil {
		c.backlog.leave()
	}
	h.b.waiting.doubt.Store(true)
	h.b.drops.add(cl.ID, broker.DropTooSlow)
}

// OnQosPublish comes when a message is kept until its client acknowledges it, on the
// publisher's goroutine, and when one is sent again.
func (h *hook) OnQosPublish(cl *mqtt.Client, pk packets.Packet, _ int64, _ int) { h.b.keep(cl, &pk) }

// OnQosComplete comes when a client has acknowledged a message.
func (h *hook) OnQosComplete(cl *mqtt.Client, pk packets.Packet) {
	h.b.waiting.remove(cl.ID, pk.PacketID)
}

// OnQosDropped comes when a message is not kept any more for another reason.
func (h *hook) OnQosDropped(cl *mqtt.Client, pk packets.Packet) {
	h.b.waiting.remove(cl.ID, pk.PacketID)
}

// OnRetainMessage comes after a message was retained or removed, also on the
// housekeeper's goroutine.
func (h *hook) OnRetainMessage(cl *mqtt.Client, pk packets.Packet, _ int64) {
	if !h.b.retained.put(pk) {
		h.b.drops.add(cl.ID, broker.DropNotKept)
	}
}

// OnSysInfoTick comes after a round of $SYS, on the housekeeper's goroutine.
func (h *hook) OnSysInfoTick(*system.Info) { h.b.retained.system() }

// OnWill comes before a will is published, unless it was delayed.
func (h *hook) OnWill(cl *mqtt.Client, will mqtt.Will) (mqtt.Will, error) {
	if c := of(cl); c != nil {
		h.b.pass(c, len(will.Payload)) // until the connection's end, which is near
		h.b.delays(cl, c)
	}
	return will, nil
}

// OnWillSent comes when a will was published, on the housekeeper's goroutine
// when it had a delay.
func (h *hook) OnWillSent(cl *mqtt.Client, pk packets.Packet) {
	c := of(cl)
	if c == nil {
		return
	}
	if c.delayed {
		c.willComes.Store(false)
		h.b.noteDelayedWill(cl, pk.TopicName)
		return
	}
	c.willSent = true
}

// OnClientExpired comes when a session has been kept long enough, on the
// housekeeper's goroutine. mochi would leave its subscriptions to the next
// client with the same id.
func (h *hook) OnClientExpired(cl *mqtt.Client) {
	h.b.mqtt.UnsubscribeClient(cl)
	cl.ClearInflights()
}
