package profiles

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"mangrove/broker"
	"mangrove/broker/profiles/finding"
)

// Whoever can write the file of profiles could have another broker given a password
// that was typed for the one that stood there. So what the secrets of a profile were
// given for is kept with them in a [Vault], where it cannot be changed without the
// vault's key.

// purposeName is the name of the secret that says so. It is no secret of a
// connection, and never in [Profile.Kept].
const purposeName = "what the secrets are for"

// purpose is what the secrets of a profile are given for: where they are sent, and
// what sees to it that nobody else gets them. A line each, of codes and values, as it
// is sealed; see purposeParts. What may be any text is quoted, so that it is one line.
func (p Profile) purpose() string {
	address := p.Address
	address.Path, address.Query = "", ""
	address.Host = address.NetworkName() // letters of several scripts look alike
	proxy := broker.Address{Host: p.Proxy.Host}.NetworkName()
	all := finding.Parts("", address.String())
	add := func(is bool, code finding.Code, value string) {
		if is {
			all = append(all, finding.Part{Code: code, Value: value})
		}
	}
	add(p.Proxy.Kind != "", finding.ThroughProxy, strconv.Quote(p.Proxy.Kind+"://"+proxy+":"+strconv.Itoa(p.Proxy.Port)))
	if w := p.Will; w != nil {
		add(w.SecretPayload || len(w.Secret) > 0, finding.WithWill, strconv.Quote(w.Topic))
	}
	if p.Address.Secure() {
		add(p.TLS.SkipVerify, finding.Unverified, "")
		add(p.TLS.Outdated, finding.WithOutdated, "")
		add(p.TLS.ServerName != "", finding.WithName, strconv.Quote(p.TLS.ServerName))
		sum := sha256.Sum256([]byte(p.TLS.CA))
		add(p.TLS.CA != "", finding.WithAuthority, hex.EncodeToString(sum[:sumSize]))
	}
	lines := make([]string, len(all))
	for i, part := range all {
		lines[i] = part.String()
	}
	return strings.Join(lines, "\n")
}

// purposeParts are lines of a purpose as codes with values. An address stands for itself.
func purposeParts(lines []string) (all []finding.Part) {
	for _, line := range lines {
		code, value, _ := strings.Cut(line, " ")
		switch code := finding.Code(code); code {
		case finding.ThroughProxy, finding.WithWill, finding.Unverified, finding.WithOutdated, finding.WithName, finding.WithAuthority:
			all = append(all, finding.Part{Code: code, Value: value})
		default:
			all = append(all, finding.Part{Value: line})
		}
	}
	return all
}

// MovedError is a profile that has other settings in the file than those that its
// secrets were given for, and it was not changed by this program.
type MovedError struct {
	// Was and Now are in which settings they differ, after the address, such as
	// mqtts://a.example:8883; Was is empty when it is not known.
	Was, Now []finding.Part
}

// Error is that of the fault.
func (e *MovedError) Error() string { return e.Unwrap().Error() }

// Unwrap is the fault, with the settings.
func (e *MovedError) Unwrap() error {
	return &finding.Fault{Code: finding.SecretsMoved, Parts: e.Was, Others: e.Now}
}

// checkPurpose says whether secrets were given for what a profile is now. They are in
// values, by name.
func (p Profile) checkPurpose(secrets Secrets, values map[string]string) error {
	if given, ok := secrets.(withPassword); ok {
		secrets = given.Secrets
		delete(values, SecretPassword)
		defer func() { values[SecretPassword] = given.password }()
	}
	v, ok := secrets.(*Vault)
	if !ok {
		return nil
	}
	was, holds, err := v.given(p.ID, values)
	now := p.purpose()
	switch {
	case err != nil, was == now && holds:
		return err
	case was == now: // of another time
		was = ""
	}
	before, after := []string(nil), only(now, was)
	if was != "" {
		before = only(was, now)
		if there, _, _ := strings.Cut(now, "\n"); !slices.Contains(after, there) { // what else is another there
			before, after = slices.Insert(before, 0, there), slices.Insert(after, 0, there)
		}
	}
	return &MovedError{purposeParts(before), purposeParts(after)}
}

// only are the lines of a text that another has not.
func only(text, other string) []string {
	others := strings.Split(other, "\n")
	return slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool { return slices.Contains(others, line) })
}

// allowed is the purpose that secrets of a profile have once some have been given
// for stored, and on what ground others have it; empty: the one they have. Others that
// are kept stay what they were given for, unless that is known to be what the profile was
// before.
func (b *Book) allowed(before, stored Profile, given map[string]string) (purpose string, why ground) {
	v, ok := b.secrets.(*Vault)
	others := false
	if !ok || len(stored.Kept) == 0 || len(given) == 0 && before.purpose() == stored.purpose() {
		return "", why
	}
	for _, name := range append(slices.Clone(stored.Kept), purposeName) {
		if _, now := given[name]; now {
			continue
		}
		value, known := v.peek(Secret{stored.ID, name})
		switch {
		case name == purposeName && known && value == before.purpose():
			return stored.purpose(), ground{was: value}
		case !known || value != "":
			others = true
		}
	}
	if others {
		return "", why
	}
	return stored.purpose(), why
}

// setOnGrounds keeps secrets, and purposes on their grounds.
func (b *Book) setOnGrounds(all map[Secret]string, grounds map[string]ground) error {
	if v, ok := b.secrets.(*Vault); ok {
		return v.setOnGrounds(all, grounds)
	}
	return setAll(b.secrets, all)
}

// WithPassword are secrets with another password, given for the profile that it is
// used with.
func WithPassword(secrets Secrets, password string) Secrets { return withPassword{secrets, password} }

type withPassword struct {
	Secrets
	password string
}

// Get gives a secret.
func (s withPassword) Get(profile, name string) (string, error) {
	if name == SecretPassword {
		return s.password, nil
	}
	return s.Secrets.Get(profile, name)
}

// Allow gives the secrets of a profile for what it is now: its user has been asked,
// and has been shown what p has.
func (b *Book) Allow(p Profile) error {
	now, err := b.Get(p.ID)
	switch {
	case err != nil:
		return err
	case now.purpose() != p.purpose():
		return &finding.Fault{Code: finding.Changed}
	}
	return b.setOnGrounds(map[Secret]string{{p.ID, purposeName}: now.purpose()}, map[string]ground{p.ID: {names: now.Kept}})
}
