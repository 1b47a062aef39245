package profiles

import (
	"strings"
	"sync"

	"mangrove/broker/profiles/finding"
)

// Secrets keeps what must not be in a file in clear, by the ID of the profile
// and the name of the secret. What is not there is the empty string. All
// methods may be called from any goroutine; they may wait for the user to
// unlock a key ring.
type Secrets interface {
	Get(profile, name string) (string, error)
	Set(profile, name, value string) error
	Delete(profile, name string) error
}

// Secret is which secret of which profile.
type Secret struct {
	Profile string `json:"profile"`
	Name    string `json:"name"`
}

// forgets reports whether secrets end with the program.
func forgets(s Secrets) bool {
	switch s := s.(type) {
	case *Memory:
		return true
	case *Vault:
		return s.forgets()
	}
	return false
}

// wholesale are secrets of which many can be changed at once, all of them or none.
type wholesale interface {
	SetAll(all map[Secret]string) error
}

// setAll changes secrets, all of them or none; empty ones are forgotten.
func setAll(s Secrets, all map[Secret]string) error {
	if w, ok := s.(wholesale); ok {
		return w.SetAll(all)
	}
	before := make(map[Secret]string, len(all))
	for secret, value := range all {
		was, err := s.Get(secret.Profile, secret.Name)
		if err == nil {
			before[secret] = was
			err = setOne(s, secret, value)
		}
		if err == nil {
			continue
		}
		for secret, was := range before {
			if setOne(s, secret, was) != nil {
				break // it does not answer: not to be asked for each of them
			}
		}
		return err
	}
	return nil
}

func setOne(s Secrets, secret Secret, value string) error {
	if value == "" {
		return s.Delete(secret.Profile, secret.Name)
	}
	return s.Set(secret.Profile, secret.Name, value)
}

// The names of secrets, which are stored: they are codes, and not what secrets are called.
// [HeaderSecret], [PropertySecret] and [WillPropertySecret] make more.
const (
	SecretPassword      = "password"
	SecretPassPhrase    = "pass phrase"     // of the private key or of the PKCS#12 file
	SecretKey           = "private key"     // pasted, or out of an archive
	SecretPKCS12        = "PKCS#12 content" // in base64, out of an archive
	SecretProxyPassword = "proxy password"
	SecretQuery         = "query of the address" // behind the ? of ws and wss
	SecretAuthData      = "authentication data"
	headerPrefix        = "header "
)

// HeaderSecret is the name of a WebSocket header's value.
func HeaderSecret(header string) string { return headerPrefix + header }

// KnownSecret reports whether a secret of this name can be there. In a file of
// profiles, which anybody may have written, there can be any name.
func KnownSecret(name string) bool {
	switch name {
	case SecretPassword, SecretPassPhrase, SecretKey, SecretPKCS12, SecretProxyPassword, SecretQuery, SecretAuthData:
		return true
	}
	header, ok := strings.CutPrefix(name, headerPrefix)
	return ok && strings.TrimSpace(header) != "" || markedSecret(name)
}

// environmentPrefix begins the names of those whose secrets are not a profile's.
const environmentPrefix = "environment "

// EnvironmentSecrets is whose secrets those of an environment with this ID are, where
// others are those of a profile.
func EnvironmentSecrets(id string) string { return environmentPrefix + id }

// MissingError says which secrets a profile has that are not to be had: there
// is no key ring, or it was made on another computer. They must be asked for.
type MissingError struct {
	Names   []string
	Besides error // what [Profile.Review] found that they do not change, nil for nothing
}

// Error is that of the fault.
func (e *MissingError) Error() string { return e.Unwrap().Error() }

// Unwrap is the fault, with the names.
func (e *MissingError) Unwrap() error {
	return &finding.Fault{Code: finding.SecretsMissing, Parts: finding.Parts(finding.SecretNamed, e.Names...)}
}

// Memory keeps secrets for as long as the program runs, on computers without a
// key ring. The zero value is ready.
type Memory struct {
	mu   sync.Mutex // guards kept
	kept map[[2]string]string
}

// Get gives what Set was given.
func (m *Memory) Get(profile, name string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kept[[2]string{profile, name}], nil
}

// Set keeps a secret.
func (m *Memory) Set(profile, name, value string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = make(map[[2]string]string)
	}
	m.kept[[2]string{profile, name}] = value
	return nil
}

// Delete forgets a secret.
func (m *Memory) Delete(profile, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.kept, [2]string{profile, name})
	return nil
}
