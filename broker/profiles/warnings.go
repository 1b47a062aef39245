package profiles

import (
	"crypto/tls"
	"errors"
	"slices"
	"strings"
	"time"

	"mangrove/broker/profiles/finding"
)

// soon is how long before its end a client certificate is spoken of.
const soon = 30 * 24 * time.Hour

// Review says what there is to say of a profile, seen at a time: in warnings what it
// allows but somebody should know, and in problem why [Profile.Runtime] refuses it, which
// then may have fewer warnings. The secrets are asked for once, and a key is decrypted
// once.
func (p Profile) Review(secrets Secrets, now time.Time) (warnings []finding.Note, problem error) {
	warnings = p.settingsWarnings()
	secret, err := p.secretsFrom(secrets)
	var missing *MissingError
	if errors.As(err, &missing) {
		return warnings, &MissingError{missing.Names, p.besidesSecrets()}
	}
	if err != nil {
		return warnings, err
	}
	r, problem := p.runtimeWith(secret)
	if !p.Address.Secure() {
		return warnings, problem
	}
	if problem == nil {
		for i := range r.TLS.Certificates {
			warnings = append(warnings, aging(&r.TLS.Certificates[i], now)...)
		}
		return warnings, nil
	}
	if own, err := p.TLS.client(secret); err == nil && own != nil {
		warnings = append(warnings, aging(own, now)...)
	}
	return warnings, problem
}

// besidesSecrets is why [Profile.Runtime] refuses the profile whatever its secrets are.
func (p Profile) besidesSecrets() error {
	bare := p.clone()
	own := []string{p.TLS.Certificate, p.TLS.Key, p.TLS.PKCS12}
	bare.TLS.Certificate, bare.TLS.Key, bare.TLS.PKCS12 = "", "", ""
	if _, err := bare.runtime(func(string) string { return "" }); err != nil || !p.Address.Secure() {
		return err
	}
	for _, source := range own {
		if source == "" {
			continue
		}
		if _, err := load(source); err != nil {
			return err
		}
	}
	return nil
}

// settingsWarnings are those for which no certificate is looked at.
func (p Profile) settingsWarnings() (all []finding.Note) {
	warn := func(is bool, code finding.Code) {
		if is {
			all = append(all, finding.Note{Code: code})
		}
	}
	warn(p.Address.Secure() && p.TLS.SkipVerify, finding.SkipsVerification)
	warn(p.Address.Secure() && p.TLS.Outdated, finding.AllowsOutdated)
	if open := p.sentOpenly(); len(open) > 0 && !p.Address.Secure() {
		all = append(all, finding.Note{Code: finding.SentOpenly, Parts: open})
	}
	warn(p.Proxy.Kind != "" && p.Proxy.Username != "", finding.ProxyLoginOpen)
	warn(p.TLS.MinVersion == "1.0" || p.TLS.MinVersion == "1.1", finding.AllowsBroken)
	warn(p.Resume && p.ClientID == "", finding.ResumesWithoutID)
	warn(p.ReadOnly && p.Will != nil, finding.WillUnset)
	return all
}

// aging speaks of the days of a client certificate.
func aging(own *tls.Certificate, now time.Time) []finding.Note {
	code, day := finding.CertificateExpiring, own.Leaf.NotAfter
	switch left := own.Leaf.NotAfter.Sub(now); {
	case now.Before(own.Leaf.NotBefore):
		code, day = finding.CertificateNotYet, own.Leaf.NotBefore
	case left <= 0:
		code = finding.CertificateExpired
	case left >= soon:
		return nil
	}
	return []finding.Note{{Code: code, Value: day.Format(time.DateOnly)}}
}

// sentOpenly are the parts of a login that can be read on the way when TLS does
// not hide them.
func (p Profile) sentOpenly() (all []finding.Part) {
	query := p.Address.Query != "" || strings.Contains(p.Address.Path, "?") || p.keeps(SecretQuery)
	for _, part := range []struct {
		code finding.Code
		sent bool
	}{
		{finding.PartUsername, p.Username != ""},
		{finding.PartPassword, p.EmptyPassword || p.keeps(SecretPassword)},
		{finding.PartAuthData, p.AuthMethod != ""},
		{finding.PartUserProperties, len(p.Connect.Secret) > 0 || p.Will != nil && len(p.Will.Secret) > 0},
		{finding.PartWillPayload, p.Will != nil && p.Will.SecretPayload},
		{finding.PartHeaders, p.Address.WebSocket() && len(p.Headers) > 0},
		{finding.PartQuery, p.Address.WebSocket() && query},
	} {
		if part.sent {
			all = append(all, finding.Part{Code: part.code})
		}
	}
	return all
}

// keeps reports whether a secret was set for the profile.
func (p Profile) keeps(name string) bool { return slices.Contains(p.Kept, name) }
