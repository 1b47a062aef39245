package ui

import (
	"slices"
	"strings"
	"time"

	"mangrove/broker/profiles"
)

// watch is the keepers': from now on what other programs write is shown, at the pace
// of typing however often they do. Where the system cannot tell, it is seen with the
// next change.
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
		s.run(func() { s.failed(err) })
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
				s.look(id)
			}
		}
	})
}

// stop ends it; what was typed is stored. It gives the connections of which secrets
// are not kept, because the key ring does not answer.
func (s *shelf) stop() (lost []string) {
	began := time.Now()
	if !s.keeper.stop(began.Add(keepLast)) {
		return nil
	}
	if s.unwatch != nil {
		s.unwatch()
		s.unwatch = nil
	}
	if s.ring.stop(began.Add(s.last)) {
		if s.stored.Close != nil {
			s.stored.Close()
		}
		return nil
	}
	for _, p := range s.all {
		if len(s.secretsOnTheWay(p.ID)) > 0 {
			lost = append(lost, profiles.NameOf(p))
		}
	}
	return lost
}

// secretsOnTheWay are the secrets of a profile that wait for the key ring.
func (s *shelf) secretsOnTheWay(id string) []string {
	return slices.DeleteFunc(s.ring.waiting(secretJob), func(name string) bool { return !strings.HasSuffix(name, " of "+id) })
}

// lostKey is where it is noted of which connections secrets were not kept, for the
// next start: at the end nobody would see it.
const lostKey = "secrets.lost"

// noteLost notes that secrets were not kept.
func (h *home) noteLost(names []string) {
	if len(names) > 0 {
		h.window.app.Preferences().SetStringList(lostKey, names)
	}
}

// tellLost says what the last run could not keep.
func (h *home) tellLost() {
	if names := storedLost(); len(names) > 0 {
		h.window.app.Preferences().RemoveValue(lostKey)
		h.notice.Warn("The key ring did not answer when Mangrove ended, so the last password or other secret typed was not kept: type it again for " +
			strings.Join(names, ", ") + ".")
	}
}
