package discovery

import (
	"net"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/mdns"

	"mangrove/broker"
)

// FuzzAnswer: whatever somebody announces, what is shown of it is text, it names
// an IP address, and the name for its certificate is one that nobody signs for him.
func FuzzAnswer(f *testing.F) {
	f.Add("broker._mqtt._tcp.local.\nh.local.\nv=1", 1883, []byte{192, 168, 1, 2})
	f.Add(`my\.br\195\182ker\._secure-mqtt._tcp.._secure-mqtt._tcp.local`+"\nevil.example.\n\x1b[0m", 70_000, make([]byte, 16))
	f.Add("\\999\\\nx\x00.local", -1, []byte{1})
	f.Fuzz(func(t *testing.T, text string, port int, ip []byte) {
		name, rest, _ := strings.Cut(text, "\n")
		host, info, _ := strings.Cut(rest, "\n")
		e := &mdns.ServiceEntry{Name: name, Host: host, InfoFields: []string{info}, Port: port}
		switch len(ip) {
		case net.IPv4len:
			e.AddrV4 = ip
		case net.IPv6len:
			e.AddrV6IPAddr = &net.IPAddr{IP: ip}
		}
		found, ok := parse(e)
		if !ok {
			return
		}
		a := found.Address
		if a.CheckScheme() != nil || net.ParseIP(a.Host) == nil || a.Port < 1 || a.Port > 65_535 || a.Path != "" {
			t.Errorf("it is at %+v", a)
		}
		if found.HostName != "" && (!strings.HasSuffix(strings.ToLower(found.HostName), ".local") || broker.CheckHost(found.HostName) != nil) {
			t.Errorf("its certificate would be for %q", found.HostName)
		}
		if found.Name == "" || !utf8.ValidString(found.Name) || len(found.Name) > 3*len(name) {
			t.Errorf("its name is %q", found.Name)
		}
	})
}

// FuzzEscape: a name is the same after the network.
func FuzzEscape(f *testing.F) {
	for _, seed := range []string{"broker", `a.b\c`, strings.Repeat("가", 30), `\065`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if !utf8.ValidString(name) {
			return
		}
		if got := unescape(escape(name)); !strings.HasPrefix(name, got) || len(name) <= 63 && got != name {
			t.Errorf("%q arrives as %q", name, got)
		}
	})
}
