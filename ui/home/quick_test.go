package home

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/broker/discovery"
	"mangrove/ui/uitest"
)

// TestLoginsStayWithTheirAddress: what was typed for one broker goes to no other.
func TestLoginsStayWithTheirAddress(t *testing.T) {
	const bank = "mqtts://bank.example:8883"
	found := discovery.Found{Name: "near", Address: broker.Address{Scheme: "mqtt", Host: "192.0.2.66", Port: 1883}}
	for name, c := range map[string]struct {
		then  func(s *bench)
		stays bool
	}{
		"a recent address":  {func(s *bench) { s.quick.enter("mqtt://other.example:1883") }, false},
		"a broker found":    {func(s *bench) { s.quick.fill(found) }, false},
		"connected":         {func(s *bench) { test.Tap(s.quick.button) }, false},
		"the same, recent":  {func(s *bench) { s.quick.enter(bank) }, true},
		"an address mended": {func(s *bench) { s.quick.url.SetText("mqtts://bank.example:8884") }, true},
		"changed, then near": {func(s *bench) {
			s.Change(broker.Profile{Address: broker.Address{Scheme: "mqtt", Host: "plant", Port: 1883}}, func() {})
			s.quick.fill(found)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newBench(t)
			s.phase = broker.Waiting
			s.quick.url.SetText(bank)
			s.quick.user.SetText("alice")
			s.quick.secret.SetText("s3cr3t")
			c.then(s)
			if stays := s.quick.secret.Value() != "" || s.quick.user.Value() != ""; stays != c.stays {
				t.Errorf("the login stays: %t, for %s", stays, s.quick.url.Value())
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
		{"a login", "alice", "s3cr3t", "", discovery.Found{Name: "bank.example", Address: plain}, []string{"192.0.2.66:1883", "without TLS", "this broker announces"}},
		{"a user name alone", "alice", "", "", discovery.Found{Name: "bank.example", Address: plain}, []string{"192.0.2.66:1883"}},
		{"a password alone", "", "s3cr3t", "", discovery.Found{Name: "bank.example", Address: plain}, []string{"192.0.2.66:1883"}},
		{"a login in the address", "", "", "mqtt://alice:s3cr3t@192.0.2.66", discovery.Found{Name: "bank", Address: plain}, []string{"192.0.2.66:1883"}},
		{"over TLS, with a name", "alice", "s3cr3t", "", discovery.Found{Name: "x", Address: secure, HostName: "pi.local"}, []string{"192.0.2.66:8883", "a certificate for pi.local"}},
		{"over TLS, without one", "alice", "s3cr3t", "", discovery.Found{Name: "x", Address: secure}, []string{"a certificate for 192.0.2.66"}},
		{"to another address", "alice", "s3cr3t", "mqtt://192.0.2.5", discovery.Found{Name: "x", Address: plain}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newBench(t)
			s.quick.fill(c.found)
			if c.typed != "" {
				s.quick.url.SetText(c.typed)
			}
			s.quick.user.SetText(c.user)
			s.quick.secret.SetText(c.secret)
			test.Tap(s.quick.button)
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
				if len(s.typed)+len(s.tabs) != 0 || len(s.book.All()) != 0 {
					t.Error("connected before the answer")
				}
				test.Tap(uitest.DialogButton(s.window.Canvas(), "Connect"))
			}
			s.until("connected", func() bool { return len(s.typed)+len(s.tabs) == 1 })
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

func TestHomeConnects(t *testing.T) {
	s := newBench(t)
	s.quick.url.SetText("mqtts://user:secret@plant.example:8884")
	test.Tap(s.quick.button)
	if len(s.typed) == 0 {
		t.Fatal("not connected")
	}
	p := s.typed[0]
	if p.Address.String() != "mqtts://plant.example:8884" || p.Username != "user" || p.Password != "secret" {
		t.Errorf("%+v", p)
	}
	if s.quick.url.Text != "" || s.quick.user.Text != "" || s.quick.secret.Text != "" {
		t.Error("the fields are not empty for the next address")
	}
	if list := fyne.CurrentApp().Preferences().StringList(recentKey); len(list) != 1 || strings.Contains(list[0], "secret") {
		t.Errorf("remembered %q", list)
	}
}

func TestHomeExplainsBadAddresses(t *testing.T) {
	s := newBench(t)
	for url, want := range map[string]string{
		"":                  "empty",
		"http://plant":      `"http"`,
		"mqtt://plant:0":    "port",
		"mqtt://plant:x":    "1 to 65535",
		"mqtt://:1883":      "no host",
		"mqtt://a:b@c d:99": "%20",
	} {
		s.quick.url.SetText(url)
		test.Tap(s.quick.button)
		if len(s.typed) > 0 || !s.quick.problem.Visible() || !strings.Contains(s.quick.problem.Text, want) {
			t.Errorf("%q: %q, want %q in it", url, s.quick.problem.Text, want)
		}
	}
}

func TestOnlyAddressesOfBrokersAreRemembered(t *testing.T) {
	s := newBench(t)
	s.phase = broker.Connecting
	recent := func() []string { return fyne.CurrentApp().Preferences().StringList(recentKey) }
	for _, url := range []string{"mqtt://typo", "mqtt://later", "mqtt://refused"} {
		s.quick.url.SetText(url)
		test.Tap(s.quick.button)
	}
	s.step()
	if list := recent(); len(list) != 0 {
		t.Errorf("remembered %q", list)
	}
	s.connected[0].phase = broker.Waiting
	s.connected[1].phase = broker.Connected
	s.connected[2].phase = broker.Stopped
	s.step()
	if list := recent(); !slices.Equal(list, []string{"mqtt://later:1883"}) || len(s.quick.trying) != 1 {
		t.Errorf("remembered %q, %d are tried", list, len(s.quick.trying))
	}
}

// TestRecentAddressesLoseTheirQueries, which earlier versions have kept.
func TestRecentAddressesLoseTheirQueries(t *testing.T) {
	test.NewTempApp(t).Preferences().SetStringList(recentKey, []string{"mqtt://h:1883", "wss://h:443/mqtt?sig=s3cr3t"})
	if got := recentAddresses(); !slices.Equal(got, []string{"mqtt://h:1883", "wss://h:443/mqtt?…"}) {
		t.Errorf("they are %q", got)
	}
	s := newBench(t)
	s.quick.url.SetText("wss://h:443/mqtt?…")
	test.Tap(s.quick.button)
	if len(s.typed) > 0 || !strings.Contains(s.quick.problem.Text, "type it again") {
		t.Errorf("it says %q", s.quick.problem.Text)
	}
}
