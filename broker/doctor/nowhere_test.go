package doctor

import (
	"context"
	"slices"
	"testing"

	"mangrove/broker"
)

// A name server that blocks a name gives an address that is nobody's; whatever
// listens on this computer would be taken for the broker.
func TestAddressesOfNobody(t *testing.T) {
	for _, c := range []struct {
		name  string
		found []string
		want  State
	}{
		{"a broker", []string{"192.0.2.1", "2001:db8::1"}, Passed},
		{"this computer", []string{"127.0.0.1"}, Passed},
		{"IPv4", []string{"0.0.0.0"}, Warned},
		{"IPv6", []string{"192.0.2.1", "::"}, Warned},
		{"IPv4 in IPv6", []string{"::ffff:0.0.0.0"}, Warned},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := examination{
				Options: Options{Lookup: func(context.Context, string) ([]string, error) { return c.found, nil }},
				profile: broker.Profile{Address: broker.Address{Scheme: "mqtt", Host: "broker.example", Port: 1883}},
			}
			if step := e.name(t.Context()); step.State != c.want || !slices.Equal(step.Finding.Found, c.found) {
				t.Errorf("%+v", step)
			}
		})
	}
}
