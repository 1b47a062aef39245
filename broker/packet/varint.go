package packet

import "mangrove/broker"

// Varint reads the variable byte integer that b begins with, and how many bytes n it
// takes: 0 when more are needed (1.5.5). A fifth byte is an error.
func Varint(b []byte) (value, n int, err error) {
	for n < len(b) {
		digit := b[n]
		value |= int(digit&0x7F) << (7 * n)
		n++
		if digit < 0x80 {
			return value, n, nil
		}
		if n == 4 {
			return 0, 0, errFiveBytes
		}
	}
	return 0, 0, nil
}

// overlong reports that a variable byte integer could be shorter, which MQTT 5
// forbids and its elders leave open.
func overlong(whole []byte) bool { return len(whole) > 1 && whole[len(whole)-1] == 0 }

const overlongClause = "MQTT-1.5.5-1"

var errFiveBytes = Malformed(0, broker.Fault{Code: broker.LongLength, Clause: "MQTT 5, 1.5.5"})

// RemainingLength reads the length in the fixed header that b begins with, and how
// many bytes it takes: 0 when more are needed (2.1.4). MQTT 5 wants it as short as
// can be; that, and a fifth byte, are errors.
func RemainingLength(version broker.Version, b []byte) (length, n int, err error) {
	length, n, err = Varint(b[1:])
	if n > 1 && version == broker.V5 && overlong(b[1:1+n]) {
		return 0, 0, Malformed(b[0]>>4, broker.Fault{Code: broker.OverlongLength, Clause: overlongClause})
	}
	return length, n, err
}

// AppendVarint appends n to b as a variable byte integer (1.5.5).
func AppendVarint(b []byte, n int) []byte {
	for ; n >= 0x80; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return append(b, byte(n))
}

// VarintSize is the size of n as a variable byte integer.
func VarintSize(n int) int {
	size := 1
	for n >>= 7; n > 0; n >>= 7 {
		size++
	}
	return size
}
