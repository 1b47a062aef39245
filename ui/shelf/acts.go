package shelf

import (
	"mangrove/broker"
	"mangrove/broker/profiles"
)

// WithSecrets does something to the book as a whole for which secrets may be needed: do
// gives the profile it is about, which then is told on the goroutine that draws,
// with what went wrong.
func (s *Shelf) WithSecrets(do func(Stored) (id string, err error), then func(id string, err error)) {
	s.later("", s.doing(do, then))
}

// WithoutSecrets is [Shelf.WithSecrets] for what does not need secrets.
func (s *Shelf) WithoutSecrets(do func(Stored) (id string, err error), then func(id string, err error)) {
	s.keeper.enqueue(s.doing(do, then))
}

func (s *Shelf) doing(do func(Stored) (id string, err error), then func(id string, err error)) func() {
	return func() {
		if s.stored.Book == nil {
			s.run(func() { then("", profiles.ErrNoBook) })
			return
		}
		id, err := do(s.stored)
		s.telling.Lock()
		defer s.telling.Unlock()
		s.bringAll(func() { then(id, err) })
	}
}

// Delete deletes a profile, and then tells.
func (s *Shelf) Delete(id string, then func(error)) {
	s.leaving[id] = true
	s.WithSecrets(func(stored Stored) (string, error) { return id, stored.Book.Delete(id) }, func(_ string, err error) {
		delete(s.leaving, id)
		then(err)
	})
}

// finish is the keepers': it makes of a profile what a session is opened with.
func (s *Shelf) finish(p profiles.Profile) (broker.Profile, error) {
	if err := p.Unfinished(); err != nil {
		return broker.Profile{}, err
	}
	return p.Runtime(s.stored.Secrets)
}

// Runtime makes of a profile what a session is opened with.
func (s *Shelf) Runtime(id string, then func(p profiles.Profile, r broker.Profile, err error)) {
	ready := func() {
		var r broker.Profile
		p, err := s.stored.Book.Get(id)
		if err == nil {
			r, err = s.finish(p)
		}
		s.run(func() { then(p, r, err) })
	}
	s.keeper.enqueue(func() {
		p, err := s.stored.Book.Get(id)
		if err == nil && len(p.Kept) == 0 && !p.Address.Secure() && len(s.secretsOnTheWay(id)) == 0 {
			ready() // no secret is needed, and no file
			return
		}
		s.ring.enqueue(ready)
	})
}
