package broker

import (
	"errors"
	"fmt"
)

// Why a session or a publish can fail, where callers branch on it. What comes
// from the network wraps the library's or the system's own error besides.
var (
	ErrNotConnected = errors.New("there is no connection to the broker")
	ErrClosed       = errors.New("the session has been closed")
	ErrSpeaksTLS    = errors.New("the port answered in TLS to a plain connection")
	ErrNotTLS       = errors.New("the port does not speak TLS")
	ErrTLSClosed    = errors.New("the port closed the connection when TLS began")
	ErrOutdated     = errors.New("the broker supports only outdated TLS")
	ErrSerial       = errors.New("a certificate has a negative serial number")
	ErrSpeaksHTTP   = errors.New("the port answered in HTTP")
	ErrNotMQTT      = errors.New("the port answered with something that is not MQTT")
	ErrNoAnswer     = errors.New("the broker accepted the connection but did not answer")
	ErrHungUp       = errors.New("the broker closed the connection without an answer")
	ErrWithWill     = errors.New("it carried a last will, which the broker may not accept")
	ErrLost         = errors.New("the connection to the broker was lost")
	ErrSubscribing  = errors.New("the broker ended the connection when asked for a subscription")
	ErrUnanswered   = errors.New("the broker did not answer")
	ErrSilent       = errors.New("the broker stopped responding")
	ErrMalformed    = errors.New("the broker sent a malformed packet")
	ErrPacketTooBig = errors.New("the broker sent a packet larger than allowed")
	ErrUnconfirmed  = errors.New("the connection ended before the broker confirmed the message")
	ErrNotWebSocket = errors.New("the server did not accept the WebSocket")
	ErrTakenOver    = errors.New("another client connected with the same client id")
	ErrUnsupported  = errors.New("the protocol version in use cannot carry this")
	ErrReadOnly     = errors.New("the connection is read-only")
	ErrWouldClear   = errors.New("an empty retained message clears what the broker keeps")
	ErrProxy        = errors.New("the proxy did not connect to the broker")
	ErrAuth         = errors.New("the broker's authentication could not be answered")
	ErrNoVersion    = errors.New("the broker supports none of the MQTT versions 5, 3.1.1 and 3.1")
	// ErrBeyondLimits comes before anything is sent: the broker announced
	// when connecting that it would not take this, or the protocol cannot.
	ErrBeyondLimits = errors.New("beyond what the broker accepts")
	// ErrInvalid is a value the protocol does not allow, found before sending.
	ErrInvalid = errors.New("not valid in MQTT")
)

// Refusal is a broker's refusal of a packet, with its reason code. [ErrTakenOver]
// is the one that has a sentinel besides.
type Refusal struct {
	Packet  string  // CONNACK, SUBACK, UNSUBACK, PUBACK, PUBREC, PUBCOMP or DISCONNECT
	Version Version // decides what Code means
	Code    byte    // 3.x: CONNACK return code or SUBACK 0x80; 5: reason code
	Subject string  // the topic or filter refused, if any
	Reason  string  // the broker's own words (MQTT 5 reason string), if any
	// Reference is the server to use instead (MQTT 5, 4.13), if the broker
	// names one. Nobody connects there unasked: it would get the password.
	Reference string
}

// Error names the packet, the code and what it means.
func (r *Refusal) Error() string {
	s := fmt.Sprintf("%s 0x%02X %s", r.Packet, r.Code, r.Meaning())
	if r.Subject != "" {
		s += fmt.Sprintf(" (%q)", r.Subject)
	}
	if r.Reason != "" {
		s += ": " + r.Reason
	}
	return s
}

// Is makes a takeover known as [ErrTakenOver].
func (r *Refusal) Is(target error) bool {
	return target == ErrTakenOver && r.Version == V5 && r.Code == SessionTakenOver
}

// Kind is the MQTT 5 reason code that means what a return code of 3.x means, so
// that both get the same sentence. A broker that answers MQTT 5 with one of those
// means it so, too.
func (r *Refusal) Kind() byte {
	if r.Packet != "CONNACK" || r.Version == V5 && r.older() == "" {
		return r.Code
	}
	switch r.Code {
	case OldUnsupportedVersion:
		return UnsupportedVersion
	case OldInvalidClientID:
		return InvalidClientID
	case OldServerUnavailable:
		return ServerUnavailable
	case OldBadLogin:
		return BadLogin
	case OldNotAuthorized:
		return NotAuthorized
	}
	return r.Code
}

// IsLoginRefused reports whether a broker refused the user name, the password
// or both, so that others may do.
func IsLoginRefused(err error) bool {
	var r *Refusal
	return errors.As(err, &r) && r.Packet == "CONNACK" && (r.Kind() == BadLogin || r.Kind() == NotAuthorized)
}
