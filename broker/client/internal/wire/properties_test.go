package wire

import (
	"errors"
	"testing"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/explain"
)

// TestOddProperties: each property of MQTT 5 in each form, in each packet that has
// properties, is taken or refused with a sentence.
func TestOddProperties(t *testing.T) {
	for _, odd := range brokertest.OddProperties() {
		block := append(wiretest.AppendVarint(nil, len(odd.Block)), odd.Block...)
		for name, stream := range map[string][]byte{
			"CONNACK":    wiretest.Packet(0x20, append([]byte{0, 0}, block...)),
			"refusal":    wiretest.Packet(0x20, append([]byte{0, 0x87}, block...)),
			"SUBACK":     append(wiretest.Connack(v5, 0), wiretest.Packet(0x90, append(append([]byte{0, 5}, block...), 0))...),
			"PUBACK":     append(wiretest.Connack(v5, 0), wiretest.Packet(0x40, append([]byte{0, 5, 0}, block...))...),
			"DISCONNECT": append(wiretest.Connack(v5, 0), wiretest.Packet(0xE0, append([]byte{0x8B}, block...))...),
			"PUBLISH":    append(wiretest.Connack(v5, 0), wiretest.Packet(0x30, append([]byte("\x00\x01t"), block...))...),
		} {
			w := newTestWire(v5, nil, stream)
			if _, err := w.Write(wiretest.Packet(0x82, []byte("\x00\x05\x00\x00\x01a\x00"))); err != nil {
				t.Fatal(err)
			}
			err := w.drain()
			said := explain.Error(err, broker.Address{Host: "h", Port: 1})
			if said == "" || len(said) > broker.LongestText+50 || len(err.Error()) > broker.LongestText+500 {
				t.Errorf("%s with %s: %.100q", name, odd.Name, said)
			}
			if name == "PUBLISH" && !errors.Is(err, broker.ErrMalformed) && w.sink.Len() != 1 {
				t.Errorf("%s with %s is neither refused nor delivered", name, odd.Name)
			}
		}
	}
}
