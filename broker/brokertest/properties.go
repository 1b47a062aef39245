package brokertest

import (
	"bytes"
	"fmt"
	"strings"
)

// PropertyBlock is the properties of a packet of MQTT 5, without their length.
type PropertyBlock struct {
	Name  string
	ID    byte
	Block []byte
}

// OddProperties are blocks with each property there is (table 2-4), and one there
// is not: at its least and its most, twice, cut off, and empty.
func OddProperties() (all []PropertyBlock) {
	long := strings.Repeat("x", 65_535)
	for id, values := range map[byte][2]string{ // the least and the most
		0x01: {"\x00", "\xFF"}, 0x02: {"\x00\x00\x00\x00", "\xFF\xFF\xFF\xFF"}, 0x03: {"\x00\x00", "\xFF\xFF" + long},
		0x08: {"\x00\x00", "\xFF\xFF" + long}, 0x09: {"\x00\x00", "\xFF\xFF" + long}, 0x0B: {"\x00", "\xFF\xFF\xFF\x7F"},
		0x11: {"\x00\x00\x00\x00", "\xFF\xFF\xFF\xFF"}, 0x12: {"\x00\x00", "\xFF\xFF" + long}, 0x13: {"\x00\x00", "\xFF\xFF"},
		0x15: {"\x00\x00", "\xFF\xFF" + long}, 0x16: {"\x00\x00", "\xFF\xFF" + long}, 0x17: {"\x00", "\xFF"},
		0x18: {"\x00\x00\x00\x00", "\xFF\xFF\xFF\xFF"}, 0x19: {"\x00", "\xFF"}, 0x1A: {"\x00\x00", "\xFF\xFF" + long},
		0x1C: {"\x00\x00", "\xFF\xFF" + long}, 0x1F: {"\x00\x00", "\xFF\xFF" + long}, 0x21: {"\x00\x00", "\xFF\xFF"},
		0x22: {"\x00\x00", "\xFF\xFF"}, 0x23: {"\x00\x00", "\xFF\xFF"}, 0x24: {"\x00", "\xFF"}, 0x25: {"\x00", "\xFF"},
		0x26: {"\x00\x00\x00\x00", "\xFF\xFF" + long + "\xFF\xFF" + long}, 0x27: {"\x00\x00\x00\x00", "\xFF\xFF\xFF\xFF"},
		0x28: {"\x00", "\xFF"}, 0x29: {"\x00", "\xFF"}, 0x2A: {"\x00", "\xFF"}, 0x7E: {"\x00", "\xFF\xFF\xFF\xFF"},
	} {
		add := func(how string, block ...byte) {
			all = append(all, PropertyBlock{fmt.Sprintf("0x%02X %s", id, how), id, block})
		}
		least, most := append([]byte{id}, values[0]...), append([]byte{id}, values[1]...)
		add("at its least", least...)
		add("at its most", most...)
		add("twice", append(bytes.Clone(least), least...)...)
		add("cut off", most[:len(most)-1]...)
		add("with the values of text that is none", append([]byte{id}, "\x00\x02\xC3\x28\x00\x01\x00"...)...)
		add("alone", id)
	}
	return all
}
