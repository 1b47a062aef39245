package profiles

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/zalando/go-keyring"
)

const (
	// service is the name under which the key ring shows our secrets.
	service = "mangrove"
	// partSize is how long a secret may be in one entry. Windows takes 2,560
	// bytes, macOS about 3,000; the key of a certificate can be longer.
	partSize = 2000
	// inParts begins an entry that says in how many more the secret is.
	inParts = "mangrove in parts: "
)

// KeyRing keeps secrets in the key ring of the operating system.
type KeyRing struct{}

// OpenSecrets gives the key ring when there is one that works, and otherwise a
// memory that forgets with the program's end. kept tells which. It tries the key
// ring out, which may ask the user to unlock it: not for the window's goroutine.
func OpenSecrets() (secrets Secrets, kept bool) {
	const probe = "probe"
	if keyring.Set(service, probe, probe) != nil {
		return new(Memory), false
	}
	if got, err := keyring.Get(service, probe); err != nil || got != probe {
		return new(Memory), false
	}
	_ = keyring.Delete(service, probe) // what is left of it harms nobody
	return KeyRing{}, true
}

// Get reads a secret.
func (KeyRing) Get(profile, name string) (string, error) {
	whole, err := get(account(profile, name))
	count, split := strings.CutPrefix(whole, inParts)
	if err != nil || !split {
		return whole, err
	}
	n, err := strconv.Atoi(count)
	if err != nil {
		return "", fmt.Errorf("the key ring's entry for the %s is damaged; type it again", name)
	}
	var all strings.Builder
	for i := range n {
		part, err := get(part(profile, name, i))
		if err != nil {
			return "", err
		}
		all.WriteString(part)
	}
	return all.String(), nil
}

// Set writes a secret, in parts when it is long.
func (k KeyRing) Set(profile, name, value string) error {
	if err := k.Delete(profile, name); err != nil {
		return err
	}
	if len(value) <= partSize && !strings.HasPrefix(value, inParts) {
		return set(account(profile, name), value)
	}
	n := 0
	for rest := value; rest != ""; n++ {
		end := min(partSize, len(rest))
		if err := set(part(profile, name, n), rest[:end]); err != nil {
			return err
		}
		rest = rest[end:]
	}
	return set(account(profile, name), inParts+strconv.Itoa(n))
}

// Delete removes a secret; one that is not there is no error.
func (KeyRing) Delete(profile, name string) error {
	whole, err := get(account(profile, name))
	if err != nil {
		return err
	}
	if count, split := strings.CutPrefix(whole, inParts); split {
		n, _ := strconv.Atoi(count) // a damaged entry has no parts
		for i := range n {
			if err := remove(part(profile, name, i)); err != nil {
				return err
			}
		}
	}
	return remove(account(profile, name))
}

func account(profile, name string) string { return profile + "/" + name }

func part(profile, name string, i int) string { return fmt.Sprintf("%s/%d", account(profile, name), i) }

func get(account string) (string, error) {
	value, err := keyring.Get(service, account)
	if errors.Is(err, keyring.ErrNotFound) {
		return "", nil
	}
	return value, inKeyRing(err)
}

func set(account, value string) error { return inKeyRing(keyring.Set(service, account, value)) }

func remove(account string) error {
	err := keyring.Delete(service, account)
	if errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return inKeyRing(err)
}

func inKeyRing(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("the key ring of this computer did not answer; unlock it and try again: %w", err)
}
