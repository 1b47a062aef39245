package broker_test

import (
	"strings"
	"testing"

	"mangrove/broker"
)

func TestParseURL(t *testing.T) {
	for _, c := range []struct {
		url  string
		want string // the address; empty: an error
		user string
		pass string
	}{
		{"mqtt://host", "mqtt://host:1883", "", ""},
		{"host", "mqtt://host:1883", "", ""},
		{" host:1884 ", "mqtt://host:1884", "", ""},
		{"tcp://host", "mqtt://host:1883", "", ""},
		{"MQTTS://host", "mqtts://host:8883", "", ""},
		{"ssl://host:1", "mqtts://host:1", "", ""},
		{"ws://host", "ws://host:80/mqtt", "", ""},
		{"wss://host/path?key=1", "wss://host:443/path?key=1", "", ""},
		{"mqtt://[::1]:1884", "mqtt://[::1]:1884", "", ""},
		{"mqtt://user:p%40ss@host", "mqtt://host:1883", "user", "p@ss"},
		{"mqtt://user@host", "mqtt://host:1883", "user", ""},
		{"", "", "", ""},
		{"http://host", "", "", ""},
		{"mqtt://", "", "", ""},
		{"mqtt://host:0", "", "", ""},
		{"mqtt://host:65536", "", "", ""},
		{"mqtt://user:s3cr3t@ho st", "", "", ""},
		{"mqtt://user:s3cr3t@host:port", "", "", ""},
		{"mqtt://user:s3cr3t/more@host", "", "", ""},
		{"mqtt://user:s3cr3t#more@host:1883", "", "", ""},
		{"user:s3cr3t?more@host", "", "", ""},
		{"mqtt://user:1234567#more@host", "", "", ""},
		{"mqtt://user:1234#more@host", "", "", ""},
		{"mqtt://user:1234567/more@host", "", "", ""},
		{"mqtt://user:%s3cr3t@host", "", "", ""},
		{"wss://host/path?mail=a@b", "wss://host:443/path?mail=a@b", "", ""},
		{"ws://host:8080/a@b", "ws://host:8080/a@b", "", ""},
		{"mqtt://host/topic@b", "mqtt://host:1883", "", ""},
		{"::1", "", "", ""},
		{"mqtt://fe80::1", "", "", ""},
	} {
		p, err := broker.ParseURL(c.url)
		switch {
		case c.want == "" && err == nil:
			t.Errorf("%q: parsed as %s, want an error", c.url, p.Address)
		case c.want == "" && (strings.Contains(err.Error(), "s3c") || strings.Contains(err.Error(), "1234")):
			t.Errorf("%q: the error shows the password: %v", c.url, err)
		case c.want != "" && err != nil:
			t.Errorf("%q: %v", c.url, err)
		case c.want != "" && (p.Address.String() != c.want || p.Username != c.user || p.Password != c.pass):
			t.Errorf("%q: %s, %q, %q; want %s, %q, %q", c.url, p.Address, p.Username, p.Password, c.want, c.user, c.pass)
		}
	}
}

// TestAddressesAreReadAgain: what an address is written as, a link-local one with
// its network too, is a URL.
func TestAddressesAreReadAgain(t *testing.T) {
	for _, want := range []broker.Address{
		{Scheme: "mqtt", Host: "host", Port: 1883},
		{Scheme: "mqtts", Host: "::1", Port: 8883},
		{Scheme: "mqtt", Host: "fe80::1%eth0", Port: 1883},
		{Scheme: "ws", Host: "fe80::1%eth0", Port: 80, Path: "/mqtt?key=%20"},
	} {
		if p, err := broker.ParseURL(want.String()); err != nil || p.Address != want {
			t.Errorf("%s: %+v, %v", want, p.Address, err)
		}
	}
}

func TestParseVersion(t *testing.T) {
	for _, v := range []broker.Version{broker.Auto, broker.V5, broker.V311, broker.V31} {
		if got, err := broker.ParseVersion(v.String()); err != nil || got != v {
			t.Errorf("%s: %s, %v", v, got, err)
		}
	}
	if _, err := broker.ParseVersion("4"); err == nil || !strings.Contains(err.Error(), "3.1.1") {
		t.Errorf("of version 4 it says %v", err)
	}
}
