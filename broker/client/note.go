package client

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mangrove/broker"
)

// note is what is worth knowing of the connection. The caller holds the lock.
func (s *Session) note() string {
	note := []string{s.versionNote(), s.expiryNote()}
	version := s.conn.version
	options, above := false, false
	for _, grant := range s.status.Subscriptions {
		if s.scant[grant.Filter] && grant.QoS > 0 && version == broker.V5 {
			note = append(note, fmt.Sprintf("The broker has more retained messages on %s than it queues; they were fetched at QoS 0.", grant.Filter))
		} else if s.scant[grant.Filter] && grant.QoS > 0 {
			note = append(note, fmt.Sprintf("The broker has more retained messages on %s than it queues, so the subscription is at QoS 0.", grant.Filter))
		}
		options = options || grant.NoLocal || grant.RetainAsPublished || grant.RetainHandling != 0
		above = above || grant.QoS != broker.BestQoS && grant.QoS > s.conn.limits.MaxQoS
	}
	if options && version != broker.V5 {
		note = append(note, fmt.Sprintf("MQTT %s has no No Local, Retain As Published or Retain Handling, so they were left out.", version))
	}
	if above {
		note = append(note, fmt.Sprintf("The broker supports QoS up to %d, so no subscription requests more.", s.conn.limits.MaxQoS))
	}
	return strings.Join(slices.DeleteFunc(note, func(s string) bool { return s == "" }), " ")
}

// versionNote says why an older version is in use.
func (s *Session) versionNote() string {
	version := s.conn.version
	switch {
	case s.profile.Version != broker.Auto || version == broker.V5:
		return ""
	case s.refused:
		return fmt.Sprintf("The broker does not support MQTT 5; the connection uses %s.", version)
	}
	return fmt.Sprintf("The broker closed the connection when MQTT 5 was tried, so this one uses %s. The next connection tries MQTT 5 again.", version)
}

// expiryNote says that the broker keeps the session for less than it was asked.
func (s *Session) expiryNote() string {
	asked, kept := s.requestedExpiry(s.conn.version), s.conn.limits.SessionExpiry
	switch {
	case !s.profile.Resume || kept >= asked:
		return ""
	case kept == 0:
		return "The broker does not keep the session after the connection ends."
	}
	return fmt.Sprintf("The broker keeps the session for only %s after the connection ends.", kept.Round(time.Second))
}
