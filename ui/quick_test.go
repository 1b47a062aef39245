package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/broker/discovery"
)

// TestLoginsStayWithTheirAddress: what was typed for one broker goes to no other.
func TestLoginsStayWithTheirAddress(t *testing.T) {
	const bank = "mqtts://bank.example:8883"
	found := discovery.Found{Name: "near", Address: broker.Address{Scheme: "mqtt", Host: "192.0.2.66", Port: 1883}}
	for name, c := range map[string]struct {
		then  func(b *bench)
		stays bool
	}{
		"a recent address":   {func(b *bench) { b.home.quick.enter("mqtt://other.example:1883") }, false},
		"a broker found":     {func(b *bench) { b.home.quick.fill(found) }, false},
		"connected":          {func(b *bench) { test.Tap(b.home.quick.button) }, false},
		"the same, recent":   {func(b *bench) { b.home.quick.enter(bank) }, true},
		"an address mended":  {func(b *bench) { b.home.quick.url.SetText("mqtts://bank.example:8884") }, true},
		"changed, then near": {func(b *bench) { b.home.quick.change(b.connect().Conn.Profile, func() {}); b.home.quick.fill(found) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.first = &broker.Status{Phase: broker.Waiting}
			b.home.quick.url.SetText(bank)
			b.home.quick.user.SetText("alice")
			b.home.quick.secret.SetText("s3cr3t")
			c.then(b)
			if stays := b.home.quick.secret.Value() != "" || b.home.quick.user.Value() != ""; stays != c.stays {
				t.Errorf("the login stays: %t, for %s", stays, b.home.quick.url.Value())
			}
		})
	}
}

// TestFoundBrokersGetNoLoginUnasked: the question names where it really goes.
func TestFoundBrokersGetNoLoginUnasked(t *testing.T) {
	plain := broker.Address{Scheme: "mqtt", Host: "192.0.2.66", Port: 1883}
	secure := broker.Address{Scheme: "mqtts", Host: "192.0.2.66", Port: 8883}
	for _, c := range []struct {
		name, user, secret, typed string // typed instead of the address that was found
		found                     discovery.Found
		says                      []string // none: it is not asked
	}{
		{"no login", "", "", "", discovery.Found{Name: "bank", Address: plain}, nil},
		{"a login", "alice", "s3cr3t", "", discovery.Found{Name: "bank.example", Address: plain}, []string{"192.0.2.66:1883", "without TLS", "calls itself"}},
		{"a user name alone", "alice", "", "", discovery.Found{Name: "bank.example", Address: plain}, []string{"192.0.2.66:1883"}},
		{"a password alone", "", "s3cr3t", "", discovery.Found{Name: "bank.example", Address: plain}, []string{"192.0.2.66:1883"}},
		{"a login in the address", "", "", "mqtt://alice:s3cr3t@192.0.2.66", discovery.Found{Name: "bank", Address: plain}, []string{"192.0.2.66:1883"}},
		{"over TLS, with a name", "alice", "s3cr3t", "", discovery.Found{Name: "x", Address: secure, HostName: "pi.local"}, []string{"192.0.2.66:8883", "a certificate for pi.local"}},
		{"over TLS, without one", "alice", "s3cr3t", "", discovery.Found{Name: "x", Address: secure}, []string{"a certificate for 192.0.2.66"}},
		{"to another address", "alice", "s3cr3t", "mqtt://192.0.2.5", discovery.Found{Name: "x", Address: plain}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShelfBench(t)
			s.home.quick.fill(c.found)
			if c.typed != "" {
				s.home.quick.url.SetText(c.typed)
			}
			s.home.quick.user.SetText(c.user)
			s.home.quick.secret.SetText(c.secret)
			test.Tap(s.home.quick.button)
			words := s.dialogWords()
			if asked := words != ""; asked != (c.says != nil) {
				t.Fatalf("it asks %q", words)
			}
			for _, says := range c.says {
				if !strings.Contains(words, says) {
					t.Errorf("it asks %q without %q", words, says)
				}
			}
			if c.says != nil {
				if len(s.tabs.list) != 0 || len(s.book.All()) != 0 {
					t.Error("connected before the answer")
				}
				test.Tap(s.dialogButton("Connect"))
			}
			s.until("connected", func() bool { return len(s.tabs.list) == 1 })
		})
	}
}

// TestManyNeighbours: whoever announces brokers without end does not keep the
// window busy.
func TestManyNeighbours(t *testing.T) {
	var later []func()
	n := newNeighbours(nil, func(f func()) { later = append(later, f) })
	told := 0
	n.changed = func() { told++ }
	for i := range 10 * discovery.Most {
		n.add(context.Background(), discovery.Found{Name: fmt.Sprint(i)})
	}
	for _, f := range later {
		f()
	}
	if told != 1 || len(n.found) != discovery.Most {
		t.Errorf("the list was made %d times, with %d brokers", told, len(n.found))
	}
	later = nil
	n.found = nil
	n.add(context.Background(), discovery.Found{})
	if len(later) != 1 {
		t.Error("the next broker is not shown")
	}
}
