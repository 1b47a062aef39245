package importing

import (
	"strings"

	"mangrove/broker/profiles"
	"mangrove/broker/profiles/finding"
)

// weakness is a setting that somebody else has chosen and with which a connection
// trusts, opens or tells more than without.
type weakness struct {
	finding.Note

	drop func(p *profiles.Profile)
}

// Weak lists what whoever imports the connection must agree to. Whether TLS is spoken
// does not matter: that is changed with one choice.
func (c *Connection) Weak() (all []finding.Note) {
	for _, w := range c.weaknesses() {
		all = append(all, w.Note)
	}
	return all
}

// Strengthen leaves out what [Connection.Weak] lists, and notes it.
func (c *Connection) Strengthen() {
	for _, w := range c.weaknesses() {
		w.drop(&c.Profile)
		what := finding.Fault(w.Note)
		c.note(finding.Note{Code: finding.WeaknessLeft, Err: &what})
	}
}

func (c *Connection) weaknesses() (all []weakness) {
	p := &c.Profile
	add := func(n finding.Note, drop func(p *profiles.Profile)) { all = append(all, weakness{n, drop}) }
	if p.TLS.SkipVerify {
		add(finding.Note{Code: finding.WeakUnverified}, func(p *profiles.Profile) { p.TLS.SkipVerify = false })
	}
	if p.TLS.Outdated {
		add(finding.Note{Code: finding.WeakOutdated}, func(p *profiles.Profile) { p.TLS.Outdated = false })
	}
	if v := p.TLS.MinVersion; v == "1.0" || v == "1.1" {
		add(finding.Note{Code: finding.WeakVersion, Name: v}, func(p *profiles.Profile) { p.TLS.MinVersion = "" })
	}
	if name := p.TLS.ServerName; name != "" && !strings.EqualFold(name, p.Address.Host) {
		add(finding.Note{Code: finding.WeakServerName, Name: short(name)}, func(p *profiles.Profile) { p.TLS.ServerName = "" })
	}
	if p.Proxy.Kind != "" {
		add(finding.Note{Code: finding.WeakProxy, Name: short(p.Proxy.Host)}, func(p *profiles.Profile) { p.Proxy = profiles.Proxy{} })
	}
	for _, file := range []struct {
		what finding.Code
		at   func(p *profiles.Profile) *string
	}{
		{finding.ForAuthority, func(p *profiles.Profile) *string { return &p.TLS.CA }},
		{finding.ForCertificate, func(p *profiles.Profile) *string { return &p.TLS.Certificate }},
		{finding.ForKey, func(p *profiles.Profile) *string { return &p.TLS.Key }},
		{finding.ForPKCS12, func(p *profiles.Profile) *string { return &p.TLS.PKCS12 }},
	} {
		if path := *file.at(p); path != "" && !profiles.IsPEM(path) {
			add(finding.Note{Code: finding.WeakFileOpening, Name: short(path), Parts: []finding.Part{{Code: file.what}}},
				func(p *profiles.Profile) { *file.at(p) = "" })
		}
	}
	return all
}
