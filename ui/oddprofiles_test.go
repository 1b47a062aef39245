package ui

import (
	"math"
	"strings"
	"testing"

	"mangrove/broker/profiles"
)

// TestOddStoredConnections: whatever a file of connections says, the window shows
// it, and goes on.
func TestOddStoredConnections(t *testing.T) {
	long := strings.Repeat("Ж語é ", 40_000)
	odd := map[string]func(*profiles.Profile){
		"version":    func(p *profiles.Profile) { p.Version = 77 },
		"scheme":     func(p *profiles.Profile) { p.Address.Scheme = "https" },
		"port":       func(p *profiles.Profile) { p.Address.Port = -1 },
		"host":       func(p *profiles.Profile) { p.Address.Host = "a b" },
		"colour":     func(p *profiles.Profile) { p.Color = "#zz" },
		"keep alive": func(p *profiles.Profile) { p.KeepAlive = math.MaxInt },
		"timeout":    func(p *profiles.Profile) { p.ConnectTimeout = -5 },
		"long wait":  func(p *profiles.Profile) { p.ConnectTimeout = math.MaxInt },
		"expiry":     func(p *profiles.Profile) { p.SessionExpiry = 1 << 60 },
		"packet":     func(p *profiles.Profile) { p.MaxPacket = -7 },
		"kept":       func(p *profiles.Profile) { p.Kept = []string{"", "header ", "x"} },
		"headers":    func(p *profiles.Profile) { p.Headers = []string{"", "a\r\nb", "a", "a"} },
		"proxy":      func(p *profiles.Profile) { p.Proxy = profiles.Proxy{Kind: "ftp", Host: "%", Port: -3} },
		"TLS":        func(p *profiles.Profile) { p.TLS = profiles.TLS{MinVersion: "9", ServerName: "%", CA: "-----BEGIN"} },
		"will":       func(p *profiles.Profile) { p.Will = &profiles.Will{Topic: "#", QoS: 9, Delay: -1, Expiry: 1 << 60} },
		"subscriptions": func(p *profiles.Profile) {
			p.Subscriptions = []profiles.Subscription{{}, {Filter: "a/#/b", QoS: 7, RetainHandling: 255, Decoder: "?"}}
		},
		"long name":   func(p *profiles.Profile) { p.Name = long },
		"long folder": func(p *profiles.Profile) { p.Folder = long },
		"long host":   func(p *profiles.Profile) { p.Address.Host = strings.Repeat("a", 200_000) },
	}
	for name, spoil := range odd {
		if testing.Short() && !strings.HasPrefix(name, "long ") {
			continue // each goes the same way
		}
		t.Run(name, func(t *testing.T) {
			p := at(name, "h.example")
			spoil(&p)
			s := newShelfBench(t, p)
			id := s.book.All()[0].ID
			s.home.Choose(id)
			for _, group := range s.groups() {
				s.turnTo(group)
				s.step()
			}
			s.connectTo(id)
			s.step()
			s.step()
			s.tabs.choose(nil)
			if len(s.names()) == 0 {
				t.Error("it is not in the list")
			}
		})
	}
}
