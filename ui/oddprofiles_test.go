package ui

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"mangrove/broker"
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
		t.Run(name, func(t *testing.T) {
			p := at(name, "h.example")
			spoil(&p)
			s := newShelfBench(t, p)
			id := s.book.All()[0].ID
			s.home.choose(id)
			for i := range s.home.form.groups {
				s.home.form.turn(i)
				s.step()
			}
			s.home.connectTo(id)
			s.step()
			s.step()
			if len(s.names()) == 0 {
				t.Error("it is not in the list")
			}
		})
	}
}

// TestListsOfThousands: what a file lists is not drawn as a whole, all of it can be
// come to, and secrets are asked for some at a time.
func TestListsOfThousands(t *testing.T) {
	const many = 2*mostLines + 3
	p := at("many", "h.example")
	p.Address.Scheme, p.Address.Path, p.Version = "ws", "/", broker.V5
	for i := range many {
		name := fmt.Sprint("n", i)
		p.Subscriptions = append(p.Subscriptions, profiles.Subscription{Filter: name})
		p.Headers, p.Kept = append(p.Headers, name), append(p.Kept, profiles.HeaderSecret(name))
		p.Connect.User = append(p.Connect.User, broker.UserProperty{Name: name})
	}
	s := newShelfBench(t, p)
	id := s.book.All()[0].ID
	s.home.choose(id)
	lists := 0
	for _, g := range s.home.form.groups {
		for _, part := range g.parts {
			l, ok := part.(*linesPart)
			if !ok || l.number == 0 {
				continue
			}
			lists++
			seen := 0
			for range many/mostLines + 1 {
				if len(l.lines.Objects) > mostLines || !l.others.Visible() {
					t.Fatalf("%d lines at a time", len(l.lines.Objects))
				}
				seen += len(l.lines.Objects)
				test.Tap(l.others)
			}
			if seen != many || l.from != 0 {
				t.Errorf("%d of %d can be seen", seen, many)
			}
		}
	}
	if lists != 3 {
		t.Errorf("%d lists", lists)
	}
	s.home.connectTo(id)
	s.until("it asks", func() bool { return s.home.desk.Asked != nil })
	if n := len(s.home.desk.Asked); n > mostAsked+3 || n < mostAsked {
		t.Errorf("%d fields", n)
	}
}
