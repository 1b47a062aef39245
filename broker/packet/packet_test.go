package packet

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
)

func TestVarint(t *testing.T) {
	for value, size := range map[int]int{0: 1, 127: 1, 128: 2, 16_383: 2, 16_384: 3, 2_097_151: 3, 2_097_152: 4, 268_435_455: 4} {
		written := AppendVarint([]byte{}, value)
		got, n, err := Varint(append(written, 0xFF))
		if got != value || n != size || err != nil || VarintSize(value) != size {
			t.Errorf("%d: read as %d from %d bytes of %x (%v), thought to take %d", value, got, n, written, err, VarintSize(value))
		}
		if _, n, err := Varint(written[:size-1]); n != 0 || err != nil {
			t.Errorf("%d cut off: %d bytes, %v", value, n, err)
		}
	}
}

func TestRemainingLength(t *testing.T) {
	for _, c := range []struct {
		name    string
		version broker.Version
		header  []byte
		length  int
		size    int
		says    string // empty: nothing is wrong
	}{
		{"one byte", broker.V5, []byte{0x30, 0x7F}, 127, 1, ""},
		{"two bytes", broker.V5, []byte{0x30, 0x80, 0x01}, 128, 2, ""},
		{"none yet", broker.V5, []byte{0x30}, 0, 0, ""},
		{"more to come", broker.V311, []byte{0x30, 0xFF, 0xFF}, 0, 0, ""},
		{"longer than it need be", broker.V5, []byte{0x90, 0x80, 0x00}, 0, 0, "length not the shortest SUBACK [MQTT-1.5.5-1]"},
		{"the same before MQTT 5", broker.V311, []byte{0x90, 0x80, 0x00}, 0, 2, ""},
		{"five bytes", broker.V311, []byte{0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01}, 0, 0, "length of five bytes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			length, n, err := RemainingLength(c.version, c.header)
			if length != c.length || n != c.size {
				t.Errorf("length %d in %d bytes, want %d in %d", length, n, c.length, c.size)
			}
			if c.says == "" && err != nil || c.says != "" && (!errors.Is(err, broker.ErrMalformed) || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("got %v, want ... %s ...", err, c.says)
			}
		})
	}
}

func TestStringSize(t *testing.T) {
	for b, want := range map[string]int{"": 1, "\x00": 2, "\x00\x00": 2, "\x00\x01a": 3, "\x00\x01": 3, "\x01\x00abc": 258} {
		if got := StringSize([]byte(b)); got != want {
			t.Errorf("%q: %d bytes, want %d", b, got, want)
		}
	}
	long := strings.Repeat("x", MaxString)
	if got := StringSize(AppendString(nil, long)); got != 2+MaxString {
		t.Errorf("the longest string takes %d bytes", got)
	}
}

func TestSeconds(t *testing.T) {
	for d, want := range map[time.Duration]uint32{
		-time.Hour: 0, 0: 0, 1: 1, time.Second: 1, time.Second + 1: 2, broker.SessionForever: math.MaxUint32, math.MaxInt64 - time.Second: math.MaxUint32,
	} {
		if got := Seconds(d); got != want {
			t.Errorf("%v: %d seconds, want %d", d, got, want)
		}
	}
}

// TestPropertiesAreCutAndNamed: a block is taken apart as it was put together, up to
// where it is cut off.
func TestPropertiesAreCutAndNamed(t *testing.T) {
	whole := []byte{8, 0x1F, 0, 2, 'n', 'o', 0x21, 0, 7, 0xAA}
	block, rest, err := CutProperties(Connack, whole)
	if err != nil || len(block) != 8 || len(rest) != 1 {
		t.Fatalf("block %x, rest %x, %v", block, rest, err)
	}
	if err := CheckProperties(Connack, block); err != nil {
		t.Error(err)
	}
	found := map[byte]string{}
	keep := func(id byte, value []byte) { found[id] = string(value) }
	EachProperty(block, keep)
	if len(found) != 2 || found[ReasonString] != "no" || found[ReceiveMaximum] != "\x00\x07" {
		t.Errorf("found %q", found)
	}
	clear(found)
	EachProperty(block[:7], keep)
	if len(found) != 1 {
		t.Errorf("of a block that is cut off %q are found", found)
	}
	if _, _, err := CutProperties(Suback, whole[:5]); !errors.Is(err, broker.ErrMalformed) || !strings.Contains(err.Error(), string(broker.PropertiesTooLong)+" SUBACK") {
		t.Errorf("cut off: %v", err)
	}
}
