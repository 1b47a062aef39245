package profiles

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
)

// The purpose of a profile is sealed with a sum of each sealed secret that it holds for:
// whoever can write the file of a vault cannot put one of another time beside it. A
// secret that it does not hold for is asked about.

// sumSize is that of a sum in bytes.
const sumSize = 16

// sumOf tells a sealed secret from all others.
func sumOf(box []byte) string {
	sum := sha256.Sum256(box)
	return hex.EncodeToString(sum[:sumSize])
}

// sealedPurpose is a purpose as it is sealed: the sums are the first line, as what
// follows may be anything that somebody has written into a file of profiles.
func sealedPurpose(text string, sums []string) string { return strings.Join(sums, " ") + "\n" + text }

// ground is why a purpose holds for more than the secrets that are given with it.
type ground struct {
	// was is what the secrets were for: a purpose that follows it holds for the same
	// ones. Where they are for something else it is not taken.
	was   string
	names []string // of secrets that the user has been asked about
}

// others are the sums of the secrets that a purpose holds for on a ground, beside those
// that are given with it. It reports whether it is taken. The caller holds the mutex, and
// the file has been read.
func (v *Vault) others(profile string, g ground) (sums []string, holds bool) {
	for _, name := range g.names {
		if box := v.box(Secret{profile, name}); box != nil {
			sums = append(sums, sumOf(box))
		}
	}
	if g.was == "" {
		return sums, true
	}
	was, sealed := v.open(Secret{profile, purposeName})
	if !sealed {
		return nil, v.oldPurpose(profile) == g.was
	}
	first, text, _ := strings.Cut(was, "\n")
	holdsFor := strings.Fields(first)
	for _, name := range v.file.names(profile, v.keyID) { // not of what is gone
		if sum := sumOf(v.box(Secret{profile, name})); slices.Contains(holdsFor, sum) {
			sums = append(sums, sum)
		}
	}
	return sums, text == g.was
}

// wait keeps what cannot be sealed yet. The caller holds the mutex.
func (v *Vault) wait(all map[Secret]string, grounds map[string]ground) {
	for secret := range all {
		if secret.Name != purposeName {
			continue
		}
		g := grounds[secret.Profile]
		if _, waits := v.waiting[secret]; g.was == "" || !waits { // else it follows that one
			v.grounds[secret.Profile] = g
		}
	}
	maps.Copy(v.waiting, all)
}

// purpose is what the secrets of a profile are for, as far as that is known, and the sums
// of those that are sealed. The caller holds the mutex.
func (v *Vault) purpose(profile string) (text string, sums []string, err error) {
	secret := Secret{profile, purposeName}
	value, found, err := v.find(secret)
	_, waits := v.waiting[secret]
	switch {
	case err != nil, waits:
		return value, nil, err
	case !found:
		return v.oldPurpose(profile), nil, nil
	}
	first, text, _ := strings.Cut(value, "\n")
	return text, strings.Fields(first), nil
}

// given is what the secrets of a profile are for, once the key ring has opened, and puts
// those that are sealed into values, by name. It reports whether it holds for all of them.
func (v *Vault) given(profile string, values map[string]string) (purpose string, holds bool, err error) {
	<-v.opened
	v.mu.Lock()
	defer v.mu.Unlock()
	purpose, sums, err := v.purpose(profile)
	if err != nil {
		return "", false, err
	}
	holds = true
	for name := range values {
		secret := Secret{profile, name}
		if _, waits := v.waiting[secret]; waits || v.sealer == nil || v.file == nil {
			continue
		}
		if value, there := v.open(secret); there {
			values[name] = value
			holds = holds && slices.Contains(sums, sumOf(v.box(secret)))
		}
	}
	return purpose, holds, nil
}

// isOpen reports whether the key ring has opened, or has not.
func (v *Vault) isOpen() bool {
	select {
	case <-v.opened:
		return true
	default:
		return false
	}
}

// none adds to secrets that a new profile has no others, which is not found out before
// the key ring has opened.
func (p Profile) none(secrets map[Secret]string) {
	for _, name := range append(slices.Clone(p.Kept), purposeName) {
		if secret := (Secret{p.ID, name}); secrets[secret] == "" {
			secrets[secret] = ""
		}
	}
}

// peek is a secret, unless it is not known without the key ring.
func (v *Vault) peek(secret Secret) (value string, known bool) {
	opened := v.isOpen()
	v.mu.Lock()
	defer v.mu.Unlock()
	if value, known = v.waiting[secret]; known || !opened {
		return value, known
	}
	if secret.Name == purposeName {
		value, _, err := v.purpose(secret.Profile)
		return value, err == nil
	}
	value, sealed, err := v.find(secret)
	_, old := v.old[secret]
	return value, err == nil && (sealed || !old || v.ring == nil)
}

// oldPurpose is what the secrets of a profile are for that are all of them still in
// entries of the key ring, where that is not kept: what the profile was for when the
// vault was opened. The caller holds the mutex.
func (v *Vault) oldPurpose(profile string) (purpose string) {
	if v.ring == nil || v.file == nil || v.file.load() != nil || v.file.has(profile, v.keyID) {
		return ""
	}
	for secret, is := range v.old {
		if secret.Profile == profile {
			return is
		}
	}
	return ""
}
