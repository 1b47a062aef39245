package server

import (
	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/packets"
)

// identifiers keeps the packet identifiers a client chooses apart from those
// the broker chooses for it: each side assigns its own (MQTT 5, 2.2.1).
//
// mochi keeps both in one table. A SUBSCRIBE whose identifier equals that of a
// message on its way to the client would be refused with 0x91, and a PUBLISH, or
// a PUBREL of something long completed, would make it forget that message. Here such a request gets another
// identifier on its way in, and its answer the first one on its way out.
//
// It belongs to the goroutine that reads the client, which also writes the
// answers.
type identifiers struct {
	ours   map[uint16]uint16 // the client's identifier to the one used inside
	theirs map[uint16]uint16
}

// in changes what a client sent.
func (ids *identifiers) in(cl *mqtt.Client, pk *packets.Packet) {
	switch pk.FixedHeader.Type {
	case packets.Publish, packets.Subscribe, packets.Unsubscribe, packets.Pubrel:
		if pk.PacketID == 0 {
			return
		}
	default:
		return
	}
	if id, changed := ids.ours[pk.PacketID]; changed { // QoS 2, sent again
		pk.PacketID = id
		return
	}
	under, taken := cl.State.Inflight.Get(pk.PacketID)
	if !taken || under.FixedHeader.Type == packets.Pubrec { // free, or its own QoS 2
		return
	}
	id, err := cl.NextPacketID()
	if err != nil {
		return
	}
	if ids.ours == nil {
		ids.ours, ids.theirs = map[uint16]uint16{}, map[uint16]uint16{}
	}
	ids.ours[pk.PacketID], ids.theirs[uint16(id)] = uint16(id), pk.PacketID
	pk.PacketID = uint16(id)
}

// out changes the answer.
func (ids *identifiers) out(pk *packets.Packet) {
	var last bool // nothing more with this identifier follows
	switch pk.FixedHeader.Type {
	case packets.Puback, packets.Pubcomp, packets.Suback, packets.Unsuback:
		last = true
	case packets.Pubrec:
		last = pk.ReasonCode >= packets.ErrUnspecifiedError.Code
	default: // not an answer, and perhaps not on the goroutine that owns ids
		return
	}
	id, changed := ids.theirs[pk.PacketID]
	if !changed {
		return
	}
	if last {
		delete(ids.ours, id)
		delete(ids.theirs, pk.PacketID)
	}
	pk.PacketID = id
}
