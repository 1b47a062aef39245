package importing

import (
	"fmt"
	"strings"

	"mangrove/broker/profiles"
)

// weakness is a setting that somebody else has chosen and with which a connection
// trusts, opens or tells more than without.
type weakness struct {
	words string // a sentence
	drop  func(p *profiles.Profile)
}

// Weak lists, in sentences, what whoever imports the connection must agree to.
// Whether TLS is spoken does not matter: that is changed with one choice.
func (c *Connection) Weak() (all []string) {
	for _, w := range c.weaknesses() {
		all = append(all, w.words)
	}
	return all
}

// Strengthen leaves out what [Connection.Weak] lists, and notes it.
func (c *Connection) Strengthen() {
	for _, w := range c.weaknesses() {
		w.drop(&c.Profile)
		c.note("Left out: \"%s\"", w.words)
	}
}

func (c *Connection) weaknesses() (all []weakness) {
	p := &c.Profile
	add := func(drop func(p *profiles.Profile), format string, args ...any) {
		all = append(all, weakness{fmt.Sprintf(format, args...), drop})
	}
	if p.TLS.SkipVerify {
		add(func(p *profiles.Profile) { p.TLS.SkipVerify = false },
			"The broker's certificate is not verified, so anyone between you and the broker can read and change everything.")
	}
	if p.TLS.Outdated {
		add(func(p *profiles.Profile) { p.TLS.Outdated = false }, "Outdated TLS is allowed, which can be broken.")
	}
	if v := p.TLS.MinVersion; v == "1.0" || v == "1.1" {
		add(func(p *profiles.Profile) { p.TLS.MinVersion = "" }, "TLS %s is allowed, which is broken.", v)
	}
	if name := p.TLS.ServerName; name != "" && !strings.EqualFold(name, p.Address.Host) {
		add(func(p *profiles.Profile) { p.TLS.ServerName = "" }, "A certificate for %s is accepted as the broker's.", short(name))
	}
	if p.Proxy.Kind != "" {
		add(func(p *profiles.Profile) { p.Proxy = profiles.Proxy{} }, "It connects through the proxy %s, which sees the destination.", short(p.Proxy.Host))
	}
	for _, file := range []struct {
		what string
		at   func(p *profiles.Profile) *string
	}{
		{"authority's certificate", func(p *profiles.Profile) *string { return &p.TLS.CA }},
		{"client certificate", func(p *profiles.Profile) *string { return &p.TLS.Certificate }},
		{"private key", func(p *profiles.Profile) *string { return &p.TLS.Key }},
		{"PKCS#12 file", func(p *profiles.Profile) *string { return &p.TLS.PKCS12 }},
	} {
		if path := *file.at(p); path != "" && !profiles.IsPEM(path) {
			add(func(p *profiles.Profile) { *file.at(p) = "" }, "It opens the file %s on this computer as the %s.", short(path), file.what)
		}
	}
	return all
}
