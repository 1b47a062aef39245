package broker_test

import (
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
)

func TestParseURL(t *testing.T) {
	for _, c := range []struct {
		url  string
		want string // the address with all of its query
		user string
		pass string
	}{
		{"mqtt://host", "mqtt://host:1883", "", ""},
		{"host", "mqtt://host:1883", "", ""},
		{" host:1884 ", "mqtt://host:1884", "", ""},
		{"host:", "mqtt://host:1883", "", ""},
		{"tcp://host", "mqtt://host:1883", "", ""},
		{"MQTTS://host", "mqtts://host:8883", "", ""},
		{"Ssl://host:1", "mqtts://host:1", "", ""},
		{"tls://host", "mqtts://host:8883", "", ""},
		{"mqtt://host:01883/", "mqtt://host:1883", "", ""},
		{"mqtt://host.example.:1883/", "mqtt://host.example.:1883", "", ""},
		{"mqtt://my_broker-1", "mqtt://my_broker-1:1883", "", ""},
		{"mqtt://bröker.example", "mqtt://bröker.example:1883", "", ""},
		{"mqtt://br%C3%B6ker.example", "mqtt://bröker.example:1883", "", ""},
		{"ws://host", "ws://host:80/mqtt", "", ""},
		{"ws://host/", "ws://host:80/", "", ""},
		{"wss://host?key=1", "wss://host:443/mqtt?key=1", "", ""},
		{"wss://host/path?key=1&sig=a%2Fb?c", "wss://host:443/path?key=1&sig=a%2Fb?c", "", ""},
		{"wss://host/käse?ü=1", "wss://host:443/k%C3%A4se?%C3%BC=1", "", ""},
		{"wss://host/path?mail=a%40b", "wss://host:443/path?mail=a%40b", "", ""},
		{"mqtt://[::1]:1884", "mqtt://[::1]:1884", "", ""},
		{"[::1]", "mqtt://[::1]:1883", "", ""},
		{"mqtt://[fe80::1%25eth0]", "mqtt://[fe80::1%25eth0]:1883", "", ""},
		{"mqtt://[fe80::1%eth0]:1", "mqtt://[fe80::1%25eth0]:1", "", ""},
		{"mqtt://user:p%40ss@host", "mqtt://host:1883", "user", "p@ss"},
		{"mqtt://user@host", "mqtt://host:1883", "user", ""},
		{"mqtt://user:@host", "mqtt://host:1883", "user", ""},
		{"mqtt://:pass@host", "mqtt://host:1883", "", "pass"},
		{"mqtt://@host", "mqtt://host:1883", "", ""},
		{"mqtt://user:pass:word@host", "mqtt://host:1883", "user", "pass:word"},
		{"mqtt://user:pass@word@host", "mqtt://host:1883", "user", "pass@word"},
		{"mqtt://user:a+b@host", "mqtt://host:1883", "user", "a+b"},
		{`mqtt://user:a"<^]\ÄÖ€@host`, "mqtt://host:1883", "user", `a"<^]\ÄÖ€`},
		{"mqtt://user:%2F%3F%23%25%3A@host", "mqtt://host:1883", "user", "/?#%:"},
		{"ws://user:pass@host/mqtt", "ws://host:80/mqtt", "user", "pass"},
	} {
		p, err := broker.ParseURL(c.url)
		got := strings.TrimSuffix(strings.Replace(p.Address.String(), "?…", "", 1), p.Address.Path)
		if p.Address.WebSocket() {
			got += p.Address.RequestURI()
		}
		if err != nil || got != c.want || p.Username != c.user || p.Password != c.pass {
			t.Errorf("%q: %s, %q, %q, %v; want %s, %q, %q", c.url, got, p.Username, p.Password, err, c.want, c.user, c.pass)
		}
	}
}

// refusedURLs are what is no URL of a broker, and what is to be said of each.
var refusedURLs = []struct{ url, says string }{
	{"", "empty"},
	{"http://host", `"http" is not one of mqtt`},
	{"mqtt://", "names no host"},
	{"mqtt://user:s3c@", "names no host"},
	{"mqtt://:1883", "names no host"},
	{"mqtt://...", "host is a name"},
	{"mqtt://host:0", "1 to 65535"},
	{"mqtt://host:65536", "1 to 65535"},
	{"mqtt://host:+1", "1 to 65535"},
	{"mqtt://user:s3c", "1 to 65535"},
	{"user:s3c", "1 to 65535"},
	{"user:s3c%zz", "1 to 65535"},
	{"user%s3c", "%25"},
	{"mqtt://user:s3c@ho st", "%20"},
	{"mqtt://user:s3c x@host", "%20"},
	{"mqtt://user:s3c@host:port", "1 to 65535"},
	{"mqtt://ha:12/s3c@127.0.0.1:1883", "%2F"},
	{"mqtt://ha:12?s3c@127.0.0.1:1883", "%3F"},
	{"mqtt://ha:12#s3c@127.0.0.1:1883", "%23"},
	{"mqtts://ha/s3c:12@127.0.0.1", "%2F"},
	{"ws://ha:12/s3c@127.0.0.1:9001/mqtt", "%2F"},
	{"wss://ha:12?s3c@127.0.0.1/mqtt", "%3F"},
	{"ws://ha/s3c@host/mqtt", "%2F"},
	{"mqtt://user:a@s3c/b@host", "%2F"},
	{"user:s3c?more@host", "%3F"},
	{"user:s3c://more@host", "%2F"},
	{"mqtt://user:s3c%zz@host", "%25"},
	{"mqtt://us%s3c@host", "%25"},
	{"ws://host:8080/a@s3c", "%40"},
	{"wss://host/path?mail=a@s3c", "%40"},
	{"wss://host/%zz?sig=s3c", "%25"},
	{"ws://host/mqtt#s3c", "%23"},
	{"mqtt://host#s3c", "%23"},
	{"mqtt://host/s3c", "ws://"},
	{"mqtt://host:1883?sig=s3c", "ws://"},
	{"wss://host/mqtt?…", "type it again"},
	{"::1", "brackets"},
	{"mqtt://fe80::1", "brackets"},
	{"mqtt://[::1", "brackets"},
	{"mqtt://[127.0.0.1]", "brackets"},
	{"mqtt://[::1]s3c", "brackets"},
	{"mqtt://caf%E9:s3c@host", "not UTF-8"},
	{"mqtt://caf%00e:s3c@host", "zero byte"},
	{"mqtt://a,b", "host is a name"},
	{"mqtt://a:1883,b:1883", "1 to 65535"},
	{"<mqtt://host>", "host is a name"},
	{"mqtt://xn--a-ä.example", "spelling"},
}

// TestURLsThatAreRefused: the sentence says what to write, and shows nothing of
// what may be a password.
func TestURLsThatAreRefused(t *testing.T) {
	const secret = "s3c"
	for _, c := range refusedURLs {
		p, err := broker.ParseURL(c.url)
		switch {
		case err == nil:
			t.Errorf("%q: taken as %s", c.url, p.Address)
		case strings.Contains(explain.Error(err, broker.Address{}), secret):
			t.Errorf("%q: the sentence shows it: %v", c.url, err)
		case !strings.Contains(explain.Error(err, broker.Address{}), c.says):
			t.Errorf("%q: says %v, without %q", c.url, err, c.says)
		}
		if err != nil && (p.Address != broker.Address{} || p.Username+p.Password != "") {
			t.Errorf("%q: refused, and still gives %+v", c.url, p)
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
		{Scheme: "ws", Host: "fe80::1%eth0", Port: 80, Path: "/mqtt%20x"},
	} {
		if p, err := broker.ParseURL(want.String()); err != nil || p.Address != want {
			t.Errorf("%s: %+v, %v", want, p.Address, err)
		}
	}
}

func TestAddressesAsTheNetworkKnowsThem(t *testing.T) {
	for _, c := range []struct{ host, network, certificate string }{
		{"host", "host", "host"},
		{"bröker.example", "xn--brker-kua.example", "xn--brker-kua.example"},
		{"küche.local", "küche.local", "küche.local"},
		{"my_broker", "my_broker", "my_broker"},
		{"127.0.0.1", "127.0.0.1", "127.0.0.1"},
		{"fe80::1%eth0", "fe80::1%eth0", "fe80::1"},
	} {
		a := broker.Address{Host: c.host}
		if a.NetworkName() != c.network || a.CertificateName() != c.certificate {
			t.Errorf("%s: %s and %s, want %s and %s", c.host, a.NetworkName(), a.CertificateName(), c.network, c.certificate)
		}
	}
}

// TestAQueryIsNotShown: also one that is still in the path, as older profiles
// have it.
func TestAQueryIsNotShown(t *testing.T) {
	for _, a := range []broker.Address{
		{Scheme: "wss", Host: "host", Port: 443, Path: "/mqtt", Query: "sig=1"},
		{Scheme: "wss", Host: "host", Port: 443, Path: "/mqtt?sig=1"},
	} {
		if got := a.String(); got != "wss://host:443/mqtt?…" {
			t.Errorf("shown as %s", got)
		}
	}
}

// TestEmptyPasswordsAreSet: user:@host has a password, user@host has none.
func TestEmptyPasswordsAreSet(t *testing.T) {
	for url, want := range map[string]bool{"mqtt://user:@host": true, "mqtt://user:p@host": true, "mqtt://user@host": false, "mqtt://host": false} {
		if p, err := broker.ParseURL(url); err != nil || p.PasswordSet != want {
			t.Errorf("%s: set is %v, %v", url, p.PasswordSet, err)
		}
	}
}

func TestURLsWithoutEnd(t *testing.T) {
	long := "mqtt://user:" + strings.Repeat("s3cr3t", 20_000) + "@h"
	if _, err := broker.ParseURL(long); err == nil || len(explain.Error(err, broker.Address{})) > 200 || strings.Contains(explain.Error(err, broker.Address{}), "s3cr3t") {
		t.Errorf("%.300v", err)
	}
}
