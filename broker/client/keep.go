package client

import (
	"time"

	"mangrove/broker"
)

// keptFor is how long a broker is asked to keep a session for the sake of messages that are
// being published. It queues meanwhile what the session subscribes to.
const keptFor = time.Minute

// outlasts reports that the broker keeps the session beyond a connection, as it was asked.
func (s *Session) outlasts(version broker.Version) bool {
	return s.profile.Resume || s.keptOnly(version)
}

// keptOnly reports that it does so for messages only that are being published. Before MQTT 5
// a session that outlasts its connection has no end, so that one is never asked for.
func (s *Session) keptOnly(version broker.Version) bool {
	return s.keep && version == broker.V5 && !s.profile.Resume && s.profile.SessionExpiry == 0 && !s.profile.Once
}

// takesUp reports that the next connection is to take up the session of before.
func (s *Session) takesUp(version broker.Version) bool {
	return s.profile.Resume || s.keptOnly(version) && !s.inflight.IsEmpty()
}
