package wire

import (
	"encoding/binary"
	"slices"

	"mangrove/broker/packet"
)

// withoutAlias is a message of MQTT 5, in parts, without a topic alias above the most that a
// broker takes on this connection [MQTT-3.3.2-9]: it may be less than on the one before, and
// the topic stands beside the alias.
func withoutAlias(parts [][]byte, most int) [][]byte {
	var begin []byte
	for i, part := range parts {
		begin = append(begin, part...)
		length, n, _ := packet.Varint(begin[1:])
		at := 1 + n + packet.StringSize(begin[1+n:]) + 2 // behind topic and identifier
		if len(begin) < at {
			continue // the topic is very long
		}
		block, rest, err := packet.CutProperties(packet.Publish, begin[at:])
		if err != nil {
			continue // so are the properties
		}
		alias := aliasAbove(block, most)
		if alias < 0 {
			return parts
		}
		kept := slices.Delete(slices.Clone(block), alias, alias+3)
		body := append(packet.AppendVarint(slices.Clone(begin[1+n:at]), len(kept)), append(kept, rest...)...)
		head := packet.AppendVarint(begin[:1:1], length-(len(begin)-1-n)+len(body))
		return append([][]byte{append(head, body...)}, parts[i+1:]...)
	}
	return parts
}

// aliasAbove is where in a block of properties a topic alias stands that is more than most; below
// 0: there is none.
func aliasAbove(block []byte, most int) int {
	at := -1
	packet.EachProperty(block, func(id byte, value []byte) {
		if id == packet.TopicAlias && int(binary.BigEndian.Uint16(value)) > most {
			at = len(block) - cap(value) - 1 // a value reaches to the end of its block
		}
	})
	return at
}
