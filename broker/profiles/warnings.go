package profiles

import (
	"crypto/tls"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// soon is how long before its end a client certificate is spoken of.
const soon = 30 * 24 * time.Hour

// Review says what there is to say of a profile, seen at a time: in warnings, which
// are sentences, what it allows but somebody should know, and in problem why
// [Profile.Runtime] refuses it, which then may have fewer warnings. The secrets are
// asked for once, and a key is decrypted once.
func (p Profile) Review(secrets Secrets, now time.Time) (warnings []string, problem error) {
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
func (p Profile) settingsWarnings() (all []string) {
	if p.Address.Secure() && p.TLS.SkipVerify {
		all = append(all, "The broker's certificate is not verified: anyone between you and the broker can read and change everything, including the password.")
	}
	if p.Address.Secure() && p.TLS.Outdated {
		all = append(all, "Outdated TLS is allowed: anyone between you and the broker may be able to read everything, including the password.")
	}
	all = append(all, p.openWarnings()...)
	if p.Proxy.Kind != "" && p.Proxy.Username != "" {
		all = append(all, "The user name and password of the proxy are sent without TLS, whatever the broker's protocol, and can be read on the way. Use a login that opens nothing else.")
	}
	if p.TLS.MinVersion == "1.0" || p.TLS.MinVersion == "1.1" {
		all = append(all, "TLS 1.0 and 1.1 are broken. Choose 1.2 unless the broker supports nothing newer.")
	}
	if p.Resume && p.ClientID == "" {
		all = append(all, "A session can only be resumed with a fixed client id. Set one.")
	}
	if p.ReadOnly && p.Will != nil {
		all = append(all, "The connection is read-only, so its last will is not set.")
	}
	return all
}

// aging speaks of the days of a client certificate.
func aging(own *tls.Certificate, now time.Time) []string {
	day := own.Leaf.NotAfter.Format(time.DateOnly)
	switch left := own.Leaf.NotAfter.Sub(now); {
	case now.Before(own.Leaf.NotBefore):
		return []string{fmt.Sprintf("The client certificate is valid only from %s. Check this computer's clock.", own.Leaf.NotBefore.Format(time.DateOnly))}
	case left <= 0:
		return []string{fmt.Sprintf("The client certificate expired on %s, so the broker will refuse it. Get a new one.", day)}
	case left < soon:
		return []string{fmt.Sprintf("The client certificate expires on %s. Get a new one before then.", day)}
	}
	return nil
}

// openWarnings speak of what of a login is sent without TLS.
func (p Profile) openWarnings() []string {
	open := p.sentOpenly()
	if len(open) == 0 || p.Address.Secure() {
		return nil
	}
	be := "is"
	if len(open) > 1 || open[0] == headersOpen || strings.HasPrefix(open[0], "user properties") {
		be = "are"
	}
	return []string{fmt.Sprintf("The %s %s sent without TLS and can be read on the way. Use mqtts or wss if the broker supports it.", inWords(open, "the"), be)}
}

const headersOpen = "headers"

// sentOpenly are the parts of a login that can be read on the way when TLS does
// not hide them.
func (p Profile) sentOpenly() (all []string) {
	query := p.Address.Query != "" || strings.Contains(p.Address.Path, "?") || p.keeps(SecretQuery)
	for _, part := range []struct {
		name string
		sent bool
	}{
		{"user name", p.Username != ""},
		{"password", p.EmptyPassword || p.keeps(SecretPassword)},
		{"authentication data", p.AuthMethod != ""},
		{"user properties marked as secret", len(p.Connect.Secret) > 0 || p.Will != nil && len(p.Will.Secret) > 0},
		{"payload of the last will", p.Will != nil && p.Will.SecretPayload},
		{headersOpen, p.Address.WebSocket() && len(p.Headers) > 0},
		{"query of the address", p.Address.WebSocket() && query},
	} {
		if part.sent {
			all = append(all, part.name)
		}
	}
	return all
}

// keeps reports whether a secret was set for the profile.
func (p Profile) keeps(name string) bool { return slices.Contains(p.Kept, name) }

// inWords lists names, each but the first with its article: user name and the
// password.
func inWords(names []string, article string) string {
	var b strings.Builder
	for i, name := range names {
		switch {
		case i == 0:
		case i == len(names)-1:
			b.WriteString(" and " + article + " ")
		default:
			b.WriteString(", " + article + " ")
		}
		b.WriteString(name)
	}
	return b.String()
}
