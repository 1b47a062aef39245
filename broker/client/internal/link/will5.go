package link

import (
	"encoding/binary"

	"github.com/eclipse/paho.golang/packets"
	"github.com/eclipse/paho.golang/paho"

	"mangrove/broker"
	"mangrove/broker/packet"
)

// willProperties is the property block of a will, nil without one.
func willProperties(w *broker.Will) []byte {
	if w == nil {
		return nil
	}
	block := []byte{packet.WillDelayInterval}
	block = binary.BigEndian.AppendUint32(block, packet.Seconds(w.Delay))
	if w.Properties != nil {
		p := &paho.Publish{Properties: publishProperties(w.Properties)}
		block = append(block, p.Packet().Properties.Pack(packets.PUBLISH)...)
	}
	return block
}

// withWill puts the properties of the will into a CONNECT that has a will
// without any. paho.golang 0.23 leaves out all but the delay and the user's.
func withWill(connect, will []byte) []byte {
	_, n, _ := packet.Varint(connect[1:])
	body := connect[1+n:]
	const fixed = 10 // protocol name, level, flags, keep alive (3.1.2)
	_, rest, err := packet.CutProperties(packet.Connect, body[fixed:])
	if err != nil || len(rest) < packet.StringSize(rest) {
		return connect // not what the library writes
	}
	rest = rest[packet.StringSize(rest):] // the client id
	front := body[:len(body)-len(rest)]
	_, rest, err = packet.CutProperties(packet.Connect, rest)
	if err != nil {
		return connect
	}
	whole := append([]byte{}, front...)
	whole = packet.AppendVarint(whole, len(will))
	whole = append(append(whole, will...), rest...)
	return append(packet.AppendVarint([]byte{connect[0]}, len(whole)), whole...)
}
