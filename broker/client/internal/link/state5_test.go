package link

import (
	"strings"
	"testing"

	"github.com/eclipse/paho.golang/packets"

	"mangrove/broker"
)

// TestPubrecsWithoutEnd: a broker may send as many as there are packet identifiers, each
// with as many words as go into a packet. Of these a few are kept, without what is secret.
func TestPubrecsWithoutEnd(t *testing.T) {
	s := newGuardedState(broker.RedactorOf(broker.Profile{Password: "s3cr3t"}), nil)
	long := "no s3cr3t, " + strings.Repeat("x", 60_000)
	for id := range uint16(3 * mostReceived) {
		s.carry(&packets.ControlPacket{Content: &packets.Pubrec{PacketID: id, ReasonCode: 0x10, Properties: &packets.Properties{ReasonString: long}}})
	}
	if len(s.received) != mostReceived {
		t.Errorf("%d PUBRECs are kept", len(s.received))
	}
	end := &packets.Pubcomp{PacketID: 1, Properties: &packets.Properties{}}
	s.carry(&packets.ControlPacket{Content: end})
	if said := end.Properties.ReasonString; end.ReasonCode != 0x10 || !strings.HasPrefix(said, "no …, xxx") || len(said) > broker.LongestText+40 {
		t.Errorf("the PUBCOMP has the code 0x%02X and %d bytes: %.20q", end.ReasonCode, len(said), said)
	}
	if len(s.received) != mostReceived-1 {
		t.Error("it is kept further")
	}
}
