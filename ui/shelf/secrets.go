package shelf

import (
	"slices"

	"mangrove/broker/profiles"
	"mangrove/ui/format"
)

// secretJob begins the names of what keeps secrets.
const secretJob = "secret "

// SetSecret keeps a secret of a profile, or forgets it when it is empty.
func (s *Shelf) SetSecret(id, name, value string) {
	s.given[id]++
	s.later(secretJob+name+" of "+id, func() {
		err := s.stored.Book.SetSecret(id, name, value)
		s.bring(id, func() {
			if err != nil {
				s.OnError(err)
			}
		})
		s.review(id)
	})
}

// RenameSecret keeps a secret of a profile under another name.
func (s *Shelf) RenameSecret(id, from, to string) {
	s.WithSecrets(func(stored Stored) (string, error) { return id, stored.Book.RenameSecret(id, from, to) }, func(_ string, err error) {
		if err != nil {
			s.OnError(err)
		}
	})
}

// GiveSecrets keeps secrets of a profile, which are read beside the goroutine that
// draws, and then tells. Those that are empty are forgotten.
func (s *Shelf) GiveSecrets(id string, read func() (map[string]string, error), then func(error)) {
	s.given[id]++
	s.WithSecrets(func(stored Stored) (string, error) {
		secrets, err := read()
		if err != nil {
			return id, err
		}
		return id, stored.Book.SetSecrets(id, secrets)
	}, func(_ string, err error) { then(err) })
}

// SecretChanges is how often secrets of a profile have been given or taken.
func (s *Shelf) SecretChanges(id string) uint64 { return s.given[id] }

// SecretState is what has become of a secret of a stored connection.
type SecretState int

// What may have become of it.
const (
	SecretUnset  SecretState = iota // there is none
	SecretKept                      // it is there
	SecretAbsent                    // there is one, which this computer does not have
)

// SecretOf is what has become of a secret.
func (s *Shelf) SecretOf(p *profiles.Profile, name string) SecretState {
	switch {
	case !slices.Contains(p.Kept, name):
		return SecretUnset
	case slices.Contains(s.findings[p.ID].Absent, name):
		return SecretAbsent
	}
	return SecretKept
}

// WhereKept says what becomes of a secret.
func (s *Shelf) WhereKept(state SecretState) string { return format.WhereKept(s.keeping(state)) }

func (s *Shelf) keeping(state SecretState) format.Keeping {
	switch {
	case state == SecretAbsent:
		return format.NotStored
	case s.asking:
		return format.RingLocked
	case !s.kept && state == SecretKept:
		return format.KeptForNow
	case !s.kept:
		return format.NeverKept
	case state == SecretKept:
		return format.Stored
	}
	return format.WillBeStored
}
