package broker

import (
	"errors"
	"fmt"
	"strings"
)

// explainRefusal is for a broker that said no.
func explainRefusal(err error, a Address) string {
	var r *Refusal
	if !errors.As(err, &r) || errors.Is(err, ErrNoVersion) || errors.Is(err, ErrTakenOver) {
		return ""
	}
	var s string
	switch r.Packet {
	case "CONNACK":
		s = explainConnack(r, a)
	case "SUBACK":
		s = fmt.Sprintf("The broker denied the subscription to %s%s. Choose a filter this login may read.", r.Subject, r.because())
	case "UNSUBACK":
		s = fmt.Sprintf("The broker kept the subscription to %s%s.", r.Subject, r.because())
	case "DISCONNECT":
		s = explainDisconnect(r)
	default:
		s = fmt.Sprintf("The broker did not accept the message on %s%s.%s", r.Subject, r.because(), r.publishAdvice())
	}
	if r.Reason != "" {
		s += " The broker says: " + sentence(r.Reason)
	}
	return s
}

// kind is the MQTT 5 reason code that means what a 3.x return code means, so
// that both get the same sentence.
func (r *Refusal) kind() byte {
	if r.Version == V5 || r.Packet != "CONNACK" {
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
	return errors.As(err, &r) && r.Packet == "CONNACK" && (r.kind() == BadLogin || r.kind() == NotAuthorized)
}

func explainConnack(r *Refusal, a Address) string {
	switch r.kind() {
	case UnsupportedVersion:
		return fmt.Sprintf("The broker at %s does not speak this version of MQTT. Choose the version auto, or an older one.", a.HostPort())
	case InvalidClientID:
		return "The broker did not accept the client id. Choose another, at most 23 letters and digits for old brokers."
	case BadLogin:
		return "The broker refused the user name or the password. Check both."
	case NotAuthorized:
		return "The broker did not let this client in: not authorized. Check the user name and the password, and that the client id may connect."
	case Banned:
		return "The broker has banned this client. Ask its administrator."
	case BadAuthMethod:
		return "The broker wants another kind of authentication than user name and password. Ask its administrator."
	case ServerUnavailable, ServerBusy:
		return fmt.Sprintf("The broker at %s is there but not available now. Try again later.", a.HostPort())
	case UseAnotherServer, ServerMoved:
		return fmt.Sprintf("The broker at %s asks to use another server. Ask its administrator for the new address.", a.HostPort())
	}
	return fmt.Sprintf("The broker at %s refused the connection%s.", a.HostPort(), r.because())
}

func explainDisconnect(r *Refusal) string {
	switch r.Code {
	case ShuttingDown:
		return "The broker is shutting down. The connection comes back when it does."
	case NotAuthorized:
		return "The broker ended the connection: not authorized. A subscription or message may not be allowed for this login."
	case ServerMoved, UseAnotherServer:
		return "The broker ended the connection and asks to use another server. Ask its administrator for the new address."
	case PacketTooLarge:
		return "The broker ended the connection because a message was too large for it. Publish smaller ones."
	}
	return fmt.Sprintf("The broker ended the connection%s.", r.because())
}

func (r *Refusal) publishAdvice() string {
	switch r.Code {
	case NotAuthorized:
		return " This login may not publish there."
	case 0x97: // quota exceeded
		return " Wait a little and publish again."
	}
	return ""
}

// because names the reason, unless the broker gave none worth reading.
func (r *Refusal) because() string {
	if m := r.Meaning(); m != "unspecified error" && !strings.HasPrefix(m, "subscription refused") {
		return ": " + m
	}
	return ""
}
