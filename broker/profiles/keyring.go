package profiles

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/zalando/go-keyring"

	"mangrove/broker/profiles/finding"
)

const (
	// service is the name under which the key ring shows our secrets.
	service = "mangrove"
	// partSize is how long a secret may be in one entry. Windows takes 2,560
	// bytes, macOS about 3,000; the key of a certificate can be longer.
	partSize = 2000
	// mostParts is how many there can be of the largest secret, a file in base64.
	mostParts = 2 * LargestMaterial / partSize
	// largestAnswer is the most in bytes that an entry can hold; see partSize.
	largestAnswer = 64 << 10
	// inParts begins an entry that says in how many more the secret is.
	inParts = "mangrove in parts: "
)

// errNoKeyRing is a computer without a key ring, which is nobody's fault.
var errNoKeyRing error = &finding.Fault{Code: finding.NoKeyRing}

// KeyRing keeps secrets in the key ring of the operating system.
type KeyRing struct{ turns *turns }

// opening is how the key ring is opened.
type opening struct {
	reach    func() error // finds out whether there can be one
	try      func() error // tries it out
	patience time.Duration
}

// openSecrets gives the key ring when there is one that works, and otherwise a
// memory. It tries the key ring out, which may ask the user to unlock it.
func openSecrets(o opening) (secrets Secrets, kept bool, err error) {
	k := KeyRing{&turns{patience: o.patience}}
	err = k.turns.do(func() error {
		if err := o.reach(); err != nil {
			return err
		}
		return o.try()
	})
	switch {
	case err == nil:
		return k, true, nil
	case absent(err):
		return new(Memory), false, nil
	}
	return new(Memory), false, &finding.Fault{Code: finding.KeyRingClosed, Err: err}
}

// probeReading tries the key ring out for who only reads it: it writes nothing there.
func probeReading() error {
	_, err := keyring.Get(service, account(vaultProfile, vaultName))
	if errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return err
}

// probe tries the key ring out. Another program may do so at the same time.
func probe() error { return probeAs("probe " + newID()) }

// probeAs writes to the key ring and reads it.
func probeAs(name string) error {
	if err := keyring.Set(service, name, name); err != nil {
		return err
	}
	if got, err := keyring.Get(service, name); err != nil {
		return err
	} else if got != name {
		return &finding.Fault{Code: finding.KeyRingForgets}
	}
	_ = keyring.Delete(service, name) // what is left of it harms nobody
	return nil
}

// Get reads a secret.
func (k KeyRing) Get(profile, name string) (string, error) {
	whole, err := k.get(account(profile, name))
	count, split := strings.CutPrefix(whole, inParts)
	if err != nil || !split {
		return whole, err
	}
	n, err := strconv.Atoi(count)
	if err != nil || n < 0 || n > mostParts {
		return "", &finding.Fault{Code: finding.EntryDamaged, Parts: finding.Parts(finding.SecretNamed, name)}
	}
	var all strings.Builder
	for i := range n {
		part, err := k.get(part(profile, name, i))
		if err != nil {
			return "", err
		}
		all.WriteString(part)
	}
	return all.String(), nil
}

// Set writes a secret, in parts when it is long. One that is in parts is removed
// first, lest it be mixed with the new one; any other is there until the new one
// is.
func (k KeyRing) Set(profile, name, value string) error {
	if len(value) > mostParts*partSize {
		return &finding.Fault{Code: finding.EntryTooLong, Parts: finding.Parts(finding.SecretNamed, name)}
	}
	was, err := k.get(account(profile, name))
	if err == nil && strings.HasPrefix(was, inParts) {
		err = k.Delete(profile, name)
	}
	if err != nil {
		return err
	}
	if len(value) <= partSize && !strings.HasPrefix(value, inParts) {
		return k.set(account(profile, name), value)
	}
	n := 0
	for rest := value; rest != ""; n++ {
		end := min(partSize, len(rest))
		if err := k.set(part(profile, name, n), rest[:end]); err != nil {
			return err
		}
		rest = rest[end:]
	}
	return k.set(account(profile, name), inParts+strconv.Itoa(n))
}

// Delete removes a secret; one that is not there is no error.
func (k KeyRing) Delete(profile, name string) error {
	whole, err := k.get(account(profile, name))
	if err != nil {
		return err
	}
	if count, split := strings.CutPrefix(whole, inParts); split {
		n, _ := strconv.Atoi(count) // a damaged entry has no parts
		for i := range min(n, mostParts) {
			if err := k.remove(part(profile, name, i)); err != nil {
				return err
			}
		}
	}
	return k.remove(account(profile, name))
}

func account(profile, name string) string { return profile + "/" + name }

func part(profile, name string, i int) string { return fmt.Sprintf("%s/%d", account(profile, name), i) }

func (k KeyRing) get(account string) (string, error) {
	var value string
	err := k.turns.do(func() (err error) {
		value, err = keyring.Get(service, account)
		return err
	})
	switch {
	case err == nil && len(value) > largestAnswer:
		return "", &finding.Fault{Code: finding.AnswerTooLong}
	case err == nil:
		return value, nil
	case errors.Is(err, keyring.ErrNotFound):
		return "", nil
	}
	return "", inKeyRing(err)
}

func (k KeyRing) set(account, value string) error {
	return inKeyRing(k.turns.do(func() error { return keyring.Set(service, account, value) }))
}

func (k KeyRing) remove(account string) error {
	err := k.turns.do(func() error { return keyring.Delete(service, account) })
	if errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return inKeyRing(err)
}

func inKeyRing(err error) error {
	if err == nil {
		return nil
	}
	return &finding.Fault{Code: finding.KeyRingFails, Err: err}
}
