package wire

import (
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/packet"
)

// TestWordsWithoutEnd: what a broker says in words is cut where it comes in.
func TestWordsWithoutEnd(t *testing.T) {
	long := strings.Repeat("x", 60_000)
	properties := func(ids ...byte) []byte {
		var all []byte
		for _, id := range ids {
			all = append(all, id, byte(len(long)>>8), byte(len(long)&0xFF))
			all = append(all, long...)
		}
		return append(lengthOf(all), all...)
	}
	said := properties(packet.ReasonString, packet.ServerReference)
	c, err := parseConnack(broker.V5, append([]byte{0, broker.ServerMoved}, said...), broker.Redactor{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := parseDisconnect(append([]byte{broker.ServerMoved}, said...), broker.Redactor{})
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]string{
		"CONNACK": c.reason, "CONNACK's reference": c.reference, "DISCONNECT": r.Reason, "DISCONNECT's reference": r.Reference,
	} {
		if len(got) > broker.LongestText+40 || !strings.HasPrefix(got, "xxx") || !strings.HasSuffix(got, " B)") {
			t.Errorf("%s: %d bytes are kept", name, len(got))
		}
	}
}

// lengthOf is a length as a variable byte integer (MQTT 5, 1.5.5).
func lengthOf(what []byte) (b []byte) {
	n := len(what)
	for ; n > 0x7F; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return append(b, byte(n))
}
