package meshtastic

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"mangrove/model/value"
)

// header is from, to, channel, id, rx_time, rx_snr, hop_limit, rx_rssi and hop_start of a
// packet, and envelope what is around it.
const header = "0dd4c3b2a1 15ffffffff 1808 3522114455 3d0028a469 450000c040 4803 60b5ffffffffffffffff01 7803"

func packet(t *testing.T, variant string) []byte {
	t.Helper()
	bytesOf := func(digits string) []byte {
		b, err := hex.DecodeString(strings.ReplaceAll(digits, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	field := func(tag byte, content []byte) []byte { return append([]byte{tag, byte(len(content))}, content...) }
	b := field(0x0a, append(bytesOf(header), bytesOf(variant)...))
	b = append(b, field(0x12, []byte("LongFast"))...)
	return append(b, field(0x1a, []byte("!a1b2c3d4"))...)
}

// TestPackets reads what a gateway publishes of each kind of packet.
func TestPackets(t *testing.T) {
	for _, c := range []struct {
		name, variant string
		values        map[string]string
		flagged       string // the path of what is not known by name
	}{
		{"encrypted", "2a04deadbeef", map[string]string{"packet.encrypted": "\xde\xad\xbe\xef"}, ""},
		{"a text", "2209 0801 1205 68656c6c6f", map[string]string{"packet.decoded.portnum": "TEXT_MESSAGE_APP", "packet.decoded.payload": "hello"}, ""},
		{"a text that is none", "2206 0801 1202 ff01", map[string]string{"packet.decoded.payload": "\xff\x01"}, ""},
		{"a position that is none", "2213 0803 120f 0d0042bb1c 1500c0c309 18ab01 2001", map[string]string{"packet.decoded.portnum": "POSITION_APP"}, ""},
		{"a position and its values", "2211 0803 120d 0d0042bb1c 1500c0c309 18ab01", map[string]string{"packet.decoded.payload.latitude_i": "482034176", "packet.decoded.payload.longitude_i": "163823616", "packet.decoded.payload.altitude": "171"}, ""},
		{"who a node is", "220f 0804 120b 0a0321613112 0141 1a0141", map[string]string{"packet.decoded.payload.id": "!a1", "packet.decoded.payload.short_name": "A"}, ""},
		{"telemetry", "2212 0843 120e 0d0028a469 1207 0864 1566668640", map[string]string{"packet.decoded.payload.device_metrics.battery_level": "100", "packet.decoded.payload.device_metrics.voltage": "4.2"}, ""},
		{"another port", "2207 08d202 1202 0102", map[string]string{"packet.decoded.portnum": "338", "packet.decoded.payload": "\x01\x02"}, "packet.decoded.portnum"},
		{"a field that is not known", "2a01ff a80107", map[string]string{"packet.21": "7"}, "packet.21"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := packet(t, c.variant)
			tree, consumed, err := Decode(b)
			if err != nil && c.name != "a position that is none" || consumed != len(b) {
				t.Fatalf("%d of %d bytes, %v", consumed, len(b), err)
			}
			head := map[string]string{
				"packet.from": "2712847316", "packet.to": "4294967295", "packet.channel": "8", "packet.id": "1430524194", "packet.rx_time": "1772365824",
				"packet.rx_snr": "6", "packet.hop_limit": "3", "packet.rx_rssi": "-75", "packet.hop_start": "3", "channel_id": "LongFast", "gateway_id": "!a1b2c3d4",
			}
			for _, all := range []map[string]string{head, c.values} {
				for path, want := range all {
					if i := tree.Find(path); i < 0 || tree.Text(i) != want {
						t.Errorf("%s is node %d, want %q", path, i, want)
					}
				}
			}
			for i := range tree.Len() {
				if unknown := tree.Flags(i)&value.Unresolved != 0; unknown != (tree.Path(i) == c.flagged && c.flagged != "") {
					t.Errorf("%s is not known by name: %v", tree.Path(i), unknown)
				}
			}
		})
	}
}

// TestWhatIsNoPacket is not taken for one.
func TestWhatIsNoPacket(t *testing.T) {
	for name, b := range map[string]string{"nothing": "", "an empty packet": "\x0a\x00", "other fields": "\x08\x01", "a text": "hello", "cut off": "\x0a\x05\x0d"} {
		_, _, err := Decode([]byte(b))
		if fault := (*value.Fault)(nil); !errors.As(err, &fault) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
