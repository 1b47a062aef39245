package brokertest

import (
	"bytes"
	"io"
	"testing"
)

// TestSerialNumbersCanBeNegated whatever is drawn for them.
func TestSerialNumbersCanBeNegated(t *testing.T) {
	for name, drawn := range map[string][]byte{
		"zeros":               bytes.Repeat([]byte{0}, 8),
		"ones":                bytes.Repeat([]byte{0xff}, 8),
		"a first bit":         {0x80, 0, 0, 0, 0, 0, 0, 0},
		"a second byte of it": {0, 0x80, 0, 0, 0, 0, 0, 0},
		"all but the first":   {0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
	} {
		n, err := serialNumber(io.LimitReader(bytes.NewReader(bytes.Repeat(drawn, 2)), 16))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		b := n.Bytes()
		if len(b) != 8 || b[0]&0x80 != 0 {
			t.Errorf("%s: %x is not of eight bytes with room for the sign", name, b)
			continue
		}
		if first := uint16(b[0]|0x80)<<8 | uint16(b[1]); first>>7 == 0x1ff {
			t.Errorf("%s: %x is malformed once it has the sign", name, b)
		}
	}
}
