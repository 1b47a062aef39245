package profiles

import (
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
)

// kept gives a profile secrets in a memory.
func kept(t *testing.T, p *Profile, secrets map[string]string) *Memory {
	t.Helper()
	m := new(Memory)
	p.Kept = nil
	for name, value := range secrets {
		must(t, m.Set(p.ID, name, value))
		p.Kept = append(p.Kept, name)
	}
	return m
}

func TestRuntimeCarriesEverything(t *testing.T) {
	p := full.clone()
	p.TLS = TLS{ServerName: "s", ALPN: []string{"mqtt"}, MinVersion: "1.3", SkipVerify: true}
	p.Connect.Secret = []string{"c"}
	secrets := kept(t, &p, map[string]string{
		PropertySecret("c"): "hidden", SecretPassword: "pw", SecretProxyPassword: "pp", SecretAuthData: "ad", HeaderSecret("X-Key"): "hv",
	})
	r, err := p.Runtime(secrets)
	must(t, err)
	v := reflect.ValueOf(r)
	for i := range v.NumField() {
		switch name := v.Type().Field(i).Name; {
		case name == "Once": // not the user's business
		case name == "ReadTLS": // there are no files
		case v.Field(i).IsZero():
			t.Errorf("%s is not set", name)
		}
	}
	if r.Password != "pw" || string(r.Auth.Data) != "ad" || r.SessionExpiry != broker.SessionForever || r.KeepAlive != 5*time.Second {
		t.Errorf("got %+v", r)
	}
	checkParts(t, r)
}

func checkParts(t *testing.T, r broker.Profile) {
	t.Helper()
	if got := r.Way.Proxy.String(); got != "socks5://u:pp@p:1" {
		t.Errorf("proxy %s", got)
	}
	if got := r.Way.Header; !reflect.DeepEqual(got, http.Header{"X-Key": {"hv"}}) {
		t.Errorf("headers %v", got)
	}
	if w := r.Will; w.Topic != "t" || w.Delay != time.Second || w.Properties.Expiry != 2*time.Second || !w.Properties.Text {
		t.Errorf("will %+v", w)
	}
	if c := r.TLS; c.ServerName != "s" || !c.InsecureSkipVerify || c.MinVersion != 0x304 || c.NextProtos[0] != "mqtt" {
		t.Errorf("TLS %+v", c)
	}
	want := broker.Subscription{Filter: "a/+", QoS: 2, NoLocal: true, RetainAsPublished: true, RetainHandling: 2}
	if len(r.Subscriptions) != 2 || r.Subscriptions[1] != want || r.Subscriptions[0].QoS != broker.BestQoS {
		t.Errorf("subscriptions %+v", r.Subscriptions)
	}
}

func TestRuntimeOfLittle(t *testing.T) {
	r, err := Profile{Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1}}.Runtime(new(Memory))
	must(t, err)
	if len(r.Subscriptions) != 1 || r.Subscriptions[0].Filter != "#" || r.TLS != nil || r.Will != nil || r.Auth != nil || r.Way.Proxy != nil {
		t.Errorf("got %+v", r)
	}
}

func TestRuntimeAsksForMissingSecrets(t *testing.T) {
	p := full.clone()
	_, err := p.Runtime(new(Memory))
	var missing *MissingError
	if !errors.As(err, &missing) || !reflect.DeepEqual(missing.Names, []string{SecretPassword}) {
		t.Fatalf("got %v", err)
	}
	if said := explain.Error(err, p.Address); !strings.Contains(said, "The password") || !strings.Contains(said, "type it") {
		t.Errorf("says %s", said)
	}
}

func TestRuntimeRefusesWithASentence(t *testing.T) {
	secure := broker.Address{Scheme: "mqtts", Host: "h", Port: 1}
	for name, c := range map[string]struct {
		p    Profile
		says string
	}{
		"no host":     {Profile{}, "has no host"},
		"proxy kind":  {Profile{Address: secure, Proxy: Proxy{Kind: "ftp", Host: "h"}}, "http or socks5"},
		"proxy host":  {Profile{Address: secure, Proxy: Proxy{Kind: "http"}}, "no host"},
		"host":        {Profile{Address: broker.Address{Host: "u:s3cr3t@h"}}, "a host is a name"},
		"proxy's URL": {Profile{Address: secure, Proxy: Proxy{Kind: "http", Host: "http://u:s3cr3t@h"}}, "a host is a name"},
		"server name": {Profile{Address: secure, TLS: TLS{ServerName: "mqtts://u:s3cr3t@h"}}, "a host is a name"},
		"TLS version": {Profile{Address: secure, TLS: TLS{MinVersion: "2"}}, "choose 1.0, 1.1, 1.2 or 1.3"},
	} {
		if _, err := c.p.Runtime(new(Memory)); err == nil || !strings.Contains(told(err), c.says) || strings.Contains(err.Error()+told(err), "s3cr3t") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWarnings(t *testing.T) {
	papers := newPapers(t)
	pair := TLS{CA: papers.ca, Certificate: papers.certificate, Key: papers.file(t, "key.pem", papers.key)}
	secure, plain := broker.Address{Scheme: "mqtts", Host: "h", Port: 1}, broker.Address{Scheme: "mqtt", Host: "h", Port: 1}
	web := broker.Address{Scheme: "ws", Host: "h", Port: 1, Path: "/mqtt"}
	now := time.Now()
	for name, c := range map[string]struct {
		p    Profile
		at   time.Time
		says string // empty: nothing
	}{
		"fine":                {Profile{Address: secure}, now, ""},
		"not verified":        {Profile{Address: secure, TLS: TLS{SkipVerify: true}}, now, "not verified"},
		"outdated":            {Profile{Address: secure, TLS: TLS{Outdated: true}}, now, "Outdated TLS is allowed"},
		"outdated, plain":     {Profile{Address: plain, TLS: TLS{Outdated: true}}, now, ""},
		"not verified, plain": {Profile{Address: plain, TLS: TLS{SkipVerify: true}}, now, ""},
		"user name in clear":  {Profile{Address: plain, Username: "u"}, now, "The user name is sent without TLS"},
		"login in clear":      {Profile{Address: plain, Username: "u", Kept: []string{SecretPassword}}, now, "These are sent without TLS and can be read on the way: user name, password."},
		"empty password":      {Profile{Address: plain, EmptyPassword: true}, now, "The password is sent without TLS"},
		"authentication data": {Profile{Address: plain, AuthMethod: "m"}, now, "The authentication data is sent without TLS"},
		"headers":             {Profile{Address: web, Headers: []string{"X-Key"}}, now, "These are sent without TLS and can be read on the way: headers."},
		"query":               {Profile{Address: web, Kept: []string{SecretQuery}}, now, "The query of the address is sent without TLS"},
		"all of them":         {Profile{Address: web, Username: "u", Headers: []string{"X"}, Kept: []string{SecretPassword, SecretQuery}}, now, "These are sent without TLS and can be read on the way: user name, password, headers, query of the address."},
		"headers, unused":     {Profile{Address: plain, Headers: []string{"X-Key"}, Kept: []string{SecretQuery}}, now, ""},
		"login over TLS":      {Profile{Address: secure, Username: "u", Kept: []string{SecretPassword}}, now, ""},
		"proxy's login":       {Profile{Address: secure, Proxy: Proxy{Kind: "http", Username: "u"}}, now, "password of the proxy are sent"},
		"proxy without login": {Profile{Address: secure, Proxy: Proxy{Kind: "http"}}, now, ""},
		"old TLS":             {Profile{Address: secure, TLS: TLS{MinVersion: "1.0"}}, now, "Choose 1.2"},
		"nobody resumes":      {Profile{Address: plain, Resume: true}, now, "client id"},
		"no will":             {Profile{Address: plain, ReadOnly: true, Will: &Will{}}, now, "read-only"},
		"expires soon":        {Profile{Address: secure, TLS: pair}, now, "expires on"},
		"expired":             {Profile{Address: secure, TLS: pair}, now.AddDate(0, 0, 3), "expired on"},
		"from the future":     {Profile{Address: secure, TLS: pair}, now.AddDate(0, 0, -3), "clock"},
	} {
		got, _ := c.p.Review(new(Memory), c.at)
		if c.says == "" && len(got) != 0 || c.says != "" && (len(got) != 1 || !strings.Contains(explain.Note(got[0]), c.says)) {
			t.Errorf("%s: %v, want ... %s ...", name, got, c.says)
		}
	}
}

// counting counts how often each secret is asked for.
type counting struct {
	Memory
	asked map[string]int
}

func (c *counting) Get(profile, name string) (string, error) {
	c.asked[name]++
	return c.Memory.Get(profile, name)
}

// TestReviewAsksForSecretsOnce: it is made after each pause in typing, and they may be
// in a key ring.
func TestReviewAsksForSecretsOnce(t *testing.T) {
	papers := newPapers(t)
	for name, c := range map[string]struct {
		host    string
		problem bool
	}{"ready": {"h", false}, "not ready": {"", true}} {
		secrets := &counting{asked: make(map[string]int)}
		p := Profile{
			ID: "1", Address: broker.Address{Scheme: "mqtts", Host: c.host, Port: 8883}, TLS: TLS{Certificate: papers.certificate},
			Kept: []string{SecretKey, SecretPassword},
		}
		must(t, errors.Join(secrets.Set("1", SecretKey, papers.key), secrets.Set("1", SecretPassword, "x")))
		warnings, problem := p.Review(secrets, time.Now())
		if len(warnings) != 1 || (problem != nil) != c.problem {
			t.Errorf("%s: it warns %v, and the problem is %v", name, warnings, problem)
		}
		if secrets.asked[SecretKey] != 1 || secrets.asked[SecretPassword] != 1 {
			t.Errorf("%s: asked %v", name, secrets.asked)
		}
	}
}

// TestReviewLooksBesideMissingSecrets: what is wrong besides is seen before they are
// typed.
func TestReviewLooksBesideMissingSecrets(t *testing.T) {
	secure, papers := broker.Address{Scheme: "mqtts", Host: "h", Port: 8883}, newPapers(t)
	for name, c := range map[string]struct {
		p    Profile
		want string
	}{
		"nothing":                  {Profile{Address: secure, TLS: TLS{Certificate: papers.certificate}, Kept: []string{SecretKey}}, ""},
		"no file of the authority": {Profile{Address: secure, TLS: TLS{CA: "/nowhere/ca.pem"}}, "/nowhere/ca.pem"},
		"no file of the archive":   {Profile{Address: secure, TLS: TLS{PKCS12: "/nowhere/c.p12"}}, "/nowhere/c.p12"},
		"no host":                  {Profile{Address: broker.Address{Scheme: "mqtt"}}, "has no host"},
		"files that are not used":  {Profile{Address: broker.Address{Scheme: "mqtt", Host: "h"}, TLS: TLS{CA: "/nowhere/ca.pem"}}, ""},
	} {
		c.p.ID, c.p.Kept = "1", append(c.p.Kept, SecretPassword)
		_, problem := c.p.Review(new(Memory), time.Now())
		var missing *MissingError
		switch {
		case !errors.As(problem, &missing) || !slices.Contains(missing.Names, SecretPassword):
			t.Errorf("%s: %v", name, problem)
		case (missing.Besides == nil) != (c.want == "") || missing.Besides != nil && !strings.Contains(told(missing.Besides), c.want):
			t.Errorf("%s: besides: %v", name, missing.Besides)
		}
	}
}

// A server name is sent and compared as that of the host is.
func TestServerNames(t *testing.T) {
	secure := broker.Address{Scheme: "mqtts", Host: "10.0.0.1", Port: 8883}
	for typed, want := range map[string]string{
		"":                      "",
		"broker.example":        "broker.example",
		"Bücher.example":        "xn--bcher-kva.example",
		"bücher.local":          "bücher.local",
		"fe80::1%eth0":          "fe80::1",
		"10.0.0.2":              "10.0.0.2",
		"xn--bcher-kva.example": "xn--bcher-kva.example",
	} {
		r, err := Profile{Address: secure, TLS: TLS{ServerName: typed}}.Runtime(nil)
		if err != nil {
			t.Errorf("%q: %v", typed, err)
			continue
		}
		if got := r.TLS.ServerName; got != want {
			t.Errorf("%q: asked for %q, want %q", typed, got, want)
		}
	}
}
