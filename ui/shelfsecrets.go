package ui

import (
	"slices"

	"mangrove/broker/profiles"
)

// secretJob begins the names of what keeps secrets.
const secretJob = "secret "

// setSecret keeps a secret of a profile, or forgets it when it is empty.
func (s *shelf) setSecret(id, name, value string) {
	s.given[id]++
	s.later(secretJob+name+" of "+id, func() {
		err := s.stored.Book.SetSecret(id, name, value)
		s.bring(id, func() {
			if err != nil {
				s.failed(err)
			}
		})
		s.look(id)
	})
}

// renameSecret keeps a secret of a profile under another name.
func (s *shelf) renameSecret(id, from, to string) {
	s.act(func(stored Stored) (string, error) { return id, stored.Book.RenameSecret(id, from, to) }, func(_ string, err error) {
		if err != nil {
			s.failed(err)
		}
	})
}

// giveSecrets keeps secrets of a profile, which are read beside the goroutine that
// draws, and then tells. Those that are empty are forgotten.
func (s *shelf) giveSecrets(id string, read func() (map[string]string, error), then func(error)) {
	s.given[id]++
	s.act(func(stored Stored) (string, error) {
		secrets, err := read()
		if err != nil {
			return id, err
		}
		return id, stored.Book.SetSecrets(id, secrets)
	}, func(_ string, err error) { then(err) })
}

// secretChanges is how often secrets of a profile have been given or taken.
func (s *shelf) secretChanges(id string) uint64 { return s.given[id] }

// secretState is what has become of a secret of a stored connection.
type secretState int

const (
	secretUnset  secretState = iota // there is none
	secretKept                      // it is there
	secretAbsent                    // there is one, which this computer does not have
)

// secretOf is what has become of a secret.
func (s *shelf) secretOf(p *profiles.Profile, name string) secretState {
	switch {
	case !slices.Contains(p.Kept, name):
		return secretUnset
	case slices.Contains(s.findings[p.ID].absent, name):
		return secretAbsent
	}
	return secretKept
}

// whereKept says what becomes of a secret.
func (s *shelf) whereKept(state secretState) string {
	switch {
	case state == secretAbsent:
		return "not kept: asked for each time you connect"
	case s.asking:
		return "the key ring of this computer has not opened yet"
	case !s.kept && state == secretKept:
		return "no key ring is open: kept until Mangrove ends"
	case !s.kept:
		return "no key ring is open: asked for each time Mangrove starts"
	case state == secretKept:
		return "kept on this computer, sealed with its key ring"
	}
	return "will be kept on this computer, sealed with its key ring"
}
