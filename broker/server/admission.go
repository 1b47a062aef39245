package server

import (
	"bytes"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/packets"

	"mangrove/broker"
	"mangrove/model"
)

// noPayload stands for an empty will payload while mochi validates a CONNECT.
var noPayload = []byte{0}

// mendConnect lets pass what the protocol allows and mochi refuses: a will
// without payload (MQTT 5, 3.1.3.4) and a password of no characters.
func mendConnect(pk *packets.Packet) {
	if pk.Connect.WillFlag && pk.Connect.WillTopic != "" && len(pk.Connect.WillPayload) == 0 {
		pk.Connect.WillPayload = noPayload
	}
	if len(pk.Connect.Password) == 0 {
		pk.Connect.PasswordFlag = false
	}
}

// checkWill refuses a client whose will could not be published. Versions before
// 5 have no code for that, so they are only disconnected.
func (b *Broker) checkWill(cl *mqtt.Client, connect packets.ConnectParams) error {
	if !connect.WillFlag {
		return nil
	}
	refused := &willRefused{why: publishable(connect.WillTopic)}
	if err := model.CheckTopic(connect.WillTopic); err != nil {
		refused.why = ""
		_ = errors.As(err, &refused.fault) // it is one
	}
	if refused.why == "" && refused.fault == "" {
		return nil
	}
	if cl.Properties.ProtocolVersion == 5 {
		code := packets.Code{Code: packets.ErrTopicNameInvalid.Code}
		if b.refusal != nil {
			code.Reason = b.refusal(refused.why, refused.fault)
		}
		_ = b.mqtt.SendConnack(cl, code, false, nil)
	}
	return refused
}

// willRefused is a will that could not be published.
type willRefused struct {
	why   broker.EventReason
	fault model.TopicFault // in the place of why
}

// Error is for the log.
func (w *willRefused) Error() string {
	return "the will cannot be published: " + string(w.why) + string(w.fault)
}

// publishable says why a valid topic may not be published to; empty when it may.
func publishable(topic string) broker.EventReason {
	switch {
	case len(topic) >= len(mqtt.SysPrefix) && strings.EqualFold(topic[:len(mqtt.SysPrefix)], mqtt.SysPrefix): // as mochi has it
		return broker.DropReserved
	case strings.Count(topic, "/") >= maxLevels:
		return broker.DropTooDeep
	}
	return ""
}

// welcome prepares mochi's client and the connection for each other and puts
// the client on the roster.
func (b *Broker) welcome(cl *mqtt.Client, c *conn, pk packets.Packet) {
	props, will := &cl.Properties.Props, &cl.Properties.Will
	if pk.Connect.WillFlag {
		if &will.Payload[0] == &noPayload[0] {
			will.Payload = nil
		}
		c.will = will.TopicName
	}
	if cl.Properties.ProtocolVersion == 5 {
		// The will comes with the session's end at the latest (MQTT 5, 3.1.3.2.2).
		// At the same second mochi may have forgotten the session first.
		end := props.SessionExpiryInterval
		will.WillDelayInterval = min(will.WillDelayInterval, max(end, 1)-1)
		// The broker keeps to Receive Maximum itself: see flow.
		if props.ReceiveMaximum > 0 {
			c.flow.restrict(int(props.ReceiveMaximum))
		}
		props.ReceiveMaximum = 0
		cl.State.Inflight.ResetSendQuota(0)
		// mochi may use a topic alias before the message that defines it is sent,
		// or when that one was dropped.
		props.TopicAliasMaximum = 0
	}
	c.delayed = will.WillDelayInterval > 0
	c.client, c.joined = cl, time.Now()
	present := b.roster.join(c)
	for _, before := range present {
		before.release() // mochi writes to it before it lets this one in
	}
	if before, ok := b.mqtt.Clients.Get(cl.ID); ok && !pk.Connect.Clean && resumable(before) {
		follow(cl, before)
		if len(present) == 0 && before.Closed() {
			c.ids = of(before).ids // whose goroutine has ended
		}
	}
	b.noteConnected(c)
}

// admit checks a PUBLISH. What must not be passed on is acknowledged like any
// other and becomes a packet that does nothing, because mochi would drop it
// without an answer, and the client would wait for one for ever.
func (b *Broker) admit(cl *mqtt.Client, pk *packets.Packet) error {
	if alias := pk.Properties.TopicAlias; pk.TopicName == "" && alias > 0 &&
		cl.State.TopicAliases.Inbound.Set(alias, "") == "" { // never defined
		_ = b.mqtt.DisconnectClient(cl, packets.ErrTopicAliasInvalid)
		return packets.ErrRejectPacket
	}
	why := publishable(pk.TopicName)
	if why == "" {
		return nil
	}
	b.drops.add(cl.ID, why)
	b.acknowledge(cl, pk)
	*pk = packets.Packet{ // no identifier is ever 0: mochi ignores it
		FixedHeader:     packets.FixedHeader{Type: packets.Puback},
		ProtocolVersion: pk.ProtocolVersion,
	}
	return nil
}

// acknowledge answers a PUBLISH that goes no further. 3.1 and 3.1.1 have no way
// of saying so; 5 has a reason code (MQTT 5, 3.4.2.1).
func (b *Broker) acknowledge(cl *mqtt.Client, pk *packets.Packet) {
	if pk.FixedHeader.Qos == 0 {
		return
	}
	answer := packets.Packet{
		FixedHeader: packets.FixedHeader{Type: packets.Puback},
		PacketID:    pk.PacketID,
		ReasonCode:  packets.ErrTopicNameInvalid.Code,
	}
	if pk.FixedHeader.Qos == 2 {
		answer.FixedHeader.Type = packets.Pubrec
	}
	_ = cl.WritePacket(answer)
}

// checkFilters empties the filters that are not valid, which makes mochi refuse
// them with 0x8F, or 0x80 before version 5.
func (b *Broker) checkFilters(cl *mqtt.Client, filters []packets.Subscription) []packets.Subscription {
	checked, fit := slices.Clone(filters), b.filters.fits(cl.ID, filters)
	for i, f := range filters {
		denied := Event{Code: broker.BoxNotGranted, Client: short(cl.ID), Topic: short(f.Filter)}
		switch err := model.CheckFilter(f.Filter); {
		case err != nil:
			_ = errors.As(err, &denied.Fault) // it is one
		case strings.Count(f.Filter, "/") >= maxLevels:
			denied.Why = broker.DenyTooDeep
		case !fit[i]:
			denied.Why = broker.DenyTooMany
		default:
			continue
		}
		b.events.note(slog.LevelWarn, denied)
		checked[i].Filter = ""
	}
	return checked
}

// dispatch is called for each message before it is encoded. It may wait, on the
// writing goroutine, until an MQTT 5 client is ready for one more.
func (b *Broker) dispatch(cl *mqtt.Client, c *conn, pk *packets.Packet) {
	queued := !pk.FixedHeader.Dup && !pk.Ignore // neither sent again nor retained
	if queued {
		c.backlog.leave()
		c.flow.started()
	} else if pk.FixedHeader.Dup {
		b.moved(c)
	}
	c.out.await()
	if pk.Connect.WillProperties.WillDelayInterval > 0 {
		pk.Properties.MessageExpiryInterval = 0 // mochi takes the will's delay for its expiry
	}
	if limit := cl.Properties.Props.MaximumPacketSize; limit > 0 && !fits(*pk, limit) { // [MQTT-3.1.2-24]
		b.withhold(cl, c, pk)
		return
	}
	if pk.FixedHeader.Qos > 0 {
		if queued {
			c.flow.acquire()
		} else if pk.FixedHeader.Dup {
			c.flow.resent()
		}
	}
	c.messagesOut.Add(1)
}

func fits(pk packets.Packet, limit uint32) bool {
	var encoded bytes.Buffer
	return pk.PublishEncode(&encoded) != nil || encoded.Len() <= int(limit)
}

// withhold drops a message that is larger than its client accepts, and goes on
// as if it had been delivered [MQTT-3.1.2-25].
func (b *Broker) withhold(cl *mqtt.Client, c *conn, pk *packets.Packet) {
	b.drops.add(cl.ID, broker.DropTooLarge)
	if pk.FixedHeader.Qos > 0 {
		if pk.Ignore {
			c.flow.release()
		}
		b.waiting.remove(cl.ID, pk.PacketID)
		if cl.State.Inflight.Delete(pk.PacketID) {
			atomic.AddInt64(&b.mqtt.Info.Inflight, -1)
		}
	}
	pk.FixedHeader.Type = packets.Reserved
}
