package packet

import "encoding/binary"

// MaxString is the longest string or binary field of a packet in bytes (MQTT 5, 1.5.4).
const MaxString = 65_535

// StringSize is the size in bytes of the string or binary field that b begins with,
// the two bytes of its length included (1.5.4, 1.5.6). It is more than len(b) when
// the field is cut off.
func StringSize(b []byte) int {
	if len(b) < 2 {
		return len(b) + 1
	}
	return 2 + (int(b[0])<<8 | int(b[1]))
}

// AppendString appends s to b after its length, as a string field (1.5.4). It is at
// most MaxString long.
func AppendString(b []byte, s string) []byte {
	return append(binary.BigEndian.AppendUint16(b, uint16(len(s))), s...)
}

// Clip is the beginning of a topic, a filter or a name, 80 bytes of it, with dots if it
// is longer: an error about it stays readable.
func Clip(s string) string {
	if len(s) > 80 {
		return s[:80] + "..."
	}
	return s
}
