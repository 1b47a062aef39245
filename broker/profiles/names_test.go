package profiles

import (
	"testing"

	"mangrove/broker"
)

// TestNamesThatRepeatTheAddress are none of its own: they would be wrong once the address is
// another.
func TestNamesThatRepeatTheAddress(t *testing.T) {
	at := broker.Address{Scheme: "mqtts", Host: "b1.example", Port: 8884}
	usual := broker.Address{Scheme: "mqtt", Host: "b1.example", Port: 1883}
	for name, c := range map[string]struct {
		name, own string
		at        broker.Address
	}{
		"host and port":        {"b1.example:8884", "", at},
		"the URL":              {" mqtts://b1.example:8884 ", "", at},
		"the host alone":       {"b1.example", "", usual},
		"with the usual port":  {"b1.example:1883", "", usual},
		"none":                 {"", "", at},
		"of another port":      {"b1.example:1", "b1.example:1", at},
		"its own":              {" Villa ", "Villa", at},
		"without address":      {"", "", broker.Address{}},
		"its own, without one": {"Villa", "Villa", broker.Address{}},
	} {
		if got := OwnName(c.name, c.at); got != c.own {
			t.Errorf("%s: %q has the name %q, not %q", name, c.name, got, c.own)
		}
		p := Profile{Name: c.name, Address: c.at}
		if NameRepeats(p) != (c.own == "" && c.name != "") {
			t.Errorf("%s: %q repeats %v: %v", name, c.name, c.at, NameRepeats(p))
		}
	}
}
