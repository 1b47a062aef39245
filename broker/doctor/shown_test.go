package doctor

import (
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"strings"
	"testing"

	"mangrove/broker"
)

// However many names a certificate has, some are listed and the rest is counted.
func TestNamesOfACertificate(t *testing.T) {
	many := make([]string, 10_000)
	for i := range many {
		many[i] = fmt.Sprint("h", i)
	}
	for _, c := range []struct {
		name string
		cert x509.Certificate
		want string // the end
	}{
		{"none", x509.Certificate{}, "no name"},
		{"two", x509.Certificate{DNSNames: []string{"a"}, IPAddresses: []net.IP{{127, 0, 0, 1}}}, "a, 127.0.0.1"},
		{"as many as are listed", x509.Certificate{DNSNames: many[:mostNames]}, ", h19"},
		{"many", x509.Certificate{DNSNames: many}, ", h19 and 9980 more"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := namesOf(&c.cert); !strings.HasSuffix(got, c.want) || len(got) > 200 {
				t.Errorf("%d bytes, %q, want the end %q", len(got), got[max(0, len(got)-60):], c.want)
			}
		})
	}
}

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
			if step := e.name(t.Context()); step.State != c.want || !strings.Contains(step.Words, c.found[0]) {
				t.Errorf("state %v: %s", step.State, step.Words)
			}
		})
	}
}

// TestAThousandAddresses: a name server gives as many as it likes.
func TestAThousandAddresses(t *testing.T) {
	for n, want := range map[int]string{
		1: "is 10.0.0.1.", 2: "10.0.0.1, 10.0.0.2.", mostListed + 1: "10.0.0.9.",
		1000: "10.0.0.8 and 992 more addresses.",
	} {
		var found []string
		for i := range n {
			found = append(found, fmt.Sprintf("10.0.%d.%d", i/250, i%250+1))
		}
		e := examination{
			Options: Options{Lookup: func(context.Context, string) ([]string, error) { return found, nil }},
			profile: broker.Profile{Address: broker.Address{Scheme: "mqtt", Host: "broker.example", Port: 1883}},
		}
		if step := e.name(t.Context()); !strings.HasSuffix(step.Words, want) || len(step.Words) > 300 {
			t.Errorf("of %d: %s", n, step.Words)
		}
	}
}
