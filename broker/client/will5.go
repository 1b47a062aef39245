package client

import (
	"encoding/binary"

	"github.com/eclipse/paho.golang/packets"
	"github.com/eclipse/paho.golang/paho"

	"mangrove/broker"
)

// willProperties is the property block of a will, nil without one.
func willProperties(w *broker.Will) []byte {
	if w == nil {
		return nil
	}
	block := []byte{propWillDelay}
	block = binary.BigEndian.AppendUint32(block, wholeSeconds(w.Delay))
	if w.Properties != nil {
		p := &paho.Publish{Properties: publishProperties(w.Properties)}
		block = append(block, p.Packet().Properties.Pack(packets.PUBLISH)...)
	}
	return block
}

// withWill puts the properties of the will into a CONNECT that has a will
// without any. paho.golang 0.23 leaves out all but the delay and the user's.
func withWill(connect, will []byte) []byte {
	_, n, _ := varint(connect[1:])
	body := connect[1+n:]
	const fixed = 10 // protocol name, level, flags, keep alive (3.1.2)
	_, rest, err := cutProperties(typeConnect, body[fixed:])
	if err != nil || len(rest) < countedSize(rest) {
		return connect // not what the library writes
	}
	rest = rest[countedSize(rest):] // the client id
	front := body[:len(body)-len(rest)]
	_, rest, err = cutProperties(typeConnect, rest)
	if err != nil {
		return connect
	}
	whole := append([]byte{}, front...)
	whole = appendSize(whole, len(will))
	whole = append(append(whole, will...), rest...)
	return append(appendSize([]byte{connect[0]}, len(whole)), whole...)
}
