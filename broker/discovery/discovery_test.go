package discovery

import (
	"context"
	"net"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/mdns"
	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/broker/brokertest"
)

// TestMain fails the package when a goroutine is left behind.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestAnswersAreRead(t *testing.T) {
	v4, v6 := net.IPv4(192, 0, 2, 7), &net.IPAddr{IP: net.ParseIP("fe80::1"), Zone: "eth0"}
	for _, c := range []struct {
		name  string
		entry mdns.ServiceEntry
		want  string // the address; empty: not a broker
		call  string
	}{
		{"plain", mdns.ServiceEntry{Name: "plant._mqtt._tcp.local.", Host: "pi.local.", AddrV4: v4, Port: 1883}, "mqtt://192.0.2.7:1883", "plant"},
		{"secure", mdns.ServiceEntry{Name: "plant._secure-mqtt._tcp.local.", Host: "pi.local.", AddrV4: v4, Port: 8883}, "mqtts://192.0.2.7:8883", "plant"},
		{"IPv6", mdns.ServiceEntry{Name: "a._mqtt._tcp.local.", Host: "pi.local.", AddrV6IPAddr: v6, Port: 1}, "mqtt://[fe80::1%25eth0]:1", "a"},
		{"spaces and dots", mdns.ServiceEntry{Name: `My\ broker\032v1\.2\ \233._mqtt._tcp.local.`, Host: "pi.local.", AddrV4: v4, Port: 1}, "mqtt://192.0.2.7:1", "My broker v1.2 \uFFFD"},
		{"a printer", mdns.ServiceEntry{Name: "p._ipp._tcp.local.", Host: "pi.local.", AddrV4: v4, Port: 631}, "", ""},
		{"no name", mdns.ServiceEntry{Name: "._mqtt._tcp.local.", Host: "pi.local.", AddrV4: v4, Port: 1}, "", ""},
		{"no address", mdns.ServiceEntry{Name: "a._mqtt._tcp.local.", Port: 1}, "", ""},
		{"no port", mdns.ServiceEntry{Name: "a._mqtt._tcp.local.", AddrV4: v4}, "", ""},
		{"cut off", mdns.ServiceEntry{Name: `a\._mqtt._tcp.local.`, AddrV4: v4, Port: 1}, "mqtt://192.0.2.7:1", `a\`},
	} {
		f, ok := parse(&c.entry)
		if ok != (c.want != "") || ok && (f.Address.String() != c.want || f.Name != c.call) {
			t.Errorf("%s: %+v, %t; want %s, %s", c.name, f, ok, c.want, c.call)
		}
	}
}

// TestHostNamesAreLocal: whoever announces a broker does not choose which
// certificate is accepted.
func TestHostNamesAreLocal(t *testing.T) {
	for host, want := range map[string]string{
		"pi.local.": "pi.local", "Pi.LOCAL": "Pi.LOCAL", "www.attacker.example.": "", "local.": "", "pi.local.attacker.example.": "",
		"attacker.examplelocal.": "", "a b.local.": "", "": "",
	} {
		f, _ := parse(&mdns.ServiceEntry{Name: "a._secure-mqtt._tcp.local.", Host: host, AddrV4: net.IPv4(192, 0, 2, 7), Port: 8883})
		if f.HostName != want {
			t.Errorf("%q is taken for %q", host, f.HostName)
		}
	}
}

func TestNamesSurviveTheWay(t *testing.T) {
	for _, name := range []string{"plain", "Mangrove on host.example", `back\slash`, "안녕", "a 032 b"} {
		if got := unescape(escape(name)); got != name {
			t.Errorf("%q came back as %q", name, got)
		}
	}
	if got := escape(strings.Repeat("안", 30)); len(got) > 63 || strings.Trim(got, "안") != "" {
		t.Errorf("a long name is cut to %q", got)
	}
}

func TestReachable(t *testing.T) {
	for listen, want := range map[string]bool{
		"127.0.0.1:1883": false, "[::1]:1883": false, "localhost:1883": false, "nonsense": false,
		":1883": false, "0.0.0.0:1883": true, "192.0.2.1:1883": true, "[::]:1883": true, "pi.local:1883": true,
	} {
		if got := Reachable(listen); got != want {
			t.Errorf("%s: %t", listen, got)
		}
	}
}

func TestNoNetwork(t *testing.T) {
	if err := browse(t.Context(), nil, nil); err != ErrNoNetwork { //nolint:errorlint // exactly that
		t.Errorf("browsing: %v", err)
	}
	if _, err := announce(Announcement{Port: 1}, nil); err != ErrNoNetwork { //nolint:errorlint // exactly that
		t.Errorf("announcing: %v", err)
	}
}

// TestFindsWhatIsAnnounced runs in a network of its own, so that nothing is
// said on the real one.
func TestFindsWhatIsAnnounced(t *testing.T) {
	on, ran := brokertest.InOwnNetwork(t)
	switch {
	case on != nil:
		findAnnounced(t, *on)
	case !ran:
		t.Skip("nothing can be announced without a network for the test")
	}
}

func findAnnounced(t *testing.T, network net.Interface) {
	on := []net.Interface{network}
	host, _ := os.Hostname()
	host, _, _ = strings.Cut(host, ".")
	for _, a := range []Announcement{{Name: "Plant no. 1", Port: 1883, Info: []string{"v=5"}}, {Port: 8883, Secure: true}} {
		closer, err := announce(a, on)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = closer.Close() })
	}
	want := map[string]Found{
		"Plant no. 1": {
			Name: "Plant no. 1", HostName: host + ".local", Info: []string{"v=5"},
			Address: broker.Address{Scheme: "mqtt", Host: "192.0.2.1", Port: 1883},
		},
		"Mangrove on " + host: {
			Name: "Mangrove on " + host, HostName: host + ".local", Info: []string{""},
			Address: broker.Address{Scheme: "mqtts", Host: "192.0.2.1", Port: 8883},
		},
	}
	got := make(map[string]Found)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	err := browse(ctx, on, func(f Found) {
		if _, again := got[f.Name]; again {
			t.Errorf("found twice: %+v", f)
		}
		got[f.Name] = f
		if len(got) == len(want) {
			stop()
		}
	})
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("found %+v, %v; want %+v", got, err, want)
	}
}
