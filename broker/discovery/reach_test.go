package discovery

import (
	"net"
	"slices"
	"testing"
)

func TestReach(t *testing.T) {
	var networks []net.Addr
	for _, s := range []string{"127.0.0.1/8", "fe80::1/64", "fd00::5/64", "192.0.2.7/24", "::1/128", "10.0.0.3/8"} {
		ip, n, err := net.ParseCIDR(s)
		if err != nil {
			t.Fatal(err)
		}
		networks = append(networks, &net.IPNet{IP: ip, Mask: n.Mask})
	}
	for listen, want := range map[string][]string{
		"0.0.0.0:1883":         {"192.0.2.7:1883", "10.0.0.3:1883"},
		"[::]:1884":            {"192.0.2.7:1884", "10.0.0.3:1884", "[fd00::5]:1884"},
		"192.0.2.9:1":          {"192.0.2.9:1"},
		"pi.local:1883":        {"pi.local:1883"},
		"nonsense":             nil,
		"[::ffff:0.0.0.0]:188": {"[::ffff:0.0.0.0]:188"},
	} {
		if got := reach(listen, networks); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", listen, got, want)
		}
	}
	for _, listen := range []string{"127.0.0.1:1883", "[::1]:1", "localhost:1", ":1883", "nonsense"} {
		if got := Reach(listen); got != nil {
			t.Errorf("%s: %q, which nobody else reaches", listen, got)
		}
	}
	for range 2 * mostReach {
		networks = append(networks, networks[3])
	}
	if got := reach("0.0.0.0:1", networks); len(got) != mostReach {
		t.Errorf("%d addresses", len(got))
	}
}
