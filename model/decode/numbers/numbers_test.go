package numbers

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"mangrove/model/value"
)

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		format, bytes string
		want          string // the numbers
		left          int
	}{
		{"int8", "80", "-128", 0}, {"uint8", "80", "128", 0}, {"uint8", "0001ff", "0 1 255", 0},
		{"int16be", "fffe", "-2", 0}, {"int16le", "fffe", "-257", 0}, {"uint16be", "fffe", "65534", 0}, {"uint16le", "fffe", "65279", 0},
		{"int24be", "800000", "-8388608", 0}, {"int24le", "ffff7f", "8388607", 0}, {"uint24be", "010000", "65536", 0}, {"uint24le", "010000", "1", 0},
		{"int32be", "80000000", "-2147483648", 0}, {"int32le", "00000080", "-2147483648", 0}, {"uint32be", "ffffffff", "4294967295", 0}, {"uint32le", "01000000", "1", 0},
		{"int64be", "8000000000000000", "-9223372036854775808", 0}, {"int64le", "ffffffffffffffff", "-1", 0},
		{"uint64be", "ffffffffffffffff", "18446744073709551615", 0}, {"uint64le", "0100000000000080", "9223372036854775809", 0},
		{"float32be", "41ab3333", "21.4", 0}, {"float32le", "3333ab41", "21.4", 0}, {"float32be", "7fc00000ff800000", "NaN -Infinity", 0},
		{"float64be", "3fb999999999999a", "0.1", 0}, {"float64le", "9a9999999999b93f", "0.1", 0},
		{"int16be", "000100020003", "1 2 3", 0}, {"int16be", "0001000203", "1 2", 1}, {"uint32le", "01000000aabbcc", "1", 3},
	} {
		b, err := hex.DecodeString(c.bytes)
		if err != nil {
			t.Fatal(err)
		}
		tree, consumed, err := Decode(c.format, b)
		if err != nil {
			t.Errorf("%s of %s: %v", c.format, c.bytes, err)
			continue
		}
		if from, to := tree.Range(0); from != 0 || to != consumed {
			t.Errorf("%s of %s: the whole is from %d to %d of %d bytes", c.format, c.bytes, from, to, consumed)
		}
		var got []string
		for i := range tree.Len() {
			if from, to := tree.Range(i); tree.Kind(i) == value.Number {
				got = append(got, tree.Text(i))
				if again, _, err := Decode(c.format, b[from:to]); err != nil || again.Text(0) != tree.Text(i) {
					t.Errorf("%s of %s: the bytes of %s are others", c.format, c.bytes, tree.Text(i))
				}
			}
		}
		if strings.Join(got, " ") != c.want || len(b)-consumed != c.left {
			t.Errorf("%s of %s: %v with %d left, want %s with %d", c.format, c.bytes, got, len(b)-consumed, c.want, c.left)
		}
	}
}

func TestDecodeFails(t *testing.T) {
	for _, c := range []struct {
		format string
		b      []byte
		code   value.FaultCode
	}{{"int32be", []byte{1, 2, 3}, value.CutOff}, {"int8", nil, value.CutOff}, {"int128", []byte{1}, value.NoSchema}} {
		var fault *value.Fault
		if _, _, err := Decode(c.format, c.b); !errors.As(err, &fault) || fault.Code != c.code {
			t.Errorf("%s of %x: %v, want %s", c.format, c.b, err, c.code)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(uint8(3), []byte{1, 2, 3, 4, 5, 6, 7, 8, 9})
	f.Fuzz(func(t *testing.T, n uint8, b []byte) {
		name := Formats()[int(n)%len(Formats())]
		tree, consumed, err := Decode(name, b)
		if err == nil && (consumed == 0 || consumed > len(b) || tree.Len() < 1) {
			t.Errorf("%s of %x: %d bytes, %d nodes", name, b, consumed, tree.Len())
		}
	})
}
