package server

import (
	"cmp"
	"slices"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/packets"
)

// resumable reports that mochi keeps the session of a client that has gone. Before
// version 5 one that began clean ends with its connection [MQTT-3.1.2-6].
func resumable(before *mqtt.Client) bool {
	return of(before) != nil && (before.Properties.ProtocolVersion == 5 || !before.Properties.Clean)
}

// follow makes the packet identifiers of a session go on where they were: mochi
// begins at 1 for each connection, and [rank] could not tell the order.
func follow(cl, before *mqtt.Client) {
	next, err := before.NextPacketID()
	if err != nil { // all are taken: any that is given back is as good
		return
	}
	for id := uint32(1); id < next && err == nil; {
		id, err = cl.NextPacketID()
	}
}

// rank puts the messages that wait for a returning client into the order in
// which they came [MQTT-4.6.0-1]. mochi sends them by the second they were
// created in, and at random within it, but looks at nothing else in that number,
// so it can be their place in the queue.
//
// The order is that of their packet identifiers, which go round: the first one
// follows the widest gap.
func rank(waiting *mqtt.Inflight) {
	queue := waiting.GetAll(false)
	if len(queue) < 2 {
		return
	}
	slices.SortFunc(queue, func(a, b packets.Packet) int { return cmp.Compare(a.PacketID, b.PacketID) })
	first, widest := 0, 0
	for i, pk := range queue {
		before := int(queue[(i+len(queue)-1)%len(queue)].PacketID)
		if gap := (int(pk.PacketID) - before + maxInflight) % maxInflight; gap > widest {
			first, widest = i, gap
		}
	}
	for i := range queue {
		pk := queue[(first+i)%len(queue)]
		pk.Created = int64(i)
		waiting.Set(pk)
	}
}
