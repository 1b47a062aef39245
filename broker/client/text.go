package client

import "encoding/binary"

// maxText is the longest string or binary field of a packet in bytes (MQTT 5, 1.5.4).
const maxText = 65_535

// countedSize is the size of a string with its length; more than there is when
// it is cut off.
func countedSize(b []byte) int {
	if len(b) < 2 {
		return len(b) + 1
	}
	return 2 + (int(b[0])<<8 | int(b[1]))
}

// appendCounted writes a string after its length (1.5.4).
func appendCounted(b []byte, s string) []byte {
	return append(binary.BigEndian.AppendUint16(b, uint16(len(s))), s...)
}

// clip keeps an error about a long topic readable.
func clip(s string) string {
	if len(s) > 80 {
		return s[:80] + "..."
	}
	return s
}
