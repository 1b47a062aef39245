package client

// Abandon ends the session as a power cut would: the transport is closed
// without DISCONNECT, so that the broker publishes the will. It is final.
func (s *Session) Abandon() {
	s.abandoned.Store(true)
	s.mu.Lock()
	s.closed = true
	c := s.conn
	s.mu.Unlock()
	if c != nil {
		c.wire.Kill()
	}
	s.stop()
	<-s.done
}
