package explain

import (
	"testing"

	"mangrove/broker"
)

// TestEveryReasonCodeHasWords goes through all codes of all packets of all versions.
func TestEveryReasonCodeHasWords(t *testing.T) {
	named := make(map[string]bool)
	for _, packet := range []string{"CONNACK", "PUBACK", "PUBREC", "PUBREL", "PUBCOMP", "SUBACK", "UNSUBACK", "DISCONNECT", "AUTH"} {
		for _, version := range []broker.Version{broker.V31, broker.V311, broker.V5} {
			for code := range 256 {
				r := &broker.Refusal{Packet: packet, Version: version, Code: byte(code)}
				for name, words := range map[string]string{r.Name(): reasonName(r), r.OlderName(): olderReasonName(r)} {
					if named[name] = true; (name == "") != (words == "") {
						t.Errorf("%s 0x%02X of %s is %q, with the words %q", packet, code, version, name, words)
					}
				}
			}
		}
	}
	for name := range reasonWords {
		if !named[name] {
			t.Errorf("there are words for %q, which is no name of a code", name)
		}
	}
}
