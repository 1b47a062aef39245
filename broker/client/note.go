package client

import (
	"slices"

	"mangrove/broker"
)

// notes are what is worth knowing of the connection. The caller holds the lock.
func (s *Session) notes() []broker.Note {
	notes := slices.Concat(s.versionNote(), s.expiryNote())
	version := s.conn.version
	options, above := false, false
	for _, grant := range s.status.Subscriptions {
		if s.scant[grant.Filter] && grant.QoS > 0 {
			code := broker.RetainedAtZero
			if version == broker.V5 {
				code = broker.RetainedFetched
			}
			notes = append(notes, broker.Note{Code: code, Filter: grant.Filter})
		}
		options = options || grant.NoLocal || grant.RetainAsPublished || grant.RetainHandling != 0
		above = above || grant.QoS != broker.BestQoS && grant.QoS > s.conn.limits.MaxQoS
	}
	if options && version != broker.V5 {
		notes = append(notes, broker.Note{Code: broker.OptionsLeftOut, Version: version})
	}
	if above {
		notes = append(notes, broker.Note{Code: broker.LowerQoS, QoS: s.conn.limits.MaxQoS})
	}
	return notes
}

// versionNote says why an older version is in use.
func (s *Session) versionNote() []broker.Note {
	version := s.conn.version
	switch {
	case s.profile.Version != broker.Auto || version == broker.V5:
		return nil
	case s.refused:
		return []broker.Note{{Code: broker.OlderVersion, Version: version}}
	}
	return []broker.Note{{Code: broker.OlderForNow, Version: version}}
}

// expiryNote says that the broker keeps the session for less than it was asked.
func (s *Session) expiryNote() []broker.Note {
	asked, kept := s.requestedExpiry(s.conn.version), s.conn.limits.SessionExpiry
	switch {
	case !s.profile.Resume || kept >= asked:
		return nil
	case kept == 0:
		return []broker.Note{{Code: broker.NotKept}}
	}
	return []broker.Note{{Code: broker.KeptShorter, Kept: kept}}
}
