package wire

import (
	"testing"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
)

// TestAnythingIsASignOfLife: paho.mqtt.golang waits for PINGRESP, which brokers
// drop amid a flood.
func TestAnythingIsASignOfLife(t *testing.T) {
	wiretest.EachVersion(t, func(t *testing.T, version broker.Version) {
		w := newTestWire(version, nil, wiretest.Connack(version, 0), wiretest.Message(version, 0, 0).Packet("t", "x"))
		b := make([]byte, 100)
		if _, err := w.Read(b); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(wiretest.Packet(packet.Pingreq<<4, nil)); err != nil {
			t.Fatal(err)
		}
		n, _ := w.Read(b)
		if got := n == 2 && b[0] == packet.Pingresp<<4; got != (version != broker.V5) {
			t.Errorf("the library reads %x", b[:n])
		}
	})
}
