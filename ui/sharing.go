package ui

import (
	"time"

	"mangrove/broker/profiles"
)

// watch is the keepers': from now on what other programs write is shown. Where the
// system cannot tell, it is seen with the next change.
func (s *shelf) watch() {
	end, err := s.stored.Book.Watch(func() { s.keeper.change("follow", s.follow) })
	if err == nil {
		s.unwatch = end
	}
}

// follow is the keepers': it takes what another program has written.
func (s *shelf) follow() {
	changed, err := s.stored.Book.Refresh()
	if err != nil {
		s.loop.run(func() { s.failed(err) })
	}
	if !changed {
		return
	}
	s.telling.Lock()
	defer s.telling.Unlock()
	var before []profiles.Profile
	s.loop.run(func() { before = append(before, s.all...) })
	s.bringAll(func() {
		for _, p := range before {
			if s.index(p.ID) < 0 {
				s.gone(p)
			} else if _, looked := s.findings[p.ID]; looked {
				s.check(p.ID)
			}
		}
	})
}

// stop ends it; what was typed is stored. It gives how many secrets are not kept,
// because the key ring does not answer.
func (s *shelf) stop() (lost int) {
	began := time.Now()
	if !s.keeper.stop(began.Add(keepLast)) {
		return 0
	}
	if s.unwatch != nil {
		s.unwatch()
		s.unwatch = nil
	}
	if s.ring.stop(began.Add(s.last)) {
		return 0
	}
	return s.ring.waiting(secretJob)
}
