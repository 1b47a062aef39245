package broker

// HandshakeError is the end of a TLS handshake in which the broker was asked for a
// name (SNI), or for none where it is an IP address.
type HandshakeError struct {
	Name     string // as it was sent, or the IP address, for which none is
	Err      error
	Redactor Redactor // for names in certificates
}

// Error is that of the handshake.
func (e *HandshakeError) Error() string { return e.Err.Error() }

// Unwrap is what ended it.
func (e *HandshakeError) Unwrap() error { return e.Err }
