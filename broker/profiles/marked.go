package profiles

import (
	"maps"
	"slices"
	"strings"
)

// The beginnings of names of secrets that are marked as such in a profile.
const (
	propertyPrefix     = "user property "
	willPropertyPrefix = "last will's user property "
)

// SecretWillPayload is the payload of the last will, where it is marked as secret.
const SecretWillPayload = "last will's payload"

// PropertySecret is the name of the value of a user property that is marked as
// secret.
func PropertySecret(property string) string { return propertyPrefix + property }

// WillPropertySecret is the same of the last will.
func WillPropertySecret(property string) string { return willPropertyPrefix + property }

// markedSecret reports whether a secret of this name can be there because
// something is marked.
func markedSecret(name string) bool {
	for _, prefix := range []string{propertyPrefix, willPropertyPrefix} {
		if property, ok := strings.CutPrefix(name, prefix); ok && property != "" {
			return true
		}
	}
	return name == SecretWillPayload
}

// Uses reports whether the profile has a place for a secret of this name: a
// header that it sends, a property that is marked. Others would be asked for, and
// go nowhere.
func (p Profile) Uses(name string) bool {
	if header, ok := strings.CutPrefix(name, headerPrefix); ok {
		return slices.Contains(p.Headers, header)
	}
	if markedSecret(name) {
		_, there := p.marked()[name]
		return there
	}
	return KnownSecret(name)
}

// marked are the values that are marked as secret, by the name that they have as
// such. Each is a place to read and to write it.
func (p *Profile) marked() map[string][]markedValue {
	all := make(map[string][]markedValue)
	for i := range p.Connect.User {
		if u := &p.Connect.User[i]; slices.Contains(p.Connect.Secret, u.Name) && u.Name != "" {
			all[PropertySecret(u.Name)] = append(all[PropertySecret(u.Name)], (*markedText)(&u.Value))
		}
	}
	if p.Will == nil {
		return all
	}
	for i := range p.Will.User {
		if u := &p.Will.User[i]; slices.Contains(p.Will.Secret, u.Name) && u.Name != "" {
			all[WillPropertySecret(u.Name)] = append(all[WillPropertySecret(u.Name)], (*markedText)(&u.Value))
		}
	}
	if p.Will.SecretPayload {
		all[SecretWillPayload] = []markedValue{(*markedBytes)(&p.Will.Payload)}
	}
	return all
}

// hidden are the values that are marked as secret, in the order of their names.
func (p *Profile) hidden() (all []string) {
	marked := p.marked()
	for _, name := range slices.Sorted(maps.Keys(marked)) {
		for _, v := range marked[name] {
			if secret := v.get(); secret != "" {
				all = append(all, secret)
			}
		}
	}
	return all
}

// markedValue is a value that is marked as secret.
type markedValue interface {
	get() string
	set(value string)
}

type (
	markedText  string
	markedBytes []byte
)

func (t *markedText) get() string  { return string(*t) }
func (t *markedText) set(s string) { *t = markedText(s) }

func (b *markedBytes) get() string { return string(*b) }
func (b *markedBytes) set(s string) {
	if *b = nil; s != "" {
		*b = []byte(s)
	}
}

// takeMarked removes what is marked as secret from the fields, and gives it by
// name. Of several properties of one name the first that has a value counts.
func (p *Profile) takeMarked() map[string]string {
	taken := make(map[string]string)
	for name, values := range p.marked() {
		for _, v := range values {
			if taken[name] == "" && v.get() != "" {
				taken[name] = v.get()
			}
			v.set("")
		}
	}
	return taken
}

// fillMarked puts secrets where they are marked. What is not stored yet stays.
func (p *Profile) fillMarked(secret func(name string) string) {
	for name, values := range p.marked() {
		for _, v := range values {
			if kept := secret(name); kept != "" {
				v.set(kept)
			}
		}
	}
}
