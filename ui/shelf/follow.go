package shelf

import (
	"slices"
	"strings"
	"time"

	"mangrove/ui/format"
)

// watch is the keepers': from now on what other programs write is shown, at the pace
// of typing however often they do. Where the system cannot tell, it is seen with the
// next change.
func (s *Shelf) watch() {
	end, err := s.stored.Book.Watch(func() { s.keeper.follow("follow", s.follow) })
	if err == nil {
		s.unwatch = end
	}
}

// follow is the keepers': it takes what another program has written.
func (s *Shelf) follow() {
	changed, err := s.stored.Book.Refresh()
	if err != nil {
		s.run(func() { s.OnError(err) })
	}
	if !changed {
		return
	}
	s.telling.Lock()
	defer s.telling.Unlock()
	s.bringAll(func() {
		for id := range s.findings {
			if s.index(id) < 0 {
				delete(s.findings, id)
			} else {
				s.review(id)
			}
		}
	})
}

// Stop ends it; what was typed is stored. It gives the connections of which secrets
// are not kept, because the key ring does not answer.
func (s *Shelf) Stop() (lost []string) {
	began := time.Now()
	if !s.keeper.stop(began.Add(keepLast)) {
		return nil
	}
	if s.unwatch != nil {
		s.unwatch()
		s.unwatch = nil
	}
	if s.ring.stop(began.Add(s.Patience)) {
		if s.stored.Close != nil {
			s.stored.Close()
		}
		return nil
	}
	for _, p := range s.all {
		if len(s.secretsOnTheWay(p.ID)) > 0 {
			lost = append(lost, format.ConnectionName(p))
		}
	}
	return lost
}

// Wait waits until all is done that was asked for before stop. It reports whether it is.
func (s *Shelf) Wait(most time.Duration) bool {
	deadline := time.Now().Add(most)
	return s.keeper.stop(deadline) && s.ring.stop(deadline)
}

// secretsOnTheWay are the secrets of a profile that wait for the key ring.
func (s *Shelf) secretsOnTheWay(id string) []string {
	return slices.DeleteFunc(s.ring.waiting(secretJob), func(name string) bool { return !strings.HasSuffix(name, " of "+id) })
}
